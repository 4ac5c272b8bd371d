"""How many threads compute: the machine's cores, and a single one for what is too small to be divided.

A team of threads is started and waited for in every operation. For the head alone, on stored inputs, that takes longer
than the operation itself, and many times as long where another program keeps a core busy. The number depends on the
job and the machine alone, never on a measurement: the same job gives the same bits.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

import torch

SMALL = 50e6
"""Multiply-adds of a step, forward, below which one thread is used (about a millisecond of work)."""


def every() -> int:
    """Threads for a whole network: the cores, less one for the window where there are more than two.

    OMP_NUM_THREADS (which torchrun sets) and what torch was told otherwise have the last word. Not to be asked within
    `threads`.
    """
    told = torch.get_num_threads()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if "OMP_NUM_THREADS" in os.environ or cores <= 2:
        return told
    return min(told, cores - 1)


@contextmanager
def threads(count: int) -> Iterator[None]:
    """Compute with so many threads in the block, in this thread."""
    before = torch.get_num_threads()
    if count == before:
        yield
        return
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)
