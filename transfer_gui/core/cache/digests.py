"""Digests of files' contents, and a memory of them, so that a file that has not changed is not read again.

A file is known by its absolute path, size, times of change (mtime and ctime), inode and device. A user can set mtime
back, but not ctime, so a file rewritten with the same size and mtime is noticed (on Windows, where ctime is the time of
creation, it is not). A file that changed less than two seconds before it was read is not remembered, as it could change
again within one tick of the file system's clock: git calls such files racy, https://git-scm.com/docs/racy-git.
"""

import hashlib
import os
import sqlite3
import stat
import struct
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from time import time_ns
from types import TracebackType
from typing import Self

from .. import contents

SIZE = 16
"""Bytes of a digest."""
RACY = 2_000_000_000
"""Nanoseconds that a file must have rested before it was read, to be remembered."""
LARGEST = 400_000_000
"""Bytes of the database (about four million files) beyond which it is begun anew."""
_BATCH = 900
"""Names in one query: older SQLites take no more than 999."""
_PENDING = 500
"""New digests that are written at once; a kill loses these at most, and they are computed again."""

_STAMP = struct.Struct("<5Q")
_CHECK = struct.Struct("<I")
_WHOLE = _STAMP.size + SIZE

_TABLE = "CREATE TABLE IF NOT EXISTS digests (name BLOB PRIMARY KEY, entry BLOB NOT NULL) WITHOUT ROWID"
_FAULTS = (sqlite3.Error, UnicodeError)
"""What a broken database raises: what SQLite says of it may be no text either."""
_UNHARMED = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_NOMEM,
}
"""Errors that say nothing against the database itself."""


def digest(data: bytes | bytearray | memoryview) -> bytes:
    """BLAKE2b of `data`, 16 bytes."""
    return hashlib.blake2b(data, digest_size=SIZE).digest()


def varied(content: bytes, way: str) -> bytes:
    """The key of what was made of a content in the `way` that a word names; its own digest where there is no word."""
    return digest(content + way.encode()) if way else content


class Digests:
    """The digests of files, remembered in a database at `path`. For use by several threads and processes.

    A database that is broken is begun anew; one that cannot be opened is replaced by one in memory. Neither is an
    error, and no digest is ever taken from a broken entry: each carries a checksum.
    """

    def __init__(self, path: Path) -> None:
        self._path, self._lock = path, Lock()
        self._new: dict[bytes, bytes] = {}
        self._database = _open(path)

    def of(self, paths: Sequence[str]) -> list[bytes | None]:
        """The digest of each file's content (16 bytes), None where it cannot be read. Reads what is not known."""
        found = self.known(paths)
        for place, path in enumerate(paths):
            if found[place] is None and (read := _read(path)) is not None:
                found[place], seen = read
                if seen is not None:
                    self._remember(*seen, read[0])
        return found

    def known(self, paths: Sequence[str]) -> list[bytes | None]:
        """The digest of each file that is as it was when it was digested before, else None. No file is read."""
        seen = [_seen(path) for path in paths]
        with self._lock:
            entries = self._look([name for name, _ in filter(None, seen)])
        return [_digest_in(entries.get(file[0]), *file) if file else None for file in seen]

    def close(self) -> None:
        """Write what is still to be remembered, and let go of the file. What is asked later is no longer remembered."""
        with self._lock:
            self._write()
            self._database.close()
            self._database = _in_memory()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    # ---- inside, with the lock held

    def _look(self, names: list[bytes]) -> dict[bytes, bytes]:
        entries: dict[bytes, bytes] = {}
        try:
            ordered = sorted(names)  # as they lie in the file
            for start in range(0, len(names), _BATCH):
                batch = ordered[start : start + _BATCH]
                query = f"SELECT name, entry FROM digests WHERE name IN ({','.join('?' * len(batch))})"
                entries.update(self._database.execute(query, batch))
        except _FAULTS as error:
            self._mend(error)
        entries.update((name, self._new[name]) for name in names if name in self._new)
        return entries

    def _write(self) -> None:
        if not self._new:
            return
        try:
            with self._database:
                self._database.executemany("INSERT OR REPLACE INTO digests VALUES (?, ?)", self._new.items())
        except _FAULTS as error:
            self._mend(error)  # what could not be written is read again another time
        self._new = {}

    def _mend(self, error: Exception) -> None:
        if _broken(error):
            with suppress(*_FAULTS):
                self._database.close()
            _remove(self._path)
            self._database = _open(self._path)

    # ---- inside, without

    def _remember(self, name: bytes, stamp: bytes, found: bytes) -> None:
        entry = stamp + found
        with self._lock:
            self._new[name] = entry + _CHECK.pack(zlib.crc32(name + entry))
            if len(self._new) >= _PENDING:
                self._write()


