"""Plain figures: what a view computes and what every place draws the same (window, picture file, report).

Arrays are numpy; no Qt and no torch here.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Axis:
    """An axis with its unit; `unit` is empty for plain counts and ratios."""

    label: str
    unit: str = ""
    log: bool = False


@dataclass(frozen=True)
class Tiles:
    """Small pictures in a grid.

    `images` has shape (n, height, width) for grey (any range, shown by `low`..`high`) or (n, height, width, 3)
    for colour (0..1).
    """

    title: str
    images: Array
    labels: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 1.0
    note: str = ""
    unit: str = ""
    columns: int = 0
    """Tiles in a row; 0: as many as there is room for."""


@dataclass(frozen=True)
class Histogram:
    """Counts per bin. `edges` has one more entry than each of `counts`; one named series each."""

    title: str
    edges: Array
    counts: dict[str, Array]
    x: Axis = Axis("value")
    y: Axis = Axis("count")


@dataclass(frozen=True)
class Lines:
    """Named curves, each (x, y); NaN leaves a gap."""

    title: str
    curves: dict[str, tuple[Array, Array]]
    x: Axis = Axis("step")
    y: Axis = Axis("value")


@dataclass(frozen=True)
class Heatmap:
    """A matrix (rows, columns) with a colour scale from `low` to `high`."""

    title: str
    values: Array
    x: Axis = Axis("column")
    y: Axis = Axis("row")
    low: float = 0.0
    high: float = 1.0
    unit: str = ""
    note: str = ""


@dataclass(frozen=True)
class Table:
    """Rows of text or numbers under named columns."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | int, ...], ...]
    notes: tuple[str, ...] = field(default=())


Figure = Tiles | Histogram | Lines | Heatmap | Table


def is_empty(figure: Figure) -> bool:
    """Whether it has no number to draw (that of an empty tensor)."""
    match figure:
        case Table():
            return not figure.rows
        case Histogram():
            return len(figure.edges) < 2 or not figure.counts
        case Lines():
            return not any(len(x) for x, _ in figure.curves.values())
        case Heatmap():
            return not figure.values.size
        case Tiles():
            return not figure.images.size
