"""Filling the cache ahead of a run: what it would compute once per picture is computed while nobody waits for it."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from .. import heap
from ..cache import folder
from ..cache.shelf import Shelf
from ..cache.turns import TURNS
from ..data import prepared
from ..data.dataset import Dataset, Split
from ..data.loader import Loader
from ..job import Job
from ..progress import Long, Progress
from ..training import checkpointing, freezing, prefix
from ..training.device import pick
from ..training.prefix import Kept
from ..training.strategy import find
from .network import placed
from .sides import sides

PATIENCE = 3.0
"""Seconds of computing that a piece of the work may take: a run waits for its end. With slower ones, nothing is done
ahead."""


@dataclass(frozen=True, slots=True)
class Filled:
    """How far it came."""

    done: int
    total: int
    """Pictures, each as often as it has views; 0 where nothing of this job can be kept."""
    gave_way: bool = False
    """Whether it ended for the sake of something else, and may go on later."""

    @property
    def whole(self) -> bool:
        return self.done == self.total


def fill(job: Job, dataset: Dataset, split: Split, folders: Sequence[Path] = ()) -> Long[Filled]:
    """Compute and store what a run of `job` would keep from its first epoch on, and store nothing else.

    It ends early where the machine is wanted (`TURNS`), where the cache is full, and where a piece takes long; what is
    stored by then stays, also when it is closed or killed. Raises UserError as a run would.
    """
    if not job.device.reuse:
        return Filled(0, 0)
    with TURNS.background(), heap.kept():
        yield Progress(0, 0, "Preparing ahead: building the model")
        if TURNS.wanted:
            return Filled(0, 0, gave_way=True)
        info = pick(job.device.name, job.device.precision)
        device = torch.device(info.name)
        job, built = placed(job, len(dataset.classes), device, folders, (dataset, split))
        model = built.model
        plan = find(job.training.strategy).phases(job)[0].plan
        freezing.apply(model, plan, 0)
        freezing.set_modes(model, plan, 0)
        checkpointing.apply(model, job.device.checkpointing)
        loaders = list(sides(job, dataset, split, built.preprocessing, batch=prefix.PIECE, gpu=device.type == "cuda"))
        shelf = Shelf(folder.root(), folder.default_limit())
        kept = prefix.find(model, job, device, loaders, shelf)
        store = kept or prepared.find(loaders, job.data.domain, shelf)
        if store is None:
            return Filled(0, 0)
        try:
            total = sum(len(loader.indices) * loader.views for loader in loaders)
            done, late = 0, time.thread_time() + PATIENCE
            for count in _pieces(loaders, kept):
                done += count
                yield Progress(done, total, "Preparing ahead")
                if TURNS.wanted or store.records.stopped or time.thread_time() > late:
                    break
                late = time.thread_time() + PATIENCE
            return Filled(done, total, TURNS.wanted and done < total)
        finally:
            for loader in loaders:
                loader.close()
            store.close()


def _pieces(loaders: Sequence[Loader], kept: Kept | None) -> Iterator[int]:
    """Compute what is not stored yet, view by view; how many pictures were seen to each time."""
    for loader in loaders:
        side = kept.side(loader) if kept is not None else None
        for view in range(loader.views):
            if side is not None and side.all(view):
                yield len(loader.indices)
                continue
            for batch in loader.epoch(view, 0, side):
                if side is not None:
                    side.ready(batch, view)
                yield len(batch.indices) + len(batch.failed)
