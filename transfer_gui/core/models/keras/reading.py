"""Reads a Keras file: the network as text to build it from, and its weights."""

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from ...errors import Refused
from . import keras1
from .archive import Archive, opened
from .description import AGAIN, from_text
from .network import KerasNetwork
from .parse import parse
from .part import Shape
from .plan import End, Placed, Plan, plan
from .stored import arrays


@dataclass(frozen=True)
class Read:
    """What a Keras file holds."""

    config: str
    """The network, for `build`."""
    state: dict[str, Tensor]
    """The weights by torch's names, float32, on the CPU: all that `build(config)` has."""
    notes: tuple[str, ...]
    """What the user should know."""
    input_shape: Shape
    """Of one example, in torch's order: (channels, h, w); None for a size that may be any."""
    outputs: int
    """How many numbers come out: for each step of a sequence, for each place of a picture."""
    end: End
    """The activation of the output: 'softmax' and 'sigmoid' are a classifier's, of one class and of several."""
    words: int | None
    """Where the input is words, as whole numbers: how many there are."""


def read(path: Path) -> Read:
    """The Keras model at `path`, .keras or .h5. Nothing in it is run, and no other file is read.

    Raises Refused, saying what the file is or which layer cannot be converted, and UserError where it cannot be read
    or h5py is not installed.
    """
    with opened(path) as archive:
        description = parse(archive.model, archive.keras, path)
        with torch.device("meta"):
            made = plan(description, str(path))
        state = _state(archive, made, arrays(archive, description.graph, made.placed))
    shape = made.output.in_torch()
    outputs = shape[1] if len(shape) == 4 else shape[-1]
    if outputs is None:
        raise Refused(f"{path} gives an output whose size is not known.", "Save the model with a fixed input shape.")
    notes = (*made.notes, *_oddities(state, made))
    return Read(description.text(), state, notes, made.input.in_torch()[1:], outputs, made.end, made.words)


def build(config: str) -> KerasNetwork:
    """The network of `Read.config`, on torch's default device, in training mode. Its weights are drawn as torch does.

    Raises Refused where the text is none of a network.
    """
    return plan(from_text(config), "The network from Keras").network


def _state(archive: Archive, made: Plan, found: Mapping[tuple[str, ...], Sequence[Tensor]]) -> dict[str, Tensor]:
    """The weights by torch's names. Raises Refused where the file does not have just those of the network."""
    state: dict[str, Tensor] = {}
    for path, placed in made.placed.items():
        given = list(found.get(path, ()))
        if archive.keras == 1:
            with contextlib.suppress(IndexError, RuntimeError):  # arrays that are not of Keras 1 fit no better
                given = keras1.arrays(placed.layer.kind, placed.layer.settings, given)
        weights = placed.part.weights
        if [weight.shape for weight in weights] != [tuple(array.shape) for array in given]:
            raise _mismatch(archive.path, path, placed, given)
        for weight, array in zip(weights, given, strict=True):
            if archive.backend == "theano" and weight.sides:
                array = array.flip(*range(weight.sides))
            state |= {placed.path + name: tensor for name, tensor in weight.place(array).items()}
        state |= {placed.path + name: tensor for name, tensor in placed.part.constants.items()}
    expected: dict[str, Any] = made.network.state_dict()
    assert {name: tensor.shape for name, tensor in state.items()} == {n: t.shape for n, t in expected.items()}
    return {name: state[name].contiguous() for name in expected}


def _mismatch(path: Path, layer: tuple[str, ...], placed: Placed, given: Sequence[Tensor]) -> Refused:
    def told(shapes: Sequence[Sequence[int]]) -> str:
        return ", ".join(" x ".join(map(str, shape)) or "one number" for shape in shapes) or "none"

    wanted = told([weight.shape for weight in placed.part.weights])
    return Refused(
        f"{path} does not hold together: its layer '{' > '.join(layer)}' ({placed.layer.kind}) needs weights "
        f"of {wanted}, and the file has {told([tuple(array.shape) for array in given])}.",
        AGAIN,
    )


def _oddities(state: Mapping[str, Tensor], made: Plan) -> list[str]:
    """What is wrong with weights that can be read."""
    odd = [
        " > ".join(path)
        for path, placed in made.placed.items()
        if not all(bool(t.isfinite().all()) for name, t in state.items() if name.startswith(placed.path))
    ]
    if not odd:
        return []
    few = ", ".join(f"'{name}'" for name in odd[:3]) + (f" and {len(odd) - 3} more" if len(odd) > 3 else "")
    return [f"Weights of {few} are no numbers (NaN or infinite): the network gives none either."]
