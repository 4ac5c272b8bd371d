"""Which network is looked at: the source as a run would start from it, or a checkpoint. No torch here."""

from dataclasses import dataclass, field
from pathlib import Path

from ..job import Job

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

    @property
    def untrained_head(self) -> bool:
        """Whether its head is new: drawn at random, and not trained yet."""
        return self.checkpoint is None and self.job is not None
