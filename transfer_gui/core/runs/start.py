"""The network that a run started from, as the run's own checkpoint tells it, whatever job is on the table now."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from .. import job as jobs
from ..errors import UserError
from ..job import Data, Job, Training
from ..models.build import open_source
from . import restore
from .place import Place


def start(job: Job, classes: tuple[str, ...]) -> Place:
    """The source of `job` with a new head. Only what decides the weights and the pictures' preparation is kept of the
    job: another learning rate is no other network."""
    data = Data(domain=job.data.domain, input_size=job.data.input_size)
    bare = Job(source=job.source, data=data, training=Training(seed=job.training.seed))
    return Place(f"Source: {job.source.model}", job=bare, classes=classes)


def start_of(checkpoint: Path) -> Place:
    """The source that the run of `checkpoint` started from, with the run's classes; the weights are not read.

    Raises UserError where the checkpoint cannot be read, or does not tell.
    """
    content = restore.read(checkpoint, lambda _: False)
    told = content.get("job")
    if not isinstance(told, str):
        raise UserError(f"{checkpoint} does not say what it started from.", "Choose a checkpoint of a run.")
    return start(jobs.parse(told, f"the job in {checkpoint}"), tuple(content["classes"]))


def found_start_of(checkpoint: Path, folders: Sequence[Path] = ()) -> Place:
    """`start_of`, for which UserError is raised too where the source's weights are not on this computer any more."""
    found = start_of(checkpoint)
    assert found.job is not None
    if found.job.source.weights != "none":
        open_source(found.job.source, folders, outline=True)
    return found


def beside(source: Place, checkpoint: Path) -> Place:
    """`source` as it can be compared with `checkpoint`: with a head for the same classes, and the start of that very
    run where both are of one source. `source` itself where the checkpoint does not tell."""
    try:
        own = start_of(checkpoint)
    except UserError:
        return source
    if source.job is None or own.job is None:
        return source
    return own if own.job.source == source.job.source else replace(source, classes=own.classes)
