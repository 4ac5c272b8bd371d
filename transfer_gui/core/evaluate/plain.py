"""Whether a network does better than plain features: the same split, without a network, and logistic regression."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .. import job as jobs
from ..data import split
from ..data.domain import Unreadable
from ..data.domains import find
from ..data.plain import Plain
from ..errors import UserError
from ..progress import Long, Progress
from ..runs.folder import RunFolder
from . import bootstrap, logistic
from .bootstrap import Interval
from .results import Results

MOST = 5000
"""Training examples that plain features are fitted to; of more, as many drawn at random."""
BETTER = (
    "The network does better than plain features: it names {network} of {examples} examples rightly, logistic "
    "regression on {features} {plain}. The difference is {difference} points (95% interval {low} to {high})."
)
ALIKE = (
    "The network is not shown to do better than plain features: it names {network} of {examples} examples rightly, "
    "logistic regression on {features} {plain}. The difference is {difference} points (95% interval {low} to {high})."
)
WORSE = (
    "The network does worse than plain features: it names {network} of {examples} examples rightly, logistic "
    "regression on {features} {plain}. The difference is {difference} points (95% interval {low} to {high})."
)


@dataclass(frozen=True)
class Comparison:
    """A network beside plain features, on the same examples."""

    features: str
    """What the plain features are."""
    examples: int
    """That both have named."""
    trained: int
    """That the plain features were fitted to: the run's training side, or part of it."""
    strength: float
    """Of the logistic regression, chosen by cross-validation on the training side."""
    network: float
    """Accuracy of each, 0..1."""
    plain: float
    difference: Interval
    """The network's accuracy less that of plain features; its interval is of pairs, drawn together."""

    @property
    def verdict(self) -> str:
        """The sentence that holds, with fields for its values."""
        return BETTER if self.difference.low > 0 else WORSE if self.difference.high < 0 else ALIKE

    @property
    def values(self) -> dict[str, str]:
        """What stands in the fields, in English."""
        points = {name: f"{100 * getattr(self.difference, name):+.1f}" for name in ("low", "high")}
        return points | {
            "difference": f"{100 * self.difference.estimate:+.1f}", "network": f"{self.network:.1%}",
            "plain": f"{self.plain:.1%}", "examples": f"{self.examples:,}", "features": self.features,
        }  # fmt: skip

    def sentence(self) -> str:
        """The verdict in English."""
        return self.verdict.format(**self.values)


def compare(results: Results, run: Path) -> Long[Comparison]:
    """What a network said of validation or test examples of the run in the folder `run`, beside plain features fitted
    to the run's training side.

    Raises UserError where the examples are not the run's, or were trained on, or there is too little to fit.
    """
    yield Progress(0, 0, "Reading the run")
    place = RunFolder(run)
    domain = find(jobs.load(place.job).data.domain)
    dataset, sides = split.read(place.split)
    labels, paths = dataset.packed.labels, dataset.packed.paths
    held = {paths[i]: int(labels[i]) for i in (*sides.val, *sides.test)}
    if not results.paths or not held.keys() >= set(results.paths):
        raise UserError(
            "Plain features are compared on the validation or the test side of a run.",
            "Choose one of these sides of the network's own run.",
        )
    train = np.asarray(sides.train, np.int64)
    if len(train) > MOST:
        train = np.sort(np.random.default_rng(0).choice(train, MOST, replace=False))
    plain = domain.plain(paths.take(train))
    total = len(train) + len(results.paths)
    learned, kept = yield from _vectors(plain, paths.take(train), 0, total)
    known = labels[train][kept].astype(np.int64)
    if len(np.unique(known)) < 2:
        raise UserError(
            "Plain features cannot be fitted: fewer than two classes of the training side can be read.",
            "Put the files of the run back where they were.",
        )
    asked, there = yield from _vectors(plain, results.paths, len(train), total)
    if not len(there):
        raise UserError("None of the examples can be read any more.", "Put the files of the run back where they were.")
    model, strength = yield from logistic.tuned(learned, known, len(dataset.classes), plain.scaled)
    truth = np.array([held[results.paths[i]] for i in there])
    network = (results.predicted == results.labels)[there]
    named = model.named(asked) == truth
    return Comparison(
        plain.words, len(there), len(known), strength, float(network.mean()), float(named.mean()),
        bootstrap.difference(network, named),
    )  # fmt: skip


def _vectors(
    plain: Plain, paths: Sequence[str], done: int, total: int
) -> Long[tuple[NDArray[np.float32], NDArray[np.int64]]]:
    """The vectors of those that can be read (n, d), and their places."""
    vectors, places = list[NDArray[np.float32]](), list[int]()
    for place, path in enumerate(paths):
        yield Progress(done + place, total, "Describing the examples without a network")
        try:
            vectors.append(plain.vector(path))
        except Unreadable:
            continue
        places.append(place)
    return np.stack(vectors) if vectors else np.zeros((0, 0), np.float32), np.array(places, np.int64)
