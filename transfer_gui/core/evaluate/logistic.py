"""Logistic regression: the plain classifier that a network is compared with."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from ..progress import Long, Progress
from .scores import Floats, Ints

STRENGTHS = (0.01, 0.1, 1.0, 10.0, 100.0)
"""That are tried: how much a training example counts beside the penalty (scikit-learn's C)."""
FOLDS = 3
TRIED = 1000
"""Examples at most that the strength is chosen by."""
_STEPS, _FLAT = 500, 1e-6


@dataclass(frozen=True)
class Logistic:
    """A fitted model of k classes over d features."""

    weights: Floats
    """(k, d), for features as they are scaled."""
    bias: Floats
    """(k,)"""
    middle: Floats
    """(d,) what is taken off each feature."""
    width: Floats
    """(d,) what it is divided by then."""

    def named(self, vectors: NDArray[np.floating]) -> Ints:
        """The class (n,) of each of the vectors (n, d)."""
        scaled = (np.asarray(vectors, np.float64) - self.middle) / self.width
        return (scaled @ self.weights.T + self.bias).argmax(1)


def fit(vectors: NDArray[np.floating], labels: Ints, classes: int, strength: float, scaled: bool = True) -> Logistic:
    """The minimum of `strength` times the sum of the cross-entropies of vectors (n, d) with labels (n,) and half the
    squares of the weights, as scikit-learn's LogisticRegression (C), by L-BFGS.

    With `scaled`, each feature first has its mean taken off and is divided by its deviation (one that does not vary by
    1).
    """
    data = np.asarray(vectors, np.float64)
    middle, width = np.zeros(data.shape[1]), np.ones(data.shape[1])
    if scaled:
        middle, deviation = data.mean(0), data.std(0)
        width = np.where(deviation > 1e-12 * np.maximum(1, np.abs(middle)), deviation, 1.0)
    data, axes = (data - middle) / width, None
    if data.shape[1] > data.shape[0]:  # the weights lie in the span of the examples: the same minimum in less room
        left, lengths, axes = np.linalg.svd(data, full_matrices=False)
        data = left * lengths
    x, y = torch.from_numpy(data), torch.from_numpy(np.asarray(labels, np.int64))
    weights = torch.zeros((classes, data.shape[1]), dtype=torch.float64, requires_grad=True)
    bias = torch.zeros(classes, dtype=torch.float64, requires_grad=True)
    search = torch.optim.LBFGS(
        [weights, bias], max_iter=_STEPS, tolerance_grad=_FLAT, tolerance_change=0.0, line_search_fn="strong_wolfe"
    )

    def loss() -> torch.Tensor:
        search.zero_grad()
        found = F.cross_entropy(x @ weights.T + bias, y) + weights.square().sum() / (2 * strength * len(y))
        found.backward()
        return found

    with torch.enable_grad():
        search.step(loss)
    found = weights.detach().numpy()
    return Logistic(found if axes is None else found @ axes, bias.detach().numpy(), middle, width)


def tuned(
    vectors: NDArray[np.floating], labels: Ints, classes: int, scaled: bool = True,
    strengths: Sequence[float] = STRENGTHS,
) -> Long[tuple[Logistic, float]]:  # fmt: skip
    """The model of the strength that names most examples rightly in cross-validation, and that strength; of equals, the
    smallest. Each class is dealt out to the folds in turn, so the result is the same each time; of very many examples,
    some are drawn for it."""
    tried, known = vectors, labels
    if len(labels) > TRIED:
        some = np.random.default_rng(0).choice(len(labels), TRIED, replace=False)
        tried, known = vectors[some], labels[some]
    folds = np.zeros(len(known), np.int64)
    for label in range(classes):
        places = np.flatnonzero(known == label)
        folds[places] = np.arange(len(places)) % FOLDS
    right, total = dict.fromkeys(strengths, 0), len(strengths) * FOLDS + 1
    done = 0
    for strength in strengths:
        for fold in range(FOLDS):
            yield Progress(done, total, "Fitting plain features")
            done += 1
            train = folds != fold
            if train.any() and not train.all():
                model = fit(tried[train], known[train], classes, strength, scaled)
                right[strength] += int((model.named(tried[~train]) == known[~train]).sum())
    yield Progress(done, total, "Fitting plain features")
    best = max(strengths, key=lambda strength: right[strength])
    return fit(vectors, labels, classes, best, scaled), best
