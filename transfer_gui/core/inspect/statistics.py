"""The figures of each tensor in a layer: spread, size, zeros, dead filters, and how far it is from the source."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .dead import dead, is_weight, strengths
from .figures import Figure, Table
from .view import STATISTICS, Subject, View

MOST = 200
"""Tensors listed at most."""
PLACES = 3
"""Places of broken numbers named at most, of each kind."""
NEAR = 1e-3
"""Numbers within this share of the largest magnitude are near zero."""
COLUMNS = ("mean", "deviation", "L2 norm", "smallest", "largest", "zeros", "near zero", "dead filters", "moved")

_KINDS: tuple[tuple[str, Callable[[NDArray[Any]], NDArray[np.bool_]]], ...] = (
    ("NaN", np.isnan),
    ("infinity", np.isposinf),
    ("-infinity", np.isneginf),
)


def compute(subject: Subject) -> tuple[Figure, ...]:
    """One table: a tensor a row, or a tensor a column where there are one or two.

    'near zero' is the share of numbers within a thousandth of the largest magnitude, zeros among them; 'moved' the
    relative distance from the source, ||now - source|| / ||source|| (L2).
    """
    tensors = [(n, t) for n, t in subject.tensors.items() if n.rpartition(".")[2] not in STATISTICS or t.ndim]
    if not tensors:
        return ()
    shown = tensors[:MOST]
    other = any(subject.dtypes.get(n, t.dtype.name) != t.dtype.name for n, t in shown)
    rows: list[tuple[str | float, ...]] = []
    for name, tensor in shown:
        stored = (subject.dtypes.get(name, tensor.dtype.name),) if other else ()
        numbers = (*describe(tensor), _dead(name, tensor), moved(tensor, subject.before(name)))
        rows.append((subject.short(name), by(tensor), *stored, *numbers))
    notes = [f"{n} holds {bad}: {places(t)}." for n, t in tensors if (bad := broken(t))]
    if len(tensors) > MOST:
        notes.append(f"The first {MOST} of {len(tensors):,} tensors.")
    columns: tuple[str, ...] = ("tensor", "shape", *(("stored as",) if other else ()), *COLUMNS)
    if len(rows) <= 2:
        turned = tuple(zip(columns, *rows, strict=True))
        return (Table("Statistics", tuple(map(str, turned[0])), turned[1:], tuple(notes)),)
    return (Table("Statistics", columns, tuple(rows), tuple(notes)),)


def describe(tensor: NDArray[Any]) -> tuple[float | str, ...]:
    """Mean, standard deviation, L2 norm, smallest, largest, share of zeros and of what is near zero of the finite
    numbers."""
    finite = (np.abs(tensor) if np.iscomplexobj(tensor) else tensor)[np.isfinite(tensor)].astype(np.float64)
    if not finite.size:
        return ("-",) * 7
    low, high, squares = float(finite.min()), float(finite.max()), float(finite @ finite)
    size = max(-low, high)
    zeros, near = (np.count_nonzero(np.abs(finite) <= least) / finite.size for least in (0.0, NEAR * size))
    return (
        float(finite.mean()), float(finite.std()), float(np.sqrt(squares)), low, high, f"{zeros:.1%}", f"{near:.1%}",
    )  # fmt: skip


def moved(tensor: NDArray[Any], before: NDArray[Any] | None) -> str:
    """The relative distance from the source in words; a dash where there is no source to compare with."""
    if before is None:
        return "-"
    if np.array_equal(tensor, before, equal_nan=np.issubdtype(tensor.dtype, np.inexact)):
        return "not at all"
    if broken(tensor) or broken(before):
        return "not finite"
    difference = float(np.linalg.norm((tensor.astype(np.float64) - before).ravel()))
    size = float(np.linalg.norm(before.astype(np.float64).ravel()))
    return f"{difference / size:.2%}" if size else "from zero"


def broken(tensor: NDArray[Any]) -> str:
    """How many numbers are NaN or infinite, in words; empty for none."""
    count = tensor.size - np.count_nonzero(np.isfinite(tensor))
    return f"{count:,} of {tensor.size:,} numbers that are NaN or infinite" if count else ""


def places(tensor: NDArray[Any]) -> str:
    """Where the first NaN and infinities of each kind stand, by index: 'NaN at [0, 3] and 5 more'."""
    words: list[str] = []
    for kind, test in _KINDS:
        found = np.flatnonzero(test(np.real(tensor)))
        if len(found):
            first = np.stack(np.unravel_index(found[:PLACES], tensor.shape), 1).tolist() if tensor.ndim else [[]]
            more = f" and {len(found) - PLACES:,} more" if len(found) > PLACES else ""
            words.append(f"{kind} at {', '.join(map(str, first))}{more}" if tensor.ndim else kind)
    return "; ".join(words) or "in the imaginary part"


def by(tensor: NDArray[Any]) -> str:
    """'64 x 3 x 7 x 7'."""
    return " x ".join(f"{n:,}" for n in tensor.shape) or "one number"


def _dead(name: str, tensor: NDArray[Any]) -> str:
    if not is_weight(name, tensor) or not tensor.size or not np.issubdtype(tensor.dtype, np.floating):
        return "-"
    return f"{len(dead(strengths(tensor))):,} of {len(tensor):,}"


VIEW = View(
    "Statistics", "Mean, deviation, norm and zeros of each tensor, and how far it moved from the source", 30, compute
)
