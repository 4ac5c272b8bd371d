"""What a run tells while it goes on: small frozen values, yielded in order by one iterator."""

from dataclasses import dataclass, field
from typing import Any, Literal

from .plan import Plan


@dataclass(frozen=True, slots=True)
class Scores:
    """Results over a set of examples; every mean is over examples, never over batches."""

    examples: int
    loss: float
    accuracy: float
    balanced_accuracy: float
    majority: float
    """Accuracy of always naming the most frequent class of this set."""


@dataclass(frozen=True, slots=True)
class RunStarted:
    """The run is about to take its first step."""

    folder: str
    device: str
    model: str
    classes: tuple[str, ...]
    examples: dict[str, int]
    """Counts by side of the split: train, val, test."""
    epochs: int
    steps_per_epoch: int
    first_step: int
    """0, or the step that a resumed run goes on from."""
    parameters: int
    trainable: int


@dataclass(frozen=True, slots=True)
class Note:
    """Something that the user should know; the run goes on."""

    text: str
    level: Literal["info", "warning"] = "info"


@dataclass(frozen=True, slots=True)
class PlanApplied:
    """A plan took effect from this step on: at the start, at a new phase, or by hand while paused."""

    step: int
    plan: Plan
    trainable: int


@dataclass(frozen=True, slots=True)
class StepsDone:
    """Some steps were taken. `losses[i]` is the batch loss of step `first_step + i`."""

    first_step: int
    losses: tuple[float, ...]
    epoch: int
    learning_rate: float
    images_per_second: float
    memory: int
    """Bytes in use: allocated on the GPU, or resident in this process."""
    waiting: float
    """Share of the time, 0..1, spent waiting for data."""
    seconds_left: float


@dataclass(frozen=True, slots=True)
class Evaluating:
    """A side of the split is being evaluated."""

    side: Literal["val", "test"]
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class EpochDone:
    """An epoch is complete. `epoch` counts from 0; `train` is over the batches as they were seen."""

    epoch: int
    step: int
    train_loss: float
    train_accuracy: float
    val: Scores | None
    learning_rate: float
    seconds: float
    best: bool


@dataclass(frozen=True, slots=True)
class CheckpointSaved:
    """A checkpoint is complete on disk."""

    path: str
    kind: Literal["best", "last"]
    epoch: int
    step: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Some tensors as they are now, asked for by `Control.request_snapshot`. Not part of the run's record."""

    step: int
    tensors: dict[str, Any]
    """numpy arrays (float32 where the tensor is a float) by their name in the state dict."""


@dataclass(frozen=True, slots=True)
class Movement:
    """How far one tensor has come from the source, as sums over its numbers, so that tensors can be put together.

    NaN where it does not apply: a tensor that does not learn has no gradient and no update.
    """

    size: int
    weight: float
    """Sum of squares of the tensor."""
    source: float
    """Sum of squares of the tensor that the run started from."""
    moved: float
    """Sum of squares of the difference; exactly 0 where not a bit has changed."""
    dot: float
    """Inner product of the two."""
    update: float
    """Sum of squares of the last step."""
    gradient: float
    """Sum of squares of the gradient of the last step."""


@dataclass(frozen=True, slots=True)
class Measured:
    """How far every tensor of the network has come: at each epoch's end, and when asked for."""

    step: int
    epoch: int | None
    """The epoch that it stands at the end of (counted from 0); None in the middle of one, when it is not recorded."""
    tensors: dict[str, Movement]
    """By the tensor's name in the state dict: parameters and running statistics."""
    seconds: float
    """How long the measuring took."""


@dataclass(frozen=True, slots=True)
class Paused:
    step: int


@dataclass(frozen=True, slots=True)
class Resumed:
    step: int


@dataclass(frozen=True, slots=True)
class RunFinished:
    """The run ended as planned, early, or by the user's stop; best and last are on disk."""

    reason: Literal["completed", "early", "stopped"]
    folder: str
    epochs: int
    best_epoch: int | None
    best: Scores | None
    test: Scores | None
    seconds: float


@dataclass(frozen=True, slots=True)
class RunFailed:
    """The run ended by a fault. The last complete checkpoint, if any, is still on disk."""

    what: str
    cure: str
    folder: str
    details: str = ""
    """Traceback, for the log and the 'Details' button; empty for a fault the user can mend."""
    suggestion: dict[str, object] = field(default_factory=dict)
    """Job edits, path to value, that would mend it (a batch size that fits)."""


Event = (
    RunStarted
    | Note
    | PlanApplied
    | StepsDone
    | Evaluating
    | EpochDone
    | CheckpointSaved
    | Snapshot
    | Measured
    | Paused
    | Resumed
    | RunFinished
    | RunFailed
)
