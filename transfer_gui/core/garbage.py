"""Python's collector of garbage: when it waits, and who runs it.

With PyTorch there are some 400,000 objects to look through, which holds up every thread, and the window with them, for
a third of a second each time: what has been loaded stays, and is not looked through again (`gc.freeze`,
https://docs.python.org/3/library/gc.html).

By itself the collector runs in whatever thread makes the next object, and what it finds dies there. Parts of a window
must not (https://doc.qt.io/qt-6/threads-qobject.html), so a window runs it in its own thread alone.
"""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

FULL = 30.0
"""Seconds at least between two looks through all objects."""

_lock = Lock()
_loaded: set[str] = set()
_loading = 0
_run: Callable[[], object] | None = None
_full = 0.0


@contextmanager
def loading(what: str) -> Iterator[None]:
    """Nothing is looked through while `what` is loaded; all that is there then stays and need not be. Once each."""
    if what in _loaded:
        yield
        return
    _count(1)
    try:
        yield
        _loaded.add(what)
        gc.freeze()
    finally:
        _count(-1)


def run_by(run: Callable[[], object] | None) -> None:
    """From now on the collector runs only where `look` is called, and `collect` calls `run`; None: as Python has it."""
    global _run
    with _lock:
        _run = run
        _settle()


def collect() -> None:
    """Look through everything now, in the thread that does so here."""
    (_run or gc.collect)()


def look() -> bool:
    """What the collector would do by itself, in this thread; whether there was anything to do.

    Nothing is while something is loaded.
    """
    global _full
    if _loading:
        return False
    counts, most, now = gc.get_count(), gc.get_threshold(), time.monotonic()
    oldest = 2 if now - _full > FULL else 1
    due = next((age for age in range(oldest, -1, -1) if counts[age] > most[age]), None)
    if due is not None:
        gc.collect(due)
    if due == 2:
        _full = now
    return due is not None


def _count(change: int) -> None:
    """Threads load at once: the last one to end lets the collector go on."""
    global _loading
    with _lock:
        _loading += change
        _settle()


def _settle() -> None:
    gc.disable() if _loading or _run is not None else gc.enable()
