"""Several figures for each of many things: a row each, a coloured column a figure, every column on its own scale."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from ...core.inspect.colormap import colours
from ...core.inspect.figures import Measure, Measures
from .. import theme
from . import cells, parts

HEAD, FOOT = 2 * parts.LINE, 30.0


def _limits(measure: Measure) -> tuple[float, float]:
    """The ends of the colour scale, as they are drawn (logarithms on a logarithmic axis)."""
    known = measure.values[np.isfinite(measure.values)].astype(float)
    axis = measure.axis
    if axis.log:
        known = np.log10(known[known > 0])
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    low = low if axis.low is None else float(np.log10(axis.low)) if axis.log else axis.low
    high = high if axis.high is None else float(np.log10(axis.high)) if axis.log else axis.high
    return low, max(low, high)


def _colours(values: NDArray[np.float64], low: float, high: float, log: bool) -> NDArray[np.uint8]:
    """A column whose values are all the same has the middle of the scale."""
    return colours(values, low, high, log) if high > low else colours(values, low - 1, low + 1, log)


def _drawn(measure: Measure) -> NDArray[np.float64]:
    """The values as their colours are picked; NaN for what has none (nothing, or zero on a logarithmic scale)."""
    values = measure.values.astype(np.float64)
    if not measure.axis.log:
        return values
    found = np.full(values.shape, np.nan)
    above = np.isfinite(values) & (values > 0)
    found[above] = np.log10(values[above])
    return found


def _columns(figure: Measures, rect: QRectF) -> tuple[float, float, float]:
    """Left edge of the first column, its width, and the top of the first row."""
    names = cells.names_width((*figure.rows, figure.label), rect.width())
    top = rect.y() + parts.head(figure.note, rect.width()) + HEAD
    return rect.x() + names, (rect.width() - names) / len(figure.measures), top


def height(figure: Measures, width: float) -> float:
    return parts.head(figure.note, width) + HEAD + cells.ROW * len(figure.rows) + FOOT


def draw(painter: QPainter, figure: Measures, rect: QRectF) -> None:
    parts.title(painter, rect, figure.title, figure.note)
    left, wide, top = _columns(figure, rect)
    muted = theme.colors().muted
    head = QRectF(rect.x(), top - parts.LINE - 2, left - rect.x(), parts.LINE)
    parts.text(painter, head, figure.label, muted, bold=True)
    for row, name in enumerate(figure.rows):
        cells.row_name(painter, QRectF(rect.x(), top + row * cells.ROW, left - rect.x(), cells.ROW), name)
    for place, measure in enumerate(figure.measures):
        x = left + place * wide
        _head(painter, measure, QRectF(x, top - HEAD, wide, HEAD))
        low, high = _limits(measure)
        drawn = _drawn(measure)
        rgb = _colours(drawn, low, high, measure.axis.log)
        for row, value in enumerate(measure.values.tolist()):
            coloured = rgb[row].tolist() if np.isfinite(drawn[row]) else None
            spot = QRectF(x, top + row * cells.ROW, wide, cells.ROW)
            cells.cell(painter, spot, coloured, cells.short(value))
        _foot(painter, measure, QRectF(x, top + len(figure.rows) * cells.ROW, wide, FOOT), low, high)


def _head(painter: QPainter, measure: Measure, rect: QRectF) -> None:
    muted, middle = theme.colors().muted, Qt.AlignmentFlag.AlignHCenter
    line = QRectF(rect.x() + 2, rect.y(), rect.width() - 4, parts.LINE)
    if not measure.axis.unit:
        line.translate(0, parts.LINE - 2)
    parts.text(painter, line, measure.axis.label, muted, middle, bold=True)
    if measure.axis.unit:
        parts.text(painter, line.translated(0, parts.LINE - 2), measure.axis.unit, muted, middle)


def _foot(painter: QPainter, measure: Measure, rect: QRectF, low: float, high: float) -> None:
    """The column's colour scale with its two ends."""
    if not np.isfinite(_drawn(measure)).any() or high <= low:
        return
    bar = QRectF(rect.x() + 3, rect.y() + 4, rect.width() - 6, 6)
    painter.drawImage(bar, parts.image(colours(np.linspace(low, high, 128)[None], low, high, measure.axis.log)))
    ends = (10**low, 10**high) if measure.axis.log else (low, high)
    below = QRectF(bar.x(), bar.bottom() + 1, bar.width(), 15)
    muted = theme.colors().muted
    parts.text(painter, below, cells.short(ends[0]) or "0", muted)
    parts.text(painter, below, cells.short(ends[1]), muted, Qt.AlignmentFlag.AlignRight)


def row_at(figure: Measures, rect: QRectF, point: QPointF) -> int | None:
    """The row under a point."""
    _, _, top = _columns(figure, rect)
    row = int((point.y() - top) // cells.ROW)
    return row if 0 <= row < len(figure.rows) and rect.left() <= point.x() <= rect.right() else None


def words(figure: Measures, rect: QRectF, point: QPointF) -> str:
    left, wide, top = _columns(figure, rect)
    place = int((point.x() - left) // wide)
    row = row_at(figure, rect, point)
    if 0 <= place < len(figure.measures) and top - HEAD <= point.y() < top:
        measure = figure.measures[place]
        return f"{measure.axis.label}: {measure.description}" if measure.description else measure.axis.label
    if row is None:
        return ""
    if not 0 <= place < len(figure.measures):
        return figure.rows[row]
    measure = figure.measures[place]
    value = float(measure.values[row])
    said = f"{parts.number(value)} {measure.axis.unit}".rstrip() if np.isfinite(value) else "none"
    return f"{figure.rows[row]}, {measure.axis.label}: {said}"
