"""What a view of weights is: one file in this folder that exports a `VIEW`, found by being there. No torch here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import inspect as package
from ..discover import discover
from .figures import Figure

Tensors = Mapping[str, NDArray[Any]]
"""Tensors by their name in the state dict; floats as float32."""

STATISTICS = ("running_mean", "running_var", "num_batches_tracked")
"""Last part of the names of what batch norm counts and does not learn."""


@dataclass(frozen=True)
class Subject:
    """What is looked at: the tensors of one layer and of all inside it."""

    layer: str
    """Path of the layer; empty for the whole model."""
    tensors: Tensors
    source: Tensors = field(default_factory=dict)
    """The same tensors as the source model had them; empty where nothing is compared."""
    heads: Mapping[str, int] = field(default_factory=dict[str, int])
    """The number of attention heads by the path of the module that attends, for the whole model."""
    dtypes: Mapping[str, str] = field(default_factory=dict[str, str])
    """The types that the tensors are stored as, where it is not float32: 'float16', 'float8_e4m3fn', 'int64'..."""

    def learned(self) -> dict[str, NDArray[Any]]:
        """The parameters that can be learned: no running statistics, no integers, nothing empty."""
        return {name: t for name, t in self.tensors.items() if _learned(name, t)}

    def short(self, name: str) -> str:
        """A tensor's name as seen from the layer."""
        if name == self.layer:
            return name.rpartition(".")[2]
        return name.removeprefix(f"{self.layer}.") if self.layer else name

    def before(self, name: str) -> NDArray[Any] | None:
        """The source's tensor of this name, where it has the same shape."""
        old = self.source.get(name)
        return old if old is not None and old.shape == self.tensors[name].shape else None


@dataclass(frozen=True)
class View:
    """One way to look at a layer's weights."""

    title: str
    description: str
    """What it shows, for the tooltip."""
    order: int
    """Where it stands among the views, from the top."""
    compute: Callable[[Subject], tuple[Figure, ...]]
    """The figures; none where the layer has nothing of this kind."""


@cache
def views() -> dict[str, View]:
    """Every view by its file's name, in the order in which they are shown."""
    return dict(sorted(discover(package, "VIEW").items(), key=lambda item: item[1].order))


def _learned(name: str, tensor: NDArray[Any]) -> bool:
    return name.rpartition(".")[2] not in STATISTICS and tensor.size > 0 and np.issubdtype(tensor.dtype, np.floating)
