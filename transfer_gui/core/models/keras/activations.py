"""Keras's activations, by name and as layers of their own."""

from collections.abc import Callable
from functools import cache
from typing import Any

import torch
from torch import Tensor, nn

from .part import Part, Unfit, Value, Weight, one, passes
from .settings import Settings


class Exponential(nn.Module):
    def forward(self, input: Tensor) -> Tensor:
        return input.exp()


class Keras2HardSigmoid(nn.Module):
    """0.2 x + 0.5, cut to 0..1. In Keras 3 it is x / 6 + 0.5, as torch has it (https://keras.io/api/layers/activations)."""

    def forward(self, input: Tensor) -> Tensor:
        return (0.2 * input + 0.5).clamp(0, 1)


class SparseSigmoid(nn.Module):
    def forward(self, input: Tensor) -> Tensor:
        return (0.5 * input + 0.5).clamp(0, 1)


class SparsePlus(nn.Module):
    """A parabola between -1 and 1, zero before and the input behind."""

    def forward(self, input: Tensor) -> Tensor:
        return torch.where(input < 1, 0.25 * (input.clamp(min=-1) + 1) ** 2, input)


class Squareplus(nn.Module):
    def forward(self, input: Tensor) -> Tensor:
        return (input + (input * input + 4).sqrt()) / 2


class Rectifier(nn.Module):
    """x above `threshold`, `slope` (x - threshold) below, at most `most`: Keras's ReLU layer in its general form."""

    def __init__(self, slope: float, threshold: float, most: float | None) -> None:
        super().__init__()
        self.slope, self.threshold, self.most = slope, threshold, most

    def forward(self, input: Tensor) -> Tensor:
        bent = torch.where(input > self.threshold, input, self.slope * (input - self.threshold))
        return bent if self.most is None else bent.clamp(max=self.most)

    def extra_repr(self) -> str:
        return f"slope={self.slope}, threshold={self.threshold}, most={self.most}"


class PReLU(nn.Module):
    """A slope below zero for each place, where torch's own has one for each channel."""

    def __init__(self, shape: tuple[int, ...]) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.full(shape, 0.25))

    def forward(self, input: Tensor) -> Tensor:
        return torch.where(input > 0, input, self.weight * input)

    def extra_repr(self) -> str:
        return f"shape={tuple(self.weight.shape)}"


_MODULES: dict[str, Callable[[int], nn.Module]] = {
    "celu": lambda _: nn.CELU(),
    "elu": lambda _: nn.ELU(),
    "exponential": lambda _: Exponential(),
    "gelu": lambda _: nn.GELU(),
    "hard_shrink": lambda _: nn.Hardshrink(),
    "hard_sigmoid": lambda _: nn.Hardsigmoid(),
    "hard_silu": lambda _: nn.Hardswish(),
    "hard_tanh": lambda _: nn.Hardtanh(),
    "keras2_hard_sigmoid": lambda _: Keras2HardSigmoid(),
    "leaky_relu": lambda _: nn.LeakyReLU(0.2),
    "linear": lambda _: nn.Identity(),
    "log_sigmoid": lambda _: nn.LogSigmoid(),
    "log_softmax": lambda dim: nn.LogSoftmax(dim),
    "mish": lambda _: nn.Mish(),
    "relu": lambda _: nn.ReLU(),
    "relu6": lambda _: nn.ReLU6(),
    "selu": lambda _: nn.SELU(),
    "sigmoid": lambda _: nn.Sigmoid(),
    "silu": lambda _: nn.SiLU(),
    "soft_shrink": lambda _: nn.Softshrink(),
    "softmax": lambda dim: nn.Softmax(dim),
    "softplus": lambda _: nn.Softplus(),
    "softsign": lambda _: nn.Softsign(),
    "sparse_plus": lambda _: SparsePlus(),
    "sparse_sigmoid": lambda _: SparseSigmoid(),
    "squareplus": lambda _: Squareplus(),
    "tanh": lambda _: nn.Tanh(),
    "tanh_shrink": lambda _: nn.Tanhshrink(),
}
"""By Keras's names; each is given the dimension that has the channels."""

_ALIASES = {"swish": "silu", "hard_swish": "hard_silu"}


