"""Points that can be looked at and chosen: a picture under the pointer, a line around several with the mouse."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QPolygonF
from PySide6.QtWidgets import QLabel, QWidget

from ...core.inspect.figures import Scatter
from .. import theme
from ..figures import scatter
from .figure_view import FigureView

NEAR = 4


class ScatterView(FigureView):
    """Draws a `Scatter`."""

    picked = Signal(object)
    """The points (a list of numbers) inside the line that was drawn around them."""
    hovered = Signal(object)
    """The point under the pointer, or None."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chosen: list[int] = []
        self.picture: Callable[[str], QPixmap | None] | None = None
        """Gives the small picture of an item, where it is known."""
        self._lasso = QPolygonF()
        self._under: int | None = None
        self.card = QLabel(self, Qt.WindowType.ToolTip)
        self.card.setObjectName("hovered_picture")
        self.card.setStyleSheet("padding: 4px;")

    def choose(self, points: list[int]) -> None:
        """Ring these points."""
        self.chosen = points
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._lasso = QPolygonF([event.position()])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not isinstance(self.figure, Scatter):
            return
        if event.buttons() & Qt.MouseButton.LeftButton and self._lasso.size():
            self._lasso.append(event.position())
            self.card.hide()
            self.update()
            return
        under = scatter.nearest(self.figure, self.area(), event.position())
        if under != self._under:
            self._under = under
            self.hovered.emit(under)
        self.show_card(event.globalPosition().toPoint())

    def show_card(self, at: QPoint) -> None:
        """The picture and the words of the point under the pointer, beside it."""
        figure = self.figure
        if self._under is None or not isinstance(figure, Scatter) or not figure.items:
            self.card.hide()
            return
        item = figure.items[self._under]
        picture = self.picture(item) if self.picture is not None else None
        if picture is None:
            self.card.setText(f"{figure.names[int(figure.groups[self._under])]}\n{item}")
        else:
            self.card.setPixmap(picture)
        self.card.setAccessibleName(item)
        self.card.adjustSize()
        self.card.move(at + QPoint(14, 14))
        self.card.show()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        lasso, self._lasso = self._lasso, QPolygonF()
        if not isinstance(self.figure, Scatter) or event.button() != Qt.MouseButton.LeftButton:
            return
        if lasso.boundingRect().width() > NEAR or lasso.boundingRect().height() > NEAR:
            self.choose(scatter.inside(self.figure, self.area(), lasso))
        else:
            under = scatter.nearest(self.figure, self.area(), QPointF(event.position()))
            self.choose([] if under is None else [under])
        self.picked.emit(self.chosen)

    def leaveEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().leaveEvent(event)
        self._under = None
        self.card.hide()

    def hideEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().hideEvent(event)
        self.card.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not isinstance(self.figure, Scatter):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colors().text, 1.6))
        place = scatter.frame(self.figure, self.area())
        for number in self.chosen:
            if number < len(self.figure.points):
                painter.drawEllipse(place.at(*self.figure.points[number].tolist()), 7, 7)
        if self._lasso.size() > 1:
            fill = QColor(theme.colors().accent)
            painter.setPen(QPen(fill, 1.4, Qt.PenStyle.DashLine))
            fill.setAlpha(40)
            painter.setBrush(fill)
            painter.drawPolygon(self._lasso)
        painter.end()
