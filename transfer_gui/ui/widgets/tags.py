"""Small rounded tags in tables and trees."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from .. import theme

HEIGHT = 18.0
PADDING = 7.0


def tag_font(font: QFont) -> QFont:
    small = QFont(font)
    small.setPointSizeF(max(7.0, font.pointSizeF() * 0.9))
    return small


def tag_width(text: str, font: QFont) -> int:
    """Pixels that a tag with `text` needs."""
    return round(QFontMetricsF(tag_font(font)).horizontalAdvance(text) + 2 * PADDING + 2)


def draw_tag(painter: QPainter, area: QRectF, text: str, colour: QColor, font: QFont, *, filled: bool = False) -> None:
    """A tag at the left of `area`, centred in its height: outlined and faintly tinted, or `filled`."""
    font = tag_font(font)
    metrics = QFontMetricsF(font)
    width = min(area.width(), metrics.horizontalAdvance(text) + 2 * PADDING)
    box = QRectF(area.left(), area.center().y() - HEIGHT / 2, width, HEIGHT)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QColor(colour)
    if filled:
        painter.setPen(Qt.PenStyle.NoPen)
    else:
        ground.setAlphaF(0.10)
        edge = QColor(colour)
        edge.setAlphaF(0.45)
        painter.setPen(edge)
    painter.setBrush(ground)
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), HEIGHT / 2, HEIGHT / 2)
    painter.setPen(theme.colors().on_accent if filled else colour)
    painter.setFont(font)
    inner = box.adjusted(PADDING, 0, -PADDING, 0)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, inner.width() + 1)
    painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignHCenter, shown)
    painter.restore()
