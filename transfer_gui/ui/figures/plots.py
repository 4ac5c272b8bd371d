"""Histograms and curves with axes."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ...core.inspect.figures import Histogram, Lines
from ..translation import tr
from . import axes, parts

TALL, TALLER = 130.0, 240.0
WIDE = 560.0
"""From this width on, a plot is drawn taller."""


def _names(figure: Histogram | Lines) -> list[str]:
    return list(figure.counts if isinstance(figure, Histogram) else figure.curves)


def _tall(width: float) -> float:
    return TALL if width < WIDE else TALLER


def height(figure: Histogram | Lines, width: float) -> float:
    return axes.head(_names(figure), figure.y, figure.note, width) + 8 + _tall(width) + axes.BELOW


def _area(figure: Histogram | Lines, rect: QRectF) -> QRectF:
    top = axes.head(_names(figure), figure.y, figure.note, rect.width()) + 8
    return QRectF(rect.x() + axes.LEFT, rect.y() + top, rect.width() - axes.LEFT - 6, _tall(rect.width()))


def _histogram_frame(figure: Histogram, rect: QRectF) -> axes.Frame:
    most = max(float(_known(counts).max()) for counts in figure.counts.values())
    ends = np.array([figure.edges[0], figure.edges[-1]])
    return axes.frame(_area(figure, rect), figure.x, figure.y, ends, np.array([0.0, most * 1.05]), 0)


def _known(counts: NDArray[Any]) -> NDArray[Any]:
    """Counts without those that are no numbers: a shape without an end is painted for ever."""
    return np.nan_to_num(counts, posinf=0, neginf=0)


def draw_histogram(painter: QPainter, figure: Histogram, rect: QRectF) -> None:
    parts.title(painter, rect, figure.title, figure.note)
    frame, names = _histogram_frame(figure, rect), _names(figure)
    pens = axes.series(names)
    axes.draw(painter, frame, figure.x, figure.y)
    axes.legend(painter, rect, names, pens, figure.y, figure.note)
    for name, pen in zip(names, pens, strict=True):
        steps = QPolygonF([frame.at(float(figure.edges[0]), 0)])
        for left, right, count in zip(figure.edges[:-1], figure.edges[1:], _known(figure.counts[name]), strict=True):
            steps.append(frame.at(float(left), float(count)))
            steps.append(frame.at(float(right), float(count)))
        steps.append(frame.at(float(figure.edges[-1]), 0))
        fill = QColor(pen.color())
        fill.setAlpha(70 if name == "source" else 110)
        painter.setBrush(fill)
        painter.setPen(QPen(pen.color(), 1.2))
        painter.drawPolygon(steps)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def histogram_words(figure: Histogram, rect: QRectF, point: QPointF) -> str:
    frame = _histogram_frame(figure, rect)
    if not frame.area.contains(point):
        return ""
    last = len(figure.edges) - 2
    place = min(last, max(0, int(np.searchsorted(figure.edges, frame.x_of(point.x()), "right")) - 1))
    counts = ", ".join(f"{axes.named(name)} {c[place]:,.0f}" for name, c in figure.counts.items())
    low, high = figure.edges[place], figure.edges[place + 1]
    return tr("{low:.3g} to {high:.3g}: {counts}", low=low, high=high, counts=counts)


def _lines_frame(figure: Lines, rect: QRectF) -> axes.Frame:
    xs = np.concatenate([x for x, _ in figure.curves.values()])
    ys = np.concatenate([y for _, y in figure.curves.values()])
    return axes.frame(_area(figure, rect), figure.x, figure.y, xs, ys, 0.05)


def draw_lines(painter: QPainter, figure: Lines, rect: QRectF) -> None:
    parts.title(painter, rect, figure.title, figure.note)
    frame, names = _lines_frame(figure, rect), _names(figure)
    pens = axes.series(names)
    axes.draw(painter, frame, figure.x, figure.y)
    axes.legend(painter, rect, names, pens, figure.y, figure.note)
    painter.save()
    painter.setClipRect(frame.area.adjusted(-4, -4, 4, 4))
    # What is compared with stands behind, then the thick mean: it would hide the curves that it is the mean of.
    for name, pen in sorted(
        zip(names, pens, strict=True), key=lambda one: (one[0] not in axes.BEHIND, -one[1].widthF())
    ):
        painter.setPen(pen)
        xs, ys = figure.curves[name]
        if len(xs) > frame.area.width() and not figure.points:
            _envelope(painter, frame, xs, ys)
            continue
        run = QPolygonF()
        for one, other in zip(xs, ys, strict=True):
            if frame.shown(float(one), float(other)):
                run.append(frame.at(float(one), float(other)))
            else:
                _run(painter, run, figure.points)
                run = QPolygonF()
        _run(painter, run, figure.points)
    painter.restore()


def _envelope(painter: QPainter, frame: axes.Frame, xs: NDArray[Any], ys: NDArray[Any]) -> None:
    """A curve of more points than pixels: in each column of pixels a line from the least value to the greatest.

    Each line reaches as far as its neighbour, so that the curve has no gaps. It looks like all points joined, which
    takes a painter a hundred times as long.
    """
    known = np.isfinite(xs) & np.isfinite(ys) & ((xs > 0) | (not frame.log_x)) & ((ys > 0) | (not frame.log_y))
    across, down = frame.pixels(xs[known], ys[known])
    columns, place = np.unique(np.rint(across), return_inverse=True)
    lows, highs = np.full(len(columns), np.inf), np.full(len(columns), -np.inf)
    np.minimum.at(lows, place, down)
    np.maximum.at(highs, place, down)
    lines: list[QLineF] = []
    before: tuple[float, float] | None = None
    for x, low, high in zip(columns.tolist(), lows.tolist(), highs.tolist(), strict=True):
        top, bottom = (low, high) if before is None else (min(low, before[1]), max(high, before[0]))
        lines.append(QLineF(x + 0.5, top, x + 0.5, max(bottom, top + 1)))
        before = low, high
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(painter.pen().color(), 1))
    painter.drawLines(lines)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def _run(painter: QPainter, run: QPolygonF, points: bool) -> None:
    """Points in a row, joined; a lone one, or each where they are to be marked, as a dot."""
    painter.drawPolyline(run)
    if points or run.size() == 1:
        painter.setBrush(painter.pen().color())
        for point in run.toList():
            painter.drawEllipse(point, 2.5, 2.5)
        painter.setBrush(Qt.BrushStyle.NoBrush)


def lines_words(figure: Lines, rect: QRectF, point: QPointF) -> str:
    frame = _lines_frame(figure, rect)
    if not frame.area.contains(point):
        return ""
    x = frame.x_of(point.x())
    known = {name: (xs[np.isfinite(xs)], ys[np.isfinite(xs)]) for name, (xs, ys) in figure.curves.items()}
    values = [
        f"{axes.named(name)} {ys[int(np.abs(xs - x).argmin())]:.4g}".strip()
        for name, (xs, ys) in known.items()
        if len(xs)
    ]
    return f"{tr(figure.x.label)} {parts.number(float(f'{x:.4g}'))}: " + ", ".join(values)
