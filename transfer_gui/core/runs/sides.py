"""The loaders of a job's training, validation and test examples."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..data.dataset import Dataset, Split
from ..data.loader import Loader
from ..job import Job
from ..recipes import Recipe
from ..training.distributed import World

LARGER = 4
"""Times as many examples are looked at together on a GPU where nothing is learned from them: nothing is kept for a
gradient, and a GPU is filled better."""


@dataclass(frozen=True, slots=True)
class Sides:
    """One loader each; None where a side has no examples."""

    train: Loader | None
    val: Loader | None
    test: Loader | None

    def __iter__(self) -> Iterator[Loader]:
        """Those that there are."""
        return (loader for loader in (self.train, self.val, self.test) if loader is not None)


def sides(
    job: Job, dataset: Dataset, split: Split, preprocessing: Recipe, world: World | None = None,
    batch: int | None = None, gpu: bool = False,
) -> Sides:  # fmt: skip
    """The loaders as a run of `job` has them, in batches of its size where no other is given."""
    here = world or World()
    size = batch or job.training.batch_size
    larger = LARGER if gpu and batch is None and job.training.accumulate == 1 else 1

    def loader(indices: Sequence[int], train: bool) -> Loader | None:
        if not indices:
            return None
        return Loader(
            dataset,
            indices,
            preprocessing,
            augmentation=job.data.augmentation if train else "none",
            views=job.data.views,
            batch_size=size if train else larger * size,
            shuffle=train,
            seed=job.training.seed,
            workers=job.device.workers,
            rank=here.rank,
            world=here.size,
            domain=job.data.domain,
            gpu=gpu,
        )

    return Sides(loader(split.train, True), loader(split.val, False), loader(split.test, False))
