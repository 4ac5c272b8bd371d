"""The figures of each tensor in a layer: spread, size, zeros, and how far it is from the source."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .figures import Figure, Table
from .view import Subject, View

MOST = 200
"""Tensors listed at most."""
COLUMNS = ("mean", "deviation", "L2 norm", "smallest", "largest", "zeros", "moved")


def compute(subject: Subject) -> tuple[Figure, ...]:
    """One table: a tensor a row, or a tensor a column where there are one or two.

    'moved' is the relative distance from the source, ||now - source|| / ||source|| (L2).
    """
    tensors = [(n, t) for n, t in subject.tensors.items() if t.ndim > 0]
    if not tensors:
        return ()
    shown = tensors[:MOST]
    rows = [(subject.short(n), by(t), *describe(t), moved(t, subject.before(n))) for n, t in shown]
    notes = [f"{n} holds {bad} that are NaN or infinite." for n, t in tensors if (bad := broken(t))]
    if len(tensors) > MOST:
        notes.append(f"The first {MOST} of {len(tensors):,} tensors.")
    columns: tuple[str, ...] = ("tensor", "shape", *COLUMNS)
    if len(rows) <= 2:
        turned = tuple(zip(columns, *rows, strict=True))
        return (Table("Statistics", turned[0], turned[1:], tuple(notes)),)
    return (Table("Statistics", columns, tuple(rows), tuple(notes)),)


def describe(tensor: NDArray[Any]) -> tuple[float | str, ...]:
    """Mean, standard deviation, L2 norm, smallest, largest and share of zeros of the finite numbers."""
    finite = tensor[np.isfinite(tensor)].astype(np.float64)
    if not finite.size:
        return ("-",) * 6
    zeros = f"{np.count_nonzero(finite == 0) / finite.size:.1%}"
    return (
        float(finite.mean()), float(finite.std()), float(np.sqrt(np.square(finite).sum())),
        float(finite.min()), float(finite.max()), zeros,
    )  # fmt: skip


def moved(tensor: NDArray[Any], before: NDArray[Any] | None) -> str:
    """The relative distance from the source in words; a dash where there is no source to compare with."""
    if before is None:
        return "-"
    if np.array_equal(tensor, before, equal_nan=np.issubdtype(tensor.dtype, np.floating)):
        return "not at all"
    if broken(tensor) or broken(before):
        return "not finite"
    difference = float(np.linalg.norm((tensor.astype(np.float64) - before).ravel()))
    size = float(np.linalg.norm(before.astype(np.float64).ravel()))
    return f"{difference / size:.2%}" if size else "from zero"


def broken(tensor: NDArray[Any]) -> str:
    """How many numbers are NaN or infinite, in words; empty for none."""
    count = tensor.size - np.count_nonzero(np.isfinite(tensor))
    return f"{count:,} of {tensor.size:,} numbers" if count else ""


def by(tensor: NDArray[Any]) -> str:
    return " x ".join(f"{n:,}" for n in tensor.shape)


VIEW = View(
    "Statistics", "Mean, deviation, norm and zeros of each tensor, and how far it moved from the source", 30, compute
)
