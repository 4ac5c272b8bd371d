"""What a run did to the weights: the first filters before and after."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..errors import UserError
from ..inspect import filters
from ..inspect.figures import Figure, Tiles
from ..inspect.statistics import moved
from ..inspect.view import Subject
from ..job import Job
from ..runs import tensors
from .report import Block, Missing

COLUMNS = 16
"""Filters in a row."""


def first_convolution(state: Mapping[str, Any]) -> str:
    """The weight of the first convolution in a state dict, by its name; empty where there is none."""
    return next((n for n, t in state.items() if t.ndim == 4 and t.shape[2] * t.shape[3] > 1), "")


def first_filters(
    state: Mapping[str, Any], job: Job, classes: int, checkpoint: Path, folders: Sequence[Path]
) -> list[Block]:
    """The first convolution's filters as the source had them and as the run left them; empty where there is none."""
    name = first_convolution(state)
    if not name:
        return []
    layer = name.rpartition(".")[0]
    after = {name: tensors.of_checkpoint(checkpoint, layer).tensors[name]}
    blocks: list[Block] = []
    try:
        before = {name: tensors.of_source(job.source, classes, job.training.seed, folders, layer).tensors[name]}
    except UserError as error:
        blocks.append(Missing(f"The filters of the source cannot be shown: {error}"))
    else:
        how = moved(after[name], before[name])
        if how == "not at all":
            said = f"The first convolution, {layer}, is the same as in the source to the bit."
        else:
            said = f"The first convolution, {layer}, moved by {how} of its own length (relative L2 distance)."
        blocks.append(said)
        blocks += _shown("Before", Subject(layer, before))
    return blocks + _shown("After", Subject(layer, after))


def _shown(when: str, subject: Subject) -> list[Block]:
    return [_titled(when, figure) for figure in filters.compute(subject)]


def _titled(when: str, figure: Figure) -> Figure:
    if isinstance(figure, Tiles):
        figure = replace(figure, columns=figure.columns or COLUMNS)
    return replace(figure, title=f"{when}: {figure.title}")
