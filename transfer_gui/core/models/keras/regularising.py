"""Layers that do something in training alone."""

import math
from collections.abc import Callable
from functools import partial

import torch
from torch import Tensor, nn

from .fields import field
from .part import Part, Unfit, Value, one, passes
from .settings import Settings


class GaussianNoise(nn.Module):
    """Adds normal noise in training."""

    def __init__(self, deviation: float) -> None:
        super().__init__()
        self.deviation = deviation

    def forward(self, input: Tensor) -> Tensor:
        return input + self.deviation * torch.randn_like(input) if self.training else input

    def extra_repr(self) -> str:
        return f"{self.deviation}"


class GaussianDropout(nn.Module):
    """Multiplies by normal numbers around 1 in training, with the deviation sqrt(rate / (1 - rate)): Srivastava et
    al. 2014, section 10."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, input: Tensor) -> Tensor:
        if not self.training:
            return input
        return input * (1 + math.sqrt(self.rate / (1 - self.rate)) * torch.randn_like(input))

    def extra_repr(self) -> str:
        return f"{self.rate}"


def dropout(settings: Settings, values: list[Value]) -> Part:
    return passes(nn.Dropout(_rate(settings)), values)


def alpha(settings: Settings, values: list[Value]) -> Part:
    return passes(nn.AlphaDropout(_rate(settings)), values)


def spatial(settings: Settings, values: list[Value], sides: int) -> Part:
    """Drops whole channels."""
    given = field(settings, one(values), sides)
    return passes((nn.Dropout1d, nn.Dropout2d)[sides - 1](_rate(settings)), values, given.moved)


def noise(settings: Settings, values: list[Value]) -> Part:
    return passes(GaussianNoise(settings.number("stddev")), values)


def gaussian(settings: Settings, values: list[Value]) -> Part:
    rate = _rate(settings)
    if rate == 1:
        raise Unfit("drops everything")
    return passes(GaussianDropout(rate), values)


def nothing(settings: Settings, values: list[Value]) -> Part:
    """A penalty on what passes, which is not part of what is computed."""
    return passes(nn.Identity(), values)


def augmentation(settings: Settings, values: list[Value]) -> Part:
    one(values)
    note = f"The augmentation in the network ({settings.kind}) is left out: set that of the training in its place."
    part = passes(nn.Identity(), values)
    return Part(part.module, part.value, notes=(note,))


def _rate(settings: Settings) -> float:
    rate = settings.number("rate")
    if not 0 <= rate <= 1:
        raise Unfit(f"drops a share of {rate}")
    return rate


LAYERS: dict[str, Callable[[Settings, list[Value]], Part]] = {
    "ActivityRegularization": nothing,
    "AlphaDropout": alpha,
    "Dropout": dropout,
    "GaussianDropout": gaussian,
    "GaussianNoise": noise,
    "Identity": nothing,
    "SpatialDropout1D": partial(spatial, sides=1),
    "SpatialDropout2D": partial(spatial, sides=2),
} | dict.fromkeys(
    ("RandomBrightness", "RandomContrast", "RandomFlip", "RandomRotation", "RandomTranslation", "RandomZoom"),
    augmentation,
)
