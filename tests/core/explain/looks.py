"""Small networks with random weights, opened as a person would look into them, and pictures for them."""

from functools import cache
from pathlib import Path

import torch
from torch import nn

from tests.core.data.pictures import classes, found
from tests.core.export.made import CLASSES, RECIPE, payload, plain_network
from transfer_gui.core.data.dataset import Dataset
from transfer_gui.core.recipes.image import Preprocessing
from transfer_gui.core.runs.looked import Looked
from transfer_gui.core.runs.place import Place

OPTIONS = {"vit_b_16": {"image_size": 64}}
MODELS = ("squeezenet1_1", "resnet18", "efficientnet_b0", "vit_b_16", "swin_t")
SIZE = RECIPE["crop"]


@cache
def network(model: str, seed: int = 0) -> nn.Module:
    """In evaluation mode, for pictures of 64 px; made once, to look at and not to change.

    Batch norms count what noise gives: with statistics at random the pictures' differences would fade to rounding.
    """
    made = plain_network(model, seed, **OPTIONS.get(model, {})).requires_grad_(False)
    norms = [module for module in made.modules() if isinstance(module, nn.BatchNorm2d)]
    for norm in norms:
        norm.train().momentum = 1.0
    with torch.no_grad():
        made(torch.randn(8, 3, SIZE, SIZE, generator=torch.Generator().manual_seed(seed)))
    for norm in norms:
        norm.eval().momentum = 0.1
    return made


def looked(model: str, seed: int = 0) -> Looked:
    return Looked(network(model, seed), model, tuple(CLASSES), Preprocessing.from_dict(RECIPE))


def place(folder: Path, model: str = "squeezenet1_1", seed: int = 0, title: str = "", state: dict | None = None):
    """A checkpoint of such a network, or of one with other tensors in `state`."""
    made = payload(model, network(model, seed), **OPTIONS.get(model, {}))
    made["state_dict"] |= state or {}
    path = folder / f"{title or model}-{seed}.pt"
    torch.save(made, path)
    return Place(title or model, path)


def dataset(folder: Path, count: int = 3) -> Dataset:
    """So many pictures of noise in each of three classes."""
    return found(classes(folder / "data", dict.fromkeys(CLASSES, count)))


def paths(data: Dataset) -> list[str]:
    return [example.path for example in data.examples]


def spoil(path: str) -> None:
    """Make a picture unreadable after the scan."""
    Path(path).write_text("<html>")


def hooks(model: nn.Module) -> int:
    return sum(len(m._forward_hooks) + len(m._forward_pre_hooks) + len(m._backward_hooks) for m in model.modules())


def same_weights(model: nn.Module) -> bytes:
    """A trace of all numbers, to see that none has changed."""
    return b"".join(t.detach().double().sum().numpy().tobytes() for t in model.state_dict().values())
