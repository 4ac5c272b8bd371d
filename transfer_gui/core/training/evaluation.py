"""Scores of a model over a whole side of the split."""

import time
from collections.abc import Callable, Generator
from typing import Literal

import torch
from torch import nn

from ..data.loader import Loader
from ..events import Evaluating, Event, Note, Scores
from ..job import Device
from .distributed import World
from .metrics import Tally
from .precision import autocast

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
) -> Generator[Event, None, Scores | None]:
    """Every example once, in evaluation mode; the mean is over examples. Returns None where it was stopped.

    The model is left in evaluation mode.
    """
    tally = Tally(classes, device)
    model.eval()
    done, told = 0, time.monotonic()
    layout = torch.channels_last if settings.channels_last else torch.contiguous_format
    for batch in loader.epoch(0):
        if len(batch.labels):
            with torch.inference_mode(), autocast(settings.precision, device):
                logits = model(batch.images.to(device, memory_format=layout, non_blocking=True))
            tally.add(logits, batch.labels.to(device))
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
