"""The grid of a plot. pyqtgraph draws its own through the axes, at some milliseconds each time; this one takes less."""

# pyqtgraph is not typed
# pyright: reportOptionalMemberAccess=false, reportCallIssue=false, reportAttributeAccessIssue=false
# pyright: reportIncompatibleMethodOverride=false

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen


class Grid(pg.GraphicsObject):
    """Plain lines at the labelled ticks of a plot's left and bottom axes."""

    def __init__(self, left: pg.AxisItem, bottom: pg.AxisItem) -> None:
        super().__init__()
        self._left, self._bottom = left, bottom
        self._pen = QPen()
        self._lines: list[QLineF] | None = None
        self.setZValue(-100)

    def set_colour(self, colour: QColor) -> None:
        self._pen = pg.mkPen(colour, width=1)
        self.update()

    def boundingRect(self) -> QRectF:
        return self.viewRect() or QRectF()

    def viewRangeChanged(self, *args: Any) -> None:
        self._lines = None
        self.prepareGeometryChange()
        self.update()

    def paint(self, painter: QPainter, *args: Any) -> None:
        if self._lines is None:
            self._lines = self._laid_out()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(self._pen)
        painter.drawLines(self._lines)

    def _laid_out(self) -> list[QLineF]:
        view, box = self.viewRect(), self.getViewBox()
        if view is None or box is None:
            return []
        across = _ticks(self._bottom, view.left(), view.right(), box.width())
        up = _ticks(self._left, view.top(), view.bottom(), box.height())
        return [
            *(QLineF(x, view.top(), x, view.bottom()) for x in across),
            *(QLineF(view.left(), y, view.right(), y) for y in up),
        ]


def _ticks(axis: pg.AxisItem, one: float, other: float, pixels: float) -> list[float]:
    """The places of an axis's labelled ticks, in the coordinates of the view."""
    low, high = min(one, other), max(one, other)
    levels = axis.tickValues(low, high, pixels) if high > low else []
    return [float(value) for _, values in levels[:1] for value in values]
