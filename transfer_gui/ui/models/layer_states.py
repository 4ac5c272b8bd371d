"""What a plan makes of every row of the layer tree, worked out once per plan. No Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ...core.plan import LayerPlan, Plan
from .plan_edits import Row


class RowState(NamedTuple):
    """One row under a plan."""

    trains: str
    """'yes', 'no', 'partly' (some inside), or '' where there is nothing to train. At the first epoch."""
    trainable: int
    """Numbers that learn in the first epoch."""
    lowest: float
    highest: float
    """Learning-rate multipliers inside (equal in most rows)."""
    given: bool
    """The multiplier is set on this very row, not taken from a row above."""
    unfreeze_at: int | None
    """The first epoch (from 0) at which something frozen inside begins to learn."""


class States(NamedTuple):
    """All rows under a plan."""

    rows: tuple[RowState, ...]
    later: int
    """Numbers that are frozen at first and learn from a later epoch on."""


@dataclass(slots=True)
class _Sum:
    """What is gathered from a row's own numbers and the rows inside it."""

    trained: int = 0
    frozen: int = 0
    numbers: int = 0
    lowest: float = float("inf")
    highest: float = float("-inf")
    wakes: int | None = None

    def take(self, other: "_Sum") -> None:
        self.trained += other.trained
        self.frozen += other.frozen
        self.numbers += other.numbers
        self.lowest, self.highest = min(self.lowest, other.lowest), max(self.highest, other.highest)
        self.wakes = _earlier(self.wakes, other.wakes)


def states(all_rows: Sequence[Row], plan: Plan) -> States:
    """Every row under `plan`: one pass over the tree, children before parents."""
    sums = [_Sum() for _ in all_rows]
    mixed = _split_inside(all_rows, plan)
    later = 0
    made: list[RowState] = []
    for row, found in zip(reversed(all_rows), reversed(sums), strict=True):
        says = plan.resolve(row.layer.path)
        if row.tunable:
            still, both = says.frozen_in(0), row.layer.path in mixed
            wakes = says.unfreeze_at if still else None
            later += row.own if wakes is not None else 0
            found.take(
                _Sum(not still or both, still or both, 0 if still else row.own, says.multiplier, says.multiplier, wakes)
            )
        made.append(_state(row, plan, says, found))
        if row.parent >= 0:
            sums[row.parent].take(found)
    return States(tuple(reversed(made)), later)


def effect(all_rows: Sequence[Row], plan: Plan) -> tuple[LayerPlan, ...]:
    """What the plan does, whatever its rules look like: equal for two plans that train the same way."""
    found: list[LayerPlan] = []
    for row in all_rows:
        if row.tunable:
            says = plan.resolve(row.layer.path)
            if not says.frozen:
                says = LayerPlan(False, says.multiplier, None)
            elif says.unfreeze_at is None:
                says = LayerPlan(True, 1.0, None)
            found.append(says)
    return tuple(found)


def _state(row: Row, plan: Plan, says: LayerPlan, found: _Sum) -> RowState:
    if not found.trained and not found.frozen:
        return RowState("", 0, says.multiplier, says.multiplier, False, None)
    trains = "partly" if found.trained and found.frozen else "yes" if found.trained else "no"
    rule = plan.layers.get(row.layer.path)
    given = rule is not None and rule.multiplier is not None
    return RowState(trains, found.numbers, found.lowest, found.highest, given, found.wakes)


def _split_inside(all_rows: Sequence[Row], plan: Plan) -> set[str]:
    """Layers without rows below them in which a rule on a single parameter says otherwise than the layer's own."""
    own = {row.layer.path for row in all_rows}
    found: set[str] = set()
    for path in plan.layers:
        above = path.rpartition(".")[0]
        if path not in own and above in own and plan.resolve(path).frozen_in(0) != plan.resolve(above).frozen_in(0):
            found.add(above)
    return found


def _earlier(a: int | None, b: int | None) -> int | None:
    return b if a is None else a if b is None else min(a, b)
