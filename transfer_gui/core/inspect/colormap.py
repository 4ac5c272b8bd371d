"""Numbers to colours, told apart by colour-blind persons too. No Qt here: window, picture file and report share it."""

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

DIVERGING = ("#1d4f8f", "#4f8fc4", "#a6cbe3", "#f4f1ec", "#f2be87", "#d97f2e", "#8f4307")
"""From below zero over zero to above: blue to orange."""
SEQUENTIAL = ("#440154", "#46327e", "#365c8d", "#277f8e", "#1fa187", "#4ac16d", "#a0da39", "#fde725")
"""After matplotlib's viridis (Smith and van der Walt 2015)."""
BROKEN = (214, 40, 120)
"""NaN and infinities."""
FINE = 6 * 7 * 37 + 1
"""Places of the table: finer than the 256 levels of a channel can tell apart, and each anchor is one of them."""


def colours(values: NDArray[Any], low: float, high: float, log: bool = False) -> NDArray[np.uint8]:
    """RGB of shape (*values.shape, 3). Diverging around zero where zero lies within, else sequential.

    Where `log`, the values are logarithms, whose zero is no middle.
    """
    table = _table(DIVERGING if low < 0 < high and not log else SEQUENTIAL)
    finite = np.isfinite(values)
    place = np.clip((np.where(finite, values, low) - low) / (high - low or 1.0), 0, 1)
    return table.take(np.where(finite, np.rint(place * (FINE - 1)), FINE).astype(np.intp), axis=0)


@cache
def _table(names: tuple[str, ...]) -> NDArray[np.uint8]:
    """The colours at `FINE` places from the lowest to the highest value, and that of what is broken behind them."""
    anchors = np.array([[int(name[i : i + 2], 16) for i in (1, 3, 5)] for name in names], float)
    at, steps = np.linspace(0, 1, FINE), np.linspace(0, 1, len(anchors))
    ramp = np.stack([np.interp(at, steps, channel) for channel in anchors.T], axis=1)
    return np.rint(np.concatenate([ramp, [BROKEN]])).astype(np.uint8)
