"""The network that a job trains, and the recipe for its examples."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import torch

from ..data.domains import find
from ..errors import UserError
from ..job import Job
from ..models import build, catalogue, zoos
from ..training.layout import layout, settled


def network(job: Job, classes: int, folders: Sequence[Path] = ()) -> build.Built:
    """The job's source model with a new head, its preprocessing brought to the job's examples and input size.

    Raises UserError where the weights cannot be used, or the model cannot take such examples, or none of that size.
    """
    built = build.build(job.source, classes, job.training.seed, folders)
    domain = find(job.data.domain)
    recipe = domain.reads(built.preprocessing)
    if recipe is None:
        wants = find(built.preprocessing.kind).noun[1]
        raise UserError(
            f"{catalogue.find_entry(job.source.model).title} reads {wants}, and the dataset holds {domain.noun[1]}.",
            f"Choose a source model for {domain.noun[1]}, or a dataset of {wants}.",
        )
    built = replace(built, preprocessing=recipe)
    size = job.data.input_size
    if size is None:
        return built
    entry = zoos.of(job.source.model).described(catalogue.find(job.source.model, folders), built.options)
    build.check_size(entry, size, built.preprocessing.size)
    return replace(built, preprocessing=built.preprocessing.at_size(size))


def placed(job: Job, classes: int, device: torch.device, folders: Sequence[Path] = ()) -> tuple[Job, build.Built]:
    """The same on its device, in the layout of memory that the job, which is returned, then has settled."""
    built = network(job, classes, folders)
    job = settled(job, built.model.to(device), device, built.preprocessing)
    built.model.to(memory_format=layout(job.device))  # pyright: ignore[reportCallIssue] - missing in the stubs
    return job, built
