"""A Keras network as a classifier: its head, and what lies between that and its answer."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import torch
from torch import nn

from ...errors import Refused
from .archive import opened
from .description import Description, Graph, from_text, without_softmax
from .network import KerasNetwork
from .parse import parse
from .part import Shape
from .plan import Plan, plan
from .pooling import GlobalAveragePool, GlobalMaxPool
from .reshaping import ChannelsLastFlatten, Reshape
from .steps import Move

_PASSES_ON = (
    ChannelsLastFlatten, GlobalAveragePool, GlobalMaxPool, Reshape, nn.AdaptiveAvgPool2d, nn.Dropout, nn.Flatten,
    nn.Identity,
)  # fmt: skip
"""Modules behind a head that make the logits of the classes of what it gives."""
_LINKS = (nn.Softmax, nn.Sigmoid)
"""Activations of a classifier, which the loss has in it."""
_SCALES = {"Rescaling", "Normalization"}
_LAYER_BY_LAYER = "Choose another source model, and take over the file's weights layer by layer."


@dataclass(frozen=True)
class Classifier:
    """What is known of a network whose last layer can be replaced by one for other classes."""

    head: str
    """Path of its last layer with weights, a Linear or a Conv2d."""
    links: tuple[str, ...]
    """Paths of the activations behind it, to be left out."""
    input_shape: Shape
    """Of one example, in torch's order: (channels, h, w); None for a size that may be any."""
    words: int | None
    """How many words there are, where it reads words."""
    outputs: int
    """How many classes it was made for."""
    parameters: int
    layers: int
    """Of Keras, without the input."""
    rescales: bool
    """Whether a layer of its own brings pixels of 0..255 to the numbers that the others read."""


def describe(path: Path) -> str:
    """The network in the Keras file at `path` as text for `build`, without the softmax at its end; no weight is read.

    Raises Refused where it cannot be converted or is no classifier, UserError where it cannot be read.
    """
    stat = path.stat() if path.is_file() else None
    return _describe(path, *((stat.st_mtime_ns, stat.st_size) if stat else (0, 0)))


@lru_cache(maxsize=64)
def _describe(path: Path, _changed: int, _size: int) -> str:
    with opened(path) as archive:
        description = parse(archive.model, archive.keras, path)
    with torch.device("meta"):
        made = plan(description, str(path))
    _classifier(description, made, str(path))
    return without_softmax(description.text())


@lru_cache(maxsize=64)
def classifier(config: str) -> Classifier:
    """The network of the text `config`. Raises Refused where it is no classifier, or no network."""
    description, source = from_text(config), "The network from Keras"
    with torch.device("meta"):
        made = plan(description, source)
    return _classifier(description, made, source)


def _classifier(description: Description, made: Plan, source: str) -> Classifier:
    found = _ending(made.network, source)
    head: nn.Module = made.network.get_submodule(found[0])
    outputs = head.out_features if isinstance(head, nn.Linear) else getattr(head, "out_channels", 0)
    shape = made.output.in_torch()
    if len(shape) != 2 or shape[1] != outputs or getattr(head, "groups", 1) > 1:
        raise _headless(source, found[0], "gives no number for each class")
    leaves = [layer for layer in _leaves(description.graph) if layer != "InputLayer"]
    return Classifier(
        *found,
        made.input.in_torch()[1:],
        made.words,
        int(outputs),
        sum(parameter.numel() for parameter in made.network.parameters()),
        len(leaves),
        bool(_SCALES & set(leaves)),
    )


def _ending(network: KerasNetwork, source: str) -> tuple[str, tuple[str, ...]]:
    """The head, and the activations behind it. Raises Refused where something else is behind it."""
    made_by = {step.output: step for step in network.steps}
    number, links = network.result, []
    while number in made_by:
        step = made_by[number]
        if isinstance(step, Move):
            number = step.inputs[0]
            continue
        name = getattr(step, "module", "")
        module = getattr(network, name, None)
        alone = sum(getattr(other, "module", None) == name for other in network.steps) == 1
        if isinstance(module, KerasNetwork) and alone:
            head, inside = _ending(module, source)
            return f"{name}.{head}", (*(f"{name}.{path}" for path in inside), *links)
        if isinstance(module, nn.Linear | nn.Conv2d) and alone:
            return name, tuple(links)
        if isinstance(module, _LINKS):
            links.append(name)
        elif not isinstance(module, _PASSES_ON):
            raise _headless(source, name, f"is a {type(module).__name__}" if alone else "is used several times")
        number = step.inputs[0]
    raise _headless(source, "input", "is no layer with weights")


def _headless(source: str, layer: str, why: str) -> Refused:
    return Refused(
        f"{source} does not end in a dense layer, or a convolution whose maps are averaged, that could be replaced for "
        f"other classes: its '{layer}' {why}.",
        _LAYER_BY_LAYER,
    )


def _leaves(graph: Graph) -> list[str]:
    """The kinds of all layers, those of networks within too."""
    return [
        kind for layer in graph.layers for kind in (_leaves(layer.graph) if layer.graph is not None else [layer.kind])
    ]
