"""A matrix in colours."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from ...core.inspect.colormap import colours
from ...core.inspect.figures import Heatmap
from .. import theme
from . import axes, cells, parts

MOST = 300.0
AXIS = 18.0
NAMED = 460.0
"""Height that a map with few named rows is given at most."""
WRITABLE = 26.0
"""Width of a cell from which on a number can be read in it."""


def _area(figure: Heatmap, rect: QRectF) -> QRectF:
    """Where the cells are: square where that is not too flat or too high."""
    rows, columns = figure.values.shape
    beside = AXIS + (cells.names_width(figure.rows, rect.width()) if figure.rows else 0)
    width = rect.width() - beside
    if figure.rows:
        square = width / columns
        tall = rows * max(cells.ROW if rows * cells.ROW > NAMED else 17.0, min(square, NAMED / rows, 44.0))
        width = min(width, columns * max(square if columns > 1 else 80.0, 12.0))
    else:
        tall = min(MOST, max(24.0, width * rows / columns))
    return QRectF(rect.x() + beside, rect.y() + parts.head(figure.note, rect.width()), width, tall)


def _below(figure: Heatmap, area: QRectF) -> float:
    """Height of the column names and of the x axis's name."""
    return cells.column_names_height(figure.columns, area.width() / figure.values.shape[1]) + AXIS


def height(figure: Heatmap, width: float) -> float:
    area = _area(figure, QRectF(0, 0, width, 0))
    return area.bottom() + _below(figure, area) + parts.SCALE


def draw(painter: QPainter, figure: Heatmap, rect: QRectF) -> None:
    parts.title(painter, rect, figure.title, figure.note)
    area, muted = _area(figure, rect), theme.colors().muted
    rgb = colours(figure.values, figure.low, figure.high, figure.log)
    named = bool(figure.rows or figure.columns)
    if named:
        _cells(painter, figure, area, rgb)
        _row_names(painter, figure, rect, area)
    else:
        painter.drawImage(area, parts.image(rgb))
    size = area.width() / figure.values.shape[1]
    below = QRectF(area.x(), area.bottom(), area.width(), AXIS)
    if figure.columns:
        cells.column_names(painter, below, figure.columns, size)
        below.translate(0, cells.column_names_height(figure.columns, size))
    parts.text(painter, below, axes.label(figure.x) if named else f"{axes.label(figure.x)} →", muted)
    painter.save()
    painter.translate(rect.x(), area.bottom())
    painter.rotate(-90)
    name = axes.label(figure.y) if named else f"← {axes.label(figure.y)}"
    parts.text(painter, QRectF(0, 0, area.height(), AXIS), name, muted, Qt.AlignmentFlag.AlignRight)
    painter.restore()
    bar = QRectF(area.x(), below.bottom(), area.width(), parts.SCALE)
    parts.colour_scale(painter, bar, figure.low, figure.high, figure.unit, log=figure.log)


def _cells(painter: QPainter, figure: Heatmap, area: QRectF, rgb: np.ndarray) -> None:  # type: ignore[type-arg]
    """Each cell by itself, with its number where that is wanted and can be read; one without a value stays empty."""
    rows, columns = figure.values.shape
    wide, tall = area.width() / columns, area.height() / rows
    if wide < 4 or tall < 4:
        painter.drawImage(area, parts.image(rgb))
    else:
        written = figure.written and wide >= WRITABLE and tall >= 14
        for row in range(rows):
            for column in range(columns):
                value = float(figure.values[row, column])
                spot = QRectF(area.x() + column * wide, area.y() + row * tall, wide, tall)
                if np.isfinite(value):
                    cells.cell(painter, spot, rgb[row, column].tolist(), cells.short(value) if written else "")


def _row_names(painter: QPainter, figure: Heatmap, rect: QRectF, area: QRectF) -> None:
    wide, tall = cells.names_width(figure.rows, rect.width()), area.height() / figure.values.shape[0]
    for row, name in enumerate(figure.rows):
        cells.row_name(painter, QRectF(area.x() - wide, area.y() + row * tall, wide, tall), name)


def cell_at(figure: Heatmap, rect: QRectF, point: QPointF) -> tuple[int, int] | None:
    """The (row, column) under a point."""
    area = _area(figure, rect)
    if not area.contains(point):
        return None
    rows, columns = figure.values.shape
    row = min(rows - 1, int((point.y() - area.y()) / area.height() * rows))
    return row, min(columns - 1, int((point.x() - area.x()) / area.width() * columns))


def words(figure: Heatmap, rect: QRectF, point: QPointF) -> str:
    found = cell_at(figure, rect, point)
    if found is None:
        return ""
    row, column = found
    value = float(figure.values[row, column])
    if (figure.rows or figure.columns) and not np.isfinite(value):
        said = "none"
    else:
        said = f"{parts.number(value)} {figure.unit}".rstrip()
    beside = figure.rows[row] if figure.rows else row
    below = figure.columns[column] if figure.columns else column
    return f"{figure.y.label} {beside}, {figure.x.label} {below}: {said}"
