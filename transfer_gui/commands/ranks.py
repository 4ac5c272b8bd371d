"""Which of the processes that torchrun started speaks."""

import os
import time

GRACE = 20.0
"""Seconds that the first process is given to tell of a fault before another one does."""


def first() -> bool:
    """Whether this process is the first, or the only one."""
    return os.environ.get("RANK", "0") == "0"


def let_the_first_tell() -> None:
    """Called before a fault is told. Mostly every process finds the same one; torchrun ends all as soon as one of them
    has ended, so the others wait here for the first to tell of it. Where it does not, the fault is this process's own.
    """
    if not first():
        time.sleep(GRACE)
