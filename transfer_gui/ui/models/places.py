"""The networks that can be looked at: the source, the run's checkpoints, those of earlier runs."""

from collections.abc import Sequence
from pathlib import Path

from ...core.job import Data, Job, Training
from ...core.runs.history import RunInfo
from ...core.runs.place import Place
from ..context import Context

KINDS = (("best", "best epoch"), ("last", "last epoch"))


def run_of(place: Place | None) -> Path | None:
    """The folder of the run that a checkpoint belongs to, where it does."""
    if place is None or place.checkpoint is None:
        return None
    folder = place.checkpoint.parent.parent
    return folder if (folder / "split.csv").is_file() else None


def source(context: Context) -> Place:
    """The source model as a run would start from it now."""
    job, facts = context.session.job, context.facts
    names = facts.dataset.classes if facts.dataset else tuple(f"class {i + 1}" for i in range(facts.class_count))
    classes = tuple(job.data.renames.get(name, name) for name in names)
    return _start_of(job, classes)


def _start_of(job: Job, classes: tuple[str, ...]) -> Place:
    """Only what decides the weights and the pictures' preparation: another learning rate is no other network."""
    data = Data(domain=job.data.domain, input_size=job.data.input_size)
    bare = Job(source=job.source, data=data, training=Training(seed=job.training.seed))
    return Place(f"Source: {job.source.model}", job=bare, classes=classes)


def origin(context: Context, place: Place) -> Place:
    """The source that the run of a checkpoint started from; the current one where the run is not known."""
    runner, folder = context.runner, run_of(place)
    if folder is not None and folder == runner.folder and runner.job is not None:
        return _start_of(runner.job, runner.classes)
    return source(context)


def of_runs(context: Context, runs: Sequence[RunInfo]) -> list[Place]:
    """The checkpoints there are: those of the current or last run first, then those of earlier ones."""
    found: list[Place] = []
    current = context.runner.folder
    if current is not None:
        found += _checkpoints(current, "This run")
    for run in runs:
        if current is None or run.folder.resolve() != current.resolve():
            found += _checkpoints(run.folder, run.folder.name)
    return found


def _checkpoints(folder: Path, title: str) -> list[Place]:
    files = [(folder / "checkpoints" / f"{kind}.pt", words) for kind, words in KINDS]
    return [Place(f"{title}, {words}", checkpoint=file) for file, words in files if file.is_file()]
