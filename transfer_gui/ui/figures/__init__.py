"""Draws plain figures with a painter: the same on screen, in a picture file and in a vector drawing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from ...core.inspect.figures import (
    Figure,
    Heatmap,
    Histogram,
    Lines,
    Measures,
    Overlay,
    Passages,
    Scatter,
    Table,
    Tiles,
    is_empty,
)
from . import heatmap, measures, nothing, overlay, passages, plots, scatter, table, tiles


@dataclass(frozen=True, slots=True)
class Drawing:
    """How one kind of figure is drawn."""

    height: Callable[[Any, float], float]
    """Pixels that it needs at a width."""
    draw: Callable[[QPainter, Any, QRectF], None]
    words: Callable[[Any, QRectF, QPointF], str]
    """What it says at a point; empty for nothing."""


DRAWINGS: dict[type, Drawing] = {
    Tiles: Drawing(tiles.height, tiles.draw, tiles.words),
    Heatmap: Drawing(heatmap.height, heatmap.draw, heatmap.words),
    Histogram: Drawing(plots.height, plots.draw_histogram, plots.histogram_words),
    Overlay: Drawing(overlay.height, overlay.draw, overlay.words),
    Passages: Drawing(passages.height, passages.draw, passages.words),
    Scatter: Drawing(scatter.height, scatter.draw, scatter.words),
    Measures: Drawing(measures.height, measures.draw, measures.words),
    Lines: Drawing(plots.height, plots.draw_lines, plots.lines_words),
    Table: Drawing(table.height, table.draw, table.words),
}
NOTHING = Drawing(nothing.height, nothing.draw, nothing.words)


def drawing(figure: Figure) -> Drawing:
    """How `figure` is drawn."""
    return NOTHING if is_empty(figure) else DRAWINGS[type(figure)]
