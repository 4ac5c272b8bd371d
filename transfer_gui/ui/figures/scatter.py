"""Points in two dimensions, told apart by colour and by shape."""

import math
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from ...core.inspect.figures import Scatter
from .. import theme
from . import axes, parts

MOST, RADIUS, NEAR = 480.0, 4.0, 9.0
MARK = 16.0
"""Width of a mark in the legend."""


def _circle(painter: QPainter, at: QPointF, r: float) -> None:
    painter.drawEllipse(at, r, r)


def _polygon(corners: int, turn: float) -> Callable[[QPainter, QPointF, float], None]:
    def draw(painter: QPainter, at: QPointF, r: float) -> None:
        angles = [turn + 2 * math.pi * i / corners for i in range(corners)]
        r *= 1.25
        painter.drawPolygon(QPolygonF([QPointF(at.x() + r * math.cos(a), at.y() + r * math.sin(a)) for a in angles]))

    return draw


SHAPES = (_circle, _polygon(4, math.pi / 4), _polygon(3, -math.pi / 2), _polygon(4, 0), _polygon(3, math.pi / 2))
"""Circle, square, triangle, diamond, triangle on its tip."""


def look(group: int) -> tuple[QColor, Callable[[QPainter, QPointF, float], None]]:
    """Colour and shape of a group: neighbours differ in both, and no two of the first 35 are alike."""
    series = theme.colors().series
    return series[group % len(series)], SHAPES[(group + group // len(series)) % len(SHAPES)]


def _legend(figure: Scatter, width: float) -> list[list[int]]:
    """The groups in lines."""
    metrics = QFontMetricsF(parts.font())
    lines: list[list[int]] = [[]]
    left = width
    for group, name in enumerate(figure.names):
        need = metrics.horizontalAdvance(name) + MARK + 12
        if need > left and lines[-1]:
            lines.append([])
            left = width
        lines[-1].append(group)
        left -= need
    return lines


def _area(figure: Scatter, rect: QRectF) -> QRectF:
    top = parts.head(figure.note, rect.width()) + len(_legend(figure, rect.width())) * parts.LINE + parts.LINE + 6
    width = rect.width() - axes.LEFT - 6
    return QRectF(rect.x() + axes.LEFT, rect.y() + top, width, max(160.0, min(MOST, width * 0.8)))


def height(figure: Scatter, width: float) -> float:
    return _area(figure, QRectF(0, 0, width, 0)).bottom() + axes.BELOW


def frame(figure: Scatter, rect: QRectF) -> axes.Frame:
    """Where the points lie."""
    found = axes.frame(_area(figure, rect), figure.x, figure.y, figure.points[:, 0], figure.points[:, 1], 0.06)
    room = (found.right - found.left) * 0.06
    return axes.Frame(found.area, found.left - room, found.right + room, found.low, found.high)


def draw(painter: QPainter, figure: Scatter, rect: QRectF) -> None:
    parts.title(painter, rect, figure.title, figure.note)
    place, colors = frame(figure, rect), theme.colors()
    top = rect.y() + parts.head(figure.note, rect.width())
    metrics = QFontMetricsF(parts.font())
    for line, groups in enumerate(_legend(figure, rect.width())):
        left = rect.x()
        for group in groups:
            _mark(painter, group, QPointF(left + 6, top + line * parts.LINE + parts.LINE / 2))
            width = metrics.horizontalAdvance(figure.names[group]) + 4
            spot = QRectF(left + MARK, top + line * parts.LINE, width, parts.LINE)
            parts.text(painter, spot, figure.names[group], colors.text)
            left += MARK + width + 8
    above = QRectF(rect.x(), place.area.y() - parts.LINE - 2, rect.width(), parts.LINE)
    parts.text(painter, above, axes.label(figure.y), colors.muted)
    axes.draw(painter, place, figure.x, figure.y)
    for (x, y), group in zip(figure.points.tolist(), figure.groups.tolist(), strict=True):
        if place.shown(x, y):
            _mark(painter, group, place.at(x, y))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _mark(painter: QPainter, group: int, at: QPointF) -> None:
    colour, shape = look(group)
    fill = QColor(colour)
    fill.setAlpha(190)
    painter.setBrush(fill)
    painter.setPen(QPen(theme.colors().surface, 0.8))
    shape(painter, at, RADIUS)


def nearest(figure: Scatter, rect: QRectF, point: QPointF) -> int | None:
    """The point under the pointer."""
    place = frame(figure, rect)
    best, found = NEAR, None
    for number, (x, y) in enumerate(figure.points.tolist()):
        if place.shown(x, y):
            away = place.at(x, y) - point
            if (far := math.hypot(away.x(), away.y())) < best:
                best, found = far, number
    return found


def inside(figure: Scatter, rect: QRectF, lasso: QPolygonF) -> list[int]:
    """The points inside a closed line, in pixels."""
    place = frame(figure, rect)
    return [
        number
        for number, (x, y) in enumerate(figure.points.tolist())
        if place.shown(x, y) and lasso.containsPoint(place.at(x, y), Qt.FillRule.OddEvenFill)
    ]


def words(figure: Scatter, rect: QRectF, point: QPointF) -> str:
    found = nearest(figure, rect, point)
    if found is None:
        return ""
    name = figure.names[int(figure.groups[found])]
    x, y = (parts.number(float(v)) for v in np.asarray(figure.points[found], float))
    item = f"\n{figure.items[found]}" if figure.items else ""
    return f"{name} ({x}, {y}){item}"
