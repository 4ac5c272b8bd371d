"""Walks a folder and finds files: no junk, no endless loops, each real file once."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from .dataset import Skipped

LINK_BACK = "a link back into the dataset, not followed"

_JUNK = frozenset(
    {"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "@eadir", "__pycache__", "lost+found", "#recycle"}
    | {"$recycle.bin", "system volume information", "icon\r"}
)


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


@dataclass
class Walk:
    """One walk over a dataset: what it met on the way. `root` is the dataset's folder."""

    root: Path
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    _real_root: str = ""
    _seen: set[str] = field(default_factory=set[str])

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
        seen_files: set[str] = set()
        self._seen = {os.path.realpath(folder)}
        yield from self._below(str(folder), seen_files)

    def _below(self, folder: str, seen_files: set[str]) -> Iterator[str]:
        inner: list[str] = []
        for entry in self._entries(folder):
            if self._is_folder(entry, folder):
                inner.append(entry.path)
            elif self._is_file(entry):
                real = os.path.realpath(entry.path) if entry.is_symlink() else entry.path
                if real not in seen_files:
                    seen_files.add(real)
                    yield entry.path
        for path in inner:
            yield from self._below(path, seen_files)

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
