"""Edits of a plan by what a person points at: rows, their order of computation, the fewest rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...core.models.layer import Layer
from ...core.plan import Plan, ancestors
from ..translation import plural, tr


@dataclass(frozen=True, slots=True)
class Row:
    """A layer in a flat list, parents first. `parent` and `children` are positions in that list."""

    layer: Layer
    parent: int
    place: int
    """Which child of its parent this is."""
    depth: int
    """How many layers it lies within."""
    children: tuple[int, ...]
    own: int
    """Numbers that the layer holds itself, beside its children."""
    tunable: bool
    """Has something that freezing keeps still: numbers of its own, or running statistics."""
    first: int
    last: int
    """Positions in the order of computation that the layer spans."""
    holds_new: bool
    """Something inside is task-specific."""


def rows(root: Layer) -> tuple[Row, ...]:
    """The tree as a flat list, parents first, with all that does not depend on a plan worked out once."""
    layers: list[Layer] = []
    parents: list[int] = []
    places: list[int] = []
    below: list[list[int]] = []
    stack = [(root, -1, 0)]
    while stack:
        layer, parent, place = stack.pop()
        number = len(layers)
        layers.append(layer)
        parents.append(parent)
        places.append(place)
        below.append([])
        if parent >= 0:
            below[parent].append(number)
        stack.extend((child, number, i) for i, child in reversed(list(enumerate(layer.children))))
    spans = _spans(layers, parents, below)
    new = [layer.task_specific for layer in layers]
    for number in range(len(layers) - 1, 0, -1):
        new[parents[number]] = new[parents[number]] or new[number]
    made: list[Row] = []
    for number, layer in enumerate(layers):
        own = layer.parameters - sum(child.parameters for child in layer.children)
        tunable = own > 0 or (layer.norm and not layer.children)
        above, children = parents[number], tuple(below[number])
        depth = made[above].depth + 1 if above >= 0 else 0
        made.append(Row(layer, above, places[number], depth, children, own, tunable, *spans[number], new[number]))
    return tuple(made)


def _spans(layers: list[Layer], parents: list[int], below: list[list[int]]) -> list[tuple[int, int]]:
    """First and last position in the order of computation, by what runs inside.

    A parameter, or a module that is used without being called (the output projection of torch's attention), runs
    when its parent begins.
    """
    spans = [(layer.order, layer.order) for layer in layers]
    for number in range(len(layers) - 1, -1, -1):
        known = [spans[child] for child in below[number] if spans[child][0] >= 0]
        if known:
            spans[number] = (min(first for first, _ in known), max(last for _, last in known))
    for number, parent in enumerate(parents):
        if spans[number][0] < 0 and parent >= 0:
            spans[number] = (spans[parent][0], spans[parent][0])
    return spans


def cover(all_rows: Sequence[Row], wanted: Iterable[int]) -> tuple[str, ...]:
    """The fewest paths that hold exactly the tunable rows in `wanted` (positions), and none besides."""
    chosen = set(wanted)
    full = [False] * len(all_rows)
    some = [False] * len(all_rows)
    for number in range(len(all_rows) - 1, -1, -1):
        row = all_rows[number]
        parts = [child for child in row.children if some[child]]
        some[number] = row.tunable or bool(parts)
        full[number] = some[number] and (number in chosen or not row.tunable) and all(full[child] for child in parts)
    found: list[str] = []
    stack = [0]
    while stack:
        number = stack.pop()
        if full[number]:
            found.append(all_rows[number].layer.path)
        else:
            stack.extend(reversed(all_rows[number].children))
    return tuple(found)


def up_to(all_rows: Sequence[Row], number: int) -> tuple[str, ...]:
    """What is computed before the row at `number` ends, itself included, as the fewest paths."""
    end = all_rows[number].last
    return cover(all_rows, [i for i, row in enumerate(all_rows) if row.tunable and row.last <= end])


def onwards(all_rows: Sequence[Row], number: int) -> tuple[str, ...]:
    """What is computed once the row at `number` begins, itself included, as the fewest paths."""
    start = all_rows[number].first
    return cover(all_rows, [i for i, row in enumerate(all_rows) if row.tunable and row.first >= start])


def topmost(paths: Iterable[str]) -> tuple[str, ...]:
    """The paths that do not lie inside another of them, in their order."""
    given = dict.fromkeys(paths)
    return tuple(p for p in given if not any(above in given for above in ancestors(p) if above != p))


def freeze(plan: Plan, paths: Sequence[str]) -> Plan:
    """`paths` and all inside them keep the source model's weights."""
    return plan.change(paths, frozen=True, unfreeze_at=None)


def train(plan: Plan, paths: Sequence[str]) -> Plan:
    """`paths` and all inside them learn from the first epoch on."""
    return plan.change(paths, frozen=False, unfreeze_at=None)


def strangers(all_rows: Sequence[Row], plan: Plan) -> tuple[str, ...]:
    """Rules on layers that this model does not have (a rule on a parameter of one of its layers is no stranger)."""
    own = {row.layer.path for row in all_rows}
    leaves = {row.layer.path for row in all_rows if row.own > 0}
    return tuple(p for p in plan.layers if p not in own and p.rpartition(".")[0] not in leaves)


def without(plan: Plan, paths: Iterable[str]) -> Plan:
    """The plan without its rules on `paths`."""
    dropped = set(paths)
    return Plan(layers={path: rule for path, rule in plan.layers.items() if path not in dropped})


def named(paths: Sequence[str]) -> str:
    """The layers in a few words: 'layer1 and 2 others'."""
    first = (paths[0] or tr("the whole model")) if paths else tr("nothing")
    more = len(paths) - 1
    return first if more < 1 else plural(more, "{first} and {count} other", "{first} and {count} others", first=first)
