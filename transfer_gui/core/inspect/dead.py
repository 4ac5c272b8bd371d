"""Filters that do nothing any more: weights that are all zero, or a gain of zero in the norm behind them."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .figures import Array, Axis, Figure, Lines, Table
from .view import Subject, View

SHARE = 1e-6
"""A filter is dead whose norm is less than this share of the median's."""
LISTED = 20
"""Filters listed by number at most, of one tensor."""
PLOTS = 4
"""Weights with a curve at most."""


def compute(subject: Subject) -> tuple[Figure, ...]:
    """Which filters of each weight are dead, and the norms of all, sorted."""
    found = {name: (strengths(t), t.ndim) for name, t in subject.learned().items() if is_weight(name, t)}
    if not found:
        return ()
    rows = [_row(subject.short(name), norms, ndim) for name, (norms, ndim) in found.items()]
    bad = [row for row in rows if row[2]]
    notes = (f"Dead: of a norm below {SHARE:g} of the median's.",)
    if not bad:
        of = f"all {len(rows)} weights" if len(rows) > 1 else rows[0][0]
        notes = (f"No filter is dead: {sum(int(row[1]) for row in rows):,} looked at in {of}.", *notes)
    table = Table("Dead filters", ("weight", "filters", "dead", "which"), tuple(bad or rows[:PLOTS]), notes)
    several = {name: norms for name, (norms, _) in found.items() if len(norms) > 1}
    if len(several) > 1:
        return table, _compared(subject, several)
    return (table, *(_sorted(subject, name, norms) for name, norms in several.items()))


def is_weight(name: str, tensor: NDArray[Any]) -> bool:
    """Whether it has filters: a weight with one output a row, or the gains of a norm layer."""
    return name.rpartition(".")[2].endswith("weight") and tensor.ndim >= 1


def strengths(weight: NDArray[Any]) -> Array:
    """L2 norm of each filter (outputs,) of a weight (outputs, ...); of a norm layer's gains their magnitudes."""
    flat = weight.reshape(len(weight), -1).astype(np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        return np.sqrt(np.square(flat).sum(1)).astype(np.float32)


def dead(norms: Array) -> NDArray[np.int64]:
    """Numbers of the filters whose norm is below `SHARE` of the median's; where that is zero, those of norm zero.

    A filter with a NaN is not dead.
    """
    finite = norms[np.isfinite(norms)]
    least = SHARE * float(np.median(finite)) if finite.size else 0.0
    with np.errstate(invalid="ignore"):
        return np.flatnonzero((norms < least) | (norms == 0))


def _row(name: str, norms: Array, ndim: int) -> tuple[str, int, int, str]:
    numbers = dead(norms)
    if len(numbers) == len(norms):
        which = "all"
    else:
        which = ", ".join(map(str, numbers[:LISTED].tolist()))
        which += f" and {len(numbers) - LISTED:,} more" if len(numbers) > LISTED else ""
    return (f"{name} (gain)" if ndim == 1 else name, len(norms), len(numbers), which or "none")


def _sorted(subject: Subject, name: str, norms: Array) -> Lines:
    def curve(values: Array) -> tuple[Array, Array]:
        return np.arange(len(values), dtype=np.float32), np.sort(values)[::-1]

    old = subject.before(name)
    curves = ({} if old is None else {"source": curve(strengths(old))}) | {"now": curve(norms)}
    y = Axis("L2 norm", low=0.0)
    return Lines(f"{subject.short(name)}: filters by their norm", curves, Axis("filter, strongest first"), y)


def _compared(subject: Subject, several: dict[str, Array]) -> Lines:
    """The filters of the first few weights on one scale: sorted, each by the median's norm."""
    curves: dict[str, tuple[Array, Array]] = {}
    for name, norms in list(several.items())[:PLOTS]:
        finite = norms[np.isfinite(norms)]
        middle = float(np.median(finite)) if finite.size else 0.0
        share = np.linspace(0, 100, len(norms), dtype=np.float32)
        with np.errstate(over="ignore"):
            curves[subject.short(name)] = share, np.sort(norms)[::-1] / np.float32(middle or 1.0)
    note = f"of the first {PLOTS} of {len(several)} weights" if len(several) > PLOTS else ""
    x, y = Axis("filters, strongest first", "%"), Axis("norm by the median's", low=0.0)
    return Lines("Filters by their norm", curves, x, y, note)


VIEW = View("Dead filters", "Filters whose weights, or the gains behind them, are all zero", 40, compute)
