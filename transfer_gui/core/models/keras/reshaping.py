"""Layers that only lay numbers out anew. Keras's order counts: they see pictures as (n, h, w, channels)."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, cast

from torch import Tensor, nn

from .fields import FORMATS, field, fitting
from .part import Part, Unfit, Value, one
from .settings import Settings, whole


class ChannelsLastFlatten(nn.Module):
    """(n, channels, ...) as (n, ... x channels): Keras flattens as if the channels were last."""

    def forward(self, input: Tensor) -> Tensor:
        return input.movedim(1, -1).flatten(1)


class Reshape(nn.Module):
    """Each example in another shape; one size may be -1 for what is left."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        super().__init__()
        self.shape = shape

    def forward(self, input: Tensor) -> Tensor:
        return input.reshape(input.shape[0], *self.shape)

    def extra_repr(self) -> str:
        return f"{self.shape}"


class Permute(nn.Module):
    """The axes of each example in another order, counted from 1."""

    def __init__(self, dims: tuple[int, ...]) -> None:
        super().__init__()
        self.dims = dims

    def forward(self, input: Tensor) -> Tensor:
        return input.permute(0, *self.dims)

    def extra_repr(self) -> str:
        return f"{self.dims}"


class RepeatVector(nn.Module):
    """(n, d) as (n, times, d)."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def forward(self, input: Tensor) -> Tensor:
        return input.unsqueeze(1).expand(-1, self.times, -1)

    def extra_repr(self) -> str:
        return f"{self.times}"


def flatten(settings: Settings, values: list[Value]) -> Part:
    value = one(values)
    last = settings.choice("data_format", FORMATS[0], FORMATS) == FORMATS[0] or value.rank < 3
    known = [size for size in value.shape[1:] if size is not None]
    size = math.prod(known) if len(known) == value.rank - 1 else None
    return Part(nn.Flatten() if last else ChannelsLastFlatten(), Value((None, size)), False)


def reshape(settings: Settings, values: list[Value]) -> Part:
    value = one(values)
    given: Any = settings.get("target_shape")
    if not isinstance(given, list):
        raise Unfit("does not say its target_shape")
    shape = tuple(-1 if size in (None, -1) else whole(size, "target_shape") for size in cast("list[Any]", given))
    if shape.count(-1) > 1:
        raise Unfit("has a target_shape with two sizes left open")
    sizes: list[int | None] = [None if size == -1 else size for size in shape]
    if None not in value.shape[1:]:
        there, asked = math.prod(value.size(i) for i in range(1, value.rank)), math.prod(s for s in shape if s != -1)
        if there % asked or (-1 not in shape and there != asked):
            raise Unfit(f"gives {there} numbers a shape of {asked}")
        sizes = [there // asked if size == -1 else size for size in shape]
    return Part(Reshape(shape), Value((None, *sizes)), False)


def permute(settings: Settings, values: list[Value]) -> Part:
    value = one(values)
    dims = settings.axes("dims")
    if sorted(dims) != list(range(1, value.rank)):
        raise Unfit(f"has the order {dims} for {value.rank - 1} axes")
    return Part(Permute(dims), Value((None, *(value.shape[dim] for dim in dims))), False)


def repeat(settings: Settings, values: list[Value]) -> Part:
    value, times = one(values), settings.integer("n")
    if value.rank != 2:
        raise Unfit("repeats something other than a vector")
    return Part(RepeatVector(times), Value((None, times, value.size(1))), False)


def pad(settings: Settings, values: list[Value], sides: int) -> Part:
    return _padded(settings, one(values), _edges(settings, "padding", sides, 1))


def crop(settings: Settings, values: list[Value], sides: int) -> Part:
    """torch cuts off where the padding is less than nothing."""
    edges = _edges(settings, "cropping", sides, 1 if sides == 1 else 0)
    return _padded(settings, one(values), [(-before, -behind) for before, behind in edges])


def _padded(settings: Settings, value: Value, edges: Sequence[tuple[int, int]]) -> Part:
    given = field(settings, value, len(edges))
    lengths = [None if side is None else side + sum(edge) for side, edge in zip(given.sides, edges, strict=True)]
    flat: Any = tuple(size for edge in reversed(edges) for size in edge)
    module = (nn.ZeroPad1d, nn.ZeroPad2d)[len(edges) - 1](flat)
    return Part(module, given.value(given.channels, fitting(lengths)), given.moved)


def _edges(settings: Settings, name: str, sides: int, default: int) -> list[tuple[int, int]]:
    """What is added before and behind on each side: one number for all, one or two for each."""
    given: Any = settings.get(name)
    given = default if given is None else given
    if not isinstance(given, list):
        edge = whole(given, name, 0)
        return [(edge, edge)] * sides
    edges = cast("list[Any]", given)
    if sides == 1 and len(edges) == 2:
        edges = [edges]
    if len(edges) != sides:
        raise Unfit(f"has {len(edges)} sizes for {name}")
    found: list[tuple[int, int]] = []
    for edge in edges:
        pair = cast("list[Any]", edge) if isinstance(edge, list) else [edge, edge]
        if len(pair) != 2:
            raise Unfit(f"has {len(pair)} sizes for one side's {name}")
        found.append((whole(pair[0], name, 0), whole(pair[1], name, 0)))
    return found


def enlarge(settings: Settings, values: list[Value], sides: int) -> Part:
    given = field(settings, one(values), sides)
    factors = settings.sizes("size", sides, 2)
    way = settings.choice("interpolation", "nearest", ("nearest", "bilinear"))
    scale: Any = tuple(float(factor) for factor in factors)
    if way == "nearest":
        module = nn.Upsample(scale_factor=scale, mode="nearest-exact")
    else:
        module = nn.Upsample(scale_factor=scale, mode="bilinear", align_corners=False)
    lengths = [None if side is None else side * factor for side, factor in zip(given.sides, factors, strict=True)]
    return Part(module, given.value(given.channels, lengths), given.moved)


LAYERS: dict[str, Callable[[Settings, list[Value]], Part]] = {
    "Cropping1D": partial(crop, sides=1),
    "Cropping2D": partial(crop, sides=2),
    "Flatten": flatten,
    "Permute": permute,
    "RepeatVector": repeat,
    "Reshape": reshape,
    "UpSampling1D": partial(enlarge, sides=1),
    "UpSampling2D": partial(enlarge, sides=2),
    "ZeroPadding1D": partial(pad, sides=1),
    "ZeroPadding2D": partial(pad, sides=2),
}
