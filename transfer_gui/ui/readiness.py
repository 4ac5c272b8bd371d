"""What stands in the way of a start, what to look out for, and what to do next, in plain words."""

from dataclasses import dataclass
from typing import Literal, Protocol

from ..core.data.dataset import Dataset, Split
from ..core.errors import UserError
from ..core.job import Job
from ..core.models.entry import ModelEntry, check_size
from ..core.models.layer import Layer
from ..core.models.places import bring
from ..core.training.estimate import trained_parameters
from .nouns import things
from .translation import told, tr

StepState = Literal["done", "next", "busy", "problem", "open", "any"]
"""'any' is a step that can be taken but is not the one to take next."""


class Known(Protocol):
    """The facts that readiness goes by; `ui.facts.Facts` has them."""

    catalogue: tuple[ModelEntry, ...]
    layers: Layer | None
    layers_error: str
    dataset: Dataset | None
    split: Split | None
    dataset_error: str
    busy: dict[str, str]

    def entry(self, name: str) -> ModelEntry | None: ...


@dataclass(frozen=True, slots=True)
class Step:
    """One of the five steps on the rail."""

    page: str
    title: str
    state: StepState
    words: str
    """What is chosen, or what to do."""


def problems(job: Job, facts: Known) -> tuple[str, ...]:
    """Why the job cannot be started now; empty when it can."""
    return (
        *_source_problems(job, facts),
        *_data_problems(job, facts),
        *_plan_problems(job, facts),
        *_training_problems(job, facts),
    )


def _source_problems(job: Job, facts: Known) -> list[str]:
    entry = facts.entry(job.source.model)
    if entry is None:
        return []  # the catalogue is still being read, or the run will say so
    found = []
    chosen = next((w for w in entry.weights if w.id == job.source.weights), None)
    if chosen is not None and chosen.where in {"import", "download"}:
        found.append(bring(chosen))
    from ..core.data.domains import find  # it loads NumPy, and the window is painted before that

    domain = find(job.data.domain)
    if domain.reads(entry.usual) is None:
        found.append(f"{entry.title} cannot read {domain.noun[1]}: choose a source model for them.")
    if job.data.input_size is not None:
        try:
            check_size(entry, job.data.input_size, chosen.preprocessing.size if chosen else None)
        except UserError as error:
            found.append(told(error))
    return found


def _data_problems(job: Job, facts: Known) -> list[str]:
    if not job.data.path:
        return [tr("Choose a dataset: a folder with one folder of examples per class, a table, or the sample.")]
    if facts.dataset_error:
        return [facts.dataset_error]
    if facts.dataset is None or facts.split is None:
        return [tr("The dataset is still being scanned.")]
    if not facts.split.train:
        return [tr("The split leaves no examples to train on: lower the validation and test shares.")]
    return []


def _plan_problems(job: Job, facts: Known) -> list[str]:
    if facts.layers_error:
        return [facts.layers_error]
    if facts.layers is None:
        return []
    epochs = range(job.training.epochs)
    if not any(trained_parameters(facts.layers, job.plan, epoch) for epoch in _starts(job, epochs)):
        return [tr("Every layer is frozen, so nothing can be learned: unfreeze at least the head.")]
    if not trained_parameters(facts.layers, job.plan):
        return [tr("Every layer is frozen in the first epoch: unfreeze at least the head from the start.")]
    return []


def _training_problems(job: Job, facts: Known) -> list[str]:
    entry = facts.entry(job.source.model)
    if entry is None:
        return []
    from ..core.data.domains import find  # as above
    from ..core.data.mixing import check

    try:
        if (recipe := find(job.data.domain).reads(entry.usual)) is not None:
            check(job, recipe)
    except UserError as error:
        return [told(error)]
    return []


def _starts(job: Job, epochs: range) -> list[int]:
    unfreezes = {rule.unfreeze_at for rule in job.plan.layers.values() if rule.unfreeze_at is not None}
    return sorted({0} | {epoch for epoch in unfreezes if epoch in epochs})


