"""Axes, ticks and legends of everything that is plotted."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from ...core.inspect.figures import Axis
from .. import theme
from ..translation import mark, tr
from . import parts

LEFT, BELOW = 52.0, 34.0
BEHIND = {"source", "chance", "perfect"}
"""Curves that the others are compared with."""
MEAN = "mean of "
"""How the name of a curve begins that is the mean of the others."""
WHOLE = {"epoch", "step"}
"""Axes that have nothing between two whole numbers."""
NAMES = mark(("source", "now", "chance", "perfect", "network", "right", "wrong", "training", "validation"))
"""Curves that are called so by the program; all others are classes, layers and tensors."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot's area in pixels, and the values at its edges (their logarithms where the axis is logarithmic)."""

    area: QRectF
    left: float
    right: float
    low: float
    high: float
    log_x: bool = False
    log_y: bool = False

    def at(self, x: float, y: float) -> QPointF:
        """Where a value lies, in pixels."""
        x = math.log10(x) if self.log_x else x
        y = math.log10(y) if self.log_y else y
        return QPointF(
            self.area.x() + (x - self.left) / (self.right - self.left) * self.area.width(),
            self.area.bottom() - (y - self.low) / (self.high - self.low) * self.area.height(),
        )

    def pixels(self, xs: NDArray[Any], ys: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Where many values lie, of which each can be drawn: pixels from the left, and from the top."""
        xs, ys = np.log10(xs) if self.log_x else xs, np.log10(ys) if self.log_y else ys
        return (
            self.area.x() + (xs - self.left) / (self.right - self.left) * self.area.width(),
            self.area.bottom() - (ys - self.low) / (self.high - self.low) * self.area.height(),
        )

    def shown(self, x: float, y: float) -> bool:
        """Whether it can be drawn at all."""
        finite = math.isfinite(x) and math.isfinite(y)
        return finite and not (self.log_x and x <= 0) and not (self.log_y and y <= 0)

    def x_of(self, pixel: float) -> float:
        x = self.left + (pixel - self.area.x()) / self.area.width() * (self.right - self.left)
        return 10**x if self.log_x else x


def frame(area: QRectF, x: Axis, y: Axis, xs: NDArray[np.floating], ys: NDArray[np.floating], room: float) -> Frame:
    """The frame that holds all finite values, with `room` (a share of their range) above and below them."""
    left, right = _limits(x, xs, 0.0)
    low, high = _limits(y, ys, room)
    return Frame(area, left, right, low, high, x.log, y.log)


def _limits(axis: Axis, values: NDArray[np.floating], room: float) -> tuple[float, float]:
    known = values[np.isfinite(values)].astype(float)
    if axis.log:
        known = np.log10(known[known > 0])
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
    margin = (high - low) * room
    ends = [math.log10(end) if axis.log and end else end for end in (axis.low, axis.high)]
    low = low - margin if ends[0] is None else ends[0]
    high = high + margin if ends[1] is None else ends[1]
    return (low, high) if high > low else (low, low + 1)


def draw(painter: QPainter, place: Frame, x: Axis, y: Axis) -> None:
    """Grid, numbers and the name of the x axis; the legend's line has that of the y axis."""
    colors, area = theme.colors(), place.area
    for value, words in _ticks(place.left, place.right, max(2, int(area.width() / 70)), place.log_x):
        if x.label in WHOLE and not float(value).is_integer():
            continue
        at = area.x() + (value - place.left) / (place.right - place.left) * area.width()
        painter.setPen(QPen(colors.grid, 1))
        painter.drawLine(QPointF(at, area.y()), QPointF(at, area.bottom()))
        spot = QRectF(at - 35, area.bottom() + 1, 70, 16)
        parts.text(painter, spot, words, colors.muted, Qt.AlignmentFlag.AlignHCenter)
    for value, words in _ticks(place.low, place.high, max(2, int(area.height() / 32)), place.log_y):
        at = area.bottom() - (value - place.low) / (place.high - place.low) * area.height()
        painter.setPen(QPen(colors.grid, 1))
        painter.drawLine(QPointF(area.x(), at), QPointF(area.right(), at))
        spot = QRectF(area.x() - LEFT, at - 8, LEFT - 5, 16)
        parts.text(painter, spot, words, colors.muted, Qt.AlignmentFlag.AlignRight)
    painter.setPen(QPen(colors.border, 1))
    painter.drawLine(area.bottomLeft(), area.bottomRight())
    below = QRectF(area.x(), area.bottom() + 16, area.width(), 16)
    parts.text(painter, below, label(x), colors.muted, Qt.AlignmentFlag.AlignHCenter)


def _ticks(low: float, high: float, most: int, log: bool) -> list[tuple[float, str]]:
    """Where numbers stand, and how they read."""
    values = parts.ticks(low, high, most)
    if not log:
        return [(value, parts.number(round(value, 12))) for value in values]
    whole = [value for value in values if float(value).is_integer()]
    chosen = whole if len(whole) > 1 else values
    return [(value, f"{10**value:.1g}" if abs(value) < 4 else f"1e{value:.3g}") for value in chosen]


def label(axis: Axis) -> str:
    """The axis's name with its unit."""
    name, unit = tr(axis.label), tr(axis.unit)
    return f"{name} ({unit})" if unit else name


DASHES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
"""Of curves, each time that the colours are used up."""


def series(names: Sequence[str]) -> list[QPen]:
    """A pen for each curve: colours first, then dashes; what is compared with stands behind, muted.

    The mean of the others is thick and in the colour of text.
    """
    colors = theme.colors()
    pens: list[QPen] = []
    front = 0
    for name in names:
        if name in BEHIND:
            pens.append(QPen(colors.muted, 1.2, Qt.PenStyle.SolidLine if name == "source" else Qt.PenStyle.DashLine))
            continue
        if name.startswith(MEAN):
            pens.append(QPen(colors.text, 2.6))
            continue
        style = DASHES[front // len(colors.series) % len(DASHES)]
        pens.append(QPen(colors.series[front % len(colors.series)], 1.5, style))
        front += 1
    return pens


def _sample(names: Sequence[str]) -> float:
    """Width of the piece of line before each name: none where colours alone tell the curves apart."""
    front = sum(name not in BEHIND and not name.startswith(MEAN) for name in names)
    return 26.0 if front > len(theme.colors().series) else 0.0


def named(curve: str) -> str:
    """What a curve is called in the window's language."""
    return tr(curve) if curve in NAMES else curve


def legend_lines(names: Sequence[str], width: float, first: float) -> list[list[str]]:
    """The names in lines of at most `width`; `first` of the first line is taken."""
    metrics = QFontMetricsF(parts.font(bold=True))
    lines: list[list[str]] = [[]]
    left = width - first
    for name in names:
        need = metrics.horizontalAdvance(named(name)) + 16 + _sample(names)
        if need > left and (lines[-1] or len(lines) == 1):
            lines.append([])
            left = width
        lines[-1].append(name)
        left -= need
    return lines


def head(names: Sequence[str], y: Axis, note: str, width: float) -> float:
    """Height of title, note and legend."""
    return parts.head(note, width) + parts.LINE * len(_rows(names, y, width)) + 4


def _rows(names: Sequence[str], y: Axis, width: float) -> list[list[str]]:
    if len(names) == 1 and names[0] == "":
        return [[]]
    first = QFontMetricsF(parts.font()).horizontalAdvance(label(y)) + 16
    return legend_lines(names, width, first)


def legend(painter: QPainter, rect: QRectF, names: Sequence[str], pens: Sequence[QPen], y: Axis, note: str) -> None:
    """The names in their colours below the title, flush right; the y axis's name at the left of the first line.

    Where curves differ by dashes too, a piece of its line stands before each name.
    """
    top = rect.y() + parts.head(note, rect.width())
    parts.text(painter, QRectF(rect.x(), top, rect.width(), parts.LINE), label(y), theme.colors().muted)
    by_name = dict(zip(names, pens, strict=True))
    sample = _sample(names)
    metrics = QFontMetricsF(parts.font(bold=True))
    for line, row in enumerate(_rows(names, y, rect.width())):
        right = rect.right()
        for name in reversed(row):
            width = min(metrics.horizontalAdvance(named(name)) + 4, rect.width())
            spot = QRectF(right - width, top + line * parts.LINE, width, parts.LINE)
            parts.text(painter, spot, named(name), by_name[name].color(), bold=True)
            if sample:
                painter.setPen(by_name[name])
                painter.drawLine(
                    QPointF(spot.x() - sample, spot.center().y()), QPointF(spot.x() - 4, spot.center().y())
                )
            right -= width + 12 + sample
