"""What a layout says before any example is opened: files with their labels."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from .. import contents
from ..counting import several, some
from .dataset import Side, Skipped
from .files import UNKNOWN, Stamps, stamp
from .packed import Packer, Paths, Rows, Whole, number

__all__ = ["Files", "Found", "Listing", "several", "some"]


@dataclass(frozen=True)
class Files:
    """Files that are meant as examples, in columns of equal length."""

    paths: Paths
    labels: Whole
    """What class each is of, as a place in `names`."""
    names: tuple[str, ...]
    sides: Whole
    """As in `Examples.sides`."""
    stamps: Stamps
    first: Rows | None = None
    """Where each one's path is met first; None where no path is listed twice."""
    groups: tuple[str, ...] = ()
    """What each belongs to; empty where nothing says so."""


class Found:
    """Takes the files as they are found."""

    def __init__(self) -> None:
        self._packer, self._labels, self._sides = Packer(), array("i"), array("b")
        self._names: dict[str, int] = {}
        self._stamps: list[Stamps] = []
        self._single = array("q")
        self._places: dict[str, int] = {}
        self._first = array("q")
        self._groups: list[str] = []
        self._called: dict[str, str] = {}
        """Each group's name once, however many examples it has."""
        self._again: set[tuple[int, int, int]] = set()
        """Of paths that were added several times: where first, and each later label and side."""

    def __len__(self) -> int:
        return len(self._packer)

    def add(self, folder: str, names: Sequence[str], stamps: Stamps, label: str, side: Side | None) -> None:
        """Files of one folder (which ends with its separator), none of which has been added before."""
        assert not self._places, "either folders or single files"
        self._packer.add(folder, names)
        self._labels += array("i", [self._names.setdefault(label, len(self._names))]) * len(names)
        self._sides += array("b", [number(side)]) * len(names)
        self._stamps.append(stamps)

    def add_file(self, path: str, label: str, side: Side | None, group: str | None = None) -> bool:
        """A file that may have been added before under another label or side; False where it was under these.

        `group` is what it belongs to; of all files, or of none.
        """
        first = self._places.setdefault(path, len(self))
        entry = first, self._names.setdefault(label, len(self._names)), number(side)
        if first < len(self):
            if entry in self._again or entry[1:] == (self._labels[first], self._sides[first]):
                return False
            self._again.add(entry)
        self._first.append(first)
        if group is not None:
            self._groups.append(self._called.setdefault(group, group))
        self._packer.add_path(path)
        self._labels.append(entry[1])
        self._sides.append(entry[2])
        try:
            self._single.extend(stamp(contents.stat(path)))
        except OSError:
            self._single.extend(UNKNOWN)
        return True

    def files(self) -> Files:
        """All that was added, in order."""
        stamps = [*self._stamps, np.array(self._single, np.int64).reshape(-1, 3)]
        first = np.array(self._first, np.int64)
        twice = bool(np.any(first != np.arange(len(first))))
        return Files(
            self._packer.packed(),
            np.array(self._labels, np.int32),
            tuple(self._names),
            np.array(self._sides, np.int8),
            np.concatenate(stamps),
            first if twice else None,
            tuple(self._groups),
        )


@dataclass
class Listing:
    """All that a folder or a table lists."""

    root: str
    layout: Literal["folders", "split", "table"]
    found: Found = field(default_factory=Found)
    labels: list[str] = field(default_factory=list[str])
    """Every class named, with or without examples (folders)."""
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    notes: list[str] = field(default_factory=list[str])
    columns: tuple[str, ...] = ()
