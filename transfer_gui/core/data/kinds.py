"""What the examples of a dataset are: pictures, sounds... by a look at a few of its files. No torch here."""

import os
import re
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from .. import contents
from ..job import Data
from . import sample
from .domains import domains, find
from .files import head, junk

LOOKED, EACH = 300, 40
"""Files that are looked at, and of one folder."""
_START = 65_536
"""Bytes of a table that are searched for names of files."""
_APART = re.compile(r"[,;|\t\r\n\"]+")


def guess(data: Data) -> str:
    """The domain of a dataset's examples: that of the job where it can read some, else the one that most are of.

    Where nothing tells, and where the dataset cannot be read, it is the job's own. Raises UserError for a domain that
    is not known.
    """
    own = find(data.domain).name
    if data.path.startswith(sample.PREFIX):
        return sample.domain(data.path)
    counts, place = Counter[str](), Path(data.path).expanduser()
    for path in _some(place):
        for name, domain in domains().items():
            if domain.wanted(os.path.basename(path), lambda path=path: head(path)):  # noqa: PTH119 - of cells, too
                counts[name] += 1
                break
    if not counts and data.path.lower().endswith(contents.ENDINGS) and place.is_file():
        return next(name for name, domain in domains().items() if domain.in_cells)  # it names no files
    if not counts or 2 * counts[own] >= max(counts.values()):
        return own
    return counts.most_common(1)[0][0]


def _some(path: Path) -> Iterator[str]:
    """Files of a folder and those below, a few of each; or what a table may name."""
    if path.is_file():
        with suppress(OSError), path.open("rb") as file:
            cells = _APART.split(file.read(_START).decode("latin-1").replace("\0", ""))
            yield from [cell.strip() for cell in cells if "." in cell[1:]][:LOOKED]
        return
    waiting, seen = deque([str(path)]), 0
    while waiting and seen < LOOKED:
        here = 0
        with suppress(OSError), os.scandir(waiting.popleft()) as entries:
            for entry in entries:
                if junk(entry.name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if len(waiting) < LOOKED:
                        waiting.append(entry.path)
                elif here < EACH and seen < LOOKED:
                    here, seen = here + 1, seen + 1
                    yield entry.path
                else:
                    break
