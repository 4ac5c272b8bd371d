"""The layer tree as plain data. No torch here."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..recipes import Recipe
from .entry import ModelEntry
from .tape import Tape


@dataclass(frozen=True, slots=True)
class Layer:
    """A module of the model, or a parameter that a module holds beside its children (kind 'Parameter')."""

    path: str
    """Dotted, as in `named_modules`; the root's is empty."""
    name: str
    kind: str
    """The class's name: 'Conv2d', 'BatchNorm2d'..."""
    detail: str
    """The settings that matter: '3 -> 64, 3 x 3, stride 2'."""
    parameters: int
    """Numbers in this layer and all inside it."""
    output_shape: tuple[int, ...]
    """Without the batch; empty where not known."""
    order: int
    """Position in the order of computation; -1 where it is not run."""
    task_specific: bool
    """New for the target task (the head), or only such layers inside."""
    norm: bool
    """Keeps running statistics (batch norm): in evaluation mode while frozen."""
    children: tuple["Layer", ...] = ()
    heads: int = 0
    """Attention heads that this module itself parts its width into; 0 where it does not attend."""
    tape: Tape | None = None
    """What the network's passes hold in memory; the root alone has it."""
    recipe: Recipe | None = None
    """How inputs are made for its weights, at their own size; the root alone has it."""
    entry: ModelEntry | None = None
    """What the weights tell of the network, where they tell its layers; the root alone has it."""

    def walk(self) -> Iterator["Layer"]:
        """This layer and every one inside it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()


def heads_of(root: Layer) -> dict[str, int]:
    """The number of attention heads by the path of the module that attends."""
    return {layer.path: layer.heads for layer in root.walk() if layer.heads}
