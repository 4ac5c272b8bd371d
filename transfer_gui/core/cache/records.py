"""Records of numbers on disk, each found by its key: what was computed once and need not be computed again.

A record is one or several arrays of fixed shape and type, one after another. Records are only ever added: first their
bytes to `values.bin`, then an entry each to `rows.bin`, with the key and two checksums: of the record, and of the entry
at its place. Whatever a kill, a power failure or a bad disk leaves behind therefore shows, and is never served.
"""

import itertools
import json
import math
import mmap
import os
import zlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from ..atomic import bytes_in_words, write_text
from ..errors import UserError
from .folder import META, read_meta, take, touch

VERSION = 1
VALUES = "values.bin"
ROWS = "rows.bin"
PIECE = 16_000_000
"""About how many bytes are written at once."""
_KEY = 16
_ENTRY = np.dtype([("key", f"V{_KEY}"), ("record", "<u4"), ("entry", "<u4")])
_CHECKED = -1

Key = bytes
"""16 bytes, for example `digests.digest` of all that decides what is stored."""
Layout = Sequence[tuple[tuple[int, ...], str]]
"""The arrays of one record: shape, () for a single number, and numpy's name of the type."""


class Missing(KeyError):
    """Records that are not stored, or no longer whole: `keys`, to be computed again."""

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__(f"{len(keys)} records are not stored")
        self.keys = tuple(keys)


