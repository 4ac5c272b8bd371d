"""One step of gradient descent: forward, loss, backward, update."""

import zlib
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from ..data.loader import Batch
from ..job import Job
from . import precision
from .compiling import Compiled
from .distributed import World
from .layout import layout
from .threads import every, threads


def batch_seed(seed: int, step: int, batch: int = 0) -> int:
    """The seed of the random numbers (dropout) of a step's batch, so that a resumed run draws the same ones."""
    return zlib.crc32(f"{seed}/{step}/{batch}".encode())


def class_weights(counts: Iterable[int], kind: str) -> Tensor | None:
    """Weights of the classes in the loss: None, or 'balanced', n / (classes * count) as in scikit-learn."""
    if kind != "balanced":
        return None
    count = torch.tensor(list(counts), dtype=torch.float32)
    return count.sum() / (len(count) * count.clamp_min(1))


def dry_step(job: Job, model: nn.Module, device: torch.device, images: Tensor) -> None:
    """A forward and a backward pass over `images` (n, 3, h, w) that leave the model as it was (but for gradients)."""
    kept = {name: buffer.clone() for name, buffer in model.named_buffers()}
    try:
        with precision.autocast(job.device.precision, device):
            loss = model(images.to(device, memory_format=layout(job.device))).float().logsumexp(1).mean()
        loss.backward()
    finally:
        with torch.no_grad():
            for name, buffer in model.named_buffers():
                buffer.copy_(kept[name])


class Stepper:
    """Takes steps on one model; the model, the optimiser and the layout never change under it."""

    def __init__(
        self, job: Job, model: nn.Module, optimiser: torch.optim.SGD, weights: Tensor | None, device: torch.device,
        world: World, rest: Callable[[Any], Tensor] | None = None, count: int | None = None,
    ) -> None:  # fmt: skip
        """`rest` computes the logits of a batch of which the network's fixed part is stored (`Batch.stored`).

        `count` is the number of threads to compute with (None: `threads.every()`).
        """
        self._threads = every() if count is None else count
        self.model, self.optimiser, self.device = model, optimiser, device
        self.scaler = precision.scaler(job.device.precision, device)
        self._job, self._world = job, world
        self._weights = None if weights is None else weights.to(device)
        self._wrapped = world.wrap(model)
        self._rest = rest
        self.compiled: Compiled | None = None
        self._told = False
        if job.device.compile:
            self.compiled = Compiled(self._wrapped if rest is None else rest)
        self._forward: Callable[[Any], Tensor] = self.compiled or self._wrapped
        self._format = layout(job.device)

    def share(self, labels: Tensor) -> float | None:
        """What `accumulate` divides by so that the parts of one batch, and the processes' shares of it, add up; None
        where a batch is computed at once."""
        if self._world.size == 1 and self._job.training.accumulate == 1:
            return None
        own = len(labels) if self._weights is None else self._weights.cpu()[labels].sum()
        return float(self._world.sum(torch.as_tensor(own, dtype=torch.float64, device=self.device)))

    def accumulate(self, batch: Batch, share: float | None, more: bool = False) -> tuple[Tensor, Tensor]:
        """Add the gradient of a batch; returns its loss (a scalar on the device) and how many it names right.

        With `share` None the loss is the mean over the batch. Else (several batches, or several processes, make one
        step) it is the sum over the batch divided by `share`, so that the losses and the gradients add up. With `more`
        another one of the same step follows: processes then wait for that one to share their gradients.
        Of a mixed batch (`data.mixing`) the losses by both labels are blended, and an example is named right where it
        is called by the one that has the larger share in it.
        """
        empty = not len(batch.labels)  # this process's share of a small last batch: it must still take part
        labels = batch.labels.to(self.device, non_blocking=True)
        settings: dict[str, Any] = {"weight": self._weights, "label_smoothing": self._job.training.label_smoothing}
        with threads(self._threads), self._world.apart(self._wrapped, more):
            with precision.autocast(self._job.device.precision, self.device):
                logits = self._logits(batch, empty)
                if empty:
                    loss = logits.sum() * 0
                elif share is None:
                    loss = F.cross_entropy(logits, labels, **settings)
                else:
                    loss = F.cross_entropy(logits, labels, **settings, reduction="sum") / share
                if batch.mixed is not None and not empty:
                    # The others are the same batch in another order: their weights have the same sum.
                    others = batch.mixed.labels.to(self.device, non_blocking=True)
                    if share is None:
                        other = F.cross_entropy(logits, others, **settings)
                    else:
                        other = F.cross_entropy(logits, others, **settings, reduction="sum") / share
                    loss = batch.mixed.blended(loss, other)
                    labels = labels if batch.mixed.share >= 0.5 else others
            # DistributedDataParallel divides the sum over the processes by their number
            self.scaler.scale(loss * self._world.size if self._world.size > 1 else loss).backward()
            named = logits.detach()[: len(labels)].argmax(1)
            return loss.detach(), (named == labels).sum()

    def _logits(self, batch: Batch, empty: bool) -> Tensor:
        if self._rest is not None:
            return (self.compiled or self._rest)(
                tuple(value.to(self.device, non_blocking=True) for value in batch.stored)
            )
        if empty:
            batch = replace(batch, images=batch.images.new_zeros(1, *batch.images.shape[1:]), mixed=None)
        return self._forward(batch.inputs(self.device, self._format))

    def compiled_fault(self) -> str | None:
        """Why the network is not compiled, the first time that it is asked after that showed."""
        if self.compiled is None or not self.compiled.fault:
            return None
        fault = "" if self._told else self.compiled.fault
        self._told = True
        return fault or None

    def update(self) -> None:
        """Move the weights by the gradient gathered, and clear it."""
        with threads(self._threads):
            self.scaler.step(self.optimiser)
        self.scaler.update()
        self.optimiser.zero_grad(set_to_none=True)

    def whole(self, loss: Tensor, correct: Tensor, seen: int) -> tuple[Tensor, Tensor, int]:
        """A step's loss, hits and examples over all processes."""
        if self._world.size == 1:
            return loss, correct, seen
        sums = self._world.sum(torch.stack([loss.double(), correct.double(), torch.tensor(float(seen)).to(loss)]))
        return sums[0], sums[1], int(sums[2])
