"""Texts whose marks are tinted: one over the whole width, several as cards."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QTextCharFormat, QTextLayout, QTextLine, QTextOption
from PySide6.QtWidgets import QApplication

from ...core.data.domain import Mark, Passage
from ...core.inspect.colormap import colours
from ...core.inspect.figures import Passages
from .. import theme
from ..translation import tr
from . import parts
from .cells import ink

WIDEST, CARD, GAP, MARGIN = 760.0, 230.0, 10.0, 8.0
"""Of a text's lines, of a card, between cards and within one, in pixels."""
LARGE, SMALL, LEADING = 1.1, 0.92, 1.4
"""Size of a text alone, of one on a card, and how far lines are apart by their height."""
FULL = 0.67
"""Where in the colours of numbers the strongest tint is: words in it are still read."""


@dataclass(frozen=True)
class _Block:
    """A text laid out."""

    place: QRectF
    """Of its lines."""
    layout: QTextLayout
    number: int


def height(figure: Passages, width: float) -> float:
    blocks = _blocks(figure, QRectF(0, 0, width, 0))
    below = 0.0 if len(figure.texts) == 1 else MARGIN + (parts.LINE if figure.labels else 0)
    return max(block.place.bottom() for block in blocks) + below + (_legend(figure) if figure.scale else 4)


