"""Gathers what the steps give, leaves it on the device, and tells of it now and then."""

import time
from collections import deque
from collections.abc import Iterator

import torch
from torch import Tensor

from ..data.loader import Batch
from ..errors import UserError
from ..events import StepsDone
from ..job import Job
from .device import memory_used
from .position import Position
from .schedule import factor

SECONDS = 0.05
"""Losses are fetched from the device this often, all at once."""
RECENT = 40
"""Reports whose pace the time left is reckoned by: where what is frozen is kept, later epochs go many times as fast as
the first, and the average since the start would tell of hours that never come."""


class Diverged(UserError):
    """The loss is no longer a number. `suggestion` is the job's edit that would mend it."""

    def __init__(self, what: str, cure: str, rate: float) -> None:
        super().__init__(what, cure)
        self.suggestion = {"training.learning_rate": rate}


def diverged(job: Job, step: int) -> Diverged:
    """The fault of a loss that is not a finite number any more."""
    rate = job.training.learning_rate
    return Diverged(
        f"The loss became infinite or not a number by step {step}, so the run was stopped.",
        f"Try a lower learning rate ({rate / 10:g} in place of {rate:g}), a warm-up, or fp32. "
        "The last good checkpoint is kept.",
        rate / 10,
    )


class Reporter:
    """Counts time, losses and examples of the steps since the last report."""

    def __init__(self, job: Job, device: torch.device, steps_per_epoch: int) -> None:
        self._job, self._device, self._steps_per_epoch = job, device, steps_per_epoch
        self._pending: list[tuple[Tensor, Tensor, int]] = []
        self._since = time.monotonic()
        self._waited = 0.0
        self._recent: deque[tuple[int, float]] = deque(maxlen=RECENT)
        """Steps and seconds of the latest reports."""

    @property
    def due(self) -> bool:
        return time.monotonic() - self._since > SECONDS

    def restart(self) -> None:
        """Leave out the time since the last report (a pause, an evaluation)."""
        self._since, self._waited = time.monotonic(), 0.0

    def timed(self, batches: Iterator[Batch]) -> Iterator[Batch]:
        """The same batches, with the time spent waiting for them noted."""
        while True:
            asked = time.monotonic()
            batch = next(batches, None)
            self._waited += time.monotonic() - asked
            if batch is None:
                return
            yield batch

    def add(self, loss: Tensor, correct: Tensor, seen: int) -> None:
        """Note a step: its loss and how many of the `seen` examples it named right, both still on the device."""
        self._pending.append((loss, correct, seen))

    def flush(self, at: Position) -> StepsDone | None:
        """Fetch what is pending and add it to the epoch's sums. Raises Diverged where a loss is not finite."""
        if not self._pending:
            return None
        losses = torch.stack([loss for loss, _, _ in self._pending]).tolist()
        correct = torch.stack([right for _, right, _ in self._pending]).tolist()
        seen = [n for _, _, n in self._pending]
        if not all(abs(loss) < float("inf") for loss in losses):
            raise diverged(self._job, at.step)
        at.loss_sum += sum(loss * n for loss, n in zip(losses, seen, strict=True))
        at.correct += int(sum(correct))
        at.seen += sum(seen)
        now = time.monotonic()
        span = max(1e-9, now - self._since)
        self._recent.append((len(losses), span))
        steps, seconds = (sum(part) for part in zip(*self._recent, strict=True))
        left = self._job.training.epochs * self._steps_per_epoch - at.step
        done = StepsDone(
            first_step=at.step - len(losses),
            losses=tuple(losses),
            epoch=at.epoch,
            learning_rate=self.rate(at.step - 1),
            images_per_second=sum(seen) / span,
            memory=memory_used(self._device),
            waiting=min(1.0, self._waited / span),
            seconds_left=seconds / steps * left,
        )
        self._pending, self._since, self._waited = [], now, 0.0
        return done

    def rate(self, step: int) -> float:
        """The base learning rate at `step`."""
        return self._job.training.learning_rate * factor(self._job.training, step, self._steps_per_epoch)
