"""A matrix in colours."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from ...core.inspect.colormap import colours
from ...core.inspect.figures import Heatmap
from .. import theme
from . import parts

MOST = 300.0
AXIS = 18.0


def _area(figure: Heatmap, rect: QRectF) -> QRectF:
    """Where the cells are: square where that is not too flat or too high."""
    rows, columns = figure.values.shape
    width = rect.width() - AXIS
    tall = min(MOST, max(24.0, width * rows / columns))
    return QRectF(rect.x() + AXIS, rect.y() + parts.head(figure.note, rect.width()), width, tall)


def height(figure: Heatmap, width: float) -> float:
    return _area(figure, QRectF(0, 0, width, 0)).bottom() + AXIS + parts.SCALE


def draw(painter: QPainter, figure: Heatmap, rect: QRectF) -> None:
    parts.title(painter, rect, figure.title, figure.note)
    area, muted = _area(figure, rect), theme.colors().muted
    painter.drawImage(area, parts.image(colours(figure.values, figure.low, figure.high)))
    below = QRectF(area.x(), area.bottom(), area.width(), AXIS)
    parts.text(painter, below, f"{figure.x.label} →", muted)
    painter.save()
    painter.translate(rect.x(), area.bottom())
    painter.rotate(-90)
    parts.text(painter, QRectF(0, 0, area.height(), AXIS), f"← {figure.y.label}", muted, Qt.AlignmentFlag.AlignRight)
    painter.restore()
    bar = QRectF(area.x(), below.bottom(), area.width(), parts.SCALE)
    parts.colour_scale(painter, bar, figure.low, figure.high, figure.unit)


def words(figure: Heatmap, rect: QRectF, point: QPointF) -> str:
    area = _area(figure, rect)
    if not area.contains(point):
        return ""
    rows, columns = figure.values.shape
    row = min(rows - 1, int((point.y() - area.y()) / area.height() * rows))
    column = min(columns - 1, int((point.x() - area.x()) / area.width() * columns))
    value = parts.number(float(figure.values[row, column]))
    return f"{figure.y.label} {row}, {figure.x.label} {column}: {value} {figure.unit}".rstrip()
