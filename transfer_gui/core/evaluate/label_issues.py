"""Which labels are likely wrong: confident learning (Northcutt, Jiang, Chuang 2021, Confident Learning: Estimating
Uncertainty in Dataset Labels, JAIR 70, eq. 1 and 2).

It presumes that the network has not seen the examples in training: one that learned a wrong label by heart is sure of
it. Use the examples of validation or test.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from .scores import Bools, Floats, Ints, Probabilities, ratio

MARGIN = 1e-6
"""By so much a probability may stay below its threshold (which is a mean of such, and so rounded)."""
LEAST = 2 * MARGIN
"""The least threshold: what has no probability at all is not confident of anything."""

Order = Literal["self-confidence", "margin"]


@dataclass(frozen=True)
class LabelIssues:
    """What confident learning found; k classes."""

    thresholds: Floats
    """(k,) mean probability of each class over the examples labelled so; NaN for a class without examples."""
    joint: Ints
    """(k, k) the confident joint: examples by given label (rows) and by the class they confidently belong to."""
    places: Ints
    """(m,) the examples likely mislabelled, the most likely first."""
    classes: Ints
    """(m,) the class that each of these confidently belongs to."""


def find(labels: Ints, probabilities: Probabilities, order: Order = "self-confidence") -> LabelIssues:
    """The likely mislabelled of n examples: `labels` (n,), `probabilities` (n, k).

    They are those off the diagonal of the confident joint, but for those whose label is also the network's first
    choice (a class of low threshold outbid it). Sorted by self-confidence (the probability of the label) or by
    margin (this less the highest probability of another class); the lowest first.
    """
    limits = thresholds(labels, probabilities)
    guess = confident_classes(limits, probabilities)
    k = probabilities.shape[1]
    sure = guess >= 0
    joint = np.bincount(labels[sure] * k + guess[sure], minlength=k * k).reshape(k, k)
    own, margins = quality(labels, probabilities)
    found = np.flatnonzero(sure & (guess != labels) & (margins < -MARGIN))
    rank = own if order == "self-confidence" else margins
    found = found[np.argsort(rank[found], kind="stable")]
    return LabelIssues(limits, joint, found, guess[found])


def thresholds(labels: Ints, probabilities: Probabilities) -> Floats:
    """(k,) t_j, the mean probability of class j over the examples labelled j; NaN where there is none."""
    k = probabilities.shape[1]
    own = probabilities[np.arange(len(labels)), labels].astype(np.float64)
    counts = np.bincount(labels, minlength=k)
    sums = np.bincount(labels, own, k)
    return np.maximum(ratio(sums, counts), LEAST)


def confident_classes(limits: Floats, probabilities: Probabilities) -> Ints:
    """(n,) the class that each example confidently belongs to: the most probable of those that reach their threshold.

    -1 where none does. A class whose threshold is NaN is never reached.
    """
    reached: Bools = probabilities >= np.where(np.isnan(limits), np.inf, limits) - MARGIN
    best = np.where(reached, probabilities, -1).argmax(1)
    return np.where(reached.any(1), best, -1)


def quality(labels: Ints, probabilities: Probabilities) -> tuple[Floats, Floats]:
    """(n,) self-confidence, and (n,) margin, -1 (surely another class) to 1 (surely this one)."""
    rows = np.arange(len(labels))
    own = probabilities[rows, labels].astype(np.float64)
    others = probabilities.astype(np.float64)
    others[rows, labels] = -np.inf
    best = others.max(1, initial=-np.inf)
    return own, own - np.where(np.isfinite(best), best, 0)
