"""Which numbers of a layer's output belong to which place in the picture."""

import math
from dataclasses import dataclass
from typing import Literal

from torch import Tensor, nn
from torchvision.models import SwinTransformer, VisionTransformer
from torchvision.models.convnext import LayerNorm2d
from torchvision.ops import Permute

Layout = Literal["channels first", "channels last", "tokens"]


@dataclass(frozen=True, slots=True)
class Grid:
    """How the output of a layer, (n, ...), is laid out over the picture."""

    layout: Layout
    """(n, channels, rows, columns), (n, rows, columns, channels) or (n, tokens, channels), row by row."""
    channels: int
    rows: int
    columns: int
    extra: int = 0
    """Tokens at the beginning that belong to no place: the class token."""

    def maps(self, output: Tensor) -> Tensor:
        """The output as (n, channels, rows, columns); of tokens, those that belong to a place."""
        if self.layout == "channels first":
            return output
        if self.layout == "channels last":
            return output.movedim(-1, 1)
        return output[:, self.extra :].transpose(1, 2).unflatten(2, (self.rows, self.columns))


def grid_of(model: nn.Module, layer: nn.Module, shape: tuple[int, ...]) -> Grid | None:
    """The grid of an output of `shape` (n, ...) given out by `layer` of `model`; None for a vector, or an unknown one.

    Pictures are square, and so are grids: with four dimensions, the two that are alike are rows and columns. Where all
    three are, the kind of layer decides. Three dimensions are tokens, with or without a class token before them.
    """
    if len(shape) == 4:
        first, last = shape[2] == shape[3], shape[1] == shape[2]
        if first and last:
            last = _channels_last(model, layer)
        elif not first and not last:  # no square picture, or windows within it
            return None
        if last:
            return Grid("channels last", shape[3], shape[1], shape[2])
        return Grid("channels first", *shape[1:])
    if len(shape) == 3:
        extra = 1 if isinstance(model, VisionTransformer) else 0
        side = math.isqrt(max(0, shape[1] - extra))
        if side and side * side == shape[1] - extra:
            return Grid("tokens", shape[2], side, side, extra)
    return None


def _channels_last(model: nn.Module, layer: nn.Module) -> bool:
    match layer:
        case nn.Conv2d() | LayerNorm2d():
            return False
        case nn.LayerNorm() | nn.Linear():
            return True
        case Permute():
            return layer.dims[-1] == 1
        case _:
            return isinstance(model, SwinTransformer)
