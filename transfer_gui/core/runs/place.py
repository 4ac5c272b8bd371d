"""Which network is looked at: the source as a run would start from it, or a checkpoint. No torch here."""

from dataclasses import dataclass
from pathlib import Path

from ..job import Job


@dataclass(frozen=True)
class Place:
    """A network by where it is: a checkpoint's file, or else the start of `job` with a head for `classes`."""

    title: str
    """As it is called for a person: 'Source', 'Best', the name of a run."""
    checkpoint: Path | None = None
    job: Job | None = None
    classes: tuple[str, ...] = ()
