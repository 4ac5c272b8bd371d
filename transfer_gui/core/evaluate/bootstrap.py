"""How far scores would move with other examples of the same kind: percentile bootstrap.

Efron, Tibshirani 1993, An Introduction to the Bootstrap, chapter 13. Examples are drawn with replacement, as many as
there are, and all scores computed anew from how often each was drawn.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from . import calibration, scores
from .results import Results
from .scores import Bools, Floats, Ints

RESAMPLES = 1000
LEVEL = 0.95
SEED = 20210
AT_ONCE = 200_000
"""Draws that are counted at a time; they stay in the processor's cache."""
TOPS = (3, 5)
"""Of top-k accuracy, the k's that are scored where there are more classes."""


@dataclass(frozen=True)
class Interval:
    """A score, and the interval that holds it with `LEVEL` confidence, as far as these examples can tell."""

    estimate: float
    low: float
    high: float


Score = Callable[[Ints], Floats]
"""From weights (r, n), how often each example was drawn in each resample, the score of each resample (r,)."""


def intervals(
    results: Results, resamples: int = RESAMPLES, level: float = LEVEL, seed: int = SEED
) -> dict[str, Interval]:
    """Every score with its interval, by name; the same seed gives the same. None without an example.

    'accuracy', 'balanced accuracy', 'macro F1', 'top-3 accuracy' and 'top-5 accuracy' (where there are more classes),
    'log loss', 'ECE', 'Brier score'. An interval has no width where all examples score alike. Chance pushes ECE up
    in every sample, and once more in each resample: its interval is moved down by as much as the resamples lie above
    the estimate on average (the bootstrap's estimate of bias, chapter 10), as it might not hold the estimate else.
    """
    n = len(results.labels)
    if not n:
        return {}
    found = _scores(results)
    drawn: dict[str, list[Floats]] = {name: [] for name in found}
    for weights in _weights(n, resamples, np.random.default_rng(seed)):
        for name, score in found.items():
            drawn[name].append(score(weights))
    once = np.ones((1, n), np.int64)
    return {
        name: _interval(float(score(once)[0]), np.concatenate(drawn[name]), level, name == "ECE")
        for name, score in found.items()
    }


def difference(
    first: Bools, second: Bools, resamples: int = RESAMPLES, level: float = LEVEL, seed: int = SEED
) -> Interval:
    """By how much the accuracy of one way exceeds that of another: `first` and `second` (n,) say of each example, at
    least one, whether it was named rightly. Both answers to an example are drawn together."""
    gained = first.astype(np.float64) - second
    drawn = [_mean(gained, weights) for weights in _weights(len(gained), resamples, np.random.default_rng(seed))]
    low, high = np.quantile(np.concatenate(drawn), [(1 - level) / 2, (1 + level) / 2]).tolist()
    return Interval(float(gained.mean()), low, high)


def _interval(estimate: float, values: Floats, level: float, biased: bool) -> Interval:
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2]).tolist()
    bias = float(values.mean()) - estimate if biased else 0.0
    return Interval(estimate, max(0.0, low - bias), max(0.0, high - bias))


def _weights(n: int, resamples: int, rng: np.random.Generator) -> Iterator[Ints]:
    """How often each of n examples is drawn, (r, n) at a time, `resamples` rows in all."""
    rows = max(1, AT_ONCE // n)
    for start in range(0, resamples, rows):
        r = min(rows, resamples - start)
        draws = rng.integers(0, n, (r, n)) + np.arange(r)[:, None] * n
        yield np.bincount(draws.ravel(), minlength=r * n).reshape(r, n)


def _scores(results: Results) -> dict[str, Score]:
    labels, probabilities, predicted = results.labels, results.probabilities, results.predicted
    right, ranks = predicted == labels, scores.ranks(labels, probabilities)
    found: dict[str, Score] = {
        "accuracy": partial(_mean, right.astype(np.float64)),
        "balanced accuracy": partial(_balanced, Groups(labels), right),
        "macro F1": partial(_f1, labels, predicted, Groups(np.concatenate((labels, predicted)))),
    }
    for most in TOPS:
        if most < len(results.classes):
            found[f"top-{most} accuracy"] = partial(_mean, (ranks < most).astype(np.float64))
    confidence = probabilities.max(1).astype(np.float64)
    found["log loss"] = partial(_mean, results.losses)
    found["ECE"] = partial(_ece, Groups(calibration.places(confidence)), right - confidence)
    found["Brier score"] = partial(_mean, calibration.squares(labels, probabilities))
    return found


class Groups:
    """Sums over examples by group, for many resamples at once."""

    def __init__(self, groups: Ints) -> None:
        self._order = np.argsort(groups, kind="stable")
        self._starts = np.flatnonzero(np.diff(groups[self._order], prepend=-1))

    def sums(self, values: Floats | Ints) -> Floats:
        """(r, groups that occur) from values (r, n)."""
        return np.add.reduceat(np.take(values, self._order, 1), self._starts, axis=1).astype(np.float64)


def _mean(values: Floats, weights: Ints) -> Floats:
    return weights @ values / weights.sum(1)


def _balanced(groups: Groups, right: Bools, weights: Ints) -> Floats:
    return _row_means(scores.ratio(groups.sums(weights * right), groups.sums(weights)))


def _f1(labels: Ints, predicted: Ints, groups: Groups, weights: Ints) -> Floats:
    """2 TP and 2 TP + FP + FN of a class: each example counts where it belongs and where it is put."""
    twice = np.concatenate((weights, weights), axis=1)
    right = np.concatenate((labels == predicted, labels == predicted))
    return _row_means(scores.ratio(groups.sums(twice * right), groups.sums(twice)))


def _ece(bins: Groups, gaps: Floats, weights: Ints) -> Floats:
    return np.abs(bins.sums(weights * gaps)).sum(1) / weights.sum(1)


def _row_means(values: Floats) -> Floats:
    """The mean of each row over what is not NaN."""
    return np.nansum(values, 1) / (~np.isnan(values)).sum(1)
