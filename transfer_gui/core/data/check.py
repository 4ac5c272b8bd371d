"""Opens files in parallel, each once, and says which are usable; finds files of the same content.

What was found is remembered (see `remembered`): the next time, only what has changed is opened.
"""

import hashlib
import os
import threading
import time
from collections import deque
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .. import contents
from ..cache.digests import digest
from ..progress import Long, Progress
from .domain import Domain, Unreadable
from .listing import Files
from .packed import Rows, ints
from .remembered import FAULTY, UNOPENED, USABLE, Looks, Remembered

AT_ONCE = 50_000
"""Files that are opened without being asked to. Of more, a few are, and the others are taken on trust."""
SAMPLED = 256
"""How many a few are."""
_TELL_SECONDS = 0.05
_KEEP_SECONDS = 120.0
"""How often what was found is written down on the way."""
_PIECE, _AHEAD = 16, 32
"""Files that a thread is given at a time, and how many times as many wait for one."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What the files turned out to be."""

    looks: Looks
    """One for each file (see `remembered.LOOK`)."""
    words: tuple[str, ...]
    """What a look says in words, by number."""

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Whether each file can be used, as far as is known."""
        return self.looks["state"] != FAULTY

    @property
    def unopened(self) -> NDArray[np.bool_]:
        """Whether nothing is known of a file but that it is there."""
        return self.looks["state"] == UNOPENED

    def reason(self, row: int) -> str:
        """Why a file cannot be used; empty where it can."""
        return self.words[self.looks["words"][row]] if self.looks["state"][row] == FAULTY else ""


Found = tuple[int, int, str, tuple[int, int], bytes]
"""Which file, whether it is USABLE or FAULTY, its traits or why it cannot be used, its size, and a digest of it."""


def check(files: Files, domain: Domain, place: str, every: bool = False) -> Long[Checked]:
    """What each of the files of the dataset at `place` is; all that are not known are opened, `every` one or some.

    Closing the generator leaves no thread behind, and what has been found until then is remembered.
    """
    memory, seen_ns = Remembered(place, domain.name), time.time_ns()
    looks, words = memory.recall(files.paths, files.stamps)
    yield Progress(0, 0, "Comparing with the last time")
    work = _Work(files, domain, looks, words, _alike(files))
    todo = work.todo(every)
    pool = ThreadPoolExecutor(max_workers=min(8, os.cpu_count() or 1), thread_name_prefix="scan")
    ahead: deque[Future[list[Found]]] = deque()
    pieces = iter(range(0, len(todo), _PIECE))

    def refill() -> None:
        while len(ahead) < _AHEAD and (start := next(pieces, None)) is not None:
            ahead.append(pool.submit(work.look, todo[start : start + _PIECE]))

    done, told, kept = 0, 0.0, time.monotonic()
    try:
        yield Progress(0, len(todo), f"Opening {len(todo):,} {domain.noun[1]}")
        refill()
        while ahead:
            done += work.take(ahead.popleft().result())
            refill()
            if time.monotonic() - told >= _TELL_SECONDS:
                told = time.monotonic()
                yield Progress(done, len(todo), f"Opening {domain.noun[1]}")
            if time.monotonic() - kept >= _KEEP_SECONDS:
                memory.keep(files.paths, files.stamps, looks, words, seen_ns)
                kept = time.monotonic()
        yield Progress(len(todo), len(todo), "All files opened" if len(todo) else "No file has changed")
    finally:
        work.stop.set()
        pool.shutdown(wait=True, cancel_futures=True)
        if work.learned:
            memory.keep(files.paths, files.stamps, looks, words, seen_ns)
    return Checked(looks if files.first is None else looks[files.first], tuple(words))


class _Work:
    """What there is to look at, and what was found. `looks` and `words` are filled in."""

    def __init__(self, files: Files, domain: Domain, looks: Looks, words: list[str], alike: NDArray[np.bool_]) -> None:
        self._files, self._domain, self._looks, self._alike = files, domain, looks, alike
        self._words, self._numbers = words, {said: number for number, said in enumerate(words)}
        self.stop = threading.Event()
        self.learned = False
        """Whether anything was found that was not known."""

    def todo(self, every: bool) -> Rows:
        """The files to open, in order. What could not be used the last time may have been mended unseen."""
        files, state = self._files, self._looks["state"]
        undigested = self._alike & (state == USABLE) & ~self._looks["content"].any(axis=1)
        new, faulty = (state == UNOPENED) | undigested, state == FAULTY
        if files.first is not None:
            once = files.first == np.arange(len(files.first))
            new, faulty = new & once, faulty & once
        if not every and np.count_nonzero(new) > AT_ONCE:
            few = np.zeros_like(new)
            few[np.linspace(0, len(few) - 1, SAMPLED).astype(np.int64)] = True
            new &= few
        if not every and np.count_nonzero(faulty) > AT_ONCE:
            faulty[:] = False
        return np.flatnonzero(new | faulty)

    def look(self, rows: Rows) -> list[Found]:
        """Open these files. Called from several threads."""
        found: list[Found] = []
        for row in ints(rows):
            if self.stop.is_set():
                break
            path, known = self._files.paths[row], self._looks[row]
            state, words, size = USABLE, self._words[known["words"]], (int(known["width"]), int(known["height"]))
            content = b""
            try:
                if known["state"] != USABLE:
                    read = self._domain.check(path)
                    words, size = read.traits, (read.width, read.height)
                content = _digest(path) if self._alike[row] else b""
            except Unreadable as error:
                state, words, size = FAULTY, error.reason, (0, 0)
            except OSError as error:
                state, words, size = FAULTY, f"cannot be read ({error.strerror})", (0, 0)
            found.append((row, state, words, size, content))
        return found

    def take(self, found: Sequence[Found]) -> int:
        """Enter what was found; how many files that were."""
        for row, state, words, (width, height), content in found:
            number = self._numbers.setdefault(words, len(self._numbers))
            if number == len(self._words):
                self._words.append(words)
            halves = np.frombuffer(content or bytes(16), "<u8")
            before = self._looks[row].copy()
            self._looks[row] = (state, number, width, height, halves)
            self.learned |= bool(before != self._looks[row])
        return len(found)


def _alike(files: Files) -> NDArray[np.bool_]:
    """Which files are as long as another one, so that they may be the same."""
    size = files.stamps[:, 0]
    once = size if files.first is None else size[files.first == np.arange(len(size))]
    lengths, counts = np.unique(once[once >= 0], return_counts=True)
    return np.isin(size, lengths[counts > 1])


def _digest(path: str) -> bytes:
    if contents.cell(path) is not None:
        return digest(contents.read(path))
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).digest()


def twins(looks: Looks) -> list[tuple[int, ...]]:
    """Groups of places whose files have the same content, each in order."""
    content = looks["content"]
    places = np.flatnonzero(content.any(axis=1))
    places = places[np.lexsort((content[places, 0], content[places, 1]))]
    ordered = content[places]
    bounds = np.flatnonzero(np.any(ordered[1:] != ordered[:-1], axis=1)) + 1
    starts, ends = np.concatenate(([0], bounds)), np.concatenate((bounds, [len(places)]))
    several = np.flatnonzero(ends - starts > 1)
    groups = [tuple(places[starts[group] : ends[group]].tolist()) for group in several]
    return sorted(groups, key=lambda group: group[0])
