"""What a plan makes of every row of the layer tree, worked out once per plan. No Qt here."""

from collections.abc import Sequence
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


def states(all_rows: Sequence[Row], plan: Plan) -> States:
    """Every row under `plan`: one pass over the tree, children before parents."""
    count = len(all_rows)
    trained, frozen, numbers = [0] * count, [0] * count, [0] * count
    low, high = [float("inf")] * count, [float("-inf")] * count
    wakes: list[int | None] = [None] * count
    later = 0
    mixed = _split_inside(all_rows, plan)
    made: list[RowState] = []
    for number in range(count - 1, -1, -1):
        row = all_rows[number]
        says = plan.resolve(row.layer.path)
        if row.tunable:
            still = says.frozen_in(0)
            frozen[number] += still or row.layer.path in mixed
            trained[number] += not still or row.layer.path in mixed
            numbers[number] += 0 if still else row.own
            low[number], high[number] = min(low[number], says.multiplier), max(high[number], says.multiplier)
            if still and says.unfreeze_at is not None:
                later += row.own
                wakes[number] = _earlier(wakes[number], says.unfreeze_at)
        made.append(
            _state(
                row,
                plan,
                says,
                trained[number],
                frozen[number],
                numbers[number],
                low[number],
                high[number],
                wakes[number],
            )
        )
        parent = row.parent
        if parent >= 0:
            trained[parent] += trained[number]
            frozen[parent] += frozen[number]
            numbers[parent] += numbers[number]
            low[parent], high[parent] = min(low[parent], low[number]), max(high[parent], high[number])
            wakes[parent] = _earlier(wakes[parent], wakes[number])
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


def _state(
    row: Row,
    plan: Plan,
    says: LayerPlan,
    trained: int,
    frozen: int,
    numbers: int,
    low: float,
    high: float,
    wakes: int | None,
) -> RowState:
    if not trained and not frozen:
        return RowState("", 0, says.multiplier, says.multiplier, False, None)
    trains = "partly" if trained and frozen else "yes" if trained else "no"
    rule = plan.layers.get(row.layer.path)
    return RowState(trains, numbers, low, high, rule is not None and rule.multiplier is not None, wakes)


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
