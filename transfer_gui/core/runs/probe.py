"""Memory and time of a job, measured on one real step before it is started."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import torch

from ..data.dataset import Dataset, Split
from ..data.loader import Batch, Loader
from ..job import Job
from ..progress import Long, Progress
from ..random_state import seeded
from ..training import checkpointing, freezing, optimiser
from ..training.device import memory_free, pick
from ..training.distributed import World
from ..training.step import Stepper, class_weights
from .network import network

STEPS = 2
"""Measured steps, after a first one that warms up and is not counted."""


@dataclass(frozen=True, slots=True)
class Probe:
    """What one step takes. Times in seconds, memory in bytes."""

    device: str
    peak_memory: int
    """The most that the step needs beyond what the program takes anyway; on a GPU, all that is allocated there."""
    free_memory: int
    step_seconds: float
    epoch_seconds: float
    """With the validation at its end."""
    run_seconds: float


def probe(job: Job, dataset: Dataset, split: Split, folders: Sequence[Path] = ()) -> Long[Probe]:
    """Take a few real steps of `job` on a model of its own and measure them; nothing is kept.

    Raises UserError as a run would, and torch.OutOfMemoryError where a step does not fit.
    """
    yield Progress(0, STEPS + 2, "Measuring one step: building the model")
    info = pick(job.device.name, job.device.precision)
    device = torch.device(info.name)
    training = job.training
    with _peak(device) as peak:
        built = network(job, len(dataset.classes), folders)
        layout = torch.channels_last if job.device.channels_last else torch.contiguous_format
        model = built.model.to(device, memory_format=layout)  # pyright: ignore[reportCallIssue] - missing in the stubs
        sgd = optimiser.build(model, job.plan, training, freezing.apply(model, job.plan, 0))
        counts = [sum(dataset.examples[i].label == c for i in split.train) for c in range(len(dataset.classes))]
        stepper = Stepper(job, model, sgd, class_weights(counts, training.class_weights), device, World())
        loader = Loader(
            dataset, split.train, built.preprocessing, augmentation=job.data.augmentation,
            batch_size=training.batch_size, shuffle=True, seed=training.seed, workers=job.device.workers,
        )  # fmt: skip
        freezing.set_modes(model, job.plan, 0)
        checkpointing.apply(model, job.device.checkpointing)
        seconds: list[float] = []
        try:
            batches, batch = loader.epoch(0), None
            for done in range(STEPS + 1):
                started = time.monotonic()
                batch = next(batches, None)
                if batch is None:
                    batches = loader.epoch(done)
                    batch = next(batches)
                yield Progress(done + 1, STEPS + 2, "Measuring one step")
                _step(stepper, batch, training.accumulate, device)
                seconds.append(time.monotonic() - started)
            assert batch is not None
            started = time.monotonic()
            model.eval()
            with torch.inference_mode():
                model(batch.images.to(device, memory_format=layout))
            _synchronize(device)
            forward = (time.monotonic() - started) / max(1, len(batch.labels))
        finally:
            loader.close()
    step = min(seconds[1:])
    epoch = step * loader.steps + forward * len(split.val)
    run = epoch * training.epochs + forward * len(split.test)
    return Probe(info.title, peak.bytes, memory_free(device), step, epoch, run)


def _step(stepper: Stepper, batch: Batch, parts: int, device: torch.device) -> None:
    share = stepper.share(batch.labels)
    with seeded(0):
        for part in checkpointing.parts(batch, parts):
            stepper.accumulate(part, share)
    stepper.update()
    _synchronize(device)


def _synchronize(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)


class _Peak:
    bytes = 0


@contextmanager
def _peak(device: torch.device) -> Iterator[_Peak]:
    """The most memory taken inside the block: torch's own count on a GPU, this process's growth elsewhere."""
    peak = _Peak()
    if device.type == "cuda":
        torch.cuda.reset_peak_memory_stats(device)
        yield peak
        peak.bytes = torch.cuda.max_memory_allocated(device)
        return
    process, done = psutil.Process(), threading.Event()
    start = process.memory_info().rss

    def watch() -> None:
        while not done.wait(0.005):
            peak.bytes = max(peak.bytes, process.memory_info().rss - start)

    watcher = threading.Thread(target=watch, name="memory-peak", daemon=True)
    watcher.start()
    try:
        yield peak
    finally:
        done.set()
        watcher.join()
