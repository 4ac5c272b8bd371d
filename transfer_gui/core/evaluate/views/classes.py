"""How well each class is found."""

import numpy as np

from ...inspect.figures import Axis, Figure, Measure, Measures
from .. import roc, scores
from ..results import Results
from ..scores import Floats
from ..view import SHARE, ResultView, note

MOST = 200
"""Classes shown at most."""


def compute(results: Results) -> tuple[Figure, ...]:
    """Support, precision, recall, F1, average precision and AUC by class; of very many, those of the lowest F1."""
    if not len(results.labels):
        return ()
    k = len(results.classes)
    found = scores.per_class(scores.confusion(results.labels, results.predicted, k))
    shown, said = np.arange(k), ""
    if k > MOST:
        shown = np.argsort(np.where(found.support > 0, found.f1, np.inf), kind="stable")[:MOST]
        said = f"the {MOST} of {k:,} classes with the lowest F1"
    areas = [
        np.array([curves[c].area if c in curves else np.nan for c in shown.tolist()])
        for curves in (
            roc.precisions_recalls(results.labels, results.probabilities),
            roc.rocs(results.labels, results.probabilities),
        )
    ]
    measures = (
        Measure(Axis("support", "examples", low=0.0), found.support[shown].astype(np.float32), "examples of the class"),
        _share("precision", found.precision[shown], "of those named as this class, the share that is"),
        _share("recall", found.recall[shown], "of the class's examples, the share that is found"),
        _share("F1", found.f1[shown], "harmonic mean of precision and recall"),
        _share("AP", areas[0], "average precision, the area under the class's precision-recall curve"),
        _share("AUC", areas[1], "area under the class's ROC curve; 0.5 by chance"),
    )
    names = tuple(results.classes[c] for c in shown)
    return (
        Measures(
            "Scores by class",
            names,
            measures,
            "class",
            note(results, said, "AP is the average precision; an empty cell is 0/0"),
        ),
    )


def _share(label: str, values: Floats, description: str) -> Measure:
    return Measure(Axis(label, SHARE, low=0.0, high=1.0), values.astype(np.float32), description)


VIEW = ResultView("Classes", "Precision, recall, F1, average precision and AUC of each class", 30, compute)
