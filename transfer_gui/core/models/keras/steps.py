"""What a converted network does, one after the other. Values go by numbers; the input's is 0."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn


@dataclass(frozen=True, slots=True)
class Call:
    """Run a module."""

    module: str
    inputs: tuple[int, ...]
    output: int

    def run(self, network: nn.Module, given: Sequence[Tensor]) -> Tensor:
        module: Any = getattr(network, self.module)
        return module(*given)


@dataclass(frozen=True, slots=True)
class Move:
    """Bring the last axis behind the batch, as torch has channels, or back to the end, as Keras has them."""

    inputs: tuple[int]
    output: int
    forward: bool

    def run(self, network: nn.Module, given: Sequence[Tensor]) -> Tensor:
        return given[0].movedim(-1, 1) if self.forward else given[0].movedim(1, -1)


@dataclass(frozen=True, slots=True)
class Mask:
    """Which steps of a sequence count: those that do not equal `padding`, in any number where they have `several`."""

    inputs: tuple[int]
    output: int
    padding: float
    several: bool

    def run(self, network: nn.Module, given: Sequence[Tensor]) -> Tensor:
        unequal = torch.ne(given[0], self.padding)
        return unequal.any(-1) if self.several else unequal


Step = Call | Move | Mask
