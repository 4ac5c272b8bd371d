"""The usual transfer plans, made from the layer tree. No torch here."""

from collections.abc import Iterator

from ..plan import Plan, freeze_all_but
from .layer import Layer

_TRANSPARENT = {"Sequential", "ModuleList", "ModuleDict", "Encoder"}
_BULK = 0.9
"""A container with more than this share of the backbone is looked into, whatever its kind (a transformer's encoder)."""


def presets(root: Layer) -> dict[str, Plan]:
    """'head': the new head alone learns; 'last_stage': with it the last stage of the backbone; 'all': everything."""
    heads = head_paths(root)
    return {
        "head": freeze_all_but(heads),
        "last_stage": freeze_all_but([*last_stage(root), *heads]),
        "all": Plan(),
    }


def head_paths(root: Layer) -> list[str]:
    """Paths of the task-specific layers, outermost first."""
    if root.task_specific and not any(child.parameters and not child.task_specific for child in root.children):
        return [root.path]
    return [
        layer.path
        for layer in root.walk()
        if layer.task_specific and layer.parameters and not any(child.task_specific for child in layer.children)
    ]


def last_stage(root: Layer) -> list[str]:
    """Paths of the backbone's last stage: the blocks that work at the resolution of the last feature map, and what
    comes after them before the head.

    Where that is more than half of the blocks, as in a transformer that keeps one resolution all the way: the last
    block and what comes after it.
    """
    units = sorted(_units(root, _backbone(root)), key=_first)
    maps = [unit for unit in units if _positions(unit) > 1]
    if not maps:
        return []
    resolution = _positions(maps[-1])
    stage = [unit for unit in maps if any(_works_at(leaf, resolution) for leaf in unit.walk())]
    if len(stage) > len(maps) / 2:
        blocks = [unit for unit in stage if unit.children] or stage
        last = blocks[-1].path
        stage = maps[next(i for i, unit in enumerate(maps) if unit.path == last) :]
    start, passed = _first(stage[0]), {unit.path for unit in maps} - {unit.path for unit in stage}
    return _gathered(root, {unit.path for unit in units if _first(unit) >= start} - passed)


def _backbone(root: Layer) -> int:
    heads = set(head_paths(root))
    return root.parameters - sum(layer.parameters for layer in root.walk() if layer.path in heads)


def _units(layer: Layer, backbone: int) -> Iterator[Layer]:
    """The blocks of the backbone: what its plain containers hold."""
    for child in layer.children:
        if not child.parameters or child.kind == "Parameter" or child.task_specific:
            continue
        holds_head = any(inner.task_specific and inner.parameters for inner in child.walk())
        if child.children and (child.kind in _TRANSPARENT or holds_head or child.parameters > _BULK * backbone):
            yield from _units(child, backbone)
        else:
            yield child


def _first(layer: Layer) -> int:
    return min((inner.order for inner in layer.walk() if inner.order >= 0), default=-1)


def _positions(layer: Layer) -> int:
    """How many places a layer's output has: height x width, or tokens; 1 for a vector, 0 where it is not known."""
    shape = layer.output_shape
    if len(shape) == 3:
        channels_first = shape[1] == shape[2] or shape[0] != shape[1]
        return shape[1] * shape[2] if channels_first else shape[0] * shape[1]
    return shape[0] if len(shape) == 2 else len(shape)


def _works_at(layer: Layer, resolution: int) -> bool:
    return bool(layer.parameters) and not layer.children and _positions(layer) == resolution


def _gathered(root: Layer, chosen: set[str]) -> list[str]:
    """`chosen` with a container in the place of its parts where all are chosen."""

    def whole(layer: Layer) -> bool:
        if layer.path in chosen:
            return True
        holders = [child for child in layer.children if child.parameters]
        return bool(layer.path) and bool(holders) and all(whole(child) for child in holders)

    def gather(layer: Layer) -> Iterator[str]:
        if layer.parameters and whole(layer):
            yield layer.path
        else:
            for child in layer.children:
                yield from gather(child)

    return list(gather(root))
