"""The garbage collector, told what will stay.

With PyTorch there are some 400,000 objects to look through, which holds up every thread, and the window with them, for
a third of a second each time (`gc.freeze`, https://docs.python.org/3/library/gc.html).
"""

import gc
from functools import cache


@cache
def keep(what: str) -> None:
    """All that is there now stays and need not be looked at again. To be called when `what` was loaded; once each."""
    gc.freeze()
