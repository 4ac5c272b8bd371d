"""Scores of a model over a whole side of the split."""

import time
from collections.abc import Callable, Generator
from typing import Literal

import torch
from torch import nn

from ..data.loader import Loader
from ..events import Evaluating, Event, Note, Scores
from ..job import Device
from .checkpointing import parts
from .distributed import World
from .layout import layout
from .metrics import Tally
from .precision import autocast
from .prefix import Kept
from .threads import every, threads

TELL_SECONDS = 0.1


def evaluate(
    model: nn.Module,
    loader: Loader,
    side: Literal["val", "test"],
    classes: int,
    device: torch.device,
    settings: Device,
    world: World,
    stopped: Callable[[], bool],
    kept: Kept | None = None,
    count: int = 1,
) -> Generator[Event, None, Scores | None]:
    """Every example once, in evaluation mode; the mean is over examples. Returns None where it was stopped.

    The model is left in evaluation mode. With `kept`, its fixed part is run only where its output is not stored yet.
    `count` is the number of parts that a batch is computed in.
    """
    tally = Tally(classes, device)
    model.eval()
    done, told = 0, time.monotonic()
    where = layout(settings)
    stored = kept.side(loader) if kept is not None else None
    width = kept.threads if kept is not None and stored is not None else every()
    for batch in loader.epoch(0, 0, stored):
        with torch.inference_mode(), autocast(settings.precision, device), threads(width):
            ready = stored.ready(batch, loader.view(0)) if stored is not None and len(batch.labels) else batch
            for part in parts(ready, count):
                if not len(part.labels):
                    continue
                if kept is not None and stored is not None:
                    logits = kept.evaluation(tuple(value.to(device, non_blocking=True) for value in part.stored))
                else:
                    logits = model(part.inputs(device, where))
                tally.add(logits, part.labels.to(device))
        for skipped in batch.failed:
            yield Note(f"{skipped.path}: {skipped.reason} Left out of the {side} results.", "warning")
        done += batch.total
        if time.monotonic() - told > TELL_SECONDS:
            told = time.monotonic()
            yield Evaluating(side, done, loader.examples)
        if stopped():
            return None
    for tensor in tally.tensors():
        world.sum(tensor)
    return tally.scores()
