"""One layer of the model that `build` would build, without building it: just its tensors are read from the file."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ..errors import Refused
from ..job import Source
from ..random_state import seeded
from . import build
from .head import new_head
from .match import placed, refuse

_COUNTER = "num_batches_tracked"


def tensors(
    source: Source, classes: int, seed: int, folders: Sequence[Path], layer: str
) -> dict[str, tuple[Tensor, torch.dtype]] | None:
    """The tensors of `layer` and all inside it, by state-dict name, each with the type that it is stored as.

    They equal those of `build.build` to the bit, the new head included. None where only building the whole model tells
    them: it is drawn from scratch, takes weights over layer by layer, or the file lacks some of them. What is read from
    a file is a mapping of it.

    Raises as `build.build` does, but for numbers that are not finite: who looks at a layer is to see them, and the rest
    of a large file is not read for it.
    """
    if source.weights == "none" or source.transfer == "layers":
        return None
    opened = build.open_source(source, folders, outline=True)
    model = _skeleton(opened.entry.name, classes, tuple(sorted(opened.options.items())))
    with seeded(seed):
        path, head = new_head(model, classes, "cpu")
    found, state = placed(model, opened.state, (path,), numbers=False)
    try:
        refuse(found, str(opened.path))
    except Refused as error:
        raise build.with_advice(error, opened) from None
    new = {f"{path}.{name}": tensor for name, tensor in head.state_dict().items()}
    read: dict[str, tuple[Tensor, torch.dtype]] = {}
    for name, like in model.state_dict().items():
        if not within(name, layer):
            continue
        if name in new:
            tensor = new[name]
        elif name in state:
            tensor = opened.file.fetch(state[name])
        elif name.endswith(_COUNTER):
            tensor = torch.zeros((), dtype=like.dtype)
        else:
            return None
        read[name] = tensor.to(like.dtype), tensor.dtype
    return read


def within(name: str, layer: str) -> bool:
    """Whether the tensor called `name` is `layer`, or lies in it; all do in the whole model ('')."""
    return not layer or name == layer or name.startswith(layer + ".")


@lru_cache(maxsize=4)
def _skeleton(model: str, classes: int, given: tuple[tuple[str, Any], ...]) -> nn.Module:
    """The architecture on the meta device, to look at and not to change."""
    return build.empty(model, classes, dict(given))
