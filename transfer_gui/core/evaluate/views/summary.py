"""The scores of all examples together, each with how far it can be trusted."""

import numpy as np

from ...inspect.figures import Figure, Table
from .. import bootstrap, scores
from ..results import Results
from ..view import ResultView, examples

PERCENT = {"accuracy", "balanced accuracy", "top-3 accuracy", "top-5 accuracy", "macro F1", "ECE"}
"""What is said in percent."""
NAMED = 5
"""Files and classes named at most."""


def compute(results: Results) -> tuple[Figure, ...]:
    """One table: metric, value, 95 percent interval; in its notes, what was left out."""
    n = len(results.labels)
    if not n:
        return ()
    matrix = scores.confusion(results.labels, results.predicted, len(results.classes))
    place, share = scores.majority(matrix)
    rows: list[tuple[str | float | int, ...]] = [("examples", n, "")]
    for name, found in bootstrap.intervals(results).items():
        rows.append((name, _said(name, found.estimate), f"{_said(name, found.low)} to {_said(name, found.high)}"))
        if name == "balanced accuracy":
            rows.append((f"always naming {results.classes[place]!r} (majority)", f"{share:.1%}", ""))
    title = f"Scores on {results.side}" if results.side else "Scores"
    return (Table(title, ("metric", "value", "95% interval"), tuple(rows), _notes(results, matrix)),)


def _said(name: str, value: float) -> str:
    return f"{value:.1%}" if name in PERCENT else f"{value:.3f}"


def _notes(results: Results, matrix: scores.Ints) -> tuple[str, ...]:
    n, k = len(results.labels), len(results.classes)
    notes = [
        f"{examples(n, results.side)} of {k:,} {'class' if k == 1 else 'classes'}. Intervals: percentile bootstrap, "
        f"{bootstrap.RESAMPLES:,} resamples (that of ECE less its bias); log loss in nats; Brier score from 0 to 2."
    ]
    right = int(matrix.trace())
    if right in (0, n):
        # Clopper and Pearson 1934, one-sided: the accuracy at which as clear a result still happens 1 in 20 times.
        limit = 0.05 ** (1 / n)
        bound = f"at least {limit:.1%}" if right else f"at most {1 - limit:.1%}"
        notes.append(
            f"{'No' if right else 'Every'} example is named wrongly: drawing from these shows no spread. "
            f"With {examples(n)}, the true accuracy is {bound} (exact, 95% one-sided)."
        )
    absent = [results.classes[i] for i in np.flatnonzero(matrix.sum(1) == 0)]
    if absent:
        notes.append(f"Without an example, and so left out of means over classes: {_list(absent)}.")
    if results.left_out:
        notes.append(
            f"Left out: {examples(results.left_out)} of classes unknown to the network ({_list(results.unknown)})."
        )
    if results.skipped:
        notes.append(f"Could not be read: {_list([s.path for s in results.skipped])}.")
    return tuple(notes)


def _list(names: list[str] | tuple[str, ...]) -> str:
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more:,} more" if more > 0 else "")


VIEW = ResultView(
    "Summary", "Accuracy and its kin, each with a 95% interval, beside always naming one class", 10, compute
)
