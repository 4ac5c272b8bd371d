"""The network that a run started from, as the run's own checkpoint tells it, whatever job is on the table now."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from .. import job as jobs
from ..data.domains import find
from ..errors import UserError
from ..job import Job
from ..models import zoos
from ..models.build import open_source
from ..recipes import Recipe
from . import restore
from .place import Place, bare


def start(job: Job, classes: tuple[str, ...], recipe: Recipe | None = None) -> Place:
    """The source of `job` with a new head; a run's `recipe` is kept where it was fitted to the run's examples."""
    usual = zoos.of(job.source.model).recipe(job.source.model) if job.source.model in zoos.names() else None
    fits = usual is not None and find(usual.kind).unfitted(usual)
    title = f"Source: {job.source.model}"
    return Place(title, job=bare(job), classes=classes, recipe=recipe if fits else None)


def start_of(checkpoint: Path) -> Place:
    """The source that the run of `checkpoint` started from, with the run's classes; the weights are not read.

    Raises UserError where the checkpoint cannot be read, or does not tell.
    """
    content = restore.read(checkpoint, lambda _: False)
    told = content.get("job")
    if not isinstance(told, str):
        raise UserError(f"{checkpoint} does not say what it started from.", "Choose a checkpoint of a run.")
    job = jobs.parse(told, f"the job in {checkpoint}")
    return start(job, tuple(content["classes"]), restore.preprocessing(content))


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
