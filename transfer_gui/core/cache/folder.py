"""The cache's folder: one store in each `<root>/<kind>/<name>/`, of which the longest unused go when room is needed.

A store is locked by the one process that writes in it. Nothing half-deleted is ever opened: a store is first renamed
to `.trash-*`, under its lock, and then deleted.
"""

import json
import os
import shutil
import sys
import time
import uuid
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import platformdirs

from ..paths import NAME

META = "meta.json"
"""Says what a store holds; its mtime is when the store was last opened."""
LOCK = "lock"
"""Locked by the process that writes; a folder without this file is none of the cache's and is left alone."""
TRASH = ".trash-"

SHARE = 0.2
"""Part of the free disk space that the cache may take, if not told otherwise."""
MOST = 20_000_000_000
"""Bytes that it takes at most, if not told otherwise."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One store in the cache."""

    path: Path
    kind: str
    """The name of the folder it lies in: 'activations'..."""
    bytes: int
    used: float
    """When it was last opened, in seconds since 1970."""
    what: dict[str, Any]
    """What it holds, for people; empty where that is not known."""


def root() -> Path:
    """The folder of all that can be computed again."""
    return Path(platformdirs.user_cache_dir(NAME, appauthor=False))


def default_limit(folder: Path | None = None) -> int:
    """Bytes that the cache may take: a fifth of the disk space that is free or its own already, at most 20 GB."""
    place = (folder or root()).absolute()
    above = next(path for path in (place, *place.parents) if path.is_dir())
    own = sum(entry.bytes for entry in usage(place))
    return min(int(SHARE * (shutil.disk_usage(above).free + own)), MOST)


def usage(root: Path) -> list[Entry]:
    """What lies in the cache, the longest unused first."""
    return sorted((_entry(path) for path in _stores(root)), key=lambda entry: (entry.used, entry.path))


def make_room(root: Path, limit_bytes: int, wanted_bytes: int, keep: Collection[Path] = ()) -> int:
    """Delete stores, the longest unused first, until `wanted_bytes` more fit within `limit_bytes`.

    Those in `keep` and those that a living process writes in stay. Returns the bytes that fit now, which are less than
    wanted where too much had to stay. What an earlier process was killed in deleting is gone afterwards.
    """
    _sweep(root)
    kept = {path.absolute() for path in keep}
    entries = usage(root)
    taken = sum(entry.bytes for entry in entries)
    for entry in entries:
        if taken + wanted_bytes <= limit_bytes:
            break
        if entry.path not in kept and _remove(entry.path):
            taken -= entry.bytes
    return max(0, limit_bytes - taken)


def clear(root: Path) -> int:
    """Delete all stores that no living process writes in. Returns the bytes that this frees."""
    _sweep(root)
    return sum(entry.bytes for entry in usage(root) if _remove(entry.path))


def read_meta(folder: Path) -> dict[str, Any]:
    """What a store's `meta.json` says; empty where it is missing or broken. Raises OSError where it cannot be read."""
    try:
        found: object = json.loads((folder / META).read_bytes())
    except (FileNotFoundError, ValueError, RecursionError):
        return {}
    return cast("dict[str, Any]", found) if isinstance(found, dict) else {}


def touch(folder: Path) -> None:
    """Note that a store is used now."""
    with suppress(OSError):
        os.utime(folder / META)


def take(folder: Path, tries: int = 5) -> int | None:
    """Make a store's folder where there is none, and lock it for writing.

    Returns a file handle that holds the lock until `os.close`, or until this process ends in whatever way; None while
    somebody else holds it. Raises OSError where the folder cannot be made or written in, or its disk knows no locks.
    """
    for attempt in range(tries):
        if attempt:
            time.sleep(0.01)  # `make_room` holds a lock for a moment only
        folder.mkdir(parents=True, exist_ok=True)
        handle = -1
        try:
            handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o666)
            # The folder may have been taken away to be deleted between the two lines.
            if _locked(handle) and os.path.samestat(os.fstat(handle), (folder / LOCK).stat()):
                return handle
        except FileNotFoundError:
            pass
        except BaseException:
            if handle >= 0:
                os.close(handle)
            raise
        if handle >= 0:
            os.close(handle)
    return None


if sys.platform == "win32":
    import msvcrt

    def _locked(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

else:
    import fcntl

    def _locked(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _kinds(root: Path) -> Iterator[Path]:
    with suppress(OSError):
        yield from (path for path in root.absolute().iterdir() if path.is_dir() and not path.name.startswith("."))


def _stores(root: Path) -> Iterator[Path]:
    for kind in _kinds(root):
        with suppress(OSError):
            for path in kind.iterdir():
                if not path.name.startswith(".") and not path.is_symlink() and (path / LOCK).is_file():
                    yield path


def _entry(path: Path) -> Entry:
    size, used, what = 0, 0.0, {}
    with suppress(OSError):
        used = path.stat().st_mtime
        used = (path / META).stat().st_mtime
    with suppress(OSError):
        for file in path.iterdir():
            with suppress(OSError):
                size += file.stat().st_size
    with suppress(OSError):
        what = read_meta(path).get("what")
    return Entry(path, path.parent.name, size, used, cast("dict[str, Any]", what) if isinstance(what, dict) else {})


def _remove(path: Path) -> bool:
    """Delete a store unless somebody writes in it; whether it is gone."""
    trash = path.with_name(f"{TRASH}{uuid.uuid4().hex}")
    try:
        lock = take(path, tries=1)
        if lock is None:
            return False
        if sys.platform == "win32":  # no folder can be renamed there while a file in it is open
            os.close(lock)
            path.rename(trash)
        else:
            try:
                path.rename(trash)
            finally:
                os.close(lock)
    except OSError:
        return False
    shutil.rmtree(trash, ignore_errors=True)
    return True


def _sweep(root: Path) -> None:
    for kind in _kinds(root):
        for left in kind.glob(f"{TRASH}*"):
            shutil.rmtree(left, ignore_errors=True)
