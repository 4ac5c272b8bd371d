"""The garbage collector, told what will stay.

With PyTorch there are some 400,000 objects to look through, which holds up every thread, and the window with them, for
a third of a second each time (`gc.freeze`, https://docs.python.org/3/library/gc.html).
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

_lock = Lock()
_loaded: set[str] = set()
_under_way = 0


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


def _count(change: int) -> None:
    """Threads load at once: the last one to end lets the collector go on."""
    global _under_way
    with _lock:
        _under_way += change
        gc.disable() if _under_way else gc.enable()
