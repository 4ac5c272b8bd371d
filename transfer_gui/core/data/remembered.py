"""What was found in the files of a dataset, kept in the cache's folder, so that only what has changed is opened again.

A file is as it was while its path, size and times of change are the same. One that had changed within two seconds of
being looked at is not kept: it could change again within one tick of the file system's clock. What is kept is plain
numbers and text behind a checksum; whatever does not fit is thrown away and found anew.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from .. import atomic
from ..cache import folder as cache
from .files import Stamps
from .packed import Paths, Rows, Whole, ints

UNOPENED, USABLE, FAULTY = range(3)
LOOK = np.dtype(
    [("state", "u1"), ("words", "<i4"), ("width", "<i4"), ("height", "<i4"), ("content", "<u8", (2,))],
)
"""One file: one of the states above, why it cannot be used or what its traits are (a place in the words, of which the
first are ''), its size, and a digest of its content (0: not computed)."""
Looks = NDArray[np.void]

RACY = 2_000_000_000
"""Nanoseconds between a file's change and the look at it, for the look to be kept."""
MOST_FILES, MOST_BYTES = 40, 1_000_000_000
"""Datasets that are remembered, and bytes for them in all; the longest unused go."""

_MAGIC = b"transfer_gui checked files 2\n"
_LENGTH, _DIGEST = 8, 16
_PIECE = 50_000
"""Files that are written at once."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """The file's content."""

    paths: Paths
    stamps: Stamps
    looks: Looks
    words: list[str]


class Remembered:
    """What is known of the files of the dataset at `place`, as examples of one domain."""

    def __init__(self, place: str, domain: str) -> None:
        name = hashlib.blake2b(f"{domain}\n{place}".encode("utf-8", "surrogatepass"), digest_size=_DIGEST).hexdigest()
        self._file = cache.root() / "checked" / f"{name}.bin"

    def recall(self, paths: Paths, stamps: Stamps) -> tuple[Looks, list[str]]:
        """A look at each file, UNOPENED where it is not known as it is now; and the words."""
        looks = np.zeros(len(paths), LOOK)
        kept = self._read()
        if kept is None:
            return looks, [""]
        for now, then in _pairs(paths, kept.paths):
            same = np.all(stamps[now] == kept.stamps[then], axis=1) & (stamps[now][:, 0] >= 0)
            looks[now[same]] = kept.looks[then[same]]
        return looks, kept.words

    def keep(self, paths: Paths, stamps: Stamps, looks: Looks, words: Sequence[str], seen_ns: int) -> None:
        """Write down all looks at files that had rested at `seen_ns`, when their stamps were taken.

        A cache that cannot be written is none.
        """
        rested = np.abs(stamps[:, 1] - seen_ns) > RACY
        rows = np.flatnonzero((looks["state"] != UNOPENED) & (stamps[:, 0] >= 0) & rested)
        with suppress(OSError, atomic.Unwritable):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            digest = hashlib.blake2b(digest_size=_DIGEST)
            with atomic.replacing(self._file) as file:
                for part in _parts(paths, stamps, looks, words, rows):
                    digest.update(part)
                    file.write(part)
                file.write(digest.digest())
            _make_room(self._file)

    def _read(self) -> _Kept | None:
        try:
            kept = _parsed(self._file.read_bytes())
            os.utime(self._file)
        except OSError:
            return None
        except (ValueError, KeyError, TypeError, RecursionError):
            with suppress(OSError):
                self._file.unlink()
            return None
        return kept


def _parts(paths: Paths, stamps: Stamps, looks: Looks, words: Sequence[str], rows: Rows) -> Iterator[bytes]:
    """The file but for its checksum, in pieces: a copy of all would be as large as the dataset."""
    used = np.union1d(looks["words"][rows], [0])
    said = [words[number] for number in ints(used)]
    pieces = [rows[start : start + _PIECE] for start in range(0, len(rows), _PIECE)]

    def renumbered(piece: Rows) -> bytes:
        part = looks[piece]
        part["words"] = np.searchsorted(used, part["words"])
        return part.tobytes()

    header = json.dumps({"folders": paths.folders, "words": said, "rows": len(rows)}).encode()
    yield _MAGIC + len(header).to_bytes(_LENGTH, "little") + header
    yield from (paths.folder[piece].astype("<i4").tobytes() for piece in pieces)
    yield from (paths.block(piece)[0] for piece in pieces)
    yield from (stamps[piece].astype("<i8").tobytes() for piece in pieces)
    yield from (renumbered(piece) for piece in pieces)
    yield from (paths.block(piece)[1] for piece in pieces)


def _parsed(data: bytes) -> _Kept:
    """Raises ValueError, KeyError or TypeError for anything but a whole file."""
    body = memoryview(data)[:-_DIGEST]
    if not data.startswith(_MAGIC) or hashlib.blake2b(body, digest_size=_DIGEST).digest() != data[-_DIGEST:]:
        raise ValueError("no such file, or not whole")
    at = len(_MAGIC) + _LENGTH
    end = at + int.from_bytes(data[len(_MAGIC) : at], "little")
    header = cast("dict[str, Any]", json.loads(data[at:end]))
    rows, words = int(header["rows"]), [str(word) for word in header["words"]]
    columns: list[NDArray[Any]] = []
    for kind, width in (("<i4", 1), ("<i4", 1), ("<i8", 3), (LOOK, 1)):
        columns.append(np.frombuffer(body, kind, rows * width, end))
        end += columns[-1].nbytes
    folder, length, stamps, looks = columns
    start = np.cumsum(length, dtype=np.int64) - length
    folders = tuple(str(text) for text in header["folders"])
    sound = (
        _within(folder, len(folders))
        and _within(looks["words"], len(words))
        and _within(length, len(data))
        and int(length.sum(dtype=np.int64)) == len(body) - end
        and words[:1] == [""]
    )
    if not sound:
        raise ValueError("numbers that make no sense")
    return _Kept(Paths(folders, folder, bytes(body[end:]), start, length), stamps.reshape(-1, 3), looks, words)


def _within(numbers: Whole, limit: int) -> bool:
    return not len(numbers) or bool(numbers.min() >= 0 and numbers.max() < limit)


def _pairs(now: Paths, then: Paths) -> Iterator[tuple[Rows, Rows]]:
    """Rows of the same path in both, folder by folder."""
    earlier = _by_folder(then)
    for folder, rows in _by_folder(now).items():
        if (others := earlier.get(folder)) is None:
            continue
        if now.block(rows) == then.block(others):
            yield rows, others
            continue
        known = dict(zip(then.names(others), ints(others), strict=True))
        found = np.fromiter((known.get(name, -1) for name in now.names(rows)), np.int64, len(rows))
        yield rows[found >= 0], found[found >= 0]


def _by_folder(paths: Paths) -> dict[str, Rows]:
    order = np.argsort(paths.folder, kind="stable")
    bounds = np.searchsorted(paths.folder[order], np.arange(len(paths.folders) + 1))
    return {text: order[bounds[i] : bounds[i + 1]] for i, text in enumerate(paths.folders)}


def _make_room(newest: Path) -> None:
    files = sorted(newest.parent.glob("*.bin"), key=lambda file: file.stat().st_mtime, reverse=True)
    size = 0
    for place, file in enumerate(files):
        size += file.stat().st_size
        if file != newest and (place >= MOST_FILES or size > MOST_BYTES):
            file.unlink(missing_ok=True)
