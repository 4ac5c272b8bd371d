"""Memory that is freed is kept at hand while networks compute.

glibc gives a large piece of memory back to the system as soon as it is freed, and the system clears it again, page by
page, for the next one: in a training step on the CPU these are gigabytes, and a tenth to a fifth of its time. While
memory is `kept`, all pieces come from one heap and stay in it (https://man7.org/linux/man-pages/man3/mallopt.3.html).
Where there is no glibc, nothing is done.
"""

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Any

_TRIM_THRESHOLD, _MMAP_MAX, _ARENA_MAX = -1, -4, -8
"""What `mallopt` sets: how much that is free at the heap's end stays, how many pieces may lie outside of the heap, and
how many heaps there are for threads."""
_USUAL = {_TRIM_THRESHOLD: 128 * 1024, _MMAP_MAX: 65536}
_KEPT = {_TRIM_THRESHOLD: -1, _MMAP_MAX: 0}

_lock = Lock()
_users = 0


def _found() -> Any:
    if not sys.platform.startswith("linux"):
        return None
    library = ctypes.CDLL(None)
    return library if hasattr(library, "mallopt") and hasattr(library, "malloc_trim") else None


_libc = _found()


def one() -> None:
    """One heap for all threads, as a thread's own holds no large pieces. To be called before there are any."""
    if _libc is not None:
        _libc.mallopt(_ARENA_MAX, 1)


@contextmanager
def kept() -> Iterator[None]:
    """Inside the block, in whatever thread, what is freed stays with the process; afterwards it goes back.

    It also goes back when another block begins: what that one takes can be told by how the process grows.
    """
    _enter(1)
    try:
        yield
    finally:
        _enter(-1)


def give_back() -> None:
    """What is free goes back to the system: how the process grows from here on is what is taken from here on."""
    if _libc is not None:
        _libc.malloc_trim(0)


def _enter(change: int) -> None:
    global _users
    if _libc is None:
        return
    with _lock:
        _users += change
        if _users == max(change, 0):  # the first one comes, or the last one goes
            for setting, value in (_KEPT if _users else _USUAL).items():
                _libc.mallopt(setting, value)
        give_back()
