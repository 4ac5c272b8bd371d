"""The garbage collector, told what will stay.

With PyTorch there are some 400,000 objects to look through, which holds up every thread, and the window with them, for
a third of a second each time (`gc.freeze`, https://docs.python.org/3/library/gc.html).
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

_loaded: set[str] = set()


@contextmanager
def loading(what: str) -> Iterator[None]:
    """Nothing is looked through while `what` is loaded; all that is there then stays and need not be. Once each."""
    if what in _loaded:
        yield
        return
    gc.disable()
    try:
        yield
        _loaded.add(what)
        gc.freeze()
    finally:
        gc.enable()
