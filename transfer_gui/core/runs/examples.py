"""Which examples are looked at: a side of a run's own split, or of a dataset. No torch here."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..data import edits, scan, split
from ..data.dataset import Dataset, Side, Split
from ..errors import UserError
from ..job import Data
from ..progress import Long, Progress
from .folder import RunFolder


@dataclass(frozen=True)
class Examples:
    """Examples by where they come from: the run in the folder `run`, else the dataset `found`, else that of `data`."""

    title: str
    """As they are called for a person: 'validation', the name of a folder."""
    side: Side | Literal["all"] = "val"
    run: Path | None = None
    found: tuple[Dataset, Split] | None = None
    data: Data | None = None


def gather(examples: Examples) -> Long[tuple[Dataset, Sequence[int]]]:
    """The dataset and the indices of the examples. Raises UserError where there are none."""
    yield Progress(0, 0, "Looking for the examples")
    if examples.run is not None:
        dataset, sides = split.read(RunFolder(examples.run).split)
    elif examples.found is not None:
        dataset, sides = examples.found
    elif examples.data is not None:
        dataset = yield from scan.unedited(examples.data)
        dataset, sides = edits.divide(dataset, examples.data)
    else:
        raise UserError("There are no examples to look at.", "Choose a dataset.")
    every = {"train": sides.train, "val": sides.val, "test": sides.test, "all": range(len(dataset.examples))}
    indices = every[examples.side]
    if not indices:
        raise UserError(f"There are no {examples.title} examples.", "Choose other examples to look at.")
    return dataset, indices
