"""The large architectures of torchvision with the same modules by the same names, but few numbers in each.

What most tests ask of a network is a matter of its modules and not of their width: a transformer of twelve blocks is
looked at, cut, trained, written and read as well at 96 numbers a token as at 768, with a sixtieth of the weights.
"""

import functools
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn
from torchvision import models
from torchvision.models import DenseNet, MaxVit, SwinTransformer, VisionTransformer
from torchvision.models._api import BUILTIN_MODELS

Builder = Callable[..., nn.Module]


def _vit(patch: int) -> Builder:
    def build(image_size: int = 224, **given: Any) -> nn.Module:
        return VisionTransformer(image_size, patch, 12, 12, 96, 192, **given)

    return build


def _swin(**given: Any) -> nn.Module:
    return SwinTransformer([4, 4], 24, [2, 2, 6, 2], [3, 6, 12, 24], [7, 7], stochastic_depth_prob=0.2, **given)


def _densenet(**given: Any) -> nn.Module:
    return DenseNet(8, (6, 12, 24, 16), 16, **given)


def _maxvit(**given: Any) -> nn.Module:
    return MaxVit((224, 224), 16, 7, [16, 32, 64, 128], [2, 2, 5, 2], 8, 0.2, **given)


def _narrowed(whole: Builder, by: int) -> Builder:
    """A network of plain convolutions and matrices, every layer but its input and its head `by` times narrower."""

    def build(**given: Any) -> nn.Module:
        with torch.device("meta"):
            network = whole(**given)
        layers = [m for m in network.modules() if isinstance(m, nn.Conv2d | nn.BatchNorm2d | nn.Linear)]
        for layer in layers:
            biased = layer.bias is not None
            if isinstance(layer, nn.BatchNorm2d):
                layer.__init__(layer.num_features // by)
            elif isinstance(layer, nn.Linear):
                outputs = layer.out_features if layer is layers[-1] else layer.out_features // by
                layer.__init__(layer.in_features // by, outputs, biased)
            else:
                inputs = layer.in_channels if layer is layers[0] else layer.in_channels // by
                shape = (layer.kernel_size, layer.stride, layer.padding)
                layer.__init__(inputs, layer.out_channels // by, *shape, bias=biased)
        return network

    return build


BUILDERS: dict[str, Builder] = {
    "resnet18": _narrowed(BUILTIN_MODELS["resnet18"], 8),
    "vgg11": _narrowed(BUILTIN_MODELS["vgg11"], 16),
    "densenet121": _densenet,
    "vit_b_16": _vit(16),
    "vit_b_32": _vit(32),
    "swin_t": _swin,
    "maxvit_t": _maxvit,
}


@contextmanager
def networks() -> Generator[None]:
    """Inside, torchvision builds these by the names of the large ones, whose published weights do not fit them."""
    kept = {name: BUILTIN_MODELS[name] for name in BUILDERS}

    def smaller(name: str) -> Builder:
        @functools.wraps(kept[name])
        def build(*, weights: object = None, progress: bool = True, **given: Any) -> nn.Module:
            assert weights is None
            return BUILDERS[name](**given)

        return build

    def put(builders: dict[str, Builder]) -> None:
        BUILTIN_MODELS.update(builders)
        for name, builder in builders.items():
            setattr(models, name, builder)

    put({name: smaller(name) for name in BUILDERS})
    try:
        yield
    finally:
        put(kept)
