"""What is shown of an example, whatever it is: pixels as they are, a signal as a line, a text as words on a card."""

from html import escape

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap, QTextDocument
from PySide6.QtWidgets import QApplication

from ...core.data.domain import Passage, Small, Trace
from .. import theme

WIDE, TALL = 230, 84
"""Pixels of a text's card."""
MARGIN = 6
LOST = -1.0
"""The strength of a mark on what the network does not read."""


def pixmap(shown: Small, width: int = WIDE, height: int = TALL) -> QPixmap:
    """A picture of what is shown, in the theme's colours: pixels (height, width, 3) keep their size, a signal has a
    pixel for each of its columns, a text gets a card of this size."""
    if isinstance(shown, Passage):
        return _card(shown, width, height)
    if isinstance(shown, Trace):
        c = theme.colors()
        shown = shown.drawn(_rgb(c.accent), _rgb(c.raised))
    data = np.ascontiguousarray(shown)
    rows, columns, _ = data.shape
    return QPixmap.fromImage(QImage(data.tobytes(), columns, rows, 3 * columns, QImage.Format.Format_RGB888))


def html(passage: Passage) -> str:
    """A text with its marks: what is lost is muted and underlined, what is for something or against it is tinted."""
    c, parts, at = theme.colors(), list[str](), 0
    for mark in sorted(passage.marks, key=lambda mark: mark.start):
        parts.append(escape(passage.text[at : mark.start]))
        word = escape(passage.text[mark.start : mark.end])
        parts.append(f'<span style="{_style(mark.strength, c)}">{word}</span>')
        at = mark.end
    parts.append(escape(passage.text[at:]))
    return "".join(parts)


def _style(strength: float, colors: theme.Colors) -> str:
    if strength == LOST:
        return f"color: {colors.muted.name()}; text-decoration: underline;"
    tint = QColor(colors.accent if strength > 0 else colors.bad)
    tint.setAlphaF(0.1 + 0.5 * min(1.0, abs(strength)))
    return f"background-color: {tint.name(QColor.NameFormat.HexArgb)};"


def _card(passage: Passage, width: int, height: int) -> QPixmap:
    c, ratio = theme.colors(), _ratio()
    card = QPixmap(round(width * ratio), round(height * ratio))
    card.setDevicePixelRatio(ratio)
    card.fill(Qt.GlobalColor.transparent)
    document = QTextDocument()
    document.setDocumentMargin(MARGIN)
    document.setDefaultFont(QApplication.font())
    document.setDefaultStyleSheet(f"body {{ color: {c.text.name()}; }}")
    document.setTextWidth(width)
    document.setHtml(f"<body>{html(passage)}</body>")
    painter = QPainter(card)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(c.border)
    painter.setBrush(c.surface)
    painter.drawRoundedRect(QRectF(0.5, 0.5, width - 1, height - 1), 5, 5)
    painter.setClipRect(QRectF(1, 1, width - 2, height - 2 - MARGIN))
    document.drawContents(painter)
    painter.end()
    return card


def _rgb(color: QColor) -> tuple[int, int, int]:
    return color.red(), color.green(), color.blue()


def _ratio() -> float:
    return QApplication.primaryScreen().devicePixelRatio()
