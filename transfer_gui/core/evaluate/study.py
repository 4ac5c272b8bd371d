"""Measures whether transfer pays: the sample job over several seeds, beside the same network trained from scratch."""

import statistics
import tempfile
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..data import sample
from ..errors import UserError
from ..events import EpochDone, RunFailed, RunFinished
from ..frozen import replace
from ..job import Data, Job, Source
from ..plan import Plan
from ..progress import Long, Progress
from ..runs.run import run
from ..sample_job import sample_job
from ..training.control import Control
from .ways import Way

SCRATCH_RATE = 0.01
"""The learning rate from scratch: the usual one of SGD with momentum for small sets, not searched for."""
_TITLES = {"transfer": "Transfer", "scratch": "From scratch"}


@dataclass(frozen=True, slots=True)
class Trial:
    """One run, scored on all pictures that it was not trained on."""

    way: Way
    seed: int
    examples: int
    """In the test set."""
    balanced_accuracy: float
    accuracy: float
    seconds: float
    """Of training."""


@dataclass(frozen=True, slots=True)
class Study:
    """The trials of one source model, and what they say together."""

    model: str
    classes: int
    training_pictures: int
    """A class."""
    epochs: int
    trials: tuple[Trial, ...]

    def of(self, way: Way) -> list[Trial]:
        """The trials of one way, by seed."""
        return [trial for trial in self.trials if trial.way == way]

    def mean(self, way: Way) -> float:
        """Mean of the class-balanced accuracies, 0..1."""
        return statistics.fmean(trial.balanced_accuracy for trial in self.of(way))

    def deviation(self, way: Way) -> float:
        """Standard deviation of these (of a sample: n - 1); 0 for a single one."""
        values = [trial.balanced_accuracy for trial in self.of(way)]
        return statistics.stdev(values) if len(values) > 1 else 0.0


def study(model: str, seeds: Sequence[int], scratch: bool = True, pictures: int = 10, epochs: int = 0) -> Long[Study]:
    """Train the sample job on `pictures` a class drawn by each seed (`sample.draw`), and test on all the others.

    With `scratch` the same network is also trained from random weights, all layers, for as many epochs on the same
    pictures. No result on the test pictures decides anything: the weights after the last epoch are scored. `epochs`
    is the sample job's own where 0. Raises UserError for a model that does not ship, and where a run fails.
    """
    job = replace(sample_job(model=model), "data", Data(path=str(sample.folder()), validation=0, augmentation="none"))
    if epochs:
        job = replace(job, "training.epochs", epochs)
    ways: list[Way] = ["transfer", "scratch"] if scratch else ["transfer"]
    runs: list[tuple[Way, int]] = [(way, seed) for way in ways for seed in seeds]
    trials: list[Trial] = []
    for number, (way, seed) in enumerate(runs):

        def progress(share: float, number: int = number, way: Way = way, seed: int = seed) -> Progress:
            return Progress(round(100 * (number + share)), 100 * len(runs), f"{_TITLES[way]}, seed {seed}")

        trials.append((yield from _trial(_job(job, way, seed), way, pictures, progress)))
    return Study(model, len(sample.pictures()), pictures, job.training.epochs, tuple(trials))


def _job(job: Job, way: Way, seed: int) -> Job:
    job = replace(job, "training.seed", seed)
    if way == "transfer":
        return job
    job = replace(replace(job, "source", Source(model=job.source.model, weights="none")), "plan", Plan())
    return replace(job, "training.learning_rate", SCRATCH_RATE)


def _trial(
    job: Job, way: Way, pictures: int, progress: Callable[[float], Progress]
) -> Generator[Progress, None, Trial]:
    yield progress(0)
    with tempfile.TemporaryDirectory(prefix="transfer-gui-") as folder:
        control = Control()
        events = run(job, Path(folder) / "run", control, scanned=sample.draw(pictures, job.training.seed))
        try:
            for event in events:
                if isinstance(event, RunFailed):
                    raise UserError(event.what, event.cure)
                if isinstance(event, RunFinished):
                    assert event.test is not None
                    seed, test = job.training.seed, event.test
                    return Trial(way, seed, test.examples, test.balanced_accuracy, test.accuracy, event.seconds)
                if isinstance(event, EpochDone):
                    yield progress((event.epoch + 1) / job.training.epochs)
        finally:
            control.stop()
            events.close()
    raise AssertionError("a run ends by RunFinished or RunFailed")
