"""How long the examples of a dataset are, as a figure."""

import numpy as np

from ..data.told import Spread
from .figures import Axis, Histogram


def figure(spread: Spread, things: str) -> Histogram:
    """`things` is what several examples are called."""
    counts = {things: spread.counts.astype(np.float32)}
    axis = Axis("length", spread.unit, log=not spread.even)
    return Histogram("How long they are", spread.edges.astype(np.float32), counts, axis, Axis(things))
