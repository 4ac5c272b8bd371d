"""A figure without a number in it."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ...core.inspect.figures import Figure
from .. import theme
from ..translation import tr
from . import parts


def height(figure: Figure, width: float) -> float:
    return 2 * parts.LINE + 8


def draw(painter: QPainter, figure: Figure, rect: QRectF) -> None:
    left = parts.title(painter, rect, figure.title)
    spot = QRectF(left.x(), left.y(), left.width(), parts.LINE)
    parts.text(painter, spot, tr("There are no values."), theme.colors().muted)


def words(figure: Figure, rect: QRectF, point: QPointF) -> str:
    return ""
