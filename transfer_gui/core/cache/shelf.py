"""The cache as a run uses it: a store of records in it, and the digests of files."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from . import folder
from .digests import Digests
from .records import Layout, Records


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where what was computed is kept."""

    root: Path
    limit: int
    """Bytes that all of it may take."""

    def open(
        self, kind: str, name: str, layout: Layout, about: Mapping[str, Any], examples: int
    ) -> tuple[Records, Digests]:
        """The store `<kind>/<name>` (see `Records.open`), for which the longest unused ones make room where it has not
        all of the `examples` yet; and the digests of files. Both are to be closed."""
        where = self.root / kind / name
        records = Records.open(where, layout, about, self.limit)
        each = sum(math.prod(shape) * np.dtype(number).itemsize for shape, number in layout)
        folder.make_room(self.root, self.limit, max(0, examples - records.count) * each, keep=(where,))
        return records, Digests(self.root / "digests.sqlite")
