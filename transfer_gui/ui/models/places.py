"""The networks that can be looked at: the source, the run's checkpoints, those of earlier runs."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from ...core.job import Job
from ...core.plan import Plan
from ...core.runs.history import RunInfo
from ...core.runs.place import Place, bare
from ..context import Context
from ..translation import mark, tr

KINDS = mark(("best", "last"))
HEADS = {"classifier", "fc", "head", "heads", "AuxLogits"}
"""How the heads of the catalogue's models begin: whether they alone learn is told without building the network."""


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
    from ...core.data.domains import find  # it loads NumPy, and the window is painted before that

    entry, domain = facts.entry(job.source.model), find(job.data.domain)
    fits = entry is not None and domain.unfitted(entry.usual)
    return Place(tr("Source: {model}", model=job.source.model), job=bare(job, fits), classes=classes)


def of_runs(context: Context, runs: Sequence[RunInfo]) -> list[Place]:
    """The checkpoints there are: those of the current or last run first, then those of earlier ones."""
    current, job = context.runner.folder, context.runner.job
    known = {run.folder.resolve(): run for run in runs}
    words = {folder: run_words(run.job, datetime.fromtimestamp(run.started)) for folder, run in known.items()}
    for folder, run in known.items():  # two of the same minute are told apart by the second
        if list(words.values()).count(words[folder]) > 1:
            words[folder] = run_words(run.job, datetime.fromtimestamp(run.started), seconds=True)
    found: list[Place] = []
    if current is not None:
        this = current.resolve()
        said = words.pop(this, job.source.model + plan_words(job) if job is not None else "")
        title = tr("This run, {words}", words=said) if said else tr("This run")
        found += _checkpoints(current, title, known.get(this))
    for folder, said in words.items():
        found += _checkpoints(known[folder].folder, said, known[folder])
    return found


def run_words(job: Job, started: datetime, seconds: bool = False) -> str:
    """A run in few words: '17:24 squeezenet1_1, head only', with the day where that is not today."""
    day = "" if started.date() == datetime.now().date() else f"{started.strftime(tr('%d %b'))} "
    year = "" if started.year == datetime.now().year else f"{started:%Y} "
    return f"{year}{day}{started:{'%H:%M:%S' if seconds else '%H:%M'}} {job.source.model}{plan_words(job)}"


def plan_words(job: Job) -> str:
    """What learns, in few words after the model's name: ', head only'."""
    if job.training.strategy != "standard":
        return tr(", ") + tr(job.training.strategy.replace("_", " "))
    learns = _learning(job.plan)
    if learns == [""]:
        frozen = any(rule.frozen for rule in job.plan.layers.values())
        return tr(", ") + tr("part" if frozen else "everything")
    others = [path for path in learns if path.partition(".")[0] not in HEADS]
    if not learns:
        return tr(", ") + tr("nothing learns")
    if not others:
        return tr(", ") + tr("head only")
    if len(learns) == 1:
        return tr(", ") + others[0]
    return tr(", ") + tr("{name} and {count} more", name=others[0], count=len(learns) - 1)


def _learning(plan: Plan) -> list[str]:
    """Paths that the plan lets learn, sooner or later; the whole network as the empty path."""
    if not plan.resolve("").frozen:
        return [""]
    return [path for path, rule in plan.layers.items() if path and (rule.frozen is False or rule.unfreeze_at)]


def _checkpoints(folder: Path, words: str, run: RunInfo | None) -> list[Place]:
    found: list[Place] = []
    for kind in KINDS:
        file = folder / "checkpoints" / f"{kind}.pt"
        if file.is_file():
            val = run.best.val if kind == "best" and run is not None and run.best is not None else None
            score = f" ({val.accuracy:.1%})".replace("%", " %") if val is not None else ""
            title = tr("{name}: {value}", name=words, value=f"{tr(kind)}{score}")
            found.append(Place(title, checkpoint=file))
    return found
