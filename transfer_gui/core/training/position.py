"""Where a run stands: everything that, beside the weights, decides how it goes on."""

from dataclasses import asdict, dataclass, field
from typing import Any

from torch import Tensor

from ..events import Scores
from ..plan import Plan


@dataclass
class Position:
    """The state of a run between two steps; it goes into last.pt and comes back from it.

    No random state is in it: the order of the examples, their augmentation and the dropout masks are pure
    functions of the seed and of where the run stands.
    """

    epoch: int = 0
    batch: int = 0
    """Steps already taken in this epoch."""
    step: int = 0
    """Steps already taken in the whole run."""
    loss_sum: float = 0.0
    """Sum over the epoch's examples so far of their batch's loss."""
    correct: int = 0
    seen: int = 0
    seconds: float = 0.0
    """Training time of the epoch so far, pauses left out."""
    run_seconds: float = 0.0
    best: Scores | None = None
    best_epoch: int | None = None
    stale: int = 0
    """Epochs in a row without a better validation result."""
    plan: Plan | None = None
    """A plan applied by hand, which replaces the job's for the rest of the run."""
    scale: dict[str, Any] = field(default_factory=dict)
    """State of the fp16 gradient scaler."""
    momentum: dict[str, Tensor] = field(default_factory=dict)

    def next_epoch(self) -> None:
        """Stand at the beginning of the next epoch."""
        self.run_seconds += self.seconds
        self.epoch += 1
        self.batch, self.loss_sum, self.correct, self.seen, self.seconds = 0, 0.0, 0, 0, 0.0

    def to_dict(self) -> dict[str, Any]:
        """Plain types and tensors only."""
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        fields["momentum"] = {name: buffer.detach().cpu() for name, buffer in self.momentum.items()}
        fields["best"] = asdict(self.best) if self.best else None
        fields["plan"] = self.plan.model_dump() if self.plan else None
        return fields

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> "Position":
        """The inverse of `to_dict`."""
        best, plan = fields.get("best"), fields.get("plan")
        made: dict[str, Any] = {
            "best": Scores(**best) if best else None,
            "plan": Plan.model_validate(plan) if plan else None,
        }
        return cls(**fields | made)
