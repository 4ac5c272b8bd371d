"""Who has the machine: what a person waits for has it at once, and what is done ahead for later lets go."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock


class Turns:
    """Lets many foreground actions and one background action of this process take turns. For use by several threads."""

    def __init__(self) -> None:
        self._lock, self._background = Lock(), Lock()
        self._waiting = 0

    @property
    def wanted(self) -> bool:
        """Whether the background action is to end now; it asks between any two pieces of its work."""
        return self._waiting > 0

    @contextmanager
    def foreground(self) -> Iterator[None]:
        """The block begins when the background action has let go, and none begins before the end of the block."""
        with self._lock:
            self._waiting += 1
        try:
            with self._background:
                pass
            yield
        finally:
            with self._lock:
                self._waiting -= 1

    @contextmanager
    def background(self) -> Iterator[None]:
        """The block of the background action; one at a time."""
        with self._background:
            yield


TURNS = Turns()
"""Of this process: runs and measurements before, filling the cache behind."""
