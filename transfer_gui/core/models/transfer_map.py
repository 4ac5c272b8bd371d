"""Which layer of a target takes over the weights of which layer of a source, where the two are not built alike.

Layers are told by the names of their tensors: 'features.0.weight' and 'features.0.bias' are those of 'features.0'.
They are matched by hand first, then by name, then by kind and shape in the order of the network; each is used once.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor

Shape = tuple[int, ...]
How = Literal["by hand", "by name", "by shape", ""]
COUNTER = "num_batches_tracked"
"""Batch norm's count of steps: it goes along with its layer, and is no reason against another."""


@dataclass(frozen=True, slots=True)
class MappedLayer:
    """A layer that has tensors of its own."""

    path: str
    shapes: tuple[tuple[str, Shape], ...]
    """Last name and shape of each of its tensors, in order."""

    @property
    def kind(self) -> tuple[tuple[str, int], ...]:
        """What layers of the same kind have in common: the names of their tensors, and how many sides these have."""
        return tuple((name, len(shape)) for name, shape in self.sides)

    @property
    def sides(self) -> tuple[tuple[str, Shape], ...]:
        """The shapes that must agree, by name: files keep a layer's tensors in orders of their own."""
        return tuple(sorted((name, shape) for name, shape in self.shapes if name != COUNTER))


@dataclass(frozen=True, slots=True)
class Pair:
    """A layer of the target, and the one of the source that it takes over."""

    target: MappedLayer
    source: MappedLayer | None
    how: How
    """How the source was found; empty where there is none."""

    @property
    def same(self) -> bool:
        """Whether the source's layer has the very sizes of the target's."""
        return self.source is not None and self.source.sides == self.target.sides

    @property
    def share(self) -> float:
        """How much of the target's weights there is in the source, 0..1: where sides differ, what overlaps."""
        if self.source is None or self.source.kind != self.target.kind:
            return 0.0
        there, theirs = dict(self.source.shapes), 0
        for name, shape in self.target.sides:
            theirs += _count(tuple(map(min, shape, there[name])))
        return theirs / max(1, sum(_count(shape) for _, shape in self.target.sides))


@dataclass(frozen=True, slots=True)
class TransferMap:
    """Every layer of the target in order, and the layers of the source that none takes over."""

    pairs: tuple[Pair, ...]
    left: tuple[MappedLayer, ...]
    partial: bool
    """Whether layers of other sizes give what overlaps."""

    def carries(self, pair: Pair) -> bool:
        """Whether a layer takes anything over."""
        return pair.same or (self.partial and pair.share > 0)

    def words(self) -> list[str]:
        """What is carried over and what is not, in sentences."""
        whole = [p for p in self.pairs if p.same]
        part = [p for p in self.pairs if self.carries(p) and not p.same]
        said = [f"{len(whole) + len(part)} of the target's {len(self.pairs)} layers take over weights."]
        if whole:
            said.append("Carried over: " + _listed(f"{p.target.path} from {p.source.path}" for p in whole if p.source))
        if part:
            said.append(
                "In part: " + _listed(f"{p.target.path} from {p.source.path} ({p.share:.0%})" for p in part if p.source)
            )
        return [*said, *self.words_of_rest()]

    def words_of_rest(self) -> list[str]:
        """What is not carried over, in sentences."""
        rest, said = [p for p in self.pairs if not self.carries(p)], list[str]()
        if rest:
            said.append("Begin with random weights: " + _listed(p.target.path for p in rest))
        if self.left:
            said.append("Of the source, not used: " + _listed(layer.path for layer in self.left))
        return said


def layers_of(shapes: Mapping[str, Shape]) -> tuple[MappedLayer, ...]:
    """The layers of a state dict of these shapes, in order."""
    found: dict[str, list[tuple[str, Shape]]] = {}
    for name, shape in shapes.items():
        path, _, last = name.rpartition(".")
        found.setdefault(path, []).append((last, tuple(shape)))
    return tuple(MappedLayer(path, tuple(tensors)) for path, tensors in found.items())


def match(
    source: Iterable[MappedLayer], target: Iterable[MappedLayer], by_hand: Mapping[str, str] | None = None,
    partial: bool = False,
) -> TransferMap:  # fmt: skip
    """Find for each layer of the target one of the source.

    `by_hand` names the source's layer by the target's; an empty name says that none is to be taken. A layer by the same
    name counts where its tensors are of the same kind and, unless `partial`, of the same sizes.
    """
    hand, free = by_hand or {}, {layer.path: layer for layer in source}
    wanted = list(target)
    found: dict[str, tuple[MappedLayer, How]] = {}
    for layer in wanted:
        if hand.get(layer.path) in free:
            found[layer.path] = free.pop(hand[layer.path]), "by hand"
    for layer in wanted:
        same = free.get(layer.path)
        if layer.path in found or layer.path in hand or same is None or same.kind != layer.kind:
            continue
        if partial or same.sides == layer.sides:
            found[layer.path] = free.pop(layer.path), "by name"
    for layer in wanted:
        if layer.path in found or layer.path in hand:
            continue
        like = next((other for other in free.values() if other.sides == layer.sides), None)
        if like is None and partial:
            like = next((other for other in free.values() if other.kind == layer.kind), None)
        if like is not None:
            found[layer.path] = free.pop(like.path), "by shape"
    pairs = tuple(Pair(layer, *found.get(layer.path, (None, ""))) for layer in wanted)
    return TransferMap(pairs, tuple(free.values()), partial)


def carry(plan: TransferMap, source: Mapping[str, Tensor], target: Mapping[str, Tensor]) -> None:
    """Copy what the map says from the source's tensors into the target's, in place; all else stays as it is."""
    with torch.no_grad():
        for pair in plan.pairs:
            if pair.source is None or not plan.carries(pair):
                continue
            there = {name for name, _ in pair.source.shapes}
            for name, _ in pair.target.shapes:
                if name in there:
                    _copy(source[_joined(pair.source.path, name)], target[_joined(pair.target.path, name)])


def _copy(value: Tensor, into: Tensor) -> None:
    part = tuple(slice(0, min(sides)) for sides in zip(value.shape, into.shape, strict=True))
    into[part].copy_(value[part])


def _joined(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _count(shape: Shape) -> int:
    total = 1
    for side in shape:
        total *= side
    return total


def _listed(names: Iterable[str], most: int = 8) -> str:
    every = list(names)
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more + "."
