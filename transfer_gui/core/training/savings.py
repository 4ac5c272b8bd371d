"""Ways to make a run fit into the memory that is free, and what each would take. No torch here."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from ..atomic import bytes_in_words
from ..frozen import replace
from ..job import Job
from ..models.layer import Layer
from .estimate import Estimate, estimate

Way = Literal["batch", "parts", "checkpointing"]
_WORTH = 0.98
"""A way that needs more than this share of what is needed without it is not told."""


@dataclass(frozen=True, slots=True)
class Saving:
    """One change of the job that needs less memory."""

    way: Way
    field: str
    """Of the job, as in `replace`."""
    value: int | bool
    need: Estimate

    @property
    def title(self) -> str:
        """The change in a few words."""
        if self.way == "checkpointing":
            return "Checkpointing"
        return f"Smaller batches ({self.value})" if self.way == "batch" else f"In {self.value} parts"

    def words(self, free: float, scale: float = 1.0) -> str:
        """The change, and what it makes of the run. `scale` is what was measured by what was estimated."""
        parts = [f"{self.title}: needs {bytes_in_words(round(scale * self.need.total))}"]
        if self.way == "checkpointing":
            parts.append("a third more time")
        if scale * self.need.total > free:
            parts.append("still too much")
        return ", ".join(parts)


def savings(root: Layer, job: Job, kind: str, free: int) -> tuple[Saving, ...]:
    """What may be changed so that `job` fits into `free` bytes on a `kind` of device, each by itself.

    A smaller batch and a batch in parts are as little of a change as is enough, or as much as is possible where nothing
    is: see `need`.
    """
    now = estimate(root, job, kind).total
    found = (_least(root, job, kind, free, way) for way in ("batch", "parts", "checkpointing"))
    return tuple(saving for saving in found if saving is not None and saving.need.total < _WORTH * now)


def _least(root: Layer, job: Job, kind: str, free: int, way: Way) -> Saving | None:
    found: Saving | None = None
    for field, value in _steps(job, way):
        need = estimate(root, replace(job, field, value), kind)
        if found is None or need.total < found.need.total:
            found = Saving(way, field, value, need)
        if need.total <= free:
            break
    return found


def _steps(job: Job, way: Way) -> Iterator[tuple[str, int | bool]]:
    """Values of a field, each one saving more than the one before."""
    batch, parts = job.training.batch_size, job.training.accumulate
    if way == "checkpointing" and not job.device.checkpointing:
        yield "device.checkpointing", True
    while way == "batch" and batch > 1:
        batch //= 2
        yield "training.batch_size", batch
    while way == "parts" and 2 * parts <= batch // 2:  # two examples in each, for batch norm
        parts *= 2
        yield "training.accumulate", parts
