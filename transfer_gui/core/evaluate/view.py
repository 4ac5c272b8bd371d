"""What a view of results is: one file in `views/` that exports a `VIEW`, found by being there. No torch here."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from ..discover import discover
from ..inspect.figures import Array, Axis, Figure
from . import views as package
from .results import Results
from .scores import Floats

SHARE = "share"
"""The unit of what lies between 0 and 1."""


@dataclass(frozen=True)
class ResultView:
    """One way to look at what a network said of a set of examples."""

    title: str
    description: str
    """What it shows, for the tooltip."""
    order: int
    """Where it stands among the views, from the top."""
    compute: Callable[[Results], tuple[Figure, ...]]
    """The figures; none without an example, or where there is nothing of this kind."""


@cache
def views() -> dict[str, ResultView]:
    """Every view by its file's name, in the order in which they are shown."""
    return dict(sorted(discover(package, "VIEW").items(), key=lambda item: item[1].order))


def note(results: Results, *more: str) -> str:
    """Below a figure's title: how many examples there are, of which side, and what else is to be said."""
    return "; ".join([examples(len(results.labels), results.side), *filter(None, more)])


def examples(count: int, side: str = "") -> str:
    """A number of examples in words, and where they come from."""
    return f"{count:,} {'example' if count == 1 else 'examples'}{f' ({side})' if side else ''}"


def share(label: str, unit: str = SHARE) -> Axis:
    """An axis from 0 to 1."""
    return Axis(label, unit, low=0.0, high=1.0)


def curve(x: Floats, y: Floats) -> tuple[Array, Array]:
    """Points as figures hold them."""
    return np.asarray(x, np.float32), np.asarray(y, np.float32)
