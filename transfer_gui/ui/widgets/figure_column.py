"""Figures one below the other, in two columns where there is room."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ...core.inspect.figures import Figure, Measures, Scatter
from .. import theme
from .figure_view import FigureView
from .scatter_view import ScatterView

WIDE = 860
"""Pixels from which on there are two columns."""


class FigureColumn(QScrollArea):
    """Shows figures; each is drawn as high as it needs, and none is cut."""

    clicked = Signal(object, object)
    """(figure, point): a click into a figure; the point is for `ui.figures`' functions."""
    failed = Signal(str)
    """A figure could not be saved; in words."""

    def __init__(self, columns: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = columns
        self.views: list[FigureView] = []
        self.figures: tuple[Figure, ...] = ()
        self._inside = QWidget()
        self._row = QHBoxLayout(self._inside)
        self._row.setContentsMargins(0, 0, 8, 8)
        self._row.setSpacing(3 * theme.SPACE)
        self._columns: list[QVBoxLayout] = []
        self._used = 0
        """Columns that the figures are in now."""
        for _ in range(columns):
            column = QVBoxLayout()
            column.setSpacing(2 * theme.SPACE)
            self._columns.append(column)
            self._row.addLayout(column, 1)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(self._inside)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show these instead of the ones before; a view is used again where it is of the same kind."""
        same = len(figures) == len(self.views) and all(
            isinstance(view, ScatterView) == isinstance(figure, Scatter)
            for view, figure in zip(self.views, figures, strict=True)
        )
        self.figures = tuple(figures)
        if not same:
            for view in self.views:
                view.hide()
                view.deleteLater()
            self.views = [ScatterView() if isinstance(figure, Scatter) else FigureView() for figure in figures]
            for place, view in enumerate(self.views):
                view.failed.connect(self.failed)
                view.clicked.connect(lambda point, place=place: self._click(place, point))
        for view, figure in zip(self.views, figures, strict=True):
            view.show_figure(figure)
        if not same:
            self._arrange()

    def scatters(self) -> list[ScatterView]:
        """The views of figures with points that can be chosen."""
        return [view for view in self.views if isinstance(view, ScatterView)]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._used != self._room():
            self._arrange()

    def _room(self) -> int:
        """Columns that there is room for; by the whole width, which a scroll bar that comes and goes leaves alone."""
        return self._most if self.width() >= WIDE and len(self.views) > 1 else 1

    def _click(self, place: int, point: QPointF) -> None:
        self.clicked.emit(self.figures[place], point)

    def _arrange(self) -> None:
        """Every figure into the column that is shorter so far; one that needs the width alone has it alone."""
        for column in self._columns:
            while column.count():
                column.takeAt(0)
        self._used = self._room()
        used = self._columns[: self._used]
        for number, column in enumerate(self._columns):
            self._row.setStretchFactor(column, 1 if number < len(used) else 0)
        margins, gaps = self._row.contentsMargins(), self._row.spacing() * (len(used) - 1)
        width = (self.viewport().width() - margins.left() - margins.right() - gaps) // len(used)
        heights = [0.0] * len(used)
        for view in self.views:
            shortest = heights.index(min(heights))
            used[shortest].addWidget(view)
            heights[shortest] += view.heightForWidth(width) + (40 if isinstance(view.figure, Measures) else 0)
        for column in used:
            column.addStretch(1)
