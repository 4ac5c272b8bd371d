"""Which network is looked at: the source as a run would start from it, or a checkpoint. No torch here."""

from dataclasses import dataclass, field
from pathlib import Path

from ..job import Data, Job, Training
from ..recipes import Recipe

UNTRAINED = "The head is new and untrained: its answers are chance."
"""What is said of a network whose head was just drawn at random, wherever its answers are shown."""


@dataclass(frozen=True)
class Place:
    """A network by where it is: a checkpoint's file, or else the start of `job` with a head for `classes`."""

    title: str = field(compare=False)
    """As it is called for a person: 'Source', 'Best', the name of a run. Another title is no other network."""
    checkpoint: Path | None = None
    job: Job | None = None
    classes: tuple[str, ...] = ()
    recipe: Recipe | None = None
    """How the examples are prepared, where a run has fitted that to them; None: as the job says."""

    @property
    def untrained_head(self) -> bool:
        """Whether its head is new: drawn at random, and not trained yet."""
        return self.checkpoint is None and self.job is not None


def bare(job: Job, fits: bool = False) -> Job:
    """What decides the weights of a source and how its examples are prepared: another learning rate is no other
    network. The examples themselves are among that where the preparation `fits` itself to them."""
    data = Data(domain=job.data.domain, input_size=job.data.input_size)
    if fits:
        data = job.data.model_copy(update={"augmentation": "none", "views": 0, "renames": {}, "marked": ()})
    return Job(source=job.source, data=data, training=Training(seed=job.training.seed))
