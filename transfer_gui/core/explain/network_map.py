"""How far every tensor of a network is from another's, with a spectral hint for each layer."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import UserError
from ..events import Movement
from ..inspect import network, power_law
from ..progress import Long, Progress
from ..runs import tensors
from ..runs.place import Place

Arrays = Mapping[str, NDArray[Any]]
LARGEST = 4_000_000
"""Numbers of the largest matrix whose spectrum is computed for the hint."""
LEAST = 50
"""Singular values from which on a power law is fitted to their tail: with fewer, it says nothing."""


def network_map(
    place: Place, source: Place, folders: Sequence[Path] = ()
) -> Long[tuple[dict[str, Movement], dict[str, float]]]:
    """`Movement` by tensor between `source` and `place`, and the exponent of the spectrum's tail by layer.

    Where the two networks have nothing in common, the network is measured against itself. Raises UserError where
    `place` cannot be read.
    """
    now = _read(place, folders)
    yield Progress(1, 3, "Reading the source's weights")
    try:
        before = now if place == source else _read(source, folders)
    except UserError:  # the network alone can still be shown
        before = now
    if not any(name in before and before[name].shape == t.shape for name, t in now.items()):
        before = now
    found = network.between(now, before)
    hint = yield from spectral(now)
    return found, hint


def spectral(state: Arrays) -> Long[dict[str, float]]:
    """The power-law exponent of each layer with a matrix that is neither too small nor too large (Martin and Mahoney
    2021): a hint, no verdict."""
    hint: dict[str, float] = {}
    matrices = {name: t for name, t in state.items() if t.ndim >= 2 and np.issubdtype(t.dtype, np.floating)}
    for done, (name, tensor) in enumerate(matrices.items()):
        yield Progress(done, len(matrices), f"Spectrum of {name}")
        matrix = tensor.reshape(tensor.shape[0], -1)
        if min(matrix.shape) >= LEAST and matrix.size <= LARGEST and np.isfinite(matrix).all():
            wide = matrix.astype(np.float64)
            gram = wide @ wide.T if len(wide) <= wide.shape[1] else wide.T @ wide
            if (found := power_law.alpha(np.linalg.eigvalsh(gram))) is not None:
                hint[name.rpartition(".")[0]] = found.alpha
    return hint


def _read(place: Place, folders: Sequence[Path]) -> Arrays:
    if place.checkpoint is not None:
        return tensors.of_checkpoint(place.checkpoint, "").tensors
    if place.job is None:
        raise UserError("There is no network to look at.", "Choose a source model, or train one.")
    job = place.job
    return tensors.of_source(job.source, len(place.classes), job.training.seed, folders, "").tensors
