"""Pooling along the sides of sequences and pictures."""

from collections.abc import Callable
from functools import partial
from typing import Any

from torch import Tensor, nn

from . import padded
from .fields import field, windows
from .part import Part, Value, one
from .settings import Settings


class GlobalAveragePool(nn.Module):
    """The mean of each channel (n, channels, *sides); of a masked sequence, of the steps that count."""

    def __init__(self, sides: int, keep: bool) -> None:
        super().__init__()
        self.dims, self.keep = tuple(range(2, 2 + sides)), keep

    def forward(self, input: Tensor, mask: Tensor | None = None) -> Tensor:
        if mask is None:
            return input.mean(self.dims, self.keep)
        counts = mask.unsqueeze(1).to(input.dtype)
        return (input * counts).sum(self.dims, self.keep) / counts.sum(self.dims, self.keep)

    def extra_repr(self) -> str:
        return f"sides={len(self.dims)}, keep={self.keep}"


class GlobalMaxPool(nn.Module):
    """The largest number of each channel (n, channels, *sides)."""

    def __init__(self, sides: int, keep: bool) -> None:
        super().__init__()
        self.dims, self.keep = tuple(range(2, 2 + sides)), keep

    def forward(self, input: Tensor) -> Tensor:
        return input.amax(self.dims, self.keep)

    def extra_repr(self) -> str:
        return f"sides={len(self.dims)}, keep={self.keep}"


def pool(settings: Settings, values: list[Value], sides: int, largest: bool) -> Part:
    given = field(settings, one(values), sides)
    kernel = settings.sizes("pool_size", sides, 2)
    strides = settings.sizes("strides", sides) if settings.get("strides") is not None else kernel
    padding = settings.choice("padding", "valid", ("valid", "same"))
    out = given.value(given.channels, windows(given.sides, kernel, strides, padding))
    return Part(_module(kernel, strides, padding, largest), out, given.moved)


def _module(kernel: tuple[int, ...], strides: tuple[int, ...], padding: str, largest: bool) -> nn.Module:
    if padding == "same" and not padded.even(kernel, strides, [1] * len(kernel)):
        return padded.SameMaxPool(kernel, strides) if largest else padded.SameAveragePool(kernel, strides)
    around: Any = tuple((k - 1) // 2 for k in kernel) if padding == "same" else (0,) * len(kernel)
    kernels: Any = kernel
    steps: Any = strides
    if largest:
        return (nn.MaxPool1d, nn.MaxPool2d)[len(kernel) - 1](kernels, steps, around)
    return (nn.AvgPool1d, nn.AvgPool2d)[len(kernel) - 1](kernels, steps, around, count_include_pad=False)


def whole(settings: Settings, values: list[Value], sides: int, largest: bool) -> Part:
    given = field(settings, one(values), sides)
    keep = settings.flag("keepdims", False)
    out = given.value(given.channels, (1,) * sides) if keep else Value((None, given.channels))
    if largest:
        return Part(GlobalMaxPool(sides, keep), out, given.moved)
    return Part(GlobalAveragePool(sides, keep), out, given.moved, uses_mask=sides == 1)


LAYERS: dict[str, Callable[[Settings, list[Value]], Part]] = {
    "AveragePooling1D": partial(pool, sides=1, largest=False),
    "AveragePooling2D": partial(pool, sides=2, largest=False),
    "GlobalAveragePooling1D": partial(whole, sides=1, largest=False),
    "GlobalAveragePooling2D": partial(whole, sides=2, largest=False),
    "GlobalMaxPooling1D": partial(whole, sides=1, largest=True),
    "GlobalMaxPooling2D": partial(whole, sides=2, largest=True),
    "MaxPooling1D": partial(pool, sides=1, largest=True),
    "MaxPooling2D": partial(pool, sides=2, largest=True),
}
