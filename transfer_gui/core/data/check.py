"""Opens every file once, in parallel, and says which are usable; finds files of the same content."""

import hashlib
import os
import threading
import time
from collections import Counter, deque
from collections.abc import Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from ..progress import Long, Progress
from .domain import Domain, Unreadable

_TELL_SECONDS = 0.03
_REMEMBERED = 200_000


@dataclass(frozen=True, slots=True)
class Checked:
    """What one file turned out to be."""

    size: tuple[int, int] = (0, 0)
    """Width and height of a picture."""
    reason: str = ""
    """Why it cannot be used; empty where it can."""
    content: str = ""
    """The same for files of the same bytes; empty where no other file has its length."""


Stamp = tuple[str, str, int, int]
_memory: dict[Stamp, Checked] = {}
_memory_lock = threading.Lock()
"""Files already looked at by this process, so that another ratio or seed scans in no time."""


def check(paths: Iterable[str], domain: Domain) -> Long[dict[str, Checked]]:
    """Each distinct path with what it is. Closing the generator leaves no thread behind."""
    unique = list(dict.fromkeys(paths))
    result: dict[str, Checked] = {}
    pool = ThreadPoolExecutor(max_workers=min(8, os.cpu_count() or 1), thread_name_prefix="scan")
    ahead: deque[tuple[str, Future[Checked]]] = deque()
    told = time.monotonic()
    try:
        yield Progress(0, len(unique), f"Opening {len(unique)} {domain.noun[1]}")
        stamps = [_stamp(path, domain) for path in unique]
        alike = Counter(stamp[2] for stamp in stamps if stamp)
        for path, stamp in zip(unique, stamps, strict=True):
            ahead.append((path, pool.submit(_look, path, domain, stamp, bool(stamp) and alike[stamp[2]] > 1)))
            if len(ahead) < 64:
                continue
            _collect(ahead, result)
            if time.monotonic() - told >= _TELL_SECONDS:
                told = time.monotonic()
                yield Progress(len(result), len(unique), f"Opening {Path(path).name}")
        while ahead:
            _collect(ahead, result)
            if time.monotonic() - told >= _TELL_SECONDS:
                told = time.monotonic()
                yield Progress(len(result), len(unique), "Opening the last few")
        yield Progress(len(unique), len(unique), "All files opened")
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
    return result


def _collect(ahead: "deque[tuple[str, Future[Checked]]]", result: dict[str, Checked]) -> None:
    path, future = ahead.popleft()
    result[path] = future.result()


def _stamp(path: str, domain: Domain) -> Stamp | None:
    try:
        stat = Path(path).stat()
    except OSError:
        return None
    return domain.name, path, stat.st_size, stat.st_mtime_ns


def _look(path: str, domain: Domain, stamp: Stamp | None, hashed: bool) -> Checked:
    known = _memory.get(stamp) if stamp else None
    if known is not None and (known.content or known.reason or not hashed):
        return known
    try:
        size = known.size if known else domain.check(path)
        checked = Checked(size, content=_digest(path) if hashed else "")
    except Unreadable as error:
        return Checked(reason=error.reason)  # not remembered: permissions and links mend without a new stamp
    except OSError as error:
        return Checked(reason=f"cannot be read ({error.strerror})")
    if stamp:
        with _memory_lock:
            if len(_memory) >= _REMEMBERED:
                _memory.clear()
            _memory[stamp] = checked
    return checked


def _digest(path: str) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=16)).hexdigest()


def twins(checked: Sequence[Checked]) -> list[tuple[int, ...]]:
    """Groups of places whose files have the same content, each in order."""
    groups: dict[str, list[int]] = {}
    for place, file in enumerate(checked):
        if file.content:
            groups.setdefault(file.content, []).append(place)
    return [tuple(group) for group in groups.values() if len(group) > 1]
