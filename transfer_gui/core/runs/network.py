"""The network that a job trains, and the recipe for its examples."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from ..data.dataset import Dataset, Split
from ..data.domains import find
from ..data.fitting import fitted
from ..errors import UserError
from ..job import Job
from ..models import build, catalogue, zoos
from ..training.layout import layout, settled

Examples = tuple[Dataset, Split] | None
"""What a recipe that is open is fitted to: the training side of these; None where it may stay open."""


def network(job: Job, classes: int, folders: Sequence[Path] = (), examples: Examples = None) -> build.Built:
    """The job's source model with a new head, its preprocessing brought to the job's examples and input size.

    Raises UserError where the weights cannot be used, or the model cannot take such examples, or none of that size.
    """
    built = build.build(job.source, classes, job.training.seed, folders)
    if job.source.transfer == "layers" and built.kind and built.kind != built.preprocessing.kind:
        notes = tuple(note for note in built.notes if note not in built.carried)
        built = replace(built, notes=notes, warnings=(_unlike(built), *built.warnings))
    domain = find(job.data.domain)
    recipe = domain.reads(built.preprocessing)
    if recipe is None:
        wants = find(built.preprocessing.kind).noun[1]
        raise UserError(
            f"{catalogue.find_entry(job.source.model).title} reads {wants}, and the dataset holds {domain.noun[1]}.",
            f"Choose a source model for {domain.noun[1]}, or a dataset of {wants}.",
        )
    if (size := job.data.input_size) is not None:
        entry = zoos.of(job.source.model).described(catalogue.find(job.source.model, folders), built.options)
        build.check_size(entry, size, recipe.size)
        recipe = recipe.at_size(size)
        if recipe.size != size:
            note = f"The network reads {recipe.size:,} {recipe.unit}, where {size:,} are asked for."
            built = replace(built, notes=(*built.notes, note))
    if examples is not None:
        recipe = fitted(recipe, job.data.domain, *examples)
    return replace(built, preprocessing=recipe)


def placed(
    job: Job, classes: int, device: torch.device, folders: Sequence[Path] = (), examples: Examples = None
) -> tuple[Job, build.Built]:
    """The same on its device, in the layout of memory that the job, which is returned, then has settled."""
    built = network(job, classes, folders, examples)
    job = settled(job, built.model.to(device), device, built.preprocessing)
    built.model.to(memory_format=layout(job.device))  # pyright: ignore[reportCallIssue] - missing in the stubs
    return job, built


def _unlike(built: build.Built) -> str:
    """That a source's task is of another kind than the target's, and what is carried over all the same."""
    theirs, own = (find(kind).noun[1] for kind in (built.kind, built.preprocessing.kind))
    return (
        f"The source was made for {theirs}, and the target reads {own}: the tasks are unlike, and a weight that fits "
        f"by its shape need not help. {' '.join(built.carried)}"
    )
