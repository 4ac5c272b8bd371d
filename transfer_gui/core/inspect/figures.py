"""Plain figures: what a view computes and what every place draws the same (window, picture file, report).

Arrays are numpy; no Qt and no torch here.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..data.domain import Passage

Array = NDArray[np.float32]


@dataclass(frozen=True)
class Axis:
    """An axis with its unit; `unit` is empty for plain counts and ratios."""

    label: str
    unit: str = ""
    log: bool = False
    """Drawn on a logarithmic scale; what is not above zero is then left out."""
    low: float | None = None
    high: float | None = None
    """Where the axis begins and ends; None: where the values do."""


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
    scale: bool = True
    """Whether a scale of `low` to `high` stands below; photographs have none."""


@dataclass(frozen=True)
class Histogram:
    """Counts per bin. `edges` has one more entry than each of `counts`; one named series each."""

    title: str
    edges: Array
    counts: dict[str, Array]
    x: Axis = Axis("value")
    y: Axis = Axis("count")
    note: str = ""


@dataclass(frozen=True)
class Lines:
    """Named curves, each (x, y); NaN leaves a gap. Those called source, chance or perfect stand behind, muted."""

    title: str
    curves: dict[str, tuple[Array, Array]]
    x: Axis = Axis("step")
    y: Axis = Axis("value")
    note: str = ""
    points: bool = False
    """Mark each point; for curves of a few."""


@dataclass(frozen=True)
class Heatmap:
    """A matrix (rows, columns) with a colour scale from `low` to `high`; NaN is a cell without a value.

    Of logarithms, -inf is that of exactly zero: a cell without a colour, marked as such.
    """

    title: str
    values: Array
    x: Axis = Axis("column")
    y: Axis = Axis("row")
    low: float = 0.0
    high: float = 1.0
    unit: str = ""
    note: str = ""
    rows: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    """Names beside the rows and below the columns, where they have any."""
    written: bool = False
    """Write each value into its cell."""
    log: bool = False
    """The values are logarithms."""
    zero: str = "exactly 0"
    """What exactly zero means, in words, where the values are logarithms."""


@dataclass(frozen=True)
class Overlay:
    """Numbers laid over a picture in colours.

    `picture` is uint8 (height, width, 3); `heat` of any resolution (rows, columns) covers all of it.
    """

    title: str
    picture: NDArray[np.uint8]
    heat: Array
    low: float = 0.0
    high: float = 1.0
    unit: str = ""
    note: str = ""


@dataclass(frozen=True)
class Scatter:
    """Points in two dimensions, coloured by group. `points` has shape (n, 2), `groups` (n,) indexes `names`."""

    title: str
    points: Array
    groups: NDArray[np.int64]
    names: tuple[str, ...]
    items: tuple[str, ...] = ()
    """What each point is (a path), to be shown and listed."""
    x: Axis = Axis("first component")
    y: Axis = Axis("second component")
    note: str = ""


@dataclass(frozen=True)
class Measure:
    """One figure of every row of a `Measures`, with a colour scale of its own from `low` to `high`."""

    axis: Axis
    values: Array
    """(rows,); NaN where there is none."""
    description: str = ""


@dataclass(frozen=True)
class Measures:
    """Several figures for each of many things (layers, classes): a row each, a coloured column a figure."""

    title: str
    rows: tuple[str, ...]
    measures: tuple[Measure, ...]
    label: str = "layer"
    """What a row is."""
    note: str = ""


@dataclass(frozen=True)
class Passages:
    """Texts whose marks are tinted: one that can be read in full, or several as cards."""

    title: str
    texts: tuple[Passage, ...]
    labels: tuple[str, ...] = ()
    high: float = 1.0
    """What a mark of strength 1 counts."""
    unit: str = ""
    note: str = ""
    ends: tuple[str, str] = ("", "")
    """What it means to be below zero, and above."""
    scale: bool = True
    """Whether a scale of -`high` to `high` stands below."""


@dataclass(frozen=True)
class Table:
    """Rows of text or numbers under named columns."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | int, ...], ...]
    notes: tuple[str, ...] = field(default=())


Figure = Tiles | Histogram | Lines | Heatmap | Overlay | Scatter | Measures | Passages | Table


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
        case Overlay():
            return not figure.heat.size or not figure.picture.size
        case Scatter():
            return not len(figure.points)
        case Measures():
            return not figure.rows or not figure.measures
        case Passages():
            return not any(passage.text for passage in figure.texts)
