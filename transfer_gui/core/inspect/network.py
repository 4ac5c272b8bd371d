"""The whole network on one screen: which layers learned, how far each is from the source, and that the frozen stood.

Not a view of a layer's tensors, but figures of what a run measured (`events.Measured`) or of two sets of tensors.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..events import Measured, Movement
from .figures import Array, Axis, Heatmap, Measure, Measures
from .view import STATISTICS

Quantity = Literal["drift", "update", "gradient", "norm", "cosine"]
"""Of a layer, over the epochs."""

TURN = 2.0**-53
"""The least step from 1 downwards of a double."""
FEW = 4
"""Layers named in a note at most."""
ALPHA = Axis("alpha (hint)")
"""Of the power-law hint, where there is one."""


@dataclass(frozen=True, slots=True)
class LayerMovement:
    """How far one layer has come: the figures of all its tensors together. NaN where there is none."""

    layer: str
    parameters: int
    """Numbers that can be learned: running statistics are not among them."""
    norm: float
    """||w||, the L2 norm over all its tensors, running statistics included."""
    drift: float
    """||w - source|| / ||source||; exactly 0 where not a bit has changed.

    1 for what began as zeros (a transformer's new head) and is no longer: all of it is new.
    """
    cosine: float
    """w . source / (||w|| ||source||); exactly 1 where not a bit has changed."""
    update: float
    """||last step|| / ||w||, over the tensors that took the step."""
    gradient: float
    """||gradient of the last step||."""

    @property
    def moved(self) -> bool:
        """Whether a single bit has changed, as far as is known."""
        return self.drift != 0

    @property
    def turn(self) -> float:
        """1 - cosine; exactly 0 only where not a bit has changed, else at least what a double tells from 1."""
        return 0.0 if not self.moved else math.nan if math.isnan(self.cosine) else max(1 - self.cosine, TURN)

    def of(self, which: Quantity) -> float:
        return self.turn if which == "cosine" else float(getattr(self, which))


def layers_of(tensors: Mapping[str, Movement]) -> tuple[LayerMovement, ...]:
    """The layers, in the order of their first tensor: what one module holds itself is one layer.

    A tensor that the whole network holds itself (a class token) is a layer of its own name.
    """
    groups: dict[str, dict[str, Movement]] = {}
    for name, movement in tensors.items():
        groups.setdefault(name.rpartition(".")[0] or name, {})[name] = movement
    return tuple(_layer(layer, group) for layer, group in groups.items())


def _layer(layer: str, group: Mapping[str, Movement]) -> LayerMovement:
    members = group.values()
    weight, source, moved, dot = (
        math.fsum(values) if all(map(math.isfinite, values)) else math.nan
        for values in ([getattr(m, key) for m in members] for key in ("weight", "source", "moved", "dot"))
    )
    stepped = [m for m in members if not math.isnan(m.update)]
    drawn = [m.gradient for m in members if not math.isnan(m.gradient)]
    if moved == 0:
        drift, cosine = 0.0, 1.0
    else:
        drift = _ratio(moved, source or moved)
        known = weight > 0 and source > 0 and not math.isnan(dot)
        cosine = max(-1.0, min(1.0, dot / math.sqrt(weight) / math.sqrt(source))) if known else math.nan
    return LayerMovement(
        layer=layer,
        parameters=sum(m.size for name, m in group.items() if name.rpartition(".")[2] not in STATISTICS),
        norm=math.sqrt(weight),
        drift=drift,
        cosine=cosine,
        update=_ratio(sum(m.update for m in stepped), sum(m.weight for m in stepped)) if stepped else math.nan,
        gradient=math.sqrt(sum(drawn)) if drawn else math.nan,
    )


def _ratio(part: float, whole: float) -> float:
    """The square root of part / whole; infinite for something of nothing."""
    if whole > 0:
        return math.sqrt(part / whole)
    return math.nan if math.isnan(part) or math.isnan(whole) else math.inf if part > 0 else 0.0


def now(measured: Measured, title: str = "The whole network", hint: Mapping[str, float] | None = None) -> Measures:
    """Every layer's figures at one moment, a row each. `hint` gives the power-law exponent of some layers."""
    rows = layers_of(measured.tensors)

    def column(take: Callable[[LayerMovement], float]) -> Array:
        values = np.array([take(row) for row in rows], np.float64)
        return np.where(np.isfinite(values), values, np.nan).astype(np.float32)

    measures = [
        Measure(Axis("parameters", log=True), column(lambda row: row.parameters), "Numbers that can be learned"),
        Measure(Axis("norm", log=True), column(lambda row: row.norm), "L2 norm of all the layer's tensors, ||w||"),
        Measure(
            Axis("drift", log=True),
            column(lambda row: row.drift),
            "Distance from the source, ||w - source|| / ||source||; 0 is exact: not a bit has changed. "
            "1 also where all began as zeros",
        ),
        Measure(
            Axis("1 - cosine", log=True),
            column(lambda row: row.turn),
            "Of the angle between the layer and its source: 0 is exact: not a bit has changed; 1 is a right angle",
        ),
        Measure(
            Axis("update", "of the norm", log=True),
            column(lambda row: row.update),
            "Length of the last step, ||step|| / ||w||; about 0.001 is usual, none where the layer is frozen",
        ),
        Measure(
            Axis("gradient", log=True),
            column(lambda row: row.gradient),
            "L2 norm of the last step's gradient; none where the layer is frozen",
        ),
    ]
    if hint is not None:
        exponents = column(lambda row: hint.get(row.layer, math.nan))
        measures.append(Measure(ALPHA, exponents, "Exponent of the power law of the spectrum; a hint, no verdict"))
    return Measures(title, tuple(row.layer for row in rows), tuple(measures), "layer", summary(rows))


def summary(rows: Sequence[LayerMovement]) -> str:
    """In words how many layers moved, and that the others did not."""
    unknown = sum(math.isnan(row.drift) for row in rows)
    moved = sum(row.moved for row in rows) - unknown
    still = len(rows) - moved - unknown
    told = [f"{moved:,} of {len(rows):,} layers moved"]
    if 0 < moved <= FEW and still:
        told[0] += ": " + ", ".join(row.layer for row in rows if row.moved and not math.isnan(row.drift))
    if still:
        told.append(f"{still:,} did not change by a single bit")
    if unknown:
        told.append(f"{unknown:,} cannot be compared with the source")
    return "; ".join(told)


_TITLES: dict[Quantity, tuple[str, str, str]] = {
    "drift": ("Drift from the source", "log10 of ||w - source|| / ||source||", "exactly 0: not a bit changed"),
    "update": ("Update by weight", "log10 of ||step|| / ||w||", "exactly 0: no step was taken"),
    "gradient": ("Gradient norm", "log10 of ||gradient||", "0: no gradient reaches a frozen layer"),
    "norm": ("Norm", "log10 of ||w||", "exactly 0"),
    "cosine": ("Cosine to the source", "log10 of (1 - cosine)", "exactly 0: not a bit changed"),
}
"""Title, unit, and what zero means."""


def over_epochs(measureds: Sequence[Measured], which: Quantity = "drift") -> Heatmap:
    """One quantity of every layer (rows) at the end of every epoch (columns, counted from 1).

    As powers of ten; of the cosine, what it lacks to 1. Where the layer did not move or took no step the value is
    exactly zero, its logarithm -inf; a cell is empty (NaN) where it was not measured. The update and the gradient are
    those of the epoch's last step. The scale leaves out the two outermost percents.
    """
    found = [{row.layer: row for row in layers_of(measured.tensors)} for measured in measureds]
    layers = tuple(dict.fromkeys(layer for rows in found for layer in rows))
    stepped = [any(not math.isnan(row.update) for row in rows.values()) for rows in found]
    values = np.array(
        [[_cell(rows.get(layer), which, s) for rows, s in zip(found, stepped, strict=True)] for layer in layers],
        np.float64,
    )
    values = values.reshape(len(layers), len(found))
    low, high = _scale(values)
    title, unit, zero = _TITLES[which]
    columns = tuple(str((m.epoch or 0) + 1) for m in measureds)
    note = summary(list(found[-1].values())) if found else ""
    return Heatmap(
        title, values.astype(np.float32), Axis("epoch"), Axis("layer"), low, high, unit, note, layers, columns,
        log=True, zero=zero,
    )  # fmt: skip


def _cell(row: LayerMovement | None, which: Quantity, stepped: bool) -> float:
    """The logarithm of one figure; `stepped` where others took a step, so that one without it is frozen."""
    if row is None:
        return math.nan
    value = row.of(which)
    if math.isnan(value) and which in {"update", "gradient"} and stepped and math.isfinite(row.norm):
        value = 0.0
    if not math.isfinite(value):
        return math.nan
    return math.log10(value) if value > 0 else -math.inf


def _scale(values: NDArray[np.float64]) -> tuple[float, float]:
    known = values[np.isfinite(values)]
    if not known.size:
        return 0.0, 1.0
    low, high = (float(end) for end in np.percentile(known, (1, 99)))
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def between(tensors: Mapping[str, NDArray[Any]], source: Mapping[str, NDArray[Any]]) -> dict[str, Movement]:
    """How far apart two sets of tensors are, by the same sums as a run measures; there is no step and no gradient.

    Floats alone are compared; a tensor that the source lacks, or has in another shape, is not compared with it (NaN).
    """
    none = math.nan
    found: dict[str, Movement] = {}
    for name, tensor in tensors.items():
        if not np.issubdtype(tensor.dtype, np.floating):
            continue
        weight, old = _dot(tensor, tensor), source.get(name)
        if old is None or old.shape != tensor.shape:
            found[name] = Movement(tensor.size, weight, none, none, none, none, none)
            continue
        moved = 0.0 if _same(tensor, old) else _apart(tensor, old)
        found[name] = Movement(tensor.size, weight, _dot(old, old), moved, _dot(tensor, old), none, none)
    return found


PIECE = 1 << 20
"""Numbers brought to double precision at a time."""


def _same(one: NDArray[Any], other: NDArray[Any]) -> bool:
    """Whether they agree in every bit, NaN and the sign of zero included."""
    return one.dtype == other.dtype and all(a.tobytes() == b.tobytes() for a, b in _pieces(one, other))


def _dot(one: NDArray[Any], other: NDArray[Any]) -> float:
    pieces = ((a.astype(np.float64), b.astype(np.float64)) for a, b in _pieces(one, other))
    return float(sum(np.dot(a, b) for a, b in pieces))


def _apart(one: NDArray[Any], other: NDArray[Any]) -> float:
    gaps = (a.astype(np.float64) - b for a, b in _pieces(one, other))
    return float(sum(np.dot(gap, gap) for gap in gaps))


def _pieces(one: NDArray[Any], other: NDArray[Any]) -> list[tuple[NDArray[Any], NDArray[Any]]]:
    a, b = one.ravel(), other.ravel()
    return [(a[i : i + PIECE], b[i : i + PIECE]) for i in range(0, a.size, PIECE)]
