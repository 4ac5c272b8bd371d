"""The blocks of a model that gradient checkpointing computes twice, from the layer tree. No torch here."""

from collections.abc import Iterator
from dataclasses import dataclass

from .layer import Layer

_CHAINS = {"Sequential", "ModuleList", "ModuleDict", "AnyStage", "Encoder", "MaxVitBlock", "_DenseBlock"}
"""Kinds of modules that hold blocks one after the other, as torch and torchvision call them."""
_RUN = 4
"""Layers in a part of a chain without pooling."""


@dataclass(frozen=True, slots=True)
class Block:
    """A module, or a run of the layers that it chains."""

    path: str
    children: tuple[str, ...] = ()
    """Names of the layers of the run; empty: the whole module."""

    @property
    def ends(self) -> tuple[str, str]:
        """Paths of what is computed first and last."""
        if not self.children:
            return self.path, self.path
        return f"{self.path}.{self.children[0]}", f"{self.path}.{self.children[-1]}"


def blocks(root: Layer) -> tuple[Block, ...]:
    """The blocks in the order in which they are defined: a network's repeated modules (residual blocks, a transformer's
    layers...), and what lies between two poolings where it is one plain chain of layers (VGG)."""
    return tuple(_inside(root))


def _inside(layer: Layer) -> Iterator[Block]:
    for child in layer.children:
        if not child.parameters or not child.children or any(inner.task_specific for inner in child.walk()):
            continue
        if child.kind == "Sequential" and not any(inner.children for inner in child.children):
            yield from _runs(child)
        elif child.kind in _CHAINS:
            yield from _inside(child)
        else:
            yield Block(child.path)


def _runs(chain: Layer) -> Iterator[Block]:
    """A plain chain, parted after every pooling."""
    pooled = any("Pool" in layer.kind for layer in chain.children)
    run: list[str] = []
    for layer in chain.children:
        run.append(layer.name)
        if "Pool" in layer.kind if pooled else len(run) == _RUN:
            yield Block(chain.path, tuple(run))
            run = []
    if len(run) > 1:
        yield Block(chain.path, tuple(run))
