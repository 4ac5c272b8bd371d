"""ROC curves: how many of a class are found for how many false alarms."""

import numpy as np

from ...inspect.figures import Figure, Lines
from ..results import Results
from ..roc import Curve, macro_roc, rocs
from ..view import ResultView, curve, note, share

MOST = 8
"""Classes drawn at most."""


def compute(results: Results) -> tuple[Figure, ...]:
    """A curve per class against all others, and their mean; of many classes, those of the smallest area."""
    found = rocs(results.labels, results.probabilities) if len(results.labels) else {}
    if not found:
        return ()
    macro = macro_roc(list(found.values()))
    lines = {
        "chance": curve(np.array([0.0, 1.0]), np.array([0.0, 1.0])),
        f"mean of classes {macro.area:.3f}": curve(macro.x, macro.y),
    }
    shown = lowest(found)
    lines |= {f"{results.classes[c]} {found[c].area:.3f}": curve(found[c].x, found[c].y) for c in shown}
    x, y = share("false positive rate", "share of the others"), share("recall", "share of the class")
    said = note(results, "beside each name, the area under its curve (AUC)", left_out(results, found, shown))
    return (Lines("ROC: each class against all others", lines, x, y, said),)


def lowest(found: dict[int, Curve]) -> list[int]:
    """The classes that are drawn: all, or those of the smallest area, in their order."""
    return sorted(sorted(found, key=lambda c: found[c].area)[:MOST])


def left_out(results: Results, found: dict[int, Curve], shown: list[int]) -> str:
    """Which classes are not drawn, and why, in words."""
    k = len(results.classes)
    parts: list[str] = []
    if len(shown) < len(found):
        parts.append(f"drawn are the {len(shown)} of {len(found):,} classes with the smallest area")
    if len(found) < k:
        none = k - len(found)
        parts.append(f"{none:,} {'class has' if none == 1 else 'classes have'} no examples to tell apart")
    return "; ".join(parts)


VIEW = ResultView("ROC", "How many of a class are found, for how many of the others taken for it", 40, compute)
