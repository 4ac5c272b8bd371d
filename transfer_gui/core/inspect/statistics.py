"""The figures of each tensor in a layer: spread, size, zeros, dead filters, and how far it is from the source."""

from collections.abc import Callable, Iterator, Sequence
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
CHUNK = 1 << 16
"""Numbers taken at a time."""
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
    return (table("Statistics", columns, rows, notes),)


def table(
    title: str, columns: tuple[str, ...], rows: Sequence[tuple[str | float, ...]], notes: Sequence[str] = ()
) -> Table:
    """A table with a row each; turned, with a column each, where there are one or two: a narrow panel shows it all."""
    if len(rows) > 2:
        return Table(title, columns, tuple(rows), tuple(notes))
    turned = tuple(zip(columns, *rows, strict=True))
    return Table(title, tuple(map(str, turned[0])), turned[1:], tuple(notes))


def describe(tensor: NDArray[Any]) -> tuple[float | str, ...]:
    """Mean, standard deviation, L2 norm, smallest, largest, share of zeros and of what is near zero of the finite
    numbers."""
    count = zeros = near = 0
    total = squares = deviations = 0.0
    low, high = float("inf"), float("-inf")
    for part in _parts(tensor):
        count += part.size
        zeros += part.size - np.count_nonzero(part)
        total += float(part.sum())
        squares += float(part @ part)
        low, high = min(low, float(part.min(initial=low))), max(high, float(part.max(initial=high)))
    if not count:
        return ("-",) * 7
    mean, least = total / count, NEAR * max(-low, high)
    for part in _parts(tensor):
        near += np.count_nonzero(np.abs(part) <= least)
        part -= mean
        deviations += float(part @ part)
    shares = (f"{zeros / count:.1%}", f"{near / count:.1%}")
    return (mean, float(np.sqrt(deviations / count)), float(np.sqrt(squares)), low, high, *shares)


def _parts(tensor: NDArray[Any]) -> Iterator[NDArray[np.float64]]:
    """The finite numbers in turn, as float64 and of a size that stays in the processor's cache; magnitudes of complex
    ones."""
    flat = tensor.reshape(-1)
    for start in range(0, flat.size, CHUNK):
        part = flat[start : start + CHUNK]
        part = (np.abs(part) if np.iscomplexobj(part) else part).astype(np.float64)
        finite = np.isfinite(part)
        yield part if finite.all() else part[finite]


def moved(tensor: NDArray[Any], before: NDArray[Any] | None) -> str:
    """The relative distance from the source in words; a dash where there is no source to compare with."""
    if before is None:
        return "-"
    if np.array_equal(tensor, before, equal_nan=np.issubdtype(tensor.dtype, np.inexact)):
        return "not at all"
    if broken(tensor) or broken(before):
        return "not finite"
    distance = size = 0.0
    for part, old in zip(_parts(tensor), _parts(before), strict=True):
        size += float(old @ old)
        part -= old
        distance += float(part @ part)
    return f"{np.sqrt(distance / size):.2%}" if size else "from zero"


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
