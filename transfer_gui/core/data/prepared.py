"""Pictures prepared once, and kept on the disk as the bytes that `Domain.normalise` reads, for later epochs and runs.

They are stored under the digest of the file's content and of how it was prepared, so nothing stored can be stale.
"""

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import PIL

from ..cache.digests import digest, varied
from ..cache.records import Missing
from ..cache.shelf import Shelf
from ..recipes import Recipe
from .domains import find as find_domain

if TYPE_CHECKING:
    import torch

    from .loader import Loader

READING = 1
"""Raised when pictures are decoded or prepared otherwise than before, so that what older versions kept is not used."""


def size(recipe: Recipe) -> int:
    """Bytes of one prepared example."""
    shape, dtype = recipe.stored
    return math.prod(shape) * np.dtype(dtype).itemsize


class Prepared:
    """A store of prepared examples of one domain and one preprocessing. For use by several threads."""

    def __init__(self, shelf: Shelf, domain: str, recipe: Recipe, examples: int) -> None:
        """On a shelf, where older stores make room for so many `examples`."""
        self._shape, self._dtype = recipe.stored
        self._bytes = size(recipe)
        self._noun = find_domain(domain).noun[0]
        name = digest(f"{READING}/{PIL.__version__}/{domain}/{recipe!r}".encode()).hex()
        about = {"domain": domain, "size": recipe.size}
        self.records, self._digests = shelf.open("pictures", name, [(self._shape, self._dtype)], about, examples)

    def get(self, path: str, way: str, prepare: "Callable[[], torch.Tensor]") -> "torch.Tensor":
        """The file's example, augmented in the `way` that a word names: stored, or from `prepare` and then stored.

        Raises what `prepare` raises.
        """
        import torch

        before = self._digests.of([path])[0]
        if before is None:
            return prepare()
        key = varied(before, way)
        if self.records.has([key])[0]:
            try:
                return torch.from_numpy(self.records.get([key])[0][0])
            except Missing:  # broken on the disk: prepared again
                pass
        found = prepare()
        # A file that changed meanwhile is not stored: what was read may be either content.
        whole = found.dtype == getattr(torch, self._dtype) and tuple(found.shape) == self._shape
        if whole and self._digests.of([path])[0] == before:
            self.records.put([key], [found[None].numpy()])
        return found

    @property
    def words(self) -> str:
        """What is spared, for the user."""
        each = self._bytes / 1000
        return (
            f"Each {self._noun} is decoded and prepared once, and kept as the network reads it ({each:,.0f} KB each)."
        )

    def close(self) -> None:
        """Let go of the files; what is asked for later is prepared."""
        self.records.close()
        self._digests.close()


def find(loaders: "Sequence[Loader]", domain: str, shelf: Shelf) -> Prepared | None:
    """A store for the prepared examples of the loaders, which all fit in it, put to use in them; None where there is
    nothing to keep, or too much of it."""
    recipe, count = loaders[0].preprocessing, sum(len(loader.indices) * loader.views for loader in loaders)
    if not 0 < count * size(recipe) <= shelf.limit:
        return None
    found = Prepared(shelf, domain, recipe, count)
    for loader in loaders:
        loader.prepared = found
    return found
