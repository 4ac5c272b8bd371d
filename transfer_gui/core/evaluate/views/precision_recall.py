"""Precision-recall curves: how clean the find is, for how much of a class is found."""

import numpy as np

from ...inspect.figures import Figure, Lines
from ..results import Results
from ..roc import macro_precision_recall, precisions_recalls
from ..view import ResultView, curve, note, share
from .roc import left_out, lowest


def compute(results: Results) -> tuple[Figure, ...]:
    """A curve per class against all others, and their mean; of many classes, those of the smallest area."""
    found = precisions_recalls(results.labels, results.probabilities) if len(results.labels) else {}
    if not found:
        return ()
    macro = macro_precision_recall(list(found.values()))
    # By chance, the precision is the class's share of all examples, and the mean of these for the mean of the curves.
    chance = float(np.isin(results.labels, list(found)).sum()) / len(results.labels) / len(found)
    lines = {
        "chance": curve(np.array([0.0, 1.0]), np.array([chance, chance])),
        f"mean of classes {macro.area:.3f}": curve(macro.x, macro.y),
    }
    shown = lowest(found)
    lines |= {f"{results.classes[c]} {found[c].area:.3f}": curve(found[c].x, found[c].y) for c in shown}
    x, y = share("recall", "share of the class"), share("precision", "share of those named")
    said = note(
        results,
        "beside each name, its average precision",
        "chance is the mean share of a class",
        left_out(results, found, shown),
    )
    return (Lines("Precision and recall: each class against all others", lines, x, y, said),)


VIEW = ResultView(
    "Precision and recall", "How much of a class is found, and how much of the find is that class", 50, compute
)
