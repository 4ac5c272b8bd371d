"""How sure the network is where it is right, and where it is wrong."""

import numpy as np

from ...inspect.figures import Axis, Figure, Histogram
from .. import calibration
from ..results import Results
from ..view import ResultView, note, share

BINS = 20


def compute(results: Results) -> tuple[Figure, ...]:
    """One histogram of two series; a good network is less sure where it is wrong."""
    if not len(results.labels):
        return ()
    confidence = results.probabilities.max(1).astype(np.float64)
    right = results.predicted == results.labels
    edges = np.linspace(0, 1, BINS + 1)
    counts = {
        name: np.bincount(calibration.places(confidence[chosen], BINS), minlength=BINS).astype(np.float32)
        for name, chosen in (("right", right), ("wrong", ~right))
    }
    wrong = np.count_nonzero(~right)
    said = note(results, f"{len(right) - wrong:,} right, {wrong:,} wrong")
    x = share("confidence", "probability of the class named")
    return (
        Histogram(
            "Confidence where right and where wrong", edges.astype(np.float32), counts, x, Axis("examples"), said
        ),
    )


VIEW = ResultView("Confidence", "How sure the network is where it is right, and where it is wrong", 70, compute)