def name(settings: Settings, setting: str = "activation", default: str = "linear") -> str:
    """The name of an activation. Raises Unfit where it is unknown, or code of the model's own."""
    found: Any = settings.get(setting)
    found = default if found is None else found
    if not isinstance(found, str):
        raise Unfit(f"has an {setting} that is a layer or code of the model's own")
    found = _ALIASES.get(found, found)
    if found == "hard_sigmoid" and settings.keras < 3:
        return "keras2_hard_sigmoid"
    if found not in _MODULES:
        raise Unfit(f"has the {setting} '{found}', which this program does not know")
    return found


@cache
def function(name: str) -> Callable[[Tensor], Tensor]:
    """An activation by name that works on each number alone."""
    return _MODULES[name](-1)


def after(settings: Settings, value: Value) -> nn.Module | None:
    """The activation at the end of a layer whose output is `value`; None for a linear one."""
    given: Any = settings.get("activation")
    if isinstance(given, dict) and given.get("kind") in LAYERS:
        inner = settings.inner("activation")
        assert inner is not None
        part = LAYERS[inner.kind](inner, [value])
        if part.weights or part.moved is not None:
            raise Unfit(f"has a {inner.kind} for its activation, which has weights of its own")
        return part.module
    found = name(settings)
    return None if found == "linear" else _MODULES[found](value.dim(-1))


def activation(settings: Settings, values: list[Value]) -> Part:
    value = one(values)
    return passes(after(settings, value) or nn.Identity(), values)


def relu(settings: Settings, values: list[Value]) -> Part:
    slope = settings.number("negative_slope", default=0.0)
    threshold = settings.number("threshold", "theta", default=1.0 if settings.kind == "ThresholdedReLU" else 0.0)
    most = settings.number("max_value") if settings.get("max_value") is not None else None
    if slope < 0 or threshold < 0 or (most is not None and most < 0):
        raise Unfit("has a negative slope, threshold or largest value")
    module: nn.Module = Rectifier(slope, threshold, most)
    if threshold == 0 and most is None:
        module = nn.LeakyReLU(slope) if slope else nn.ReLU()
    elif (slope, threshold, most) == (0, 0, 6):
        module = nn.ReLU6()
    elif (slope, threshold) == (0, 0) and most:
        module = nn.Hardtanh(0, most)
    return passes(module, values)


def leaky_relu(settings: Settings, values: list[Value]) -> Part:
    return passes(nn.LeakyReLU(settings.number("negative_slope", "alpha", default=0.3)), values)


def elu(settings: Settings, values: list[Value]) -> Part:
    return passes(nn.ELU(settings.number("alpha", default=1.0)), values)


def softmax(settings: Settings, values: list[Value]) -> Part:
    value = one(values)
    if value.masked:
        raise Unfit("is a softmax of a masked sequence")
    return passes(nn.Softmax(value.dim(settings.axis("axis", -1))), values)


def prelu(settings: Settings, values: list[Value]) -> Part:
    """Its slopes are shared along some axes; where these are all but the channels, torch's own module has them."""
    value = one(values)
    shared = {value.axis(axis) for axis in settings.axes("shared_axes")} if settings.get("shared_axes") else set[int]()
    shape = tuple(1 if axis in shared else value.size(axis) for axis in range(1, value.rank))
    moved = value.moved and value.rank > 2
    if shape[:-1] == (1,) * (len(shape) - 1) and (moved or value.rank == 2):
        module: nn.Module = nn.PReLU(shape[-1])
        weight = Weight(shape, lambda slopes: {"weight": slopes.reshape(-1)})
    else:
        module = PReLU((shape[-1], *shape[:-1]) if moved else shape)
        weight = Weight(shape, lambda slopes: {"weight": slopes.movedim(-1, 0) if moved else slopes})
    return Part(module, value, weights=(weight,), keeps_mask=True)


LAYERS: dict[str, Callable[[Settings, list[Value]], Part]] = {
    "Activation": activation,
    "ELU": elu,
    "LeakyReLU": leaky_relu,
    "PReLU": prelu,
    "ReLU": relu,
    "Softmax": softmax,
    "ThresholdedReLU": relu,
}