def draw(painter: QPainter, figure: Passages, rect: QRectF) -> None:
    parts.title(painter, rect, figure.title, figure.note)
    colors, bottom = theme.colors(), rect.y()
    for block in _blocks(figure, rect):
        if len(figure.texts) > 1:
            painter.setPen(QPen(colors.border, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(block.place.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN), 5, 5)
            if figure.labels:
                spot = QRectF(block.place.x(), block.place.bottom() + MARGIN, block.place.width(), parts.LINE)
                parts.text(painter, spot, figure.labels[block.number], colors.muted)
        painter.setPen(colors.text)
        block.layout.draw(painter, block.place.topLeft())
        bottom = max(bottom, block.place.bottom())
    if figure.scale:
        below = 0.0 if len(figure.texts) == 1 else MARGIN + (parts.LINE if figure.labels else 0)
        width = min(WIDEST, rect.width())
        _draw_legend(painter, figure, QRectF(rect.x(), bottom + below + 6, width, _legend(figure)))


def words(figure: Passages, rect: QRectF, point: QPointF) -> str:
    """The part under the pointer and what it counts; of a card its label."""
    at = point - rect.topLeft()
    spots = _spots(figure, rect.width(), QApplication.font().key())
    return next((said for place, said in spots if place.contains(at)), "")


@lru_cache(4)
def _spots(figure: Passages, width: float, font: str) -> tuple[tuple[QRectF, str], ...]:
    """What is said where: of each part of a text, and behind them of each card."""
    found: list[tuple[QRectF, str]] = []
    blocks = list(_blocks(figure, QRectF(0, 0, width, 0)))
    for block in blocks if figure.scale else ():
        passage = figure.texts[block.number]
        label = f"{figure.labels[block.number]}\n" if figure.labels else ""
        for mark in passage.marks:
            value = f"{parts.number(float(f'{mark.strength * figure.high:.3g}'))} {tr(figure.unit)}".rstrip()
            said = tr("{name}: {value}", name=passage.text[mark.start : mark.end], value=value)
            found += ((place, label + said) for place in _places(block, passage.text, mark))
    return *found, *((block.place, figure.labels[block.number]) for block in blocks if figure.labels)


def _places(block: _Block, text: str, mark: Mark) -> Iterator[QRectF]:
    """Where a mark is drawn: a place in each line that it is in."""
    start, end = _units(text[: mark.start]), _units(text[: mark.end])
    for number in range(block.layout.lineCount()):
        line = block.layout.lineAt(number)
        first, last = max(start, line.textStart()), min(end, line.textStart() + line.textLength())
        if first < last:
            left, right = sorted(_x(line, place) for place in (first, last))
            yield QRectF(left, line.y(), right - left, line.height()).translated(block.place.topLeft())


def _x(line: QTextLine, place: int) -> float:
    found: Any = line.cursorToX(place)  # with the place that it counts from
    return float(found[0] if isinstance(found, tuple) else found)


def tints(strengths: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The ground of words of these strengths (-1..1) as RGB: the theme's own at 0, the colour of a sign at its end."""
    surface = theme.colors().surface
    ground = np.array([surface.red(), surface.green(), surface.blue()], float)
    strengths = np.clip(np.nan_to_num(strengths), -1, 1)
    share = np.abs(strengths)[..., None]
    return np.rint(ground + share * (colours(FULL * np.sign(strengths), -1, 1) - ground)).astype(np.uint8)


# ---- where things are


def _blocks(figure: Passages, rect: QRectF) -> Iterator[_Block]:
    """The texts below the title: as many beside one another as there is room for, each row as high as its highest."""
    top = rect.y() + parts.head(figure.note, rect.width())
    if len(figure.texts) == 1:
        layout, tall = _laid_out(figure.texts[0], min(WIDEST, rect.width()), LARGE)
        yield _Block(QRectF(rect.x(), top, min(WIDEST, rect.width()), tall), layout, 0)
        return
    columns = max(1, int((rect.width() + GAP) // (CARD + GAP)))
    width = (rect.width() + GAP) / columns - GAP
    label = parts.LINE if figure.labels else 0.0
    for first in range(0, len(figure.texts), columns):
        row = [_laid_out(text, width - 2 * MARGIN, SMALL) for text in figure.texts[first : first + columns]]
        tallest = max(tall for _, tall in row)
        for column, (layout, _) in enumerate(row):
            left = rect.x() + column * (width + GAP) + MARGIN
            yield _Block(QRectF(left, top + MARGIN, width - 2 * MARGIN, tallest), layout, first + column)
        top += tallest + 2 * MARGIN + label + GAP


def _laid_out(passage: Passage, width: float, size: float) -> tuple[QTextLayout, float]:
    """The text in lines of `width`, its marks tinted; and how high it is."""
    layout = QTextLayout(passage.text, parts.font(size=size))
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(_formats(passage))
    layout.beginLayout()
    tall = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, tall + line.height() * (LEADING - 1) / 2))
        tall += line.height() * LEADING
    layout.endLayout()
    return layout, tall


def _formats(passage: Passage) -> list[QTextLayout.FormatRange]:
    found: list[QTextLayout.FormatRange] = []
    grounds = tints(np.array([mark.strength for mark in passage.marks]))
    for mark, rgb in zip(passage.marks, grounds.tolist(), strict=True):
        style, span = QTextCharFormat(), QTextLayout.FormatRange()
        style.setBackground(QBrush(QColor(*rgb)))
        style.setForeground(QBrush(ink(rgb)))
        span.start = _units(passage.text[: mark.start])
        span.length = _units(passage.text[mark.start : mark.end])
        span.format = style
        found.append(span)
    return found


def _units(text: str) -> int:
    """Places that Qt counts in a text: UTF-16."""
    return len(text) + sum(ord(character) > 0xFFFF for character in text)


# ---- the legend


def _legend(figure: Passages) -> float:
    return parts.SCALE + 6 + (parts.LINE if any(figure.ends) else 0)


def _draw_legend(painter: QPainter, figure: Passages, rect: QRectF) -> None:
    """A bar of the tints with its numbers, and what its ends mean."""
    bar, muted = QRectF(rect.x(), rect.y() + 4, rect.width(), 8), theme.colors().muted
    painter.drawImage(bar, parts.image(tints(np.linspace(-1, 1, 256))[None]))
    below = QRectF(rect.x(), bar.bottom() + 1, rect.width(), parts.LINE)
    right = Qt.AlignmentFlag.AlignRight
    parts.text(painter, below, parts.number(float(f"{-figure.high:.3g}")), muted)
    parts.text(painter, below, "0", muted, Qt.AlignmentFlag.AlignHCenter)
    parts.text(painter, below, f"{parts.number(float(f'{figure.high:.3g}'))} {tr(figure.unit)}".strip(), muted, right)
    if any(figure.ends):
        below = below.translated(0, parts.LINE - 2)
        parts.text(painter, below, tr(figure.ends[0]), muted)
        parts.text(painter, below, tr(figure.ends[1]), muted, right)
