"""Numbers to colours, told apart by colour-blind persons too. No Qt here: window, picture file and report share it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

DIVERGING = ("#1d4f8f", "#4f8fc4", "#a6cbe3", "#f4f1ec", "#f2be87", "#d97f2e", "#8f4307")
"""From below zero over zero to above: blue to orange."""
SEQUENTIAL = ("#440154", "#46327e", "#365c8d", "#277f8e", "#1fa187", "#4ac16d", "#a0da39", "#fde725")
"""After matplotlib's viridis (Smith and van der Walt 2015)."""
BROKEN = (214, 40, 120)
"""NaN and infinities."""


def colours(values: NDArray[Any], low: float, high: float) -> NDArray[np.uint8]:
    """RGB of shape (*values.shape, 3). Diverging around zero where zero lies within, else sequential."""
    names = DIVERGING if low < 0 < high else SEQUENTIAL
    anchors = np.array([[int(name[i : i + 2], 16) for i in (1, 3, 5)] for name in names], float)
    span = high - low or 1.0
    finite = np.isfinite(values)
    place = np.clip((np.where(finite, values, low) - low) / span, 0, 1) * (len(anchors) - 1)
    below = np.minimum(place.astype(int), len(anchors) - 2)
    share = (place - below)[..., None]
    rgb = anchors[below] * (1 - share) + anchors[below + 1] * share
    rgb[~finite] = BROKEN
    return np.rint(rgb).astype(np.uint8)
