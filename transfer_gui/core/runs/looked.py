"""Opens the network that a person looks at, whole and ready to run."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor, nn

from ..data import edits, scan
from ..data.domains import find
from ..data.fitting import fitted
from ..errors import UserError
from ..job import Data
from ..models import places, shipped
from ..progress import finish
from ..recipes import Recipe
from . import restore
from .network import network
from .place import Place

KEPT = 100_000_000
"""Parameters of the largest network that is kept in memory between two looks."""


@dataclass(frozen=True)
class Looked:
    """A network in evaluation mode on the CPU, float32, and what its inputs and outputs mean.

    It is shared between looks: whoever hooks it or asks for gradients leaves it as it was.
    """

    model: nn.Module
    name: str
    """As in the catalogue."""
    classes: tuple[str, ...]
    preprocessing: Recipe

    @property
    def domain(self) -> str:
        """What its examples are, as in `job.data.domain`."""
        return self.preprocessing.kind

    def read(self, path: Path) -> Tensor:
        """An example as the network reads it, (3, height, width) for a picture. Raises Unreadable."""
        domain = find(self.domain)
        return domain.normalise(domain.prepare(str(path), self.preprocessing, "none", None), self.preprocessing)


_LOCK = threading.Lock()
_kept: list[tuple[Place, tuple[Path, ...], int, Looked]] = []
"""The two networks opened last: two are compared."""


def look_into(place: Place, folders: Sequence[Path] = ()) -> Looked:
    """The network at `place`. Raises UserError where it cannot be read or its weights are not here."""
    file = place.checkpoint or (shipped.place(place.job.source.weights) if place.job else None)
    stamp = places.stamp(file) if file is not None else 0
    with _LOCK:
        for kept in _kept:
            if kept[:3] == (place, tuple(folders), stamp):
                return kept[3]
    found = _open(place, folders)
    if sum(p.numel() for p in found.model.parameters()) <= KEPT:
        with _LOCK:
            _kept.append((place, tuple(folders), stamp, found))
            del _kept[:-2]
    return found


def _open(place: Place, folders: Sequence[Path]) -> Looked:
    if place.checkpoint is not None:
        payload = restore.read(place.checkpoint)
        model = restore.network(payload)
        found = Looked(model, payload["model"], tuple(payload["classes"]), restore.preprocessing(payload))
    elif place.job is not None:
        built = network(place.job, len(place.classes), folders)
        recipe = place.recipe or _fitted(built.preprocessing, place.job.data)
        found = Looked(built.model.eval(), place.job.source.model, place.classes, recipe)
    else:
        raise UserError("There is no network to look at.", "Choose a source model, or train one.")
    found.model.requires_grad_(False)
    return found


def _fitted(recipe: Recipe, data: Data) -> Recipe:
    """How a run on `data` would prepare its examples; as it is where that cannot be told without any."""
    if not data.path or not find(data.domain).unfitted(recipe):
        return recipe
    return fitted(recipe, data.domain, *edits.divide(finish(scan.unedited(data)), data))