class Records:
    """A store of records in a folder; see `open`. For use by several threads.

    The first process to open it writes; others are served what was there when they opened it, and store nothing.
    """

    def __init__(self, folder: Path, layout: Layout, lock: int | None, limit: int | None, stopped: str) -> None:
        """For `open`."""
        self.folder = folder
        self.stopped = stopped
        """Why nothing is stored (any more), for the user; empty while all goes well."""
        self._told = False
        self._types = [(shape, np.dtype(name)) for shape, name in layout]
        ends = np.cumsum([0, *(math.prod(shape) * kind.itemsize for shape, kind in self._types)]).tolist()
        self._parts = [slice(start, end) for start, end in itertools.pairwise(ends)]
        self._size: int = ends[-1]
        self._limit, self._writer = limit, os.getpid()
        self._lock = Lock()
        self._handles: list[int] = [] if lock is None else [lock]
        self._values = self._entries = -1
        self._rows = 0
        self._index: dict[Key, int] = {}
        self._sums = np.zeros(0, np.int64)
        """Of each row the checksum that its record must have, until it was compared."""
        self._mapped = self._loaded = np.zeros((0, self._size), np.uint8)
        """The bytes of the first rows, (rows, bytes of a record): by memory map, and in memory."""

    @classmethod
    def open(
        cls, folder: Path, layout: Layout, what: Mapping[str, Any] | None = None, limit: int | None = None
    ) -> "Records":
        """The store in `folder`, which is made where it is not there, and begun anew where it has another layout.

        `what` says to people what is stored. `limit` is the size in bytes beyond which nothing more is stored. Nothing
        on the disk is an error: a store that cannot be read is empty, and `stopped` tells why one cannot be written.
        Raises ValueError for a layout of no bytes, or of objects.
        """
        kinds = [np.dtype(name) for _, name in layout]
        if any(kind.hasobject for kind in kinds) or not sum(
            math.prod(shape) * kind.itemsize for (shape, _), kind in zip(layout, kinds, strict=True)
        ):
            raise ValueError(f"{layout} cannot be stored")
        folder = folder.absolute()
        meta = {
            "version": VERSION,
            "layout": [[list(shape), kind.str] for (shape, _), kind in zip(layout, kinds, strict=True)],
            "what": dict(what or {}),
        }
        lock, stopped = None, ""
        try:
            lock = take(folder)
            if lock is None:
                stopped = f"Another process is storing in {folder}."
            elif not _same(read_meta(folder), meta):
                _begin(folder, meta)
        except (OSError, UserError) as error:
            stopped = str(error)
        store = cls(folder, layout, lock, limit, stopped)
        with suppress(OSError):
            if _same(read_meta(folder), meta):
                store._read()
                touch(folder)
        if store._entries < 0 and not store.stopped:
            store.stopped = f"{folder} cannot be read."
        return store

    @property
    def count(self) -> int:
        """Records that can be got."""
        return len(self._index)

    def stopped_now(self) -> str:
        """What `stopped` says, the first time that it is asked for while it says something; else nothing."""
        if self._told or not self.stopped:
            return ""
        self._told = True
        return self.stopped

    def has(self, keys: Sequence[Key]) -> NDArray[np.bool_]:
        """Which records are stored: (n,). Whether they are whole shows when they are got."""
        return np.fromiter(map(self._index.__contains__, keys), np.bool_, len(keys))

    def get(self, keys: Sequence[Key]) -> tuple[NDArray[Any], ...]:
        """Fresh arrays (n, *shape), one for each of the layout, of the records in the order of `keys`.

        What is read for the first time is compared with its checksum. Raises Missing where some are not stored, or are
        broken; those are then forgotten, so that they can be put again.
        """
        find = self._index.get
        rows = np.array([find(key, -1) for key in keys], np.int64)
        view = self._view(int(rows.max(initial=-1)) + 1)
        if view is None or rows.min(initial=0) < 0:
            raise Missing([key for key, row in zip(keys, rows, strict=True) if row < 0] or keys)
        found = [view[:, part][rows] for part in self._parts]
        sums = self._sums
        due = sums[rows]
        if broken := [i for i in np.flatnonzero(due != _CHECKED).tolist() if _sum(found, i) != due[i]]:
            self._forget(keys, rows, broken)
            raise Missing([keys[i] for i in broken])
        sums[rows] = _CHECKED
        return tuple(
            part.view(kind).reshape(len(keys), *shape) for part, (shape, kind) in zip(found, self._types, strict=True)
        )

    def put(self, keys: Sequence[Key], arrays: Sequence[NDArray[Any]]) -> int:
        """Store n records, given as arrays (n, *shape); those stored already are left out. Returns how many are new.

        Where the disk is full or fails, or the limit is reached, the rest is not stored, nor is anything after it:
        `stopped` then tells why. Raises ValueError where keys or arrays are not as they should be.
        """
        flat = self._flat(keys, arrays)
        stored = 0
        with self._lock:
            new: dict[Key, int] = {}
            for place, key in enumerate(keys):
                if key not in self._index:
                    new.setdefault(key, place)
            names, places = list(new), list(new.values())
            step = max(1, PIECE // self._size)
            for start in range(0, len(names), step):
                piece = slice(start, start + step)
                stored += self._append(names[piece], [part[places[piece]] for part in flat])
        return stored

    def load(self, max_bytes: int) -> bool:
        """Read all into memory, if it takes no more than `max_bytes`; else it is read by memory map, as before.

        Returns whether all is in memory. What is put later is read by memory map until this is called again.
        """
        rows = self._rows
        if rows * self._size > max_bytes or (view := self._view(rows)) is None:
            self._loaded = self._loaded[:0]
            return False
        if len(self._loaded) < rows:
            self._loaded = view[:rows].copy()
        return True

    def close(self) -> None:
        """Let go of the files; the store is then an empty one in which nothing is stored."""
        with self._lock:
            for handle in self._handles:
                os.close(handle)
            self._handles, self._values, self._entries = [], -1, -1
            self._index, self._rows = {}, 0
            self._mapped = self._loaded = self._mapped[:0]
            self.stopped = self.stopped or f"{self.folder} is closed."

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    # ---- reading

    def _read(self) -> None:
        """Find what is stored; what a kill left half-written at the end is cut off. Raises OSError."""
        writing = not self.stopped
        flags = (os.O_RDWR | os.O_CREAT if writing else os.O_RDONLY) | getattr(os, "O_BINARY", 0)
        entries = os.open(self.folder / ROWS, flags, 0o666)
        self._handles.append(entries)
        values = os.open(self.folder / VALUES, flags, 0o666)
        self._handles.append(values)
        # First the entries: where another process is storing, the records of those are then there for certain.
        raw = (self.folder / ROWS).read_bytes()
        whole = min(len(raw) // _ENTRY.itemsize, os.fstat(values).st_size // self._size)
        table = np.frombuffer(raw, _ENTRY, whole)
        good = np.flatnonzero(_check(table, 0) == table["entry"])
        self._rows = int(good[-1]) + 1 if len(good) else 0
        names = table["key"].tolist()
        self._index = {names[row]: row for row in good.tolist()}  # of a record put again, the later
        self._sums = table["record"][: self._rows].astype(np.int64)
        if writing:
            _cut(entries, self._rows * _ENTRY.itemsize)
            _cut(values, self._rows * self._size)
        self._entries, self._values = entries, values

    def _view(self, rows: int) -> NDArray[np.uint8] | None:
        """The bytes of at least so many rows; None where the store was closed, or the file cannot be mapped."""
        loaded = self._loaded
        if rows <= len(loaded):
            return loaded
        with self._lock:
            if rows > self._rows:
                return None
            if rows > len(self._mapped):
                try:
                    mapped = mmap.mmap(self._values, self._rows * self._size, access=mmap.ACCESS_READ)
                except (OSError, ValueError) as error:  # somebody else has cut the file, or its disk knows no maps
                    self.stopped = f"{self.folder} cannot be read: {error}."
                    return None
                self._mapped = np.frombuffer(mapped, np.uint8).reshape(self._rows, self._size)
            return self._mapped

    def _forget(self, keys: Sequence[Key], rows: NDArray[np.int64], places: Sequence[int]) -> None:
        with self._lock:
            for place in places:
                if self._index.get(keys[place]) == rows[place]:
                    del self._index[keys[place]]

    # ---- writing

    def _flat(self, keys: Sequence[Key], arrays: Sequence[NDArray[Any]]) -> list[NDArray[np.uint8]]:
        """The arrays as bytes: (n, bytes) each."""
        wanted = [((len(keys), *shape), kind) for shape, kind in self._types]
        given = [(array.shape, array.dtype) for array in arrays]
        if wanted != given:
            raise ValueError(f"{given} given, {wanted} wanted")
        if any(len(key) != _KEY for key in keys):
            raise ValueError(f"a key has {_KEY} bytes")
        return [
            np.ascontiguousarray(array).reshape(-1).view(np.uint8).reshape(len(keys), part.stop - part.start)
            for array, part in zip(arrays, self._parts, strict=True)
        ]

    def _append(self, keys: Sequence[Key], parts: Sequence[NDArray[np.uint8]]) -> int:
        """Store records of new keys as far as there is room, with the lock held; how many were."""
        if self.stopped or os.getpid() != self._writer:  # a forked process has the lock too
            return 0
        first, count = self._rows, len(keys)
        if self._limit is not None and count > (room := self._limit // (self._size + _ENTRY.itemsize) - first):
            count = max(0, room)
            self.stopped = f"{self.folder} has reached its limit of {bytes_in_words(self._limit)}."
        records = np.empty((count, self._size), np.uint8)
        for place, part in zip(self._parts, parts, strict=True):
            records[:, place] = part[:count]
        table = np.empty(count, _ENTRY)
        table["key"] = np.frombuffer(b"".join(keys[:count]), f"V{_KEY}")
        table["record"] = [zlib.crc32(record.data) for record in records]
        table["entry"] = _check(table, first)
        count = self._write(self._values, first * self._size, records) // self._size
        count = self._write(self._entries, first * _ENTRY.itemsize, table[:count]) // _ENTRY.itemsize
        if count < len(records):  # whole records stay: another process may have found them already
            _cut(self._entries, (first + count) * _ENTRY.itemsize)
            _cut(self._values, (first + count) * self._size)
        if first + count > len(self._sums):
            self._sums = np.resize(self._sums, max(1024, 2 * (first + count)))
        self._sums[first : first + count] = table["record"][:count]
        self._rows = first + count
        self._index.update(zip(keys[:count], range(first, first + count), strict=True))
        return count

    def _write(self, handle: int, at: int, array: NDArray[Any]) -> int:
        """Write an array's bytes at a place in a file, as many as the disk takes. Returns how many."""
        data = array.reshape(-1).view(np.uint8).data
        written = 0
        try:
            os.lseek(handle, at, os.SEEK_SET)
            while written < len(data):
                written += os.write(handle, data[written:])
        except OSError as error:
            reason = error.strerror or str(error)
            self.stopped = f"Nothing more is stored in {self.folder}: {reason[:1].lower()}{reason[1:]}."
        return written

    # Last, as the name hides the type in the lines below it.
    @property
    def bytes(self) -> int:
        """Size on disk."""
        return self._rows * (self._size + _ENTRY.itemsize)


def _sum(parts: Sequence[NDArray[np.uint8]], place: int) -> int:
    """The checksum of one record."""
    total = 0
    for part in parts:
        total = zlib.crc32(part[place], total)
    return total


def _check(table: NDArray[Any], first: int) -> NDArray[np.uint32]:
    """The checksums of entries of which the first is that of row `first`: of all that is in them, and of their row."""
    size = _ENTRY.itemsize - 4
    bodies = np.ascontiguousarray(table).view(np.uint8).reshape(len(table), _ENTRY.itemsize)[:, :size]
    names = np.ascontiguousarray(bodies).reshape(-1).view(f"V{size}").tolist()
    return np.fromiter(map(zlib.crc32, names, range(first, first + len(table))), np.uint32, len(table))


def _same(found: Mapping[str, Any], meta: Mapping[str, Any]) -> bool:
    return all(found.get(name) == meta[name] for name in ("version", "layout"))


def _begin(folder: Path, meta: Mapping[str, Any]) -> None:
    """Throw away what is in a folder, and describe what will be. Raises OSError and Unwritable."""
    for name in (ROWS, VALUES, META):  # a record without an entry is nothing, so a kill between these is harmless
        (folder / name).unlink(missing_ok=True)
    write_text(folder / META, json.dumps(meta, indent=1, default=str) + "\n")


def _cut(handle: int, size: int) -> None:
    """Cut a file's end off. Where that fails it is written over, or not believed when the store is opened."""
    with suppress(OSError):
        if os.fstat(handle).st_size > size:
            os.ftruncate(handle, size)
