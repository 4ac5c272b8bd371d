"""A run's figures as they come in: growing arrays, told of at most 30 times a second."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QTimer, Signal

from ...core.events import EpochDone, RunFailed, RunFinished, RunStarted, StepsDone

TICK_MS = 33
"""Milliseconds between two repaints at the soonest: as often as a screen can show them."""

Floats = NDArray[np.float64]


class Growing:
    """A float array that grows at its end by doubling, and can be cut back."""

    def __init__(self) -> None:
        self._data = np.empty(1024)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    @property
    def values(self) -> Floats:
        """What is in it; a view, valid until it grows."""
        return self._data[: self._size]

    def extend(self, values: Sequence[float] | Floats) -> None:
        size = self._size + len(values)
        if size > len(self._data):
            data = np.empty(max(size, 2 * len(self._data)))
            data[: self._size] = self.values
            self._data = data
        self._data[self._size : size] = values
        self._size = size

    def cut(self, size: int) -> None:
        """Forget everything from `size` on."""
        self._size = min(self._size, size)


class Smoother:
    """Exponential moving average with bias correction (Kingma and Ba 2015) of an array that grows.

    out[i] = sum_j w^(i-j) v[j] / sum_j w^(i-j) over the finite v[j] up to i; NaN before the first finite one. What is
    new is worked out in blocks with numpy, so that a long run costs no more per tick than a short one.
    """

    def __init__(self, weight: float) -> None:
        self.weight = weight
        self._out = Growing()
        self._total = self._count = 0.0

    def update(self, values: Floats) -> Floats:
        """The average of all `values`, of which the ones seen before have not changed."""
        if len(values) < len(self._out):
            self._out.cut(0)
            self._total = self._count = 0.0
        new = values[len(self._out) :]
        if len(new):
            finite = np.isfinite(new)
            total = _decayed_sum(np.where(finite, new, 0.0), self.weight, self._total)
            count = _decayed_sum(finite.astype(float), self.weight, self._count)
            self._total, self._count = float(total[-1]), float(count[-1])
            with np.errstate(invalid="ignore", divide="ignore"):
                self._out.extend(np.where(count > 0, total / count, np.nan))
        return self._out.values


def _decayed_sum(values: Floats, weight: float, before: float) -> Floats:
    """s[i] = w s[i-1] + v[i] with s[-1] = `before`: inside a block by one matrix product with the powers of w."""
    block = 128
    rows = -(-len(values) // block)
    padded = np.zeros(rows * block)
    padded[: len(values)] = values
    lags = np.subtract.outer(np.arange(block), np.arange(block))
    inside = padded.reshape(rows, block) @ np.tril(weight ** np.abs(lags)).T
    carries = np.empty(rows)
    for i in range(rows):
        carries[i] = before
        before = before * weight**block + inside[i, -1]
    return (inside + np.outer(carries, weight ** np.arange(1, block + 1))).reshape(-1)[: len(values)]


class Metrics(QObject):
    """The curves of one run. `changed` comes once per tick however much came in."""

    changed = Signal()
    restarted = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.losses, self.rates = Growing(), Growing()
        self.first_step = 0
        """The step of `losses.values[0]`."""
        self.epochs: list[EpochDone] = []
        self.steps_per_epoch = 0
        self.title = ""
        self.live = False
        """Whether more is to come."""
        self._tick = QTimer(self)
        self._tick.setSingleShot(True)
        self._tick.setInterval(TICK_MS)
        self._tick.timeout.connect(self.changed)

    @property
    def steps(self) -> Floats:
        """The steps of `losses.values`."""
        return np.arange(self.first_step, self.first_step + len(self.losses), dtype=float)

    @property
    def best(self) -> EpochDone | None:
        """The epoch that is the best so far."""
        return next((e for e in reversed(self.epochs) if e.best and e.val is not None), None)

    @property
    def empty(self) -> bool:
        return not len(self.losses) and not self.epochs

    def clear(self) -> None:
        for growing in (self.losses, self.rates):
            growing.cut(0)
        self.epochs, self.first_step, self.steps_per_epoch, self.title = [], 0, 0, ""
        self.restarted.emit()
        self._tell()

    def take(self, event: Any) -> None:
        """Take in what a run tells."""
        match event:
            case RunStarted():
                self._begin(event)
            case StepsDone():
                self._cut(event.first_step)
                if not len(self.losses):
                    self.first_step = event.first_step
                self.losses.extend(event.losses)
                self.rates.extend([event.learning_rate] * len(event.losses))
                self._tell()
            case EpochDone():
                self.epochs = [e for e in self.epochs if e.epoch < event.epoch] + [event]
                self._tell()
            case RunFinished() | RunFailed():
                self.live = False
                self._tell()
            case _:
                pass

    def load(self, history: Any, title: str = "") -> None:
        """Show an earlier run (`core.runs.history.History`)."""
        self.clear()
        self.title, self.live = title, False
        if len(history.steps):
            first, last = int(history.steps[0]), int(history.steps[-1])
            dense = np.full((2, last - first + 1), np.nan)
            dense[0, history.steps - first] = history.losses
            dense[1, history.steps - first] = history.learning_rates
            self.first_step = first
            self.losses.extend(dense[0])
            self.rates.extend(dense[1])
        self.epochs = list(history.epochs)
        if self.epochs:
            done = self.epochs[-1]
            self.steps_per_epoch = max(1, done.step // (done.epoch + 1))
        self._tell()

    def _begin(self, event: RunStarted) -> None:
        if event.first_step == 0:
            self.clear()
        else:  # a resumed run goes on from its checkpoint: what came after it is done again
            self._cut(event.first_step)
            self.epochs = [e for e in self.epochs if e.step <= event.first_step]
        self.steps_per_epoch = event.steps_per_epoch
        self.live = True
        self._tell()

    def _cut(self, step: int) -> None:
        for growing in (self.losses, self.rates):
            growing.cut(max(0, step - self.first_step))

    def _tell(self) -> None:
        if not self._tick.isActive():
            self._tick.start()