def warnings(job: Job, facts: Known) -> tuple[str, ...]:
    """What may spoil the result, though the job can be started."""
    found = []
    frozen = any(rule.frozen for rule in job.plan.layers.values())
    if job.source.weights == "none" and frozen:
        found.append(
            tr("Frozen layers keep their random weights, since the model starts from scratch: train everything.")
        )
    if job.training.batch_size == 1 and not job.training.whole_set and _free_norm(job, facts.layers):
        found.append(
            tr("Batches of one example give batch-norm layers that learn no usable statistics: take 8 or more.")
        )
    if facts.split is not None and not facts.split.val:
        found.append(
            tr("There are no validation examples, so the best epoch cannot be told: the last one counts as best.")
        )
        if job.training.patience:
            found.append(tr("Early stopping needs validation examples; without them the run goes on to the end."))
    if job.training.whole_set and job.training.epochs < 50:
        found.append(
            tr("With the whole set as one batch there is one step per epoch: a few dozen epochs or more are needed.")
        )
    if facts.dataset is not None and facts.dataset.skipped:
        found.append(tr("{count} files are left out (see Data).", count=len(facts.dataset.skipped)))
    return tuple(found)


def _free_norm(job: Job, root: Layer | None) -> bool:
    return root is not None and any(
        layer.norm and not job.plan.resolve(layer.path).frozen_in(0) for layer in root.walk() if not layer.children
    )


def steps(job: Job, facts: Known, run_state: str = "idle", has_run: bool = False) -> tuple[Step, ...]:
    """The steps as they stand; at most one is 'next'."""
    entry = facts.entry(job.source.model)
    title = entry.title if entry else job.source.model
    source = _source_problems(job, facts)
    data = _data_problems(job, facts)
    plan = _plan_problems(job, facts)
    settings = _training_problems(job, facts)
    scanning = "scan" in facts.busy
    ready = not (source or data or plan or settings)
    share = ""
    if facts.layers is not None:
        learn, total = trained_parameters(facts.layers, job.plan), facts.layers.parameters
        share = tr("{learn:,} of {total:,} parameters learn", learn=learn, total=total)
    pictures = ""
    if facts.dataset:
        examples, classes = len(facts.dataset.examples), len(facts.dataset.classes)
        called = things(job.data.domain)
        pictures = tr("{count:,} {things}, {classes} classes", count=examples, things=called, classes=classes)
    chosen = data[0] if data and job.data.path else tr("Choose data")
    begin, after = tr("Press Start") if ready else tr("Not ready yet"), tr("After training")
    training = run_state != "idle"
    found: list[tuple[str, str, StepState, str]] = [
        ("source", tr("Source model"), "problem" if source else "done", source[0] if source else title),
        (
            "data",
            tr("Target data"),
            "busy" if scanning else "done" if not data else "problem" if job.data.path else "open",
            tr("Scanning…") if scanning else chosen if data else pictures,
        ),
        (
            "layers",
            tr("Layers"),
            "problem" if plan else "done" if facts.layers else "busy",
            plan[0] if plan else share or tr("Reading the model…"),
        ),
        (
            "train",
            tr("Train"),
            "busy" if training else "problem" if settings else "done" if has_run else "open",
            tr("Training…") if training else settings[0] if settings else tr("Trained") if has_run else begin,
        ),
        ("inside", tr("Look inside"), "any", tr("Weights, examples, layers")),
        ("results", tr("Results"), "open", tr("See how good it is") if has_run else after),
        ("export", tr("Export"), "any" if has_run else "open", tr("Take the result away") if has_run else after),
    ]
    result, next_found = [], False
    for page, name, state, words in found:
        if state in {"open", "problem"} and not next_found and not training:
            state, next_found = "next" if state == "open" else "problem", True
        result.append(Step(page, name, state, words))
    return tuple(result)


def next_step(job: Job, facts: Known, run_state: str = "idle", has_run: bool = False) -> str:
    """The one thing to do next, in a sentence."""
    if run_state == "paused":
        return tr("Paused. Press Resume to go on, or Stop to keep what is there.")
    if run_state != "idle":
        return tr("Training. Watch the curves; Stop keeps the best and the last checkpoint.")
    blocking = problems(job, facts)
    if blocking:
        return blocking[0]
    if has_run:
        return tr("Done. See the results, export the checkpoint, or change something and train again.")
    return tr("Ready. Press Start.")
