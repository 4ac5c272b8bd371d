"""Reads the tensors of a layer: from a source model, or from a checkpoint on disk."""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

from torch import nn

from ..job import Source
from ..models import build
from ..training.snapshot import snapshot
from . import restore

KEPT = 100_000_000
"""Parameters of the largest source model that is kept in memory between two looks."""


def of_source(source: Source, classes: int, seed: int, folders: Sequence[Path], layer: str) -> dict[str, Any]:
    """The tensors as a run with this seed starts from: the source's weights, and the new head as it is drawn.

    Raises UserError where the weights are not here or do not fit.
    """
    stamp = Path(source.weights).stat().st_mtime_ns if Path(source.weights).is_file() else 0
    model = _kept(source, classes, seed, tuple(folders), stamp)  # pyright: ignore[reportArgumentType] - frozen
    if sum(p.numel() for p in model.parameters()) > KEPT:
        _kept.cache_clear()
    return snapshot(model, layer)


@lru_cache(maxsize=1)
def _kept(source: Source, classes: int, seed: int, folders: tuple[Path, ...], stamp: int) -> nn.Module:
    return build.build(source, classes, seed, folders).model


def of_checkpoint(path: Path, layer: str) -> dict[str, Any]:
    """The tensors in a run's checkpoint or an exported one. Raises UserError."""
    return snapshot(restore.network(restore.read(path)), layer)
