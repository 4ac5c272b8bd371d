"""Pictures prepared once, and kept on the disk as the bytes that `Domain.normalise` reads, for later epochs and runs.

They are stored under the digest of the file's content and of how it was prepared, so nothing stored can be stale.
"""

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import PIL

from ..cache.digests import digest, varied
from ..cache.records import Missing
from ..cache.shelf import Shelf
from ..preprocessing import Preprocessing

if TYPE_CHECKING:
    import torch

    from .loader import Loader

READING = 1
"""Raised when pictures are decoded or prepared otherwise than before, so that what older versions kept is not used."""


def size(recipe: Preprocessing) -> int:
    """Bytes of one prepared example."""
    return 3 * recipe.crop * recipe.crop


class Prepared:
    """A store of prepared examples of one domain and one preprocessing. For use by several threads."""

    def __init__(self, shelf: Shelf, domain: str, recipe: Preprocessing, examples: int) -> None:
        """On a shelf, where older stores make room for so many `examples`."""
        self._shape = (3, recipe.crop, recipe.crop)
        name = digest(f"{READING}/{PIL.__version__}/{domain}/{recipe!r}".encode()).hex()
        about = {"domain": domain, "size": recipe.crop}
        self.records, self._digests = shelf.open("pictures", name, [(self._shape, "uint8")], about, examples)

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
        whole = found.dtype == torch.uint8 and tuple(found.shape) == self._shape
        if whole and self._digests.of([path])[0] == before:
            self.records.put([key], [found[None].numpy()])
        return found

    @property
    def words(self) -> str:
        """What is spared, for the user."""
        each = math.prod(self._shape) / 1000
        return f"Each picture is decoded and prepared once, and kept as the network reads it ({each:,.0f} KB each)."

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
