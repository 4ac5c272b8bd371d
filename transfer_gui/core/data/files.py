"""Walks a folder and finds files: no junk, no endless loops, each real file once."""

import os
from array import array
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .dataset import Skipped
from .packed import coded, ints

LINK_BACK = "a link back into the dataset, not followed"

_JUNK = frozenset(
    {"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "@eadir", "__pycache__", "lost+found", "#recycle"}
    | {"$recycle.bin", "system volume information", "icon\r"}
)
_BREATH = 2000
"""Entries of a folder that are read between two chances to stop."""
_MANY = 3000
"""Names from which on numpy sorts them: Python's own sort holds up all other threads."""

Stamps = NDArray[np.int64]
"""(n, 3): size in bytes (-1 where it is not known), times of change of content and of entry (mtime, ctime) in ns."""
UNKNOWN = (-1, 0, 0)


def junk(name: str) -> bool:
    """Whether a file or folder is hidden or left by a system (`.DS_Store`, `._x.png`, `Thumbs.db`, `@eaDir`...)."""
    return name.startswith(".") or name.casefold() in _JUNK


def head(path: str | Path) -> bytes:
    """The first bytes of a file; none where it cannot be read."""
    try:
        with Path(path).open("rb") as file:
            return file.read(64)
    except OSError:
        return b""


def stamp(found: os.stat_result) -> tuple[int, int, int]:
    """What a file looks like from outside (see `Stamps`)."""
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


@dataclass(frozen=True, slots=True)
class Block:
    """The files directly in one folder, in order of name."""

    folder: str
    """With its separator at the end."""
    names: list[str]
    stamps: Stamps


@dataclass
class _Inside:
    """What a folder holds, as the system lists it."""

    names: list[str] = field(default_factory=list[str])
    stamps: "array[int]" = field(default_factory=lambda: array("q"))
    links: set[str] = field(default_factory=set[str])
    """Names of files that are links."""
    others: list[os.DirEntry[str]] = field(default_factory=list[os.DirEntry[str]])
    """Folders, broken links, and what else is no file."""


@dataclass
class Walk:
    """One walk over a dataset: what it met on the way. `root` is the dataset's folder."""

    root: Path
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    _real_root: str = ""
    _seen: set[str] = field(default_factory=set[str])
    """Real paths of the folders that were gone into."""
    _met: list[tuple[str, list[str]]] = field(default_factory=list[tuple[str, list[str]]])
    """Folders with their files, of this walk; `_real` is made of it where a link makes it necessary."""
    _real: set[str] | None = None

    def __post_init__(self) -> None:
        self._real_root = os.path.realpath(self.root)

    def folders(self, folder: Path) -> list[Path]:
        """The folders directly in `folder`."""
        return [Path(entry.path) for entry in self._entries(str(folder)) if self._is_folder(entry, str(folder))]

    def loose(self, folder: Path) -> list[str]:
        """The files directly in `folder`."""
        return [entry.path for entry in self._entries(str(folder)) if self._is_file(entry)]

    def files(self, folder: Path) -> Iterator[str]:
        """Every file in `folder` and below, in order of name, each real file once; broken links go to `skipped`."""
        for block in self.blocks(folder):
            if block is not None:
                yield from (block.folder + name for name in block.names)

    def blocks(self, folder: Path) -> Iterator[Block | None]:
        """The same files folder by folder; None in between, so that whoever asks may stop at any time."""
        self._met, self._real = [], None
        self._seen = {os.path.realpath(folder)}
        yield from self._below(str(folder))

    def _below(self, folder: str) -> Iterator[Block | None]:
        found = yield from self._listed(folder)
        before = os.path.join(folder, "")  # noqa: PTH118 - a folder's path with its separator
        names, stamps = _sorted(found.names, np.array(found.stamps, np.int64).reshape(-1, 3))
        if found.links or self._real is not None:
            kept = [place for place, name in enumerate(names) if self._first(before + name, name in found.links)]
            names, stamps = [names[place] for place in kept], stamps[kept]
        else:
            self._met.append((before, names))
        yield Block(before, names, stamps)
        inner: list[str] = []
        for entry in found.others:
            if self._is_folder(entry, folder):
                inner.append(entry.path)
            else:
                self._is_file(entry)
        for path in inner:
            yield from self._below(path)

    def _listed(self, folder: str) -> Generator[None, None, _Inside]:
        found = _Inside()
        try:
            with os.scandir(folder) as entries:
                for number, entry in enumerate(entries):
                    if number % _BREATH == 0:
                        yield
                    if not junk(entry.name):
                        self._sort_in(entry, found)
        except OSError as error:
            self.skipped.append(Skipped(folder, f"the folder cannot be read ({error.strerror})"))
            return _Inside()
        found.others.sort(key=lambda entry: entry.name)
        return found

    def _sort_in(self, entry: os.DirEntry[str], found: _Inside) -> None:
        try:
            if not entry.is_file():
                found.others.append(entry)
                return
        except OSError:
            found.others.append(entry)
            return
        found.names.append(entry.name)
        try:
            found.stamps.extend(stamp(entry.stat()))
        except OSError:  # gone since
            found.stamps.extend(UNKNOWN)
        if entry.is_symlink():
            found.links.add(entry.name)

    def _first(self, path: str, link: bool) -> bool:
        """Whether the walk has not met the same real file yet."""
        if self._real is None:
            self._real = {before + name for before, names in self._met for name in names}
            self._met.clear()
        real = os.path.realpath(path) if link else path
        new = real not in self._real
        self._real.add(real)
        return new

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return sorted((entry for entry in entries if not junk(entry.name)), key=lambda entry: entry.name)
        except OSError as error:
            self.skipped.append(Skipped(folder, f"the folder cannot be read ({error.strerror})"))
            return []

    def _is_file(self, entry: os.DirEntry[str]) -> bool:
        try:
            if entry.is_file():
                return True
            broken = entry.is_symlink() and not Path(entry.path).exists()
        except OSError:
            broken = True
        if broken:
            self.skipped.append(Skipped(entry.path, "a broken link"))
        return False

    def _is_folder(self, entry: os.DirEntry[str], parent: str) -> bool:
        """Whether to go into it: not by a link that leads back to a folder that is walked anyway."""
        try:
            if not entry.is_dir():
                return False
        except OSError:
            return False
        if not entry.is_symlink():
            return True
        real = os.path.realpath(entry.path)
        if real in self._seen or self._leads_back(real, parent):
            self.skipped.append(Skipped(entry.path, LINK_BACK))
            return False
        self._seen.add(real)
        return True

    def _leads_back(self, real: str, parent: str) -> bool:
        """Whether `real` holds the link's own folder, or lies where the walk comes by itself."""
        above = real.rstrip(os.sep) + os.sep
        if any((place + os.sep).startswith(above) for place in (os.path.realpath(parent), self._real_root)):
            return True
        if not real.startswith(self._real_root.rstrip(os.sep) + os.sep):
            return False
        return not any(junk(part) for part in Path(os.path.relpath(real, self._real_root)).parts)


def _sorted(names: list[str], stamps: Stamps) -> tuple[list[str], Stamps]:
    """Both in order of name."""
    if len(names) < _MANY:
        order = sorted(range(len(names)), key=names.__getitem__)
        return [names[place] for place in order], stamps[order]
    table = np.empty(len(names), f"S{max(len(coded(name)) for name in names)}")
    for start in range(0, len(names), _BREATH):
        table[start : start + _BREATH] = [coded(name) for name in names[start : start + _BREATH]]
    rows = np.argsort(table, kind="stable")
    return [names[place] for place in ints(rows)], stamps[rows]
