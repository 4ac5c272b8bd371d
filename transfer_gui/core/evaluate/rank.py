"""Which examples are worth a look, as places in `Results`, the first to look at first. Ties stand as in `Results`."""

import numpy as np

from . import label_issues
from .results import Results
from .scores import Floats, Ints, Probabilities


def most_wrong(results: Results) -> Ints:
    """Those named wrongly, by falling loss: the surer of a wrong class, the further ahead."""
    losses = results.losses
    wrong = np.flatnonzero(results.predicted != results.labels)
    return wrong[np.argsort(-losses[wrong], kind="stable")]


def most_uncertain(results: Results) -> Ints:
    """All examples by falling entropy of their probabilities, right or wrong."""
    return np.argsort(-entropies(results.probabilities), kind="stable")


def closest_calls(results: Results) -> Ints:
    """All examples by rising distance between the two most probable classes."""
    return np.argsort(lead(results.probabilities), kind="stable")


def likely_mislabelled(results: Results, order: label_issues.Order = "self-confidence") -> Ints:
    """Those whose label is likely wrong, by confident learning (see `label_issues`)."""
    return label_issues.find(results.labels, results.probabilities, order).places


def cell(results: Results, true: int, named: int) -> Ints:
    """Those of class `true` that are named `named` (a cell of the confusion matrix), the surest first."""
    found = np.flatnonzero((results.labels == true) & (results.predicted == named))
    return found[np.argsort(-results.probabilities[found, named], kind="stable")]


def entropies(probabilities: Probabilities) -> Floats:
    """(n,) entropy of each row in nats: 0 where one class has it all, log k where all are alike."""
    wide = probabilities.astype(np.float64)
    return -(wide * np.log(np.where(wide > 0, wide, 1))).sum(1)


def lead(probabilities: Probabilities) -> Floats:
    """(n,) by how much the most probable class is ahead of the next; 1 where there is but one class."""
    if probabilities.shape[1] < 2:
        return np.ones(len(probabilities))
    two = np.partition(probabilities.astype(np.float64), -2, axis=1)[:, -2:]
    return two[:, 1] - two[:, 0]
