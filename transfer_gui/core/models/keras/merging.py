"""Layers that put several tensors together."""

import operator
from collections.abc import Callable, Sequence
from functools import reduce

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .part import Part, Shape, Unfit, Value
from .settings import Settings


class Merge(nn.Module):
    """Puts tensors together number by number. Each is repeated along the axes that it lacks behind the batch."""

    def __init__(self, lacking: Sequence[int]) -> None:
        super().__init__()
        self.lacking = tuple(lacking)

    def forward(self, *inputs: Tensor) -> Tensor:
        whole = list(inputs)
        for i, lacking in enumerate(self.lacking):
            for _ in range(lacking):
                whole[i] = whole[i].unsqueeze(1)
        return self.merge(whole)

    def merge(self, inputs: list[Tensor]) -> Tensor:
        raise NotImplementedError

    def extra_repr(self) -> str:
        return f"{len(self.lacking)} inputs, lacking={self.lacking}"


class Add(Merge):
    def merge(self, inputs: list[Tensor]) -> Tensor:
        return reduce(operator.add, inputs)


class Subtract(Merge):
    def merge(self, inputs: list[Tensor]) -> Tensor:
        return reduce(operator.sub, inputs)


class Multiply(Merge):
    def merge(self, inputs: list[Tensor]) -> Tensor:
        return reduce(operator.mul, inputs)


class Average(Merge):
    def merge(self, inputs: list[Tensor]) -> Tensor:
        return reduce(operator.add, inputs) / len(inputs)


class Maximum(Merge):
    def merge(self, inputs: list[Tensor]) -> Tensor:
        return reduce(torch.maximum, inputs)


class Minimum(Merge):
    def merge(self, inputs: list[Tensor]) -> Tensor:
        return reduce(torch.minimum, inputs)


class Concatenate(nn.Module):
    def __init__(self, dim: int) -> None:
        super().__init__()
        self.dim = dim

    def forward(self, *inputs: Tensor) -> Tensor:
        return torch.cat(inputs, self.dim)

    def extra_repr(self) -> str:
        return f"dim={self.dim}"


class Dot(nn.Module):
    """The scalar products of two batches of vectors (n, d), or of the vectors along an axis of (n, a, b)."""

    def __init__(self, dims: tuple[int, int], ranks: tuple[int, int], cosine: bool) -> None:
        super().__init__()
        self.dims, self.ranks, self.cosine = dims, ranks, cosine

    def forward(self, left: Tensor, right: Tensor) -> Tensor:
        if self.cosine:
            left, right = F.normalize(left, dim=self.dims[0]), F.normalize(right, dim=self.dims[1])
        left = left.unsqueeze(1) if self.ranks[0] == 2 else left.movedim(self.dims[0], -1)
        right = right.unsqueeze(2) if self.ranks[1] == 2 else right.movedim(self.dims[1], 1)
        products = left @ right
        if self.ranks[0] == 2:
            return products.squeeze(1)
        return products.squeeze(2) if self.ranks[1] == 2 else products

    def extra_repr(self) -> str:
        return f"dims={self.dims}, ranks={self.ranks}, cosine={self.cosine}"


_MERGES: dict[str, type[Merge]] = {
    "Add": Add,
    "Average": Average,
    "Maximum": Maximum,
    "Minimum": Minimum,
    "Multiply": Multiply,
    "Subtract": Subtract,
}


def merge(settings: Settings, values: list[Value]) -> Part:
    kind = _MERGES[settings.kind]
    if len(values) < 2 or (kind is Subtract and len(values) > 2):
        raise Unfit(f"is given {len(values)} inputs")
    if kind in (Maximum, Minimum, Multiply) and settings.keras > 2 and any(value.masked for value in values):
        raise Unfit("puts masked sequences together in a way of its own")
    rank = max(value.rank for value in values)
    lacking = [rank - value.rank for value in values]
    moved = values[0].moved and not any(lacking)
    whole = [(None, *(1,) * (rank - v.rank), *v.shape[1:]) for v in values]
    return Part(kind(lacking), Value(reduce(_together, whole), moved), moved, keeps_mask=True)


def _together(one: Shape, other: Shape) -> Shape:
    """The shape of two tensors together, where a size of 1 is repeated."""
    found: list[int | None] = []
    for a, b in zip(one, other, strict=True):
        if a is not None and b is not None and a != b and 1 not in (a, b):
            raise Unfit("is given tensors whose shapes do not go together")
        found.append(b if a == 1 else a if b == 1 or b is None else b)
    return tuple(found)


def concatenate(settings: Settings, values: list[Value]) -> Part:
    if not values or len({value.rank for value in values}) > 1:
        raise Unfit("is given tensors whose shapes do not go together")
    first = values[0]
    axis = first.axis(settings.axis("axis", -1))
    if axis == 0:
        raise Unfit("joins the examples of a batch")
    if axis != first.rank - 1 and any(value.masked for value in values):
        raise Unfit("joins masked sequences end to end")
    sizes = [value.shape[axis] for value in values]
    total = None if None in sizes else sum(size or 0 for size in sizes)
    others = reduce(_same, [value.shape[:axis] + value.shape[axis + 1 :] for value in values])
    out = Value((*others[:axis], total, *others[axis:]), first.moved)
    return Part(Concatenate(out.dim(axis)), out, first.moved, keeps_mask=True)


def _same(one: Shape, other: Shape) -> Shape:
    if any(a is not None and b is not None and a != b for a, b in zip(one, other, strict=True)):
        raise Unfit("is given tensors whose shapes do not go together")
    return tuple(b if a is None else a for a, b in zip(one, other, strict=True))


def dot(settings: Settings, values: list[Value]) -> Part:
    if len(values) != 2 or not all(2 <= value.rank <= 3 for value in values):
        raise Unfit("is given something other than two batches of vectors or matrices")
    left, right = values
    axes = settings.axes("axes")
    if len(axes) not in (1, 2):
        raise Unfit(f"multiplies along {len(axes)} axes")
    dims = left.axis(axes[0]), right.axis(axes[-1])
    if 0 in dims or left.size(dims[0]) != right.size(dims[1]):
        raise Unfit("multiplies along axes that do not go together")
    rest = (*(s for i, s in enumerate(left.shape) if i not in (0, dims[0])),
            *(s for i, s in enumerate(right.shape) if i not in (0, dims[1])))  # fmt: skip
    module = Dot(dims, (left.rank, right.rank), settings.flag("normalize", False))
    return Part(module, Value((None, *(rest or (1,)))), False)


LAYERS: dict[str, Callable[[Settings, list[Value]], Part]] = {
    "Concatenate": concatenate,
    "Dot": dot,
} | dict.fromkeys(_MERGES, merge)
