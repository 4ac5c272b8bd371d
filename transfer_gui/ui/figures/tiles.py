"""Small pictures in a grid."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ...core.inspect.colormap import colours
from ...core.inspect.figures import Tiles
from ..translation import tr
from . import parts

GAP = 2.0
LARGEST, PHOTO = 56.0, 112.0
"""Sides of a tile at most, in pixels: of few numbers, and of a photograph."""
KERNEL, MAP = 32, 58
"""The side that a tile of few numbers is given at least where there are many, and one of more than 9 a side."""


def _grid(figure: Tiles, width: float) -> tuple[int, float]:
    """Tiles in a row, and the side of one in pixels."""
    count = len(figure.images)
    if not figure.scale:
        columns = figure.columns or max(1, min(count, int((width + GAP) // (88 + GAP))))
        return columns, min(PHOTO, (width + GAP) / columns - GAP)
    fine = max(figure.images.shape[1:3]) > 9
    wanted = MAP if fine else KERNEL
    columns = figure.columns or max(1, min(count, int((width + GAP) // (wanted + GAP))))
    if not figure.columns and count < columns * 2:
        columns = min(count, max(4, math.ceil(math.sqrt(count * 2)))) or 1
    return columns, max(4.0, min(PHOTO if fine else LARGEST, (width + GAP) / columns - GAP))


def height(figure: Tiles, width: float) -> float:
    columns, side = _grid(figure, width)
    rows = -(-len(figure.images) // columns)
    return parts.head(figure.note, width) + rows * (side + GAP) + (parts.SCALE if figure.scale else 4)


def draw(painter: QPainter, figure: Tiles, rect: QRectF) -> None:
    left = parts.title(painter, rect, figure.title, figure.note)
    columns, side = _grid(figure, rect.width())
    rows = -(-len(figure.images) // columns)
    spot = QRectF(left.x(), left.y(), columns * (side + GAP), rows * (side + GAP))
    fine = painter.deviceTransform().m11()
    painter.drawImage(spot, parts.image(_mosaic(figure, columns, side, fine)))
    if not figure.scale:
        return
    grey = figure.images.ndim == 4
    bar = QRectF(left.x(), left.y() + rows * (side + GAP), min(rect.width(), columns * (side + GAP) - GAP), parts.SCALE)
    parts.colour_scale(painter, bar, figure.low, figure.high, figure.unit, grey)


def _mosaic(figure: Tiles, columns: int, side: float, scale: float) -> NDArray[np.uint8]:
    """All tiles as one picture with transparent gaps: one picture is drawn far quicker.

    A tile gets about as many pixels as it is drawn on: `side`, times `scale` on a fine screen or in a file.
    """
    images = figure.images
    if images.ndim == 4:
        rgb = np.rint(np.clip(np.nan_to_num(images, nan=0.5), 0, 1) * 255).astype(np.uint8)
    else:
        rgb = colours(images, figure.low, figure.high)
    fine = max(1, math.ceil(side * scale / max(rgb.shape[1:3])))
    rgb = rgb.repeat(fine, 1).repeat(fine, 2)
    count, height, width, _ = rgb.shape
    rows = -(-count // columns)
    gap_y, gap_x = round(GAP / side * height), round(GAP / side * width)
    cells = np.zeros((rows * columns, height + gap_y, width + gap_x, 4), np.uint8)
    cells[:count, :height, :width, :3] = rgb
    cells[:count, :height, :width, 3] = 255
    grid = cells.reshape(rows, columns, *cells.shape[1:]).transpose(0, 2, 1, 3, 4)
    return np.ascontiguousarray(grid).reshape(rows * (height + gap_y), columns * (width + gap_x), 4)


def words(figure: Tiles, rect: QRectF, point: QPointF) -> str:
    columns, side = _grid(figure, rect.width())
    x, y = point.x() - rect.x(), point.y() - rect.y() - parts.head(figure.note, rect.width())
    column, row = int(x // (side + GAP)), int(y // (side + GAP))
    place = row * columns + column
    if x < 0 or y < 0 or column >= columns or not 0 <= place < len(figure.images):
        return ""
    tile = figure.images[place]
    name = figure.labels[place] if figure.labels else tr("tile {number}", number=place)
    inside_y, inside_x = int((y % (side + GAP)) / side * tile.shape[0]), int((x % (side + GAP)) / side * tile.shape[1])
    if inside_y >= tile.shape[0] or inside_x >= tile.shape[1] or tile.ndim == 3:
        return name
    value = parts.number(float(tile[inside_y, inside_x]))
    return tr("{name}, row {row}, column {column}: {value}", name=name, row=inside_y, column=inside_x, value=value)
