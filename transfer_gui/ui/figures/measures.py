"""Several figures for each of many things: a row each, a coloured column a figure, every column on its own scale."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from ...core.inspect.colormap import colours
from ...core.inspect.figures import Measure, Measures
from .. import theme
from ..translation import tr
from . import cells, parts

FOOT, LINE, PAD = 30.0, 16.0, 6.0


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
    names = cells.names_width((*figure.rows, tr(figure.label)), rect.width())
    wide = (rect.width() - names) / len(figure.measures)
    return rect.x() + names, wide, rect.y() + parts.head(figure.note, rect.width()) + _heads(figure, wide)[0]


def _heads(figure: Measures, wide: float) -> tuple[float, list[list[tuple[str, bool]]]]:
    """Height of the columns' heads, and the lines of each (bold or not); none where they stand upright.

    A head is wrapped into its column's width; where a single word is wider, all heads stand upright, without units.
    """
    lines: list[list[tuple[str, bool]]] = []
    for measure in figure.measures:
        axis = measure.axis
        lines.append([(line, True) for line in parts.wrapped(tr(axis.label), wide - PAD, bold=True)])
        lines[-1] += [(line, False) for line in parts.wrapped(tr(axis.unit), wide - PAD)]
    if all(parts.width(line, bold) <= wide - PAD for head in lines for line, bold in head):
        return max(map(len, lines)) * LINE + 4, lines
    return min(max(parts.width(tr(m.axis.label), True) for m in figure.measures) + 10, 120.0), []


def height(figure: Measures, width: float) -> float:
    _, _, top = _columns(figure, QRectF(0, 0, width, 0))
    return top + cells.ROW * len(figure.rows) + FOOT


def draw(painter: QPainter, figure: Measures, rect: QRectF) -> None:
    parts.title(painter, rect, figure.title, figure.note)
    left, wide, top = _columns(figure, rect)
    high, heads = _heads(figure, wide)
    muted = theme.colors().muted
    head = QRectF(rect.x(), top - parts.LINE - 2, left - rect.x(), parts.LINE)
    parts.text(painter, head, tr(figure.label), muted, bold=True)
    for row, name in enumerate(figure.rows):
        cells.row_name(painter, QRectF(rect.x(), top + row * cells.ROW, left - rect.x(), cells.ROW), name)
    for place, measure in enumerate(figure.measures):
        x = left + place * wide
        above = QRectF(x, top - high, wide, high)
        if heads:
            _head(painter, heads[place], above)
        else:
            upright = QRectF(x + wide / 2 - 8, above.y(), 16, high)
            cells.upright_text(painter, upright, tr(measure.axis.label), muted, Qt.AlignmentFlag.AlignLeft, bold=True)
        low, high_end = _limits(measure)
        drawn = _drawn(measure)
        rgb = _colours(drawn, low, high_end, measure.axis.log)
        for row, said in enumerate(_written(measure, wide)):
            coloured = rgb[row].tolist() if np.isfinite(drawn[row]) else None
            spot = QRectF(x, top + row * cells.ROW, wide, cells.ROW)
            cells.cell(painter, spot, coloured, said)
        _foot(painter, measure, QRectF(x, top + len(figure.rows) * cells.ROW, wide, FOOT), low, high_end)


def _written(measure: Measure, wide: float) -> list[str]:
    """The numbers of a column, all with fewer digits where one of them would be cut."""
    said = [cells.short(value) for value in measure.values.tolist()]
    if max(map(parts.width, said)) > wide - 2:
        return [cells.short(value, 0) for value in measure.values.tolist()]
    return said


def _head(painter: QPainter, lines: list[tuple[str, bool]], rect: QRectF) -> None:
    """The lines of a head, the last one next to its column."""
    top = rect.bottom() - len(lines) * LINE - 2
    for place, (line, bold) in enumerate(lines):
        spot = QRectF(rect.x(), top + place * LINE, rect.width(), LINE)
        parts.text(painter, spot, line, theme.colors().muted, Qt.AlignmentFlag.AlignHCenter, bold)


def _foot(painter: QPainter, measure: Measure, rect: QRectF, low: float, high: float) -> None:
    """The column's colour scale with its two ends where there is room for them."""
    if not np.isfinite(_drawn(measure)).any() or high <= low:
        return
    bar = QRectF(rect.x() + 3, rect.y() + 4, rect.width() - 6, 6)
    painter.drawImage(bar, parts.image(colours(np.linspace(low, high, 128)[None], low, high, measure.axis.log)))
    values = (10**low, 10**high) if measure.axis.log else (low, high)
    ends = [cells.short(value) or "0" for value in values]
    if sum(map(parts.width, ends)) + 6 > bar.width():
        ends = [cells.short(value, 0) or "0" for value in values]
    if sum(map(parts.width, ends)) + 6 > bar.width():
        return  # the numbers are in the cells
    below = QRectF(bar.x(), bar.bottom() + 1, bar.width(), 15)
    muted = theme.colors().muted
    parts.text(painter, below, ends[0], muted)
    parts.text(painter, below, ends[1], muted, Qt.AlignmentFlag.AlignRight)


def row_at(figure: Measures, rect: QRectF, point: QPointF) -> int | None:
    """The row under a point."""
    _, _, top = _columns(figure, rect)
    row = int((point.y() - top) // cells.ROW)
    return row if 0 <= row < len(figure.rows) and rect.left() <= point.x() <= rect.right() else None


def words(figure: Measures, rect: QRectF, point: QPointF) -> str:
    left, wide, top = _columns(figure, rect)
    place = int((point.x() - left) // wide)
    row = row_at(figure, rect, point)
    if 0 <= place < len(figure.measures) and top - _heads(figure, wide)[0] <= point.y() < top:
        measure = figure.measures[place]
        name, told = tr(measure.axis.label), tr(measure.description)
        return f"{name}: {told}" if told else name
    if row is None:
        return ""
    if not 0 <= place < len(figure.measures):
        return figure.rows[row]
    measure = figure.measures[place]
    value = float(measure.values[row])
    said = f"{parts.number(value)} {tr(measure.axis.unit)}".rstrip() if np.isfinite(value) else tr("none")
    return f"{figure.rows[row]}, {tr(measure.axis.label)}: {said}"
