"""Histograms and curves with axes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from ...core.inspect.figures import Axis, Histogram, Lines
from .. import theme
from . import parts

TALL, LEFT, BELOW = 130.0, 46.0, 34.0


@dataclass(frozen=True, slots=True)
class _Frame:
    """The plot's area in pixels, and the values at its edges."""

    area: QRectF
    left: float
    right: float
    low: float
    high: float

    def at(self, x: float, y: float) -> QPointF:
        return QPointF(
            self.area.x() + (x - self.left) / (self.right - self.left) * self.area.width(),
            self.area.bottom() - (y - self.low) / (self.high - self.low) * self.area.height(),
        )

    def x_of(self, pixel: float) -> float:
        return self.left + (pixel - self.area.x()) / self.area.width() * (self.right - self.left)


def height(figure: Histogram | Lines, width: float) -> float:
    return parts.LINE * 2 + 8 + TALL + BELOW


def _frame(rect: QRectF, left: float, right: float, low: float, high: float) -> _Frame:
    right, high = (right if right > left else left + 1), (high if high > low else low + 1)
    area = QRectF(rect.x() + LEFT, rect.y() + 2 * parts.LINE + 8, rect.width() - LEFT - 6, TALL)
    return _Frame(area, left, right, low, high)


def _axes(painter: QPainter, frame: _Frame, x: Axis, y: Axis) -> None:
    colors, area = theme.colors(), frame.area
    for value in parts.ticks(frame.left, frame.right, max(2, int(area.width() / 70))):
        at = frame.at(value, frame.low)
        painter.setPen(QPen(colors.grid, 1))
        painter.drawLine(QPointF(at.x(), area.y()), QPointF(at.x(), area.bottom()))
        spot = QRectF(at.x() - 35, area.bottom() + 1, 70, 16)
        parts.text(painter, spot, parts.number(round(value, 12)), colors.muted, Qt.AlignmentFlag.AlignHCenter)
    for value in parts.ticks(frame.low, frame.high, 4):
        at = frame.at(frame.left, value)
        painter.setPen(QPen(colors.grid, 1))
        painter.drawLine(QPointF(area.x(), at.y()), QPointF(area.right(), at.y()))
        spot = QRectF(area.x() - LEFT, at.y() - 8, LEFT - 5, 16)
        parts.text(painter, spot, parts.number(round(value, 12)), colors.muted, Qt.AlignmentFlag.AlignRight)
    painter.setPen(QPen(colors.border, 1))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    below = QRectF(area.x(), area.bottom() + 16, area.width(), 16)
    parts.text(painter, below, _label(x), colors.muted, Qt.AlignmentFlag.AlignHCenter)


def _label(axis: Axis) -> str:
    return f"{axis.label} ({axis.unit})" if axis.unit else axis.label


def _legend(painter: QPainter, rect: QRectF, names: Sequence[str], colours: Sequence[QColor], y: Axis) -> None:
    """The names in their colours at the right of the second line, the y axis's name at its left."""
    line = QRectF(rect.x(), rect.y() + parts.LINE, rect.width(), parts.LINE)
    parts.text(painter, line, _label(y), theme.colors().muted)
    right = rect.right()
    for name, colour in reversed(list(zip(names, colours, strict=True))):
        painter.setFont(parts.font(bold=True))
        width = painter.fontMetrics().horizontalAdvance(name) + 4
        spot = QRectF(right - width, line.y(), width, parts.LINE)
        parts.text(painter, spot, name, colour, bold=True)
        right -= width + 12


def _series(names: Sequence[str]) -> list[QColor]:
    """The source is drawn muted, everything else in the colours for curves."""
    colors, rest = theme.colors(), iter(theme.colors().series * 10)
    return [colors.muted if name == "source" else next(rest) for name in names]


def _histogram_frame(figure: Histogram, rect: QRectF) -> _Frame:
    most = max(float(np.nan_to_num(c).max()) for c in figure.counts.values())
    return _frame(rect, float(figure.edges[0]), float(figure.edges[-1]), 0.0, most * 1.05)


def draw_histogram(painter: QPainter, figure: Histogram, rect: QRectF) -> None:
    parts.title(painter, rect, figure.title)
    frame, names = _histogram_frame(figure, rect), list(figure.counts)
    colours = _series(names)
    _axes(painter, frame, figure.x, figure.y)
    _legend(painter, rect, names, colours, figure.y)
    for name, colour in zip(names, colours, strict=True):
        steps = QPolygonF([frame.at(float(figure.edges[0]), 0)])
        for left, right, count in zip(figure.edges[:-1], figure.edges[1:], figure.counts[name], strict=True):
            steps.append(frame.at(float(left), float(count)))
            steps.append(frame.at(float(right), float(count)))
        steps.append(frame.at(float(figure.edges[-1]), 0))
        fill = QColor(colour)
        fill.setAlpha(70 if name == "source" else 110)
        painter.setBrush(fill)
        painter.setPen(QPen(colour, 1.2))
        painter.drawPolygon(steps)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def histogram_words(figure: Histogram, rect: QRectF, point: QPointF) -> str:
    frame = _histogram_frame(figure, rect)
    if not frame.area.contains(point):
        return ""
    last = len(figure.edges) - 2
    place = min(last, max(0, int(np.searchsorted(figure.edges, frame.x_of(point.x()), "right")) - 1))
    counts = ", ".join(f"{name} {c[place]:,.0f}" for name, c in figure.counts.items())
    return f"{figure.edges[place]:.3g} to {figure.edges[place + 1]:.3g}: {counts}"


def _lines_frame(figure: Lines, rect: QRectF) -> _Frame:
    xs = np.concatenate([x for x, _ in figure.curves.values()])
    ys = np.concatenate([y for _, y in figure.curves.values()])
    xs, ys = xs[np.isfinite(xs)], ys[np.isfinite(ys)]
    if not xs.size or not ys.size:
        return _frame(rect, 0, 1, 0, 1)
    room = float(ys.max() - ys.min()) * 0.05
    return _frame(rect, float(xs.min()), float(xs.max()), float(ys.min()) - room, float(ys.max()) + room)


def draw_lines(painter: QPainter, figure: Lines, rect: QRectF) -> None:
    parts.title(painter, rect, figure.title)
    frame, colours = _lines_frame(figure, rect), _series(list(figure.curves))
    _axes(painter, frame, figure.x, figure.y)
    _legend(painter, rect, list(figure.curves), colours, figure.y)
    for (x, y), colour in zip(figure.curves.values(), colours, strict=True):
        painter.setPen(QPen(colour, 1.4))
        run = QPolygonF()
        for one, other in zip(x, y, strict=True):
            if np.isfinite(one) and np.isfinite(other):
                run.append(frame.at(float(one), float(other)))
            else:
                painter.drawPolyline(run)
                run = QPolygonF()
        painter.drawPolyline(run)


def lines_words(figure: Lines, rect: QRectF, point: QPointF) -> str:
    frame = _lines_frame(figure, rect)
    if not frame.area.contains(point):
        return ""
    x = frame.x_of(point.x())
    values = [f"{name} {ys[int(np.abs(xs - x).argmin())]:.4g}" for name, (xs, ys) in figure.curves.items() if len(xs)]
    return f"{figure.x.label} {x:,.0f}: " + ", ".join(values)
