"""Small networks of five architectures with random weights, as they are looked at."""

import torch
from torch import nn
from torchvision import models as zoo

from transfer_gui.core.data.domains.image import DOMAIN
from transfer_gui.core.models.head import head_of
from transfer_gui.core.recipes.image import Preprocessing
from transfer_gui.core.runs.looked import Looked

SIDE = 64
CLASSES = ("apple", "bear", "car", "dog", "egg", "fish")
NAMES = ("squeezenet1_1", "resnet18", "efficientnet_b0", "vit_b_16", "swin_t")
RECIPE = Preprocessing(72, SIDE)


def black(recipe=RECIPE):
    """A black picture as a network reads it."""
    return DOMAIN.normalise(DOMAIN.nothing(recipe), recipe)


MADE: dict[str, Looked] = {}


def looked(name: str) -> Looked:
    """Made once for all tests: nobody may change it."""
    if name not in MADE:
        MADE[name] = _make(name)
    return MADE[name]


def _make(name: str) -> Looked:
    options = {"image_size": SIDE} if name.startswith("vit") else {}
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = zoo.get_model(name, weights=None, num_classes=len(CLASSES), **options)
        head = model.get_submodule(head_of(model))
        nn.init.normal_(head.weight, std=0.1)  # a transformer's is zero at first, and every gradient too
        nn.init.normal_(head.bias, std=0.1)
        for layer in model.modules():
            if isinstance(layer, nn.BatchNorm2d):
                layer.momentum = 1.0
        model.train()(torch.randn(8, 3, SIDE, SIDE))  # batch norm's statistics are those of such pictures
    return Looked(model.eval().requires_grad_(False), name, CLASSES, RECIPE)


def model(name: str) -> nn.Module:
    return looked(name).model


def batch(count: int = 2, seed: int = 1) -> torch.Tensor:
    """Pictures as a network reads them."""
    return torch.randn(count, 3, SIDE, SIDE, generator=torch.Generator().manual_seed(seed))


def touched(network: nn.Module) -> list[str]:
    """What was left behind in a network: hooks, gradients, another mode."""
    found = [f"hook on {path}" for path, m in network.named_modules() if m._forward_hooks or m._forward_pre_hooks]
    found += [f"backward hook on {path}" for path, m in network.named_modules() if m._backward_hooks]
    found += [f"training {path}" for path, m in network.named_modules() if m.training]
    for path, parameter in network.named_parameters():
        if parameter.grad is not None or parameter.requires_grad:
            found.append(f"gradient of {path}")
    return found