def _stamp(found: os.stat_result) -> bytes:
    """What a file looks like from outside, 40 bytes: any change of its content changes it."""
    numbers = (found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_dev)
    return _STAMP.pack(*(number & 0xFFFF_FFFF_FFFF_FFFF for number in numbers))


def _seen(path: str) -> tuple[bytes, bytes] | None:
    """The name and the stamp of a regular file; None where there is none."""
    try:
        found = contents.stat(path)
        name = digest(os.path.abspath(path).encode("utf-8", "surrogatepass"))  # noqa: PTH100
    except (OSError, ValueError):
        return None
    return (name, _stamp(found)) if stat.S_ISREG(found.st_mode) else None


def _digest_in(entry: object, name: bytes, stamp: bytes) -> bytes | None:
    """The digest in an entry, where the entry is whole and of the file as it is now."""
    if not isinstance(entry, bytes) or len(entry) != _WHOLE + _CHECK.size or not entry.startswith(stamp):
        return None
    whole = _CHECK.pack(zlib.crc32(entry[:_WHOLE], zlib.crc32(name))) == entry[_WHOLE:]
    return entry[_STAMP.size : _WHOLE] if whole else None


def _read(path: str) -> tuple[bytes, tuple[bytes, bytes] | None] | None:
    """A file's digest, and its name and stamp if it may be remembered; None where it cannot be read."""
    now = time_ns()
    if (seen := _seen(path)) is None:
        return None  # opening a pipe would wait for ever
    try:
        if contents.cell(path) is not None:
            found, after = digest(contents.read(path)), contents.stat(path)
            rested = max(after.st_mtime_ns, after.st_ctime_ns) < now - RACY
            return found, seen if rested and seen[1] == _stamp(after) else None
        with Path(path).open("rb", buffering=0) as file:
            found = hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=SIZE)).digest()
            after = os.fstat(file.fileno())
    except (OSError, ValueError):
        return None
    rested = max(after.st_mtime_ns, after.st_ctime_ns) < now - RACY
    return found, seen if rested and seen[1] == _stamp(after) else None


def _open(path: Path) -> sqlite3.Connection:
    """The database at `path`; anew where it is broken or too large, and in memory where it cannot be opened."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.stat().st_size > LARGEST:
            _remove(path)
    for _ in range(2):
        try:
            return _prepared(str(path))
        except _FAULTS as error:
            if not _broken(error):
                break
            _remove(path)
    return _in_memory()


def _in_memory() -> sqlite3.Connection:
    return _prepared(":memory:")


def _prepared(place: str) -> sqlite3.Connection:
    database = sqlite3.connect(place, timeout=1, check_same_thread=False)
    try:
        # A kill harms nothing without syncing either; a power failure may, and is noticed by the checksums.
        database.execute("PRAGMA synchronous = OFF")
        database.execute(_TABLE)
        database.execute("SELECT name, entry FROM digests LIMIT 1").fetchall()
    except _FAULTS:
        database.close()
        raise
    return database


def _broken(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF not in _UNHARMED


def _remove(path: Path) -> None:
    for name in (f"{path.name}-journal", path.name):  # the journal first: it would be played back into the new one
        with suppress(OSError):
            path.with_name(name).unlink()
