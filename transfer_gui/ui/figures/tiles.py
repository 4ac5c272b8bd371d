"""Small pictures in a grid."""

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ...core.inspect.colormap import colours
from ...core.inspect.figures import Tiles
from . import parts

GAP = 2.0
SMALLEST, LARGEST = 22.0, 56.0


def _grid(figure: Tiles, width: float) -> tuple[int, float]:
    """Tiles in a row, and the side of one in pixels."""
    count = len(figure.images)
    columns = figure.columns or max(1, min(count, int((width + GAP) // (32 + GAP))))
    if not figure.columns and count < columns * 2:
        columns = min(count, max(4, math.ceil(math.sqrt(count * 2)))) or 1
    return columns, max(4.0, min(LARGEST, (width + GAP) / columns - GAP))


def height(figure: Tiles, width: float) -> float:
    columns, side = _grid(figure, width)
    rows = -(-len(figure.images) // columns)
    return parts.head(figure.note, width) + rows * (side + GAP) + parts.SCALE


def draw(painter: QPainter, figure: Tiles, rect: QRectF) -> None:
    left = parts.title(painter, rect, figure.title, figure.note)
    columns, side = _grid(figure, rect.width())
    for place, tile in enumerate(figure.images):
        row, column = divmod(place, columns)
        rgb = (
            np.rint(np.clip(np.nan_to_num(tile, nan=0.5), 0, 1) * 255).astype(np.uint8)
            if tile.ndim == 3
            else colours(tile, figure.low, figure.high)
        )
        spot = QRectF(left.x() + column * (side + GAP), left.y() + row * (side + GAP), side, side)
        painter.drawImage(spot, parts.image(rgb))
    rows = -(-len(figure.images) // columns)
    grey = figure.images.ndim == 4
    bar = QRectF(left.x(), left.y() + rows * (side + GAP), min(rect.width(), columns * (side + GAP) - GAP), parts.SCALE)
    parts.colour_scale(painter, bar, figure.low, figure.high, figure.unit, grey)


def words(figure: Tiles, rect: QRectF, point: QPointF) -> str:
    columns, side = _grid(figure, rect.width())
    x, y = point.x() - rect.x(), point.y() - rect.y() - parts.head(figure.note, rect.width())
    column, row = int(x // (side + GAP)), int(y // (side + GAP))
    place = row * columns + column
    if x < 0 or y < 0 or column >= columns or not 0 <= place < len(figure.images):
        return ""
    tile = figure.images[place]
    name = figure.labels[place] if figure.labels else f"tile {place}"
    inside_y, inside_x = int((y % (side + GAP)) / side * tile.shape[0]), int((x % (side + GAP)) / side * tile.shape[1])
    if inside_y >= tile.shape[0] or inside_x >= tile.shape[1] or tile.ndim == 3:
        return name
    return f"{name}, row {inside_y}, column {inside_x}: {parts.number(float(tile[inside_y, inside_x]))}"
