"""Whether the network is right as often as it is sure."""

import numpy as np

from ...inspect.figures import Axis, Figure, Histogram, Lines
from .. import calibration
from ..results import Results
from ..view import ResultView, curve, note, share


def compute(results: Results) -> tuple[Figure, ...]:
    """The reliability diagram, and how many examples stand behind each of its points."""
    if not len(results.labels):
        return ()
    found = calibration.of(results.labels, results.probabilities)
    full = found.counts > 0
    gap = float((found.confidence[full] - found.accuracy[full]) @ found.counts[full]) / len(results.labels)
    side = f"surer than right by {gap:.1%}" if gap > 0 else f"more often right than sure by {-gap:.1%}"
    said = note(
        results,
        f"ECE {found.ece:.1%}, largest gap {found.mce:.1%}, Brier score "
        f"{calibration.brier(results.labels, results.probabilities):.3f}",
        f"on the whole {side}",
        "below the diagonal it is too sure of itself",
    )
    lines = {
        "perfect": curve(np.array([0.0, 1.0]), np.array([0.0, 1.0])),
        "network": curve(found.confidence[full], found.accuracy[full]),
    }
    x = share("confidence", "mean probability of the class named")
    diagram = Lines("Reliability diagram", lines, x, share("accuracy", "share of the bin"), said, points=True)
    counts = {"": found.counts.astype(np.float32)}
    behind = Histogram(
        "Examples by confidence", found.edges.astype(np.float32), counts,
        share("confidence", "probability of the class named"), Axis("examples"), note(results),
    )  # fmt: skip
    return diagram, behind


VIEW = ResultView("Calibration", "Whether the network is right as often as it is sure", 60, compute)
