"""The long actions that the window may ask for, each a generator run by `Tasks`.

Torch is imported inside them, so that the window is painted before it is loaded.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..core.data.dataset import Dataset, Split
from ..core.job import Data, Job, Source
from ..core.models.entry import ModelEntry
from ..core.models.layer import Layer
from ..core.progress import Long, Progress


def catalogue(folders: Sequence[Path], allow_network: bool) -> Long[tuple[ModelEntry, ...]]:
    """Every source model, and where its weights are."""
    yield Progress(0, 0, "Loading PyTorch")
    from ..core.models import catalogue as core

    return (yield from core.load(folders, allow_network))


def layers(source: Source, classes: int, input_size: int | None, folders: Sequence[Path] = ()) -> Long[Layer]:
    """The layer tree of a source model with a head of `classes` outputs."""
    yield Progress(0, 0, "Reading the model's structure")
    from ..core.models import tree

    return tree.layers(source.model, classes, input_size)


def scan(data: Data) -> Long[tuple[Dataset, Split]]:
    """What is in the dataset, and its split."""
    from ..core.data import scan as core
    from ..core.data import split

    dataset = yield from core.scan(data)
    return dataset, split.split(dataset, data)


def probe(job: Job, dataset: Dataset, split: Split, folders: Sequence[Path]) -> Long[Any]:
    """One real step of the job: peak memory and seconds per epoch, measured."""
    yield Progress(0, 0, "Measuring one step")
    from ..core.runs import probe as core

    return (yield from core.probe(job, dataset, split, folders))
