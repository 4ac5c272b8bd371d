"""Memory and time of a job, measured on one real step before it is started."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from .. import heap
from ..cache import folder
from ..cache.shelf import Shelf
from ..cache.turns import TURNS
from ..data.dataset import Dataset, Split, counted
from ..data.loader import Batch
from ..data.mixing import check, mixed
from ..job import Job
from ..progress import Long, Progress
from ..random_state import seeded
from ..training import checkpointing, freezing, optimiser, prefix
from ..training.device import memory_free, pick, synchronize
from ..training.distributed import World
from ..training.layout import layout
from ..training.step import Stepper, class_weights
from . import peak
from .network import placed
from .sides import Sides, sides

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
    once_seconds: float = 0.0
    """Of the run, for what is computed once per picture and kept, as far as it is not kept already."""


def probe(job: Job, dataset: Dataset, split: Split, folders: Sequence[Path] = ()) -> Long[Probe]:
    """Take a few real steps of `job` on a model of its own and measure them; nothing is kept.

    Raises UserError as a run would, and torch.OutOfMemoryError where a step does not fit.
    """
    with TURNS.foreground(), heap.kept():
        yield Progress(0, STEPS + 2, "Measuring one step: building the model")
        info = pick(job.device.name, job.device.precision)
        with peak.measured(torch.device(info.name)) as most:
            subject = Subject(job, dataset, split, folders, torch.device(info.name))
            try:
                yield from subject.steps()
                forward = subject.forward()
                once = subject.once()
            finally:
                subject.close()
        device, epochs = subject.device, job.training.epochs
    epoch = subject.step * subject.count + forward * len(split.val)
    run = once + epoch * epochs + forward * len(split.test)
    return Probe(info.title, most.bytes, memory_free(device), subject.step, epoch, run, once)


class Subject:
    """A network under a plan, cut as a run would cut it, and its steps."""

    def __init__(self, job: Job, dataset: Dataset, split: Split, folders: Sequence[Path], device: torch.device) -> None:
        job, built = placed(job, len(dataset.classes), device, folders, (dataset, split))
        check(job, built.preprocessing)
        self.job, self.device, self.model, training = job, device, built.model, job.training
        sgd = optimiser.build(self.model, job.plan, training, freezing.apply(self.model, job.plan, 0))
        freezing.set_modes(self.model, job.plan, 0)
        checkpointing.apply(self.model, job.device.checkpointing)
        self.sides: Sides = sides(job, dataset, split, built.preprocessing, gpu=device.type == "cuda")
        assert self.sides.train is not None, "a job that can be started has examples to train on"
        self.train = self.sides.train
        self.count = self.train.steps
        self.kept: prefix.Kept | None = None
        if job.device.reuse:
            shelf = Shelf(folder.root(), folder.default_limit())
            self.kept = prefix.find(self.model, job, device, list(self.sides), shelf)
        self.cut = self.kept if self.kept is not None and self.kept.side(self.train) else None
        """Where the training examples have a fixed part."""
        counts = [count for (count,) in counted(dataset, (split.train,))]
        how = (self.cut.training, self.cut.threads) if self.cut is not None else (None, None)
        weights = class_weights(counts, training.class_weights)
        self.stepper = Stepper(job, self.model, sgd, weights, device, World(), *how)
        self.step = self.fixed = 0.0
        """Seconds of a step in any epoch, and of what is computed once for a picture."""
        self.batch: Batch | None = None

    def steps(self) -> Iterator[Progress]:
        """Take the steps that are measured, the fastest of which counts."""
        fixed, steps = list[float](), list[float]()
        batches = self.train.epoch(0)
        for done in range(STEPS + 1):
            started = time.monotonic()
            batch = next(batches, None)
            if batch is None:
                batches = self.train.epoch(done)
                batch = next(batches)
            yield Progress(done + 1, STEPS + 2, "Measuring one step")
            if self.cut is not None:
                batch = self.cut.given(replace(batch, images=batch.images[:0]), self.cut.compute(batch.images))
            once = self.cut is not None or self.spared
            if once:
                fixed.append((time.monotonic() - started) / max(1, len(batch.labels)))
                started = time.monotonic()
            self.take(batch)
            steps.append(time.monotonic() - started)
            self.batch = batch
        self.step, self.fixed = min(steps[1:]), min(fixed[1:], default=0.0)

    @property
    def spared(self) -> bool:
        """Whether each picture is at least prepared only once."""
        return self.job.device.reuse and self.train.views > 0

    def take(self, batch: Batch) -> None:
        if mixup := self.job.training.mixup:
            batch = mixed(batch, mixup, 0)
        share = self.stepper.share(batch.labels)
        with seeded(0):
            for part in checkpointing.parts(batch, self.job.training.accumulate):
                self.stepper.accumulate(part, share)
        self.stepper.update()
        synchronize(self.device)

    def forward(self) -> float:
        """Seconds of one picture in evaluation."""
        batch, started = self.batch, time.monotonic()
        assert batch is not None
        self.model.eval()
        with torch.inference_mode():
            if self.cut is not None:
                self.cut.evaluation(tuple(value.to(self.device) for value in batch.stored))
            else:
                self.model(batch.inputs(self.device, layout(self.job.device)))
        synchronize(self.device)
        return (time.monotonic() - started) / max(1, len(batch.labels))

    def once(self) -> float:
        """Seconds for all that is computed once per picture and is not kept yet."""
        if self.cut is None:
            return self.fixed * len(self.train.indices) * self.train.views if self.spared else 0.0
        found = [(loader, self.cut.side(loader)) for loader in self.sides]
        return self.fixed * sum(side.missing() * loader.views for loader, side in found if side is not None)

    def close(self) -> None:
        for loader in self.sides:
            loader.close()
        if self.kept is not None:
            self.kept.close()
