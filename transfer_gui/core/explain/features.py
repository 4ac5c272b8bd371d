"""What a layer makes of many examples: one vector an example.

A layer is named by its path in `named_modules`; `HEAD`, the empty name, is the input of the head: the features that
the network's last layer tells the classes apart by.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np
import torch
from torch import Tensor, nn
from torchvision.models import VisionTransformer
from torchvision.ops.misc import Permute

from ..data.dataset import Skipped
from ..data.domain import Unreadable
from ..data.domains import find
from ..errors import UserError
from ..inspect.figures import Array
from ..models.head import head_of
from ..progress import Long, Progress
from ..runs.looked import Looked
from .activations import first_tensor, layer_at
from .twin import twin

HEAD = ""
"""The layer whose output is the input of the head."""
BATCH = 16
LARGE, FEW = 100_000_000, 2
"""A network of more parameters than this takes so few examples at a time: a look can then still be left soon."""

_FIRST: tuple[type, ...] = tuple(
    getattr(nn, f"{kind}{n}d") for n in (1, 2, 3) for kind in ("Conv", "BatchNorm", "MaxPool", "AvgPool",
    "AdaptiveAvgPool", "AdaptiveMaxPool")
)  # fmt: skip
"""Layers that give (n, channels, ...)."""
_NAMES = {"WindowPartition": True, "WindowDepartition": False, "LayerNorm2d": False}
"""Whether the channels come last after a module that is known by its class's name."""

T = TypeVar("T")


@dataclass(frozen=True)
class Output:
    """A layer's output of a batch.

    Layers after it may write into the tensor (an in-place ReLU): what is kept of it must be a new one.
    """

    tensor: Tensor
    last: bool
    """The channels are the last axis, as in (n, height, width, c) or (n, tokens, c), else the second."""
    token: bool
    """The first token is the class token."""
    there: Tensor | None = None
    """Which places hold something of the example, (n, places): not the padding behind a text, or the silence behind a
    sound. None: all do."""

    def maps(self) -> Tensor:
        """(n, channels, ...) as float32: what is left of the axes are places in the example; none in a vector."""
        values = self.tensor.float()
        if values.ndim < 2:
            return values.reshape(len(values), -1)
        return values.movedim(-1, 1) if self.last and values.ndim > 2 else values

    def vectors(self) -> Tensor:
        """(n, channels): the class token where there is one, else the mean over all places that hold something."""
        if self.token:
            return self.tensor[:, 0].float().clone()
        maps = self.maps()
        if self.there is not None:
            there = self.there.unsqueeze(1)
            return (maps.flatten(2) * there).sum(2) / there.sum(2).clamp(min=1)
        return maps.flatten(2).mean(2) if maps.ndim > 2 else maps.clone()


@dataclass(frozen=True)
class Features:
    """One vector for each example that could be read."""

    values: Array
    """(kept, channels)."""
    kept: tuple[int, ...]
    """Places among the paths that were asked for."""
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True)
class Read:
    """A batch of examples as the network reads them."""

    examples: Tensor
    """(kept, ...)."""
    kept: tuple[int, ...]
    """Places among the paths."""
    skipped: tuple[Skipped, ...]


def features(looked: Looked, paths: Sequence[str], layer: str = HEAD, batch: int = BATCH) -> Long[Features]:
    """The output of `layer` of each example, brought to one vector.

    The mean over height and width of feature maps, wherever their channels stand (Swin's come last); the class token
    of a VisionTransformer, else the mean over tokens; a vector as it is. `HEAD` is the input of the head.
    Examples that cannot be read are told in `skipped`. Raises UserError for a layer that is not there or that has no
    output of its own, and where no example can be read.
    """
    tap = Pass(looked, (layer,), Output.vectors)
    size = at_once(looked.model, batch)
    found: list[Array] = []
    kept: list[int] = []
    skipped: list[Skipped] = []
    for start in range(0, len(paths), size):
        yield Progress(start, len(paths), f"{start} of {len(paths)} examples")
        part = read(looked, paths[start : start + size])
        skipped += part.skipped
        if part.kept:
            kept += (start + place for place in part.kept)
            found.append(tap(part.examples)[layer].numpy())
    if not found:
        raise nothing_read(skipped)
    return Features(np.concatenate(found).astype(np.float32), tuple(kept), tuple(skipped))


