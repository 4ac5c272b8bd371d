"""What the drawings share: title, text, colour scale, ticks."""

import math
import re
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter
from PySide6.QtWidgets import QApplication

from ...core.inspect.colormap import colours
from .. import theme
from ..translation import tr

LINE = 18.0
"""Height of a line of text."""
CORNER = 26.0
"""Left free at the right of a title, for a button."""
SCALE = 34.0
"""Height of a colour scale with its numbers."""
_WORDS = re.compile(r"(\s*)([“（《]*[一-鿿][”）》、，。；：！？]*|[^\s一-鿿]+)")
"""The gap before a word, and the word; each Chinese character is one, together with the marks that stay with it."""


def font(bold: bool = False, size: float = 0.92) -> QFont:
    return _font(QApplication.font().key(), bold, size)


@lru_cache(16)
def _font(key: str, bold: bool, size: float) -> QFont:
    found = QFont(QApplication.font())
    found.setPointSizeF(found.pointSizeF() * size)
    found.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return found


def text(
    painter: QPainter, rect: QRectF, words: str, colour: QColor, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    bold: bool = False,
) -> None:  # fmt: skip
    """One line of text, cut with dots where it does not fit."""
    painter.setFont(font(bold))
    painter.setPen(colour)
    fitting = QFontMetricsF(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(align | Qt.AlignmentFlag.AlignVCenter), fitting)


def title(painter: QPainter, rect: QRectF, words: str, note: str = "") -> QRectF:
    """Title and note (in English, as a figure has them) at the top of `rect`; returns what is left below them."""
    colors = theme.colors()
    text(painter, QRectF(rect.x(), rect.y(), rect.width() - CORNER, LINE), tr(words), colors.text, bold=True)
    top = LINE + 2
    for line in wrapped(tr(note), rect.width()):
        text(painter, QRectF(rect.x(), rect.y() + top, rect.width(), LINE), line, colors.muted)
        top += LINE - 2
    return rect.adjusted(0, top + 4, 0, 0)


def head(note: str, width: float) -> float:
    """Height of title and note."""
    return LINE + 6 + len(wrapped(tr(note), width)) * (LINE - 2)


def width(words: str, bold: bool = False) -> float:
    """Pixels that a line of text takes."""
    return QFontMetricsF(font(bold)).horizontalAdvance(words)


def wrapped(words: str, width: float, bold: bool = False) -> list[str]:
    """`words` in lines of at most `width` pixels; a longer word has a line of its own."""
    return list(_wrapped(words, width, QApplication.font().key(), bold))


@lru_cache(512)
def _wrapped(words: str, width: float, key: str, bold: bool) -> tuple[str, ...]:
    metrics, lines = QFontMetricsF(_font(key, bold, 0.92)), list[str]()
    for gap, word in _WORDS.findall(words):
        longer = f"{lines[-1]}{' ' if gap else ''}{word}" if lines else word
        if lines and metrics.horizontalAdvance(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def image(pixels: NDArray[np.uint8]) -> QImage:
    """A picture of (height, width, 3), or 4 with transparency."""
    data = np.ascontiguousarray(pixels)
    height, width, channels = data.shape
    kind = QImage.Format.Format_RGB888 if channels == 3 else QImage.Format.Format_RGBA8888
    return QImage(data.tobytes(), width, height, channels * width, kind).copy()


def colour_scale(
    painter: QPainter, rect: QRectF, low: float, high: float, unit: str, grey: bool = False, log: bool = False
) -> None:
    """A bar of the colours from `low` to `high`, with its numbers."""
    ramp = np.linspace(low, high, 256)[None]
    greys = np.repeat(np.linspace(0, 255, 256)[None, :, None], 3, 2).astype(np.uint8)
    rgb = greys if grey else colours(ramp, low, high, log)
    bar = QRectF(rect.x(), rect.y() + 4, rect.width(), 8)
    painter.drawImage(bar, image(rgb))
    muted, below = theme.colors().muted, QRectF(rect.x(), bar.bottom() + 1, rect.width(), LINE)
    text(painter, below, number(low), muted)
    text(painter, below, f"{number(high)} {tr(unit)}".strip(), muted, Qt.AlignmentFlag.AlignRight)
    if low < 0 < high:
        text(painter, below, "0", muted, Qt.AlignmentFlag.AlignHCenter)


def number(value: float | int | str) -> str:
    """A number in few characters."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) or (math.isfinite(value) and abs(value) < 1e9 and float(value).is_integer()):
        return f"{int(value):,}"
    return f"{value:.3g}"


def ticks(low: float, high: float, most: int) -> list[float]:
    """Round numbers between `low` and `high`, at most about `most` of them."""
    if not (math.isfinite(low) and math.isfinite(high)) or high <= low:
        return []
    rough = (high - low) / max(1, most)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= rough * 0.999)
    first = math.ceil(low / step)
    return [i * step for i in range(first, math.floor(high / step) + 1)]
