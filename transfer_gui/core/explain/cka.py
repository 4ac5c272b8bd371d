"""Whether two layers say the same of the same examples: linear centred kernel alignment. No torch here.

CKA after Kornblith et al. 2019 (arXiv:1905.00414); the unbiased estimator of HSIC after Song et al. 2012 (JMLR 13,
equation 5), added up over minibatches after Nguyen, Raghu and Kornblith 2021 (arXiv:2010.15327, equation 3).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

LEAST = 4
"""Examples in a minibatch, at least: the unbiased estimator needs four."""
ROUNDING = 1e-6
"""How far float32 activations of one example are apart when a network computes them in another order."""


def gram(values: NDArray[Any]) -> Matrix:
    """Inner products (n, n) of flattened activations (n, ...), centred over these examples.

    The unbiased HSIC does not depend on where the activations have their origin; with the mean taken away first the
    rounding is that of the differences alone. Activations that differ by no more than `ROUNDING` of their size are
    taken to be the same.
    """
    flat = values.reshape(len(values), -1)
    with np.errstate(over="ignore", invalid="ignore"):  # a network that diverged: NaN
        centred = flat - flat.mean(0, keepdims=True, dtype=np.float64).astype(flat.dtype)
        if float(np.vdot(centred, centred)) <= ROUNDING**2 * float(np.vdot(flat, flat)):
            return np.zeros((len(flat), len(flat)))
        products = (centred @ centred.T).astype(np.float64)
    return products if np.isfinite(products).all() else np.full_like(products, np.nan)


def hsic(first: Matrix, second: Matrix) -> Matrix:
    """The unbiased HSIC of each of `first` (a, n, n) with each of `second` (b, n, n): (a, b); n is at least 4."""
    n = first.shape[-1]
    assert n >= LEAST
    first, second = _without_diagonal(first), _without_diagonal(second)
    rows, columns = first.sum(2), second.sum(2)
    traces: Matrix = first.reshape(len(first), -1) @ second.reshape(len(second), -1).T
    sums = np.outer(rows.sum(1), columns.sum(1)) / ((n - 1) * (n - 2))
    return (traces + sums - 2 / (n - 2) * rows @ columns.T) / (n * (n - 3))


class Cka:
    """CKA of every layer of one network with every layer of another, minibatch by minibatch.

    Only three sums of HSIC are kept. The expectation of each is that over all examples, so minibatches must be drawn
    at random: never class by class.
    """

    def __init__(self) -> None:
        self._between: Matrix | float = 0.0
        self._first: Matrix | float = 0.0
        self._second: Matrix | float = 0.0

    def add(self, first: Matrix, second: Matrix) -> None:
        """Gram matrices (a, n, n) and (b, n, n) of the same n examples, n at least 4; a and b the same every time."""
        self._between = self._between + hsic(first, second)
        self._first = self._first + own(first)
        self._second = self._second + own(second)

    def value(self) -> Matrix:
        """(a, b). 1 for layers that say the same, about 0 (or a little below) for those that have nothing in common;
        NaN where one of them is the same for every example. Before the first minibatch empty."""
        if isinstance(self._between, float):
            return np.zeros((0, 0))
        scale = np.outer(np.maximum(self._first, 0), np.maximum(self._second, 0))
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(scale > 0, self._between / np.sqrt(scale), np.nan)


def own(grams: Matrix) -> Matrix:
    """The unbiased HSIC of each of (a, n, n) with itself: (a,)."""
    n = grams.shape[-1]
    grams = _without_diagonal(grams)
    rows = grams.sum(2)
    traces, sums = np.square(grams).sum((1, 2)), rows.sum(1) ** 2 / ((n - 1) * (n - 2))
    return (traces + sums - 2 / (n - 2) * np.square(rows).sum(1)) / (n * (n - 3))


def _without_diagonal(grams: Matrix) -> Matrix:
    return grams * (1 - np.eye(grams.shape[-1]))
