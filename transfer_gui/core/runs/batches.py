"""The batch size for a job, found by trying: the smallest one that is about as fast as any that fits."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from .. import heap
from ..cache.turns import TURNS
from ..data.dataset import Dataset, Split
from ..data.loader import Batch
from ..job import Job
from ..progress import Long, Progress
from ..training.device import give_back, memory_free, pick
from ..training.memory import is_out_of_memory
from . import peak
from .probe import Subject

SIZES = (4, 8, 16, 32, 64, 128, 256, 512)
NEAR = 0.95
"""Share of the best pace that is good enough: beyond it, larger batches only take fewer steps."""
STEPS = 5
"""An epoch is to keep so many steps, or training needs more epochs than it saves time."""
ROUNDS = 2
FREE = 0.8
"""Share of the free memory that a batch may take."""


@dataclass(frozen=True, slots=True)
class Found:
    """The batch size, and the pictures a second of each size that was tried."""

    size: int
    paces: tuple[tuple[int, float], ...]


def find(job: Job, dataset: Dataset, split: Split, folders: Sequence[Path] = ()) -> Long[Found]:
    """Take real steps of `job` in batches of growing size on a model of its own; nothing is kept.

    Sizes that the training set is too small for are not tried, nor what would not fit into memory.
    Raises UserError as a run would.
    """
    most = max(SIZES[0], len(split.train) // STEPS)
    sizes = [size for size in SIZES if size <= most]
    with TURNS.foreground(), heap.kept():
        yield Progress(0, len(sizes), "Looking for the batch size: building the model")
        device = torch.device(pick(job.device.name, job.device.precision).name)
        subject = Subject(job, dataset, split, folders, device)
        paces: list[tuple[int, float]] = []
        try:
            example = next(subject.train.epoch(0))
            each = 0.0
            for done, size in enumerate(sizes):
                yield Progress(done, len(sizes), f"Looking for the batch size: trying {size}")
                if each * size > FREE * memory_free(device):
                    break
                try:
                    with peak.measured(device) as taken:
                        paces.append((size, _pace(subject, _of_size(example, size))))
                except (RuntimeError, MemoryError) as error:  # torch's own are RuntimeErrors
                    if not is_out_of_memory(error):
                        raise
                    give_back()
                    break
                each = max(each, taken.bytes / size)
        finally:
            subject.close()
    return Found(_best(paces), tuple(paces))


def _best(paces: Sequence[tuple[int, float]]) -> int:
    """The smallest size that is near the best pace; the smallest of all where none could be tried."""
    fastest = max((pace for _, pace in paces), default=0.0)
    return next((size for size, pace in paces if pace >= NEAR * fastest), SIZES[0])


def _of_size(batch: Batch, size: int) -> Batch:
    """`size` examples, those of a batch again and again."""
    places = [place % len(batch.labels) for place in range(size)]
    indices = tuple(batch.indices[place] for place in places)
    return replace(batch, images=batch.images[places], labels=batch.labels[places], indices=indices, total=size)


def _pace(subject: Subject, batch: Batch) -> float:
    """Pictures a second of the fastest step, after one that warms up."""
    if subject.cut is not None:
        batch = subject.cut.given(replace(batch, images=batch.images[:0]), subject.cut.compute(batch.images))
    return len(batch.labels) / min(list(_seconds(subject, batch))[1:])


def _seconds(subject: Subject, batch: Batch) -> Iterator[float]:
    for _ in range(ROUNDS + 1):
        started = time.perf_counter()
        subject.take(batch)
        yield time.perf_counter() - started
