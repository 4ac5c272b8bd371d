"""Reads the tensors of a layer, and no others: from a source model, or from a checkpoint on disk."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ..job import Source
from ..models import build, partial, places, shipped
from ..training.snapshot import as_array, snapshot, type_name
from . import restore

KEPT = 100_000_000
"""Parameters of the largest source model that is kept in memory between two looks."""


@dataclass(frozen=True)
class Read:
    """Some tensors of a model."""

    tensors: dict[str, Any]
    """numpy arrays by their name in the state dict; floats as float32."""
    dtypes: dict[str, str] = field(default_factory=dict[str, str])
    """The types of those that are stored as another: 'float16', 'bfloat16', 'float8_e4m3fn', 'int64'..."""


def of_source(source: Source, classes: int, seed: int, folders: Sequence[Path], layer: str) -> Read:
    """The tensors as a run with this seed starts from: the source's weights, and the new head as it is drawn.

    Read from the file one by one; only what is drawn at random has the whole model built, which is kept for the next
    look. Raises UserError where the weights are not here or do not fit.
    """
    if (found := partial.tensors(source, classes, seed, folders, layer)) is not None:
        return _read((name, tensor, dtype) for name, (tensor, dtype) in found.items())
    stamp = places.stamp(shipped.place(source.weights))
    model = _kept(source, classes, seed, tuple(folders), stamp)  # pyright: ignore[reportArgumentType] - frozen
    if sum(p.numel() for p in model.parameters()) > KEPT:
        _kept.cache_clear()
    return Read(snapshot(model, layer))


@lru_cache(maxsize=1)
def _kept(source: Source, classes: int, seed: int, folders: tuple[Path, ...], stamp: int) -> nn.Module:
    return build.build(source, classes, seed, folders).model


def of_checkpoint(path: Path, layer: str) -> Read:
    """The tensors in a run's checkpoint or an exported one, as they lie in the file. Raises UserError."""
    state: dict[str, Tensor] = restore.read(path, lambda name: partial.within(name, layer))["state_dict"]
    return _read((name, tensor, tensor.dtype) for name, tensor in state.items())


def _read(found: Iterable[tuple[str, Tensor, torch.dtype]]) -> Read:
    tensors: dict[str, Any] = {}
    dtypes: dict[str, str] = {}
    for name, tensor, dtype in found:
        tensors[name] = as_array(tensor)
        if dtype != torch.float32:
            dtypes[name] = type_name(dtype)
    return Read(tensors, dtypes)
