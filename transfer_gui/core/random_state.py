"""torch's global random state, shared out: whoever draws from it (a new head, dropout) does so alone, seeded.

The state is one for the whole process, while a run, a measurement and a look at weights have a thread each: without
this, one would seed or draw in the middle of another, and the same seed would no longer give the same weights.
"""

import contextlib
import threading
from collections.abc import Generator

import torch

_LOCK = threading.RLock()


@contextlib.contextmanager
def seeded(seed: int) -> Generator[None]:
    """The block alone draws from torch's global random state, which begins at `seed` on every device.

    The CPU's state is as before afterwards. Blocks in other threads wait: keep them short.
    """
    with _LOCK:
        before = torch.get_rng_state()
        torch.manual_seed(seed)
        try:
            yield
        finally:
            torch.set_rng_state(before)
