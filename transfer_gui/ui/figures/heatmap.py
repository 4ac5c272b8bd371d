"""A matrix in colours."""

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from ...core.inspect.colormap import colours
from ...core.inspect.figures import Heatmap
from .. import theme
from ..translation import tr
from . import axes, cells, parts

MOST = 300.0
AXIS = 18.0
SCALED = 320.0
"""Width of the colour scale at least, where there is room: its unit is to be read."""
NAMED = 460.0
"""Height that a map with few named rows is given at most."""
TALL = 500.0
"""Height of named rows from which on scale and column names stand above them, where they are seen first."""
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
    top = rect.y() + parts.head(figure.note, rect.width())
    return QRectF(rect.x() + beside, top + (_legend(figure, width) if _above(figure, tall) else 0), width, tall)


def _above(figure: Heatmap, tall: float) -> bool:
    return bool(figure.rows) and tall > TALL


def _legend(figure: Heatmap, width: float) -> float:
    """Height of the column names, of the x axis's name and of the colour scale."""
    return cells.column_names_height(figure.columns, width / figure.values.shape[1]) + AXIS + parts.SCALE


def height(figure: Heatmap, width: float) -> float:
    area = _area(figure, QRectF(0, 0, width, 0))
    return area.bottom() + (4 if _above(figure, area.height()) else _legend(figure, area.width()))


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
    high, above = cells.column_names_height(figure.columns, size), _above(figure, area.height())
    names = QRectF(area.x(), area.y() - high if above else area.bottom(), area.width(), high)
    cells.column_names(painter, names, figure.columns, size, above)
    axis = QRectF(area.x(), names.y() - AXIS if above else names.bottom(), area.width(), AXIS)
    parts.text(painter, axis, axes.label(figure.x) if named else f"{axes.label(figure.x)} →", muted)
    name = axes.label(figure.y) if named else f"← {axes.label(figure.y)}"
    beside = QRectF(rect.x(), area.y(), AXIS, area.height())
    cells.upright_text(painter, beside, name, muted, Qt.AlignmentFlag.AlignRight)
    wide = max(area.width(), min(SCALED, rect.right() - area.x()))
    bar = QRectF(area.x(), axis.y() - parts.SCALE if above else axis.bottom(), wide, parts.SCALE)
    parts.colour_scale(painter, bar, figure.low, figure.high, figure.unit, log=figure.log)


def _cells(painter: QPainter, figure: Heatmap, area: QRectF, rgb: np.ndarray) -> None:  # type: ignore[type-arg]
    """Each cell by itself, with its number where that is wanted and can be read; one without a value stays empty."""
    rows, columns = figure.values.shape
    wide, tall = area.width() / columns, area.height() / rows
    if wide < 4 or tall < 4:
        ground, colors = ~np.isfinite(figure.values), theme.colors()
        zeros = ground & np.isneginf(figure.values) & figure.log
        for where, colour in ((ground, colors.surface), (zeros, colors.border)):
            rgb[where] = colour.red(), colour.green(), colour.blue()
        painter.drawImage(area, parts.image(rgb))
    else:
        written = figure.written and wide >= WRITABLE and tall >= 14
        for row in range(rows):
            for column in range(columns):
                value = float(figure.values[row, column])
                spot = QRectF(area.x() + column * wide, area.y() + row * tall, wide, tall)
                if figure.log and value == -np.inf:
                    cells.zero(painter, spot)
                elif np.isfinite(value):
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
    if figure.log and value == -np.inf:
        said = tr(figure.zero)
    elif (figure.rows or figure.columns) and not np.isfinite(value):
        said = tr("none")
    else:
        said = f"{parts.number(value)} {tr(figure.unit)}".rstrip()
    beside = figure.rows[row] if figure.rows else row
    below = figure.columns[column] if figure.columns else column
    return f"{tr(figure.y.label)} {beside}, {tr(figure.x.label)} {below}: {said}"
