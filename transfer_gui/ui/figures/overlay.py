"""Numbers laid over a picture: the picture as it is, and beside it with the numbers in colours."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from ...core.inspect.colormap import colours
from ...core.inspect.figures import Overlay
from ..translation import tr
from . import parts

GAP, MOST = 8.0, 330.0
FAINT, STRONG = 0.15, 0.72
"""How much the colour covers the picture where the number is small, and where it is large."""


def _sides(figure: Overlay, rect: QRectF) -> tuple[QRectF, QRectF]:
    """Where the plain picture and the covered one are."""
    high, wide = figure.picture.shape[:2]
    width = min(MOST, (rect.width() - GAP) / 2)
    tall = min(MOST * 1.5, width * high / wide)
    width = tall * wide / high
    top = rect.y() + parts.head(figure.note, rect.width())
    return QRectF(rect.x(), top, width, tall), QRectF(rect.x() + width + GAP, top, width, tall)


def height(figure: Overlay, width: float) -> float:
    return _sides(figure, QRectF(0, 0, width, 0))[0].bottom() + parts.SCALE


def draw(painter: QPainter, figure: Overlay, rect: QRectF) -> None:
    parts.title(painter, rect, figure.title, figure.note)
    plain, covered = _sides(figure, rect)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    picture = parts.image(figure.picture)
    painter.drawImage(plain, picture)
    painter.drawImage(covered, picture)
    veil = parts.image(_veil(figure))
    # Spread out smoothly first, as the numbers stand for areas that overlap.
    size = covered.size().toSize()
    painter.drawImage(covered, veil.scaled(size, mode=Qt.TransformationMode.SmoothTransformation))
    painter.restore()
    bar = QRectF(plain.x(), plain.bottom(), covered.right() - plain.x(), parts.SCALE)
    parts.colour_scale(painter, bar, figure.low, figure.high, figure.unit)


def _veil(figure: Overlay) -> NDArray[np.uint8]:
    """The numbers in colours, the more see-through the smaller they are: (rows, columns, 4)."""
    span = max(abs(figure.low), abs(figure.high)) or 1.0
    size = np.clip(np.abs(np.nan_to_num(figure.heat)) / span, 0, 1)
    cover = np.rint(255 * (FAINT + (STRONG - FAINT) * size)).astype(np.uint8)
    return np.concatenate([colours(figure.heat, figure.low, figure.high), cover[..., None]], axis=2)


def words(figure: Overlay, rect: QRectF, point: QPointF) -> str:
    for side in _sides(figure, rect):
        if side.contains(point):
            rows, columns = figure.heat.shape
            row = min(rows - 1, int((point.y() - side.y()) / side.height() * rows))
            column = min(columns - 1, int((point.x() - side.x()) / side.width() * columns))
            value = f"{parts.number(float(figure.heat[row, column]))} {tr(figure.unit)}".rstrip()
            return tr("row {row}, column {column}: {value}", row=row, column=column, value=value)
    return ""
