"""How well a score tells one class from all others: ROC curves (Fawcett 2006) and precision-recall curves.

A class that has no example, or that every example belongs to, has no curve.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .scores import Bools, Floats, Ints, Probabilities, mean

GRID = 1001
"""Places at most at which curves are averaged."""


@dataclass(frozen=True)
class Curve:
    """A curve in the order of falling thresholds; all arrays have the same length."""

    x: Floats
    """ROC: false positive rate, from 0 to 1. Precision-recall: recall."""
    y: Floats
    """ROC: true positive rate. Precision-recall: precision."""
    area: float
    """ROC: area under the curve (AUC). Precision-recall: average precision."""


def roc(truth: Bools, score: Probabilities) -> Curve | None:
    """ROC curve of one class: `truth` (n,) whether it is, `score` (n,) the higher the likelier; None where it has none.

    Examples of equal score count together. Its area is by trapezia, the same as the chance that an example of the
    class scores higher than one of the others (a tie counts half). Points on a straight line are left out.
    """
    hits, alarms = _counts(truth, score)
    if not hits[-1] or not alarms[-1]:
        return None
    x, y = np.append(0, alarms) / alarms[-1], np.append(0, hits) / hits[-1]
    bend = np.flatnonzero(np.diff(np.append(0, hits), 2) | np.diff(np.append(0, alarms), 2)) + 1
    kept = np.concatenate(([0], bend, [len(x) - 1]))
    return Curve(x[kept], y[kept], float(np.trapezoid(y, x)))


def precision_recall(truth: Bools, score: Probabilities) -> Curve | None:
    """Precision-recall curve of one class, recall rising from its first threshold; None where it has none.

    Its area is the average precision, the sum of (R_n - R_(n-1)) P_n, without interpolation, which flatters.
    """
    hits, alarms = _counts(truth, score)
    if not hits[-1] or not alarms[-1]:
        return None
    recall, precision = hits / hits[-1], hits / (hits + alarms)
    area = float((np.diff(recall, prepend=0) * precision).sum())
    # Between two thresholds at which the recall stands still, the precision only falls: the ends draw it all.
    change = np.diff(hits) != 0
    kept = np.flatnonzero(np.append(True, change) | np.append(change, True))
    return Curve(recall[kept], precision[kept], area)


def rocs(labels: Ints, probabilities: Probabilities) -> dict[int, Curve]:
    """The ROC curve of each class against all others, by class; classes without one are left out."""
    found = {k: roc(labels == k, probabilities[:, k]) for k in range(probabilities.shape[1])}
    return {k: curve for k, curve in found.items() if curve is not None}


def precisions_recalls(labels: Ints, probabilities: Probabilities) -> dict[int, Curve]:
    """The precision-recall curve of each class against all others, by class; classes without one are left out."""
    found = {k: precision_recall(labels == k, probabilities[:, k]) for k in range(probabilities.shape[1])}
    return {k: curve for k, curve in found.items() if curve is not None}


def macro_area(curves: Sequence[Curve]) -> float:
    """Mean area over classes; NaN of none."""
    return mean(np.array([curve.area for curve in curves], np.float64))


def macro_roc(curves: Sequence[Curve]) -> Curve:
    """The mean of ROC curves at each false positive rate; its area is the mean of theirs. At least one is needed.

    Where the curves rise upright, so does the mean: it is taken at both ends of the step.
    """
    grid = _grid([curve.x for curve in curves])
    upper = np.mean([np.interp(grid, c.x, c.y) for c in curves], axis=0)
    lower = np.mean([np.interp(-grid[::-1], -c.x[::-1], c.y[::-1])[::-1] for c in curves], axis=0)
    x, y = np.repeat(grid, 2), np.stack((lower, upper), 1).ravel()
    return Curve(x, y, macro_area(curves))


def macro_precision_recall(curves: Sequence[Curve]) -> Curve:
    """The mean precision at each recall, a class's being that at its first threshold to reach it. One at least."""
    grid = _grid([curve.x for curve in curves])
    # A recall is computed as the same quotient everywhere, but for a class of another size: hence the small margin.
    values = [c.y[np.searchsorted(c.x, grid - 1e-12)] for c in curves]
    return Curve(grid, np.mean(values, axis=0), macro_area(curves))


def _counts(truth: Bools, score: Probabilities) -> tuple[Ints, Ints]:
    """True and false positives at each distinct threshold, from the highest. At least one example is needed."""
    order = np.argsort(-score, kind="stable")
    ordered = score[order]
    last = np.append(np.flatnonzero(np.diff(ordered)), len(ordered) - 1)
    hits = np.cumsum(truth[order], dtype=np.int64)[last]
    return hits, last + 1 - hits


def _grid(xs: Sequence[Floats]) -> Floats:
    every = np.unique(np.concatenate(xs))
    return every if len(every) <= GRID else np.linspace(0, 1, GRID)
