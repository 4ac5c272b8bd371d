"""The singular values of a layer's weight matrices, and what they say of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .figures import Array, Axis, Figure, Lines
from .power_law import PowerLaw, alpha
from .statistics import table
from .view import Subject, View

LARGE = 25e9
"""Multiplications that one matrix takes at most; of a larger one, evenly spread rows and columns are looked at."""
WORK = 60e9
"""Multiplications for all of a layer at most: about a second."""
LISTED, PLOTS = 60, 4
"""Matrices in the table, and with a figure of their own, at most."""
COLUMNS = (
    "matrix", "rows x columns", "largest", "smallest", "effective rank", "stable rank", "condition", "alpha (hint)",
)  # fmt: skip
_EPS = 1e-7
"""Singular values under this share of the largest are taken as zero: the numbers are float32."""
_MOST = float(np.finfo(np.float32).max)
_NOTE = (
    "Effective rank after Roy and Vetterli (2007). alpha is a hint, no more: the exponent of a power law in the tail "
    "of the squared singular values. About 2 to 6 is usual in well-trained layers, more where little was learned "
    "(Martin and Mahoney 2021)."
)


@dataclass(frozen=True)
class Spectrum:
    """The singular values of a matrix, the largest first, and what follows from them."""

    values: NDArray[np.float64]

    @property
    def effective_rank(self) -> float:
        """exp of the entropy of the singular values as shares of their sum (Roy and Vetterli 2007); 0 for zeros."""
        positive = self.values[self.values > 0]
        shares = positive / positive.sum() if len(positive) else positive
        return float(np.exp(-(shares * np.log(shares)).sum())) if len(shares) else 0.0

    @property
    def stable_rank(self) -> float:
        """Squared Frobenius norm by the squared largest singular value; 0 for zeros."""
        top = float(self.values[0])
        return float(np.square(self.values / top).sum()) if top else 0.0

    @property
    def condition(self) -> float:
        """The largest singular value by the smallest; infinite where that is zero."""
        top, last = float(self.values[0]), float(self.values[-1])
        return top / last if last else float("inf")

    @property
    def tail(self) -> PowerLaw | None:
        """The power law in the tail of the eigenvalues of W^T W, the squares of the singular values."""
        return alpha(np.square(self.values))


def compute(subject: Subject) -> tuple[Figure, ...]:
    """A table of the matrices, and the singular values of the first few with the source's behind."""
    every = {name: m for name, t in subject.learned().items() if (m := flat(t)) is not None}
    if not every:
        return ()
    shown = dict(list(every.items())[:LISTED])
    now, left = _all(shown, WORK)
    old = {name: m for name in list(now)[:PLOTS] if (m := _before(subject, name)) is not None}
    same = {name: now[name] for name, m in old.items() if np.array_equal(m, every[name])}
    before, _ = _all({name: m for name, m in old.items() if name not in same}, left)
    before |= same
    rows = tuple(_row(subject.short(name), shown[name], found) for name, found in now.items())
    figure = table("Singular values", COLUMNS, rows, _notes(subject, every, now))
    curves = (_curves(subject.short(n), now[n], before.get(n)) for n in list(now)[:PLOTS])
    return (figure, *(lines for lines in curves if lines is not None))


def flat(tensor: NDArray[Any]) -> Array | None:
    """The tensor as a matrix, a convolution's weight as (out, in x height x width); None for what is none."""
    if tensor.ndim > 2 and len(tensor) == 1:
        tensor = tensor.squeeze()
    if tensor.ndim < 2:
        return None
    matrix = tensor.reshape(len(tensor), -1)
    return matrix if min(matrix.shape) > 1 else None


def _before(subject: Subject, name: str) -> Array | None:
    tensor = subject.before(name)
    return None if tensor is None else flat(tensor)


def spectrum(matrix: Array) -> Spectrum | None:
    """The singular values of `matrix`, through the eigenvalues of its smaller Gram matrix in float64.

    Those below a ten-millionth of the largest, which neither tells, are zero. None where a number is not finite.
    """
    wide = matrix.astype(np.float64)
    if not np.isfinite(wide).all():
        return None
    size = float(np.abs(wide).max(initial=0.0)) or 1.0
    wide /= size
    gram = wide @ wide.T if wide.shape[0] <= wide.shape[1] else wide.T @ wide
    values = size * np.sqrt(np.maximum(np.linalg.eigvalsh(gram)[::-1], 0.0))
    return Spectrum(np.where(values > _EPS * values[0], values, 0.0))


def thinned(matrix: Array) -> Array:
    """Rows and columns of `matrix`, evenly spread, so that it takes no more than `LARGE` multiplications."""
    share = (LARGE / _work(matrix)) ** (1 / 3)
    if share >= 1:
        return matrix
    rows, columns = (np.linspace(0, n - 1, max(2, int(n * share))).round().astype(int) for n in matrix.shape)
    return matrix[rows][:, columns]


def _work(matrix: Array) -> float:
    """Multiplications for the Gram matrix, and as long as its eigenvalues take."""
    short, long = sorted(matrix.shape)
    return float(short) ** 2 * long + 6.0 * float(short) ** 3


def _all(matrices: Mapping[str, Array], left: float) -> tuple[dict[str, Spectrum | None], float]:
    """The spectra of the matrices in turn, as far as the work that is `left` reaches; and what is left of it then."""
    found: dict[str, Spectrum | None] = {}
    for name, matrix in matrices.items():
        small = thinned(matrix)
        if _work(small) <= left:
            left -= _work(small)
            found[name] = spectrum(small)
    return found, left


def _row(name: str, matrix: Array, found: Spectrum | None) -> tuple[str | float, ...]:
    shape = f"{matrix.shape[0]:,} x {matrix.shape[1]:,}"
    if found is None:
        return (name, shape, *("not finite",) * 6)
    tail = found.tail
    return (
        name, shape, float(found.values[0]), float(found.values[-1]), round(found.effective_rank, 1),
        round(found.stable_rank, 2), found.condition if np.isfinite(found.condition) else "infinite",
        round(tail.alpha, 2) if tail else "-",
    )  # fmt: skip


def _notes(subject: Subject, every: Mapping[str, Array], now: Mapping[str, object]) -> list[str]:
    notes = [_NOTE]
    for name in now:
        if (small := thinned(every[name])) is not every[name]:
            rows, columns = small.shape
            notes.append(f"Of {subject.short(name)}, {rows:,} rows and {columns:,} columns, evenly spread, are used.")
    if len(now) < len(every):
        notes.append(f"{len(now)} of {len(every)} matrices; choose a layer inside for the others.")
    return notes


def _curves(name: str, now: Spectrum | None, before: Spectrum | None) -> Lines | None:
    series = {"source": before, "now": now}
    curves = {
        key: (np.arange(1, len(s.values) + 1, dtype=np.float32), np.minimum(s.values, _MOST).astype(np.float32))
        for key, s in series.items()
        if s is not None and s.values[0] > 0
    }
    if "now" not in curves:
        return None
    return Lines(f"{name}: singular values", curves, Axis("rank"), Axis("singular value", log=True))


VIEW = View("Spectrum", "The singular values of each weight matrix, its ranks, and a hint of its health", 50, compute)
