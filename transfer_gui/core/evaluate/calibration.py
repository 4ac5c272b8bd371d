"""Whether a network's confidence can be believed: of all that it is 80 percent sure of, 80 percent should be right.

The confidence is the probability of the class that it names. Bins are of equal width, (low, high], the first with 0
(Guo, Pleiss, Sun, Weinberger 2017, On Calibration of Modern Neural Networks).
"""

from dataclasses import dataclass

import numpy as np

from .scores import Bools, Floats, Ints, Probabilities, mean, ratio

BINS = 15


@dataclass(frozen=True)
class Reliability:
    """Confidence and accuracy by bin of confidence; arrays are (bins,), `edges` one longer."""

    edges: Floats
    counts: Ints
    confidence: Floats
    """Mean confidence of the bin's examples; NaN in an empty bin."""
    accuracy: Floats
    """Share of them that is right; NaN in an empty bin."""

    @property
    def gaps(self) -> Floats:
        """How far accuracy and confidence are apart; NaN in an empty bin."""
        return np.abs(self.accuracy - self.confidence)

    @property
    def ece(self) -> float:
        """Expected calibration error: the mean gap, by examples. NaN without an example."""
        return float(ratio(np.nansum(self.gaps * self.counts), self.counts.sum()))

    @property
    def mce(self) -> float:
        """Maximum calibration error: the largest gap of a bin. NaN without an example."""
        return float(np.nanmax(self.gaps)) if self.counts.any() else float("nan")


def reliability(confidence: Floats, right: Bools, bins: int = BINS) -> Reliability:
    """Sort examples into bins: `confidence` (n,) 0..1, `right` (n,) whether the class named is the true one."""
    place, edges = places(confidence, bins), np.linspace(0, 1, bins + 1)
    counts = np.bincount(place, minlength=bins)
    sums = np.bincount(place, confidence, bins)
    return Reliability(edges, counts, ratio(sums, counts), ratio(np.bincount(place, right, bins), counts))


def of(labels: Ints, probabilities: Probabilities, bins: int = BINS) -> Reliability:
    """The same from labels (n,) and probabilities (n, k)."""
    return reliability(probabilities.max(1).astype(np.float64), probabilities.argmax(1) == labels, bins)


def places(confidence: Floats, bins: int = BINS) -> Ints:
    """(n,) the bin of each confidence."""
    return np.clip(np.searchsorted(np.linspace(0, 1, bins + 1), confidence) - 1, 0, bins - 1)


def squares(labels: Ints, probabilities: Probabilities) -> Floats:
    """(n,) the squared distance of each row of probabilities from the truth (1 for the true class, 0 for others)."""
    wide = probabilities.astype(np.float64)
    own = wide[np.arange(len(labels)), labels]
    return np.square(wide).sum(1) - np.square(own) + np.square(1 - own)


def brier(labels: Ints, probabilities: Probabilities) -> float:
    """Brier score as in Brier 1950: mean squared distance over all classes, 0 (perfect) to 2."""
    return mean(squares(labels, probabilities))
