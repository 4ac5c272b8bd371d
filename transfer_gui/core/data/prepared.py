"""Pictures prepared once, and kept on the disk as the bytes that `Domain.normalise` reads, for later epochs and runs.

They are stored under the digest of the file's content and of how it was prepared, so nothing stored can be stale.
"""

import hashlib
import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import PIL

from ..cache import folder
from ..cache.digests import Digests
from ..cache.records import Missing, Records
from ..preprocessing import Preprocessing

if TYPE_CHECKING:
    import torch

READING = 1
"""Raised when pictures are decoded or prepared otherwise than before, so that what older versions kept is not used."""


def size(recipe: Preprocessing) -> int:
    """Bytes of one prepared example."""
    return 3 * recipe.crop * recipe.crop


class Prepared:
    """A store of prepared examples of one domain and one preprocessing. For use by several threads."""

    def __init__(self, root: Path, limit: int, domain: str, recipe: Preprocessing, examples: int) -> None:
        """In the cache at `root`, which takes `limit` bytes at most; older stores make room for so many `examples`."""
        self._shape = (3, recipe.crop, recipe.crop)
        name = hashlib.blake2b(f"{READING}/{PIL.__version__}/{domain}/{recipe!r}".encode(), digest_size=16).hexdigest()
        where = root / "pictures" / name
        about = {"domain": domain, "size": recipe.crop}
        self._records = Records.open(where, [(self._shape, "uint8")], about, limit)
        folder.make_room(root, limit, max(0, examples - self._records.count) * size(recipe), keep=(where,))
        self._digests = Digests(root / "digests.sqlite")
        self._told = ""

    def get(self, path: str, way: str, prepare: "Callable[[], torch.Tensor]") -> "torch.Tensor":
        """The file's example, augmented in the `way` that a word names: stored, or from `prepare` and then stored.

        Raises what `prepare` raises.
        """
        import torch

        before = self._digests.of([path])[0]
        if before is None:
            return prepare()
        key = hashlib.blake2b(before + way.encode(), digest_size=16).digest()
        if self._records.has([key])[0]:
            try:
                return torch.from_numpy(self._records.get([key])[0][0])
            except Missing:  # broken on the disk: prepared again
                pass
        found = prepare()
        # A file that changed meanwhile is not stored: what was read may be either content.
        whole = found.dtype == torch.uint8 and tuple(found.shape) == self._shape
        if whole and self._digests.of([path])[0] == before:
            self._records.put([key], [found[None].numpy()])
        return found

    @property
    def words(self) -> str:
        """What is spared, for the user."""
        each = math.prod(self._shape) / 1000
        return f"Each picture is decoded and prepared once, and kept as the network reads it ({each:,.0f} KB each)."

    def stopped_now(self) -> str:
        """Why nothing more is stored, the first time that it is asked; empty while all goes well."""
        said, self._told = self._told, self._records.stopped
        return self._records.stopped if not said else ""

    def close(self) -> None:
        """Let go of the files; what is asked for later is prepared."""
        self._records.close()
        self._digests.close()