class Pass(Generic[T]):
    """Runs a network on one batch after another: what `take` makes of the outputs of its layers. One thread at a time.

    `take` is called while the network computes, so no more than one output is in memory at a time. The network itself
    is not touched (`twin`).
    """

    def __init__(self, looked: Looked, layers: Collection[str] | None, take: Callable[[Output], T]) -> None:
        """Of `layers`, by path; None: of all that hold parameters and give one output an example, the innermost such:
        a convolution, a norm, a whole attention. Raises UserError for a layer that is not there."""
        self._model, self._layers, self._take = twin(looked.model), layers, take
        self._transformer = isinstance(self._model, VisionTransformer)
        self._nothing = nothing(looked)
        self._there: Tensor | None = None
        """Which parts of the examples hold something: words, or windows of a sound."""
        self._found: dict[str, T] = {}
        self._called: set[str] = set()
        self._last, self._count = False, 0
        for layer in layers or ():
            layer_at(self._model, layer)
        for path, module in self._model.named_modules():
            wanted = path in layers if layers is not None else _holds(module)
            module.register_forward_hook(self._hook(path, bool(path) and wanted, _leaf(module)))
        if layers is not None and HEAD in layers:
            self._model.get_submodule(head_of(self._model)).register_forward_pre_hook(self._before_head)

    def __call__(self, examples: Tensor) -> dict[str, T]:
        """For a batch as the network reads it, by path in the order of computation.

        Of a layer that is used more than once the last output counts. Raises UserError for a layer that was asked for
        and has no output of its own for each example.
        """
        self._found, self._called, self._last, self._count = {}, set(), False, len(examples)
        self._there = None
        if self._nothing is not None:
            self._there = (examples != self._nothing).reshape(*examples.shape[:2], -1).any(2)
        try:
            with torch.inference_mode():
                self._model(examples)
            for layer in self._layers or ():
                if layer not in self._found:
                    raise self._nothing_of(layer)
            if self._layers is not None:
                return self._found
            around = {path for path in self._found for other in self._found if other.startswith(path + ".")}
            return {path: value for path, value in self._found.items() if path not in around}
        finally:
            self._found = {}

    def _nothing_of(self, layer: str) -> UserError:
        around, what = layer.rpartition(".")[0], "an output of its own for each example"
        while around and around not in self._called:
            around = around.rpartition(".")[0]
        return UserError(f"{layer} does not give {what}.", f"Choose the layer around it{around and ', '}{around}.")

    def _hook(self, path: str, chosen: bool, leaf: bool) -> Callable[[nn.Module, Any, Any], None]:
        def leave(module: nn.Module, _: Any, output: Any) -> None:
            self._called.add(path)
            if leaf:
                self._last = _channels_last(module, self._last)
            if chosen:
                self._keep(path, output)

        return leave

    def _before_head(self, _: nn.Module, given: tuple[Any, ...]) -> None:
        self._keep(HEAD, given[0])

    def _keep(self, path: str, output: Any) -> None:
        tensor = first_tensor(output)
        if tensor is None or not tensor.ndim:
            return
        pieces = self._there is not None and len(tensor) == self._there.numel() > self._count
        if pieces:  # what it makes of each window by itself
            tensor = tensor.unflatten(0, (self._count, -1))
        elif len(tensor) != self._count:
            return
        tokens = self._transformer and tensor.ndim == 3
        self._found.pop(path, None)
        output = Output(tensor, self._last or tokens, tokens)
        if self._there is not None and tensor.ndim > 2:
            places = output.maps().flatten(2).shape[2]
            if pieces or places == self._there.shape[1]:
                output = replace(output, there=self._there.repeat_interleave(places // self._there.shape[1], 1))
        self._found[path] = self._take(output)


def read(looked: Looked, paths: Sequence[str]) -> Read:
    """Read examples as the network does; those that cannot be read are told."""
    examples: list[Tensor] = []
    kept: list[int] = []
    skipped: list[Skipped] = []
    for place, path in enumerate(paths):
        try:
            examples.append(looked.read(Path(path)))
        except Unreadable as error:
            skipped.append(Skipped(path, error.reason))
        else:
            kept.append(place)
    return Read(find(looked.domain).collate(examples, looked.preprocessing), tuple(kept), tuple(skipped))


def lined(looked: Looked) -> bool:
    """Whether the network reads whole numbers one after another, as the words of a text."""
    return bool(looked.preprocessing.values) and len(looked.preprocessing.shape) == 1


def pictured(looked: Looked) -> bool:
    """Whether the network reads pictures, grey or in colour, which are square, or something else drawn as one."""
    shape = looked.preprocessing.shape
    return len(shape) == 3 and shape[0] in {1, 3} and shape[1] == shape[2]


def nothing(looked: Looked) -> Tensor | None:
    """An example without content as the network reads it, where it reads one part after another (words, windows of a
    sound): the padding behind others. None for pictures."""
    if pictured(looked):
        return None
    domain = find(looked.domain)
    return domain.normalise(domain.nothing(looked.preprocessing), looked.preprocessing)


def at_once(model: nn.Module, batch: int = BATCH) -> int:
    """Examples in a batch for this network."""
    return min(batch, FEW) if sum(p.numel() for p in model.parameters()) > LARGE else max(1, batch)


def named(layer: str) -> str:
    """A layer as it is called for a person."""
    return layer or "the input of the head"


def nothing_read(skipped: Sequence[Skipped]) -> UserError:
    """What to raise where no example is left."""
    if not skipped:
        return UserError("There are no examples to look at.", "Choose a dataset, or another part of it.")
    return UserError(
        f"None of the {len(skipped)} examples can be read; the first, {skipped[0].path}: {skipped[0].reason}.",
        "Check that the dataset is still where it was.",
    )


def told(skipped: Sequence[Skipped]) -> str:
    """A sentence that names what was left out; empty for nothing."""
    if not skipped:
        return ""
    count = "1 example" if len(skipped) == 1 else f"{len(skipped)} examples"
    return f"{count} could not be read, {Path(skipped[0].path).name} the first ({skipped[0].reason})"


def _holds(module: nn.Module) -> bool:
    """Whether it has parameters of its own, or a child whose they are and that it may use without calling it."""
    own = any(True for _ in module.parameters(recurse=False))
    return own or any(_leaf(child) and any(True for _ in child.parameters()) for child in module.children())


def _leaf(module: nn.Module) -> bool:
    return type(module).__name__ in _NAMES or not any(True for _ in module.children())


def _channels_last(module: nn.Module, before: bool) -> bool:
    """Whether the channels come last after `module`, which got them as `before` says.

    The layout is followed along the pass: a convolution puts them second, a layer norm or a linear layer last, and
    what stands between leaves them where they are.
    """
    if (known := _NAMES.get(type(module).__name__)) is not None:
        return known
    if isinstance(module, Permute):
        return module.dims[-1] == 1
    if isinstance(module, _FIRST):
        return False
    return isinstance(module, nn.Linear | nn.LayerNorm | nn.Embedding | nn.RNNBase) or before
