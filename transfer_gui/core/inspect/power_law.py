"""The exponent of a power law in the tail of a sample, by maximum likelihood."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEAST = 20
"""Numbers in a tail at least; of fewer, an exponent says nothing."""
CANDIDATES = 200
"""Beginnings of the tail that are tried at most."""


@dataclass(frozen=True)
class PowerLaw:
    """A density proportional to x ** -alpha from `begin` on."""

    alpha: float
    begin: float
    count: int
    """Numbers in the tail."""
    distance: float
    """Kolmogorov-Smirnov distance between the tail and the fit, 0..1."""


def alpha(values: NDArray[Any]) -> PowerLaw | None:
    """The power law that fits the upper tail of `values` best; None where fewer than `LEAST` lie above zero, or where
    all are the same.

    The exponent of a tail is its maximum-likelihood estimate, 1 + n / sum(ln(x / begin)), and the tail begins where
    its Kolmogorov-Smirnov distance from the fit is least (Clauset, Shalizi and Newman 2009, doi:10.1137/070710111, eq.
    3.1 and 3.9). Of more than `CANDIDATES` beginnings, as many are tried, spread evenly over the sorted values.
    """
    x = values[np.isfinite(values) & (values > 0)].astype(np.float64)
    x = np.sort(x)[::-1]
    if len(x) < LEAST:
        return None
    logs = np.log(x)
    sums = np.cumsum(logs)
    ends = np.unique(np.linspace(LEAST, len(x), min(CANDIDATES, len(x) - LEAST + 1)).round().astype(int))
    spread = sums[ends - 1] / ends - logs[ends - 1]
    ends, spread = ends[spread > 0], spread[spread > 0]
    if not len(ends):
        return None
    # The share above x by the fit is (x / begin) ** (1 - alpha), and 1 / (alpha - 1) is the mean of the logs: `spread`.
    best: PowerLaw | None = None
    for end, mean in zip(ends.tolist(), spread.tolist(), strict=True):
        above = np.exp((logs[end - 1] - logs[:end]) / mean)
        steps = np.arange(end + 1) / end
        distance = float(max(np.abs(above - steps[:-1]).max(), np.abs(above - steps[1:]).max()))
        if best is None or distance < best.distance:
            best = PowerLaw(1 + 1 / mean, float(x[end - 1]), end, distance)
    return best
