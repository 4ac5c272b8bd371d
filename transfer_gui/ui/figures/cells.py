"""Coloured cells with a number in them, and the names beside them."""

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from .. import theme
from . import parts

ROW = 20.0
"""Height of a row with a name."""


def ink(rgb: Sequence[int]) -> QColor:
    """Black or white, whichever reads better on a colour (relative luminance after WCAG 2.1)."""
    linear = [(c / 255) ** 2.2 for c in rgb]
    return QColor("#101010") if 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] > 0.22 else QColor("white")


def cell(painter: QPainter, rect: QRectF, rgb: Sequence[int] | None, words: str) -> None:
    """One cell; without a colour, its words stand on the ground."""
    colors = theme.colors()
    if rgb is not None:
        painter.fillRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), QColor(*rgb))
    if words:
        colour = colors.muted if rgb is None else ink(rgb)
        parts.text(painter, rect, words, colour, Qt.AlignmentFlag.AlignHCenter)


def zero(painter: QPainter, rect: QRectF) -> None:
    """A cell of exactly zero where colours are of logarithms, which have none for it: a muted box with a 0."""
    colors, box = theme.colors(), rect.adjusted(1, 1, -1, -1)
    painter.fillRect(box, colors.grid)
    painter.setPen(QPen(colors.border, 1))
    painter.drawRect(box)
    if rect.width() >= 10:
        parts.text(painter, rect, "0", colors.muted, Qt.AlignmentFlag.AlignHCenter)


def names_width(names: Sequence[str], width: float) -> float:
    """Pixels for the names beside the rows: what they need, but at most two fifths of `width`."""
    metrics = QFontMetricsF(parts.font())
    return min(max((metrics.horizontalAdvance(name) for name in names), default=0.0) + 10, width * 0.4)


def row_name(painter: QPainter, rect: QRectF, name: str) -> None:
    """A row's name, cut in the middle where it does not fit: the end of a path matters most."""
    painter.setFont(parts.font())
    painter.setPen(theme.colors().text)
    fitting = QFontMetricsF(painter.font()).elidedText(name, Qt.TextElideMode.ElideMiddle, rect.width() - 8)
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), fitting)


def column_names_height(names: Sequence[str], cell_width: float) -> float:
    """Pixels for the names below the columns: one line where they fit side by side, else they stand upright."""
    if not names:
        return 0.0
    longest = max(QFontMetricsF(parts.font()).horizontalAdvance(name) for name in names)
    return parts.LINE if longest + 4 <= cell_width else min(longest + 8, 110.0)


def column_names(painter: QPainter, rect: QRectF, names: Sequence[str], cell_width: float, above: bool = False) -> None:
    """The names below (or above) columns of `cell_width`, which begin at the left of `rect`; as many as have room."""
    high = column_names_height(names, cell_width)
    upright = high > parts.LINE
    every = max(1, math.ceil(13.0 / cell_width)) if upright else 1
    colour = theme.colors().text
    for place, name in enumerate(names):
        if place % every:
            continue
        left = rect.x() + place * cell_width
        if not upright:
            spot = QRectF(left, rect.y(), cell_width, parts.LINE)
            parts.text(painter, spot, name, colour, Qt.AlignmentFlag.AlignHCenter)
            continue
        align = Qt.AlignmentFlag.AlignLeft if above else Qt.AlignmentFlag.AlignRight
        upright_text(painter, QRectF(left + cell_width / 2 - 8, rect.y(), 16, high), name, colour, align)


def upright_text(
    painter: QPainter, rect: QRectF, words: str, colour: QColor, align: Qt.AlignmentFlag, bold: bool = False
) -> None:
    """One line that reads upwards: left is the bottom of `rect`, right its top."""
    painter.save()
    painter.translate(rect.x(), rect.bottom())
    painter.rotate(-90)
    parts.text(painter, QRectF(4 if align == Qt.AlignmentFlag.AlignLeft else 0, 0, rect.height() - 4, rect.width()),
               words, colour, align, bold)  # fmt: skip
    painter.restore()


def short(value: float, digits: int = 1) -> str:
    """A number for a cell; empty for none. Below 0.01 with a power of ten and `digits` behind the point.

    Without such a digit, others have two that matter at most.
    """
    if not np.isfinite(value):
        return ""
    if value and abs(value) < 0.01:
        return f"{value:.{digits}e}".replace("e-0", "e-")
    if not digits and 0.01 <= abs(value) < 1:
        return f"{value:.2g}"
    if not digits and 1e4 <= abs(value) < 1e5:
        return f"{value / 1e3:.2g} k"
    if not digits and 1e6 <= abs(value) < 1e8:
        return f"{value / 1e6:.2g} M"
    for size, sign in ((1e9, ""), (1e6, "M"), (1e5, "k")):
        if abs(value) >= size:
            return f"{value / (1e3 if sign == 'k' else size):.3g} {sign}" if sign else f"{value:.1e}".replace("e+", "e")
    return parts.number(round(value, 4))
