"""The layers that most networks have: Dense, and the embedding of words."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from . import activations
from .part import Part, Unfit, Value, Weight, one
from .settings import Settings


class Masking(nn.Module):
    """Zero in the steps of a sequence (n, steps, d) in which all numbers equal `padding`."""

    def __init__(self, padding: float) -> None:
        super().__init__()
        self.padding = padding

    def forward(self, input: Tensor) -> Tensor:
        return input * torch.ne(input, self.padding).any(-1, keepdim=True)

    def extra_repr(self) -> str:
        return f"{self.padding}"


def dense(settings: Settings, values: list[Value]) -> Part:
    """On the last axis of whatever it is given."""
    value = one(values)
    if value.rank < 2:
        raise Unfit("is given single numbers")
    width, units, bias = value.size(-1), settings.integer("units"), settings.flag("use_bias", True)
    out = Value((*value.shape[:-1], units))
    weights = [Weight((width, units), lambda kernel: {"weight": kernel.T})]
    if bias:
        weights.append(Weight((units,), lambda bias: {"bias": bias}))
    module = nn.Linear(width, units, bias)
    return Part(module, out, False, tuple(weights), activation=activations.after(settings, out), keeps_mask=True)


def embedding(settings: Settings, values: list[Value]) -> Part:
    """Takes whole numbers (n, ...); 0 stands for no word where `mask_zero` is set."""
    value = one(values)
    words, width = settings.integer("input_dim"), settings.integer("output_dim")
    weight = Weight((words, width), lambda table: {"weight": table})
    masks = 0.0 if settings.flag("mask_zero", False) else None
    return Part(nn.Embedding(words, width), Value((*value.shape, width)), False, (weight,), makes_mask=masks)


def masking(settings: Settings, values: list[Value]) -> Part:
    value, padding = one(values), settings.number("mask_value", default=0.0)
    if value.rank != 3:
        raise Unfit("masks something other than sequences")
    return Part(Masking(padding), Value(value.shape), False, makes_mask=padding)


LAYERS: dict[str, Callable[[Settings, list[Value]], Part]] = {
    "Dense": dense,
    "Embedding": embedding,
    "Masking": masking,
}
