"""Shows one plain figure: values under the pointer, and a menu to save it."""

from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QSizePolicy, QToolButton, QToolTip, QWidget

from ...core.inspect.figures import Figure
from .. import theme
from ..figures import drawing
from ..figures.save import save
from ..icons import icon
from ..translation import mark, tr

KINDS = mark({"png": "As PNG…", "svg": "As SVG…", "csv": "As CSV…"})
NARROW, EMPTY = 120, 40
"""The least width that a figure is drawn at, and the height of none."""


class FigureView(QWidget):
    """Draws `figure`, as high as it needs at its width: once, and again only where something of it has changed."""

    failed = Signal(str)
    """A file could not be written; in words."""
    clicked = Signal(object)
    """Where the figure was clicked (QPointF in the widget)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.figure: Figure | None = None
        self._drawn: tuple[tuple[object, ...], QPixmap] | None = None
        """The figure as a picture, and what it was drawn of."""
        self._needs: dict[int, int] = {}
        """Pixels that the figure needs, by its width: a layout asks for several before it settles on one."""
        self._font = ""
        """The font that they were measured with."""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        # A fixed height would be that of the width before: a layout goes by `heightForWidth` alone.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.menu = QMenu(self)
        for kind, words in KINDS.items():
            action = self.menu.addAction(icon("csv" if kind == "csv" else "image"), tr(words))
            action.triggered.connect(lambda _=False, kind=kind: self._ask(kind))
        self.button = QToolButton(self)
        self.button.setObjectName("save_figure")
        self.button.setIcon(icon("save"))
        self.button.setAutoRaise(True)
        self.button.setToolTip(tr("Save this figure as a picture or as numbers"))
        self.button.setAccessibleName(tr("Save this figure"))
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setMenu(self.menu)
        self.button.setFixedSize(22, 22)
        self.button.setStyleSheet("QToolButton::menu-indicator { image: none; } QToolButton { padding: 0; }")
        theme.theme().changed.connect(self.update)

    def show_figure(self, figure: Figure) -> None:
        """Draw this one from now on."""
        self.figure = figure
        self._needs, self._drawn = {}, None
        self.setAccessibleName(tr(figure.title))
        self.updateGeometry()
        self.update()

    def words_at(self, x: float, y: float) -> str:
        """What the figure says at a point of the widget."""
        if self.figure is None:
            return ""
        return drawing(self.figure).words(self.figure, self.area(), QPointF(x, y))

    def save_as(self, path: Path, kind: str) -> None:
        """Write the figure; a fault is told."""
        if self.figure is None:
            return
        try:
            save(self.figure, path, kind)
        except OSError as error:
            self.failed.emit(tr("{path} cannot be written: {reason}.", path=path, reason=error))

    # ---- size

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        """Pixels that the figure needs at a width."""
        if self.figure is None:
            return EMPTY
        if self._font != (font := QApplication.font().key()):
            self._needs, self._font = {}, font
        if width not in self._needs:
            self._needs[width] = int(drawing(self.figure).height(self.figure, max(NARROW, width))) + 4
        return self._needs[width]

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(NARROW, EMPTY)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.button.move(self.width() - self.button.width(), 0)

    # ---- events of Qt

    def area(self) -> QRectF:
        """Where the figure is drawn."""
        return QRectF(self.rect()).adjusted(0, 2, -1, -2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.figure is None:
            return
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._picture(self.figure))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(theme.colors().accent)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.end()

    def _picture(self, figure: Figure) -> QPixmap:
        scale, font = self.devicePixelRatioF(), QApplication.font()
        of = (id(figure), self.size(), scale, id(theme.colors()), font.key())
        if self._drawn is not None and self._drawn[0] == of:
            return self._drawn[1]
        picture = QPixmap(self.size() * scale)
        picture.setDevicePixelRatio(scale)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        drawing(figure).draw(painter, figure, self.area())
        painter.end()
        self._drawn = of, picture
        return picture

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        words = self.words_at(event.position().x(), event.position().y())
        QToolTip.showText(event.globalPosition().toPoint(), words, self) if words else QToolTip.hideText()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.clicked.emit(event.position())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu.exec(event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.button.showMenu()
        else:
            super().keyPressEvent(event)

    def _ask(self, kind: str) -> None:
        title = "".join(c if c.isalnum() else "-" for c in self.figure.title.lower()) if self.figure else "figure"
        path, _ = QFileDialog.getSaveFileName(self, tr("Save figure"), f"{title}.{kind}", f"{kind.upper()} (*.{kind})")
        if path:
            self.save_as(Path(path), kind)
