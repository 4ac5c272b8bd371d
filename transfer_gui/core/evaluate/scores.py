"""Scores of a classifier from labels and predictions, as plain numbers.

Everywhere n examples and k classes; labels and predictions are outputs of the network, 0..k - 1. Where a score is
0/0 (the recall of a class without examples, any score of no example at all) it is NaN, and a mean over classes leaves
such a class out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Probabilities = NDArray[np.float32] | NDArray[np.float64]
"""(n, k), each row adds up to 1."""

LEAST = float(np.finfo(np.float32).tiny)
"""The least probability that a loss is taken of: float32 cannot hold a smaller one in full (a loss of 87.3)."""


@dataclass(frozen=True)
class PerClass:
    """Scores of each class against all others; every array is (k,)."""

    support: Ints
    """Examples of the class."""
    precision: Floats
    """Of those named as this class, the share that is; NaN where none is named so."""
    recall: Floats
    """Of the class's examples, the share that is found; NaN where it has none."""
    f1: Floats
    """Harmonic mean of both, 2 TP / (2 TP + FP + FN); NaN where the class neither occurs nor is named."""


def confusion(labels: Ints, predicted: Ints, k: int) -> Ints:
    """Counts (k, k): rows are the true classes, columns the named ones."""
    return np.bincount(labels * k + predicted, minlength=k * k).reshape(k, k)


def per_class(matrix: Ints) -> PerClass:
    """Precision, recall and F1 of each class from a confusion matrix (rows: true)."""
    hits, support, named = matrix.diagonal(), matrix.sum(1), matrix.sum(0)
    return PerClass(support, ratio(hits, named), ratio(hits, support), ratio(2 * hits, support + named))


def accuracy(matrix: Ints) -> float:
    """Share of examples whose class is named rightly."""
    return float(ratio(matrix.trace(), matrix.sum()))


def balanced_accuracy(matrix: Ints) -> float:
    """Mean recall of the classes that occur: 1/k by guessing, however unequal the classes."""
    return mean(per_class(matrix).recall)


def macro_f1(matrix: Ints) -> float:
    """Mean F1 of the classes that occur or are named."""
    return mean(per_class(matrix).f1)


def majority(matrix: Ints) -> tuple[int, float]:
    """The class with the most examples, and its share: the accuracy of always naming it."""
    support = matrix.sum(1)
    place = int(support.argmax())
    return place, float(ratio(support[place], support.sum()))


def ranks(labels: Ints, probabilities: Probabilities) -> Ints:
    """(n,) how many classes stand before the true one, 0 where it is the most probable.

    Of classes equally probable the first stands first, as in `Results.predicted`.
    """
    own = probabilities[np.arange(len(labels)), labels][:, None]
    before = np.arange(probabilities.shape[1]) < labels[:, None]
    return ((probabilities > own) | ((probabilities == own) & before)).sum(1)


def top_k(labels: Ints, probabilities: Probabilities, most: int) -> float:
    """Share of examples whose true class is among the `most` most probable ones."""
    return mean((ranks(labels, probabilities) < most).astype(np.float64))


def losses(labels: Ints, probabilities: Probabilities) -> Floats:
    """(n,) cross-entropy of each example in nats: -log of the probability of its true class."""
    own = probabilities[np.arange(len(labels)), labels].astype(np.float64)
    return -np.log(np.clip(own, LEAST, 1.0))


def log_loss(labels: Ints, probabilities: Probabilities) -> float:
    """Mean cross-entropy in nats, the loss that training lowers."""
    return mean(losses(labels, probabilities))


def ratio(part: NDArray[np.generic] | np.generic, whole: NDArray[np.generic] | np.generic) -> Floats:
    """`part` by `whole`, NaN where `whole` is 0."""
    part, whole = np.asarray(part, np.float64), np.asarray(whole, np.float64)
    return np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole != 0)


def mean(values: Floats) -> float:
    """Mean of the values that are not NaN; NaN where there is none."""
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size else float("nan")
