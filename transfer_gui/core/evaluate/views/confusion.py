"""Which classes are taken for which."""

import numpy as np

from ...inspect.figures import Axis, Figure, Heatmap, Table
from .. import scores
from ..results import Results
from ..scores import Ints
from ..view import ResultView, note

WRITTEN = 25
"""Classes up to which the counts are written into the cells."""
PAIRS = 10
"""Confusions listed at most."""


def compute(results: Results) -> tuple[Figure, ...]:
    """Counts by true and named class; shares of each true class where classes differ in size; the worst pairs."""
    if not len(results.labels):
        return ()
    k = len(results.classes)
    matrix = scores.confusion(results.labels, results.predicted, k)
    figures: list[Figure] = [
        Heatmap(
            "Confusion matrix: rows are true classes, columns what the network named",
            matrix.astype(np.float32), Axis("named class"), Axis("true class"), 0.0, float(matrix.max()), "examples",
            note(results, "the diagonal is right"), results.classes, results.classes, k <= WRITTEN,
        )
    ]  # fmt: skip
    support = matrix.sum(1)
    if len(set(support[support > 0].tolist())) > 1:
        shares = scores.ratio(matrix, np.broadcast_to(support[:, None], matrix.shape))
        figures.append(
            Heatmap(
                "Confusion matrix in shares: each row is one true class and adds up to 1",
                np.round(shares, 2).astype(np.float32) if k <= WRITTEN else shares.astype(np.float32),
                Axis("named class"), Axis("true class"), 0.0, 1.0, "share of the true class",
                note(results, "the diagonal is the recall"), results.classes, results.classes, k <= WRITTEN,
            )
        )  # fmt: skip
    return (*figures, *_pairs(results, matrix))


def _pairs(results: Results, matrix: Ints) -> tuple[Table, ...]:
    """The most frequent confusions, if there are any."""
    off = matrix - np.diag(matrix.diagonal())
    order = np.argsort(-off, axis=None, kind="stable")[:PAIRS]
    found = [divmod(int(place), len(matrix)) for place in order if off.flat[place]]
    if not found:
        return ()
    rows = tuple(
        (results.classes[true], results.classes[named], int(off[true, named]), f"{off[true, named] / support:.1%}")
        for true, named in found
        if (support := int(matrix[true].sum()))
    )
    wrong = f"{off.sum():,} named wrongly"
    columns = ("true class", "named", "examples", "share of the true class")
    return (Table("Most frequent confusions", columns, rows, (note(results, wrong) + ".",)),)


VIEW = ResultView("Confusion", "Which classes are taken for which", 20, compute)
