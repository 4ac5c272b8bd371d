"""The most memory that a block of code takes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import psutil
import torch

from .. import heap


class Peak:
    """In bytes; filled in at the end of the block at the latest."""

    bytes = 0


@contextmanager
def measured(device: torch.device) -> Iterator[Peak]:
    """The most memory taken inside the block: torch's own count on a GPU, this process's growth elsewhere."""
    peak = Peak()
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(device)
        yield peak
        peak.bytes = torch.cuda.max_memory_allocated(device)
        return
    heap.give_back()  # or memory that was freed before would be taken again without any growth
    process, done = psutil.Process(), threading.Event()
    start = process.memory_info().rss

    def look() -> None:
        peak.bytes = max(peak.bytes, process.memory_info().rss - start)

    def watch() -> None:
        while not done.wait(0.005):
            look()

    watcher = threading.Thread(target=watch, name="memory-peak", daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        look()  # a short block ends before its watcher looks once
        done.set()
        watcher.join()
