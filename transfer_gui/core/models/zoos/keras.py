"""Keras networks for pictures: the file tells the layers, their names and their weights."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torch import nn

from ... import paths
from ...errors import Refused
from ...recipes.image import Preprocessing
from .. import exported, sniff
from ..entry import ModelEntry, Weights
from ..head import replace_head
from ..keras import build, classifier
from ..keras.classifier import Classifier
from ..zoo import Zoo

NAME = "keras"
NETWORK = "network"
"""The option with the description of the network."""
FACES = Preprocessing(64, 64, "bilinear", (0.5,), (0.5,))
"""What the network that ships reads: grey pictures of -1..1."""
USUAL_SIZE = 224
"""Pixels a side for a network that takes any."""
_SIZES = (16, 32, 48, 64, 96, 128, USUAL_SIZE)
_LAYER_BY_LAYER = "Choose another source model, and take over the file's weights layer by layer."


class KerasNetworks(Zoo):
    """See `models.zoo.Zoo`. Without a file, it is the network that ships."""

    kind = "image"
    settings: Mapping[str, type] = {NETWORK: str}

    def names(self) -> Collection[str]:
        return (NAME,)

    def entry(self, name: str) -> ModelEntry:
        return ModelEntry(
            name=name,
            title="Keras network",
            family="Keras",
            origin="shipped",
            parameters=56_951,
            gflops=None,
            accuracy=None,
            input_size=FACES.size,
            min_size=FACES.size,
            fixed_size=True,
            weights=(),
            layers=45,
            by_file=True,
        )

    def recipe(self, name: str) -> Preprocessing:
        return FACES

    def file(self, name: str) -> Path | None:
        return None  # it says nothing of itself, see `published`

    def published(self, name: str) -> tuple[Weights, ...]:
        path = _shipped()
        return (
            Weights(
                id="shipped",
                where="shipped",
                title="A small network of faces (mini Xception, FER 2013)",
                preprocessing=FACES,
                path=str(path),
                file=path.name,
                megabytes=0.87,
                licence="MIT (fer, Justin Shenk; after Octavio Arriaga's face_classification)",
            ),
        )

    def options(self, name: str, *, pretrained: bool = False, size: int | None = None) -> dict[str, Any]:
        return {NETWORK: classifier.describe(_shipped())}

    def options_of_file(self, name: str, path: Path) -> dict[str, Any] | None:
        """The network in a Keras file, or in a checkpoint that was trained from one.

        Raises Refused for a network that is no classifier of square pictures.
        """
        if ours := exported.metadata(path) if path.is_file() else None:
            found = ours.get("model_options")
            network = found.get(NETWORK) if ours["model"] == name and isinstance(found, Mapping) else None
            return {NETWORK: network} if isinstance(network, str) else None
        if sniff.kind(path) != "keras":
            return None
        network = classifier.describe(path)
        _shape(classifier.classifier(network), str(path))
        return {NETWORK: network}

    def described(self, entry: ModelEntry, options: Mapping[str, Any]) -> ModelEntry:
        found = classifier.classifier(options[NETWORK])
        channels, side = _shape(found, entry.title)
        scale = (1 / 255 if found.rescales else 1.0,) * channels
        size = side or USUAL_SIZE
        return replace(
            entry,
            parameters=found.parameters,
            layers=found.layers,
            input_size=size,
            min_size=side or _least(options[NETWORK], channels),
            fixed_size=side is not None,
            recipe=Preprocessing(size, size, "bilinear", (0.0,) * channels, scale),
            weights=(),
        )

    def construct(self, name: str, classes: int, options: Mapping[str, Any], fresh: bool = False) -> nn.Module:
        network = build(options[NETWORK])
        found = classifier.classifier(options[NETWORK])
        for path in found.links:
            network.set_submodule(path, nn.Identity())
        replace_head(network, classes)
        return network

    def assumed(self, name: str, options: Mapping[str, Any]) -> str:
        if classifier.classifier(options[NETWORK]).rescales:
            return "to read pixels of 0..255, as it has a layer that rescales them"
        return "to read pixels divided by 255, as it has no layer that rescales them and says nothing else"


ZOO = KerasNetworks()


def _shipped() -> Path:
    return paths.resources() / "models" / "source_model.h5"


def _shape(found: Classifier, source: str) -> tuple[int, int | None]:
    """Channels and side of the pictures that a network reads; None for any side. Raises Refused for other inputs."""
    if found.words is not None:
        what = f"words, as numbers up to {found.words:,}; which word has which number is not in the file"
    elif len(found.input_shape) == 1:
        what = f"rows of {found.input_shape[0]} numbers"
    elif len(found.input_shape) == 2:
        what = "sequences of numbers"
    elif len(found.input_shape) == 3:
        channels, height, width = found.input_shape
        square = height == width or None in {height, width}
        if channels in {1, 3} and square:
            return channels, height or width
        what = f"pictures of {channels} channels" if square else f"pictures {width} px wide and {height} px high"
        what += ", and here they are square, in RGB or grey"
    else:
        what = f"inputs of {len(found.input_shape)} axes"
    raise Refused(f"{source} reads {what}. It cannot be used as a source model as it is.", _LAYER_BY_LAYER)


def _least(network: str, channels: int) -> int:
    """The smallest side that a network for any side takes, of some: in smaller pictures nothing is left to pool."""
    with torch.device("meta"):
        made = build(network).eval()
        for size in _SIZES:
            try:
                made(torch.empty(1, channels, size, size))
            except RuntimeError:
                continue
            return size
    return USUAL_SIZE
