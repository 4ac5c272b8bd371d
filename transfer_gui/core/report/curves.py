"""The curves of a run: batch loss, and loss, accuracy and learning rate by epoch."""

import numpy as np
from numpy.typing import NDArray

from ..inspect.figures import Array, Axis, Figure, Lines
from ..runs.history import History

POINTS = 600
"""Points of a drawn curve at most: what is finer than that cannot be seen."""
WEIGHT = 0.9
"""Of the past in the smoothed loss."""


def curves(history: History) -> list[Figure]:
    """The figures that have something to show."""
    found: list[Figure] = []
    if len(history.losses):
        found.append(_batches(history))
    if history.epochs:
        found += [_losses(history), _accuracies(history), _rates(history)]
    return found


def smoothed(values: NDArray[np.float64], weight: float = WEIGHT) -> NDArray[np.float64]:
    """Exponential moving average with bias correction (Kingma and Ba 2015) over the finite values; NaN before one."""
    out = np.full(len(values), np.nan)
    total = count = 0.0
    for place, value in enumerate(values):
        known = bool(np.isfinite(value))
        total = weight * total + (float(value) if known else 0.0)
        count = weight * count + known
        if count:
            out[place] = total / count
    return out


def _batches(history: History) -> Lines:
    steps, losses = history.steps.astype(np.float64) + 1, history.losses
    thinned = max(1, -(-len(steps) // POINTS))
    smooth = smoothed(losses)
    note = f"smoothed: an exponential mean, the past weighs {WEIGHT:g}"
    if thinned > 1:
        note += f"; every {thinned}th of {len(steps):,} steps is drawn"
    pick = slice(None, None, thinned)
    drawn = {"each batch": _curve(steps[pick], losses[pick]), "smoothed": _curve(steps[pick], smooth[pick])}
    return Lines("Training loss of each batch", drawn, Axis("step"), Axis("cross-entropy"), note)


def _losses(history: History) -> Lines:
    epochs = _epochs(history)
    drawn = {"training": _curve(epochs, [e.train_loss for e in history.epochs])}
    if any(e.val for e in history.epochs):
        drawn["validation"] = _curve(epochs, [e.val.loss if e.val else np.nan for e in history.epochs])
    note = "training: over the batches as they were seen, so from before each step"
    return Lines("Loss by epoch", drawn, Axis("epoch"), Axis("cross-entropy"), note, points=True)


def _accuracies(history: History) -> Lines:
    epochs, vals = _epochs(history), [e.val for e in history.epochs]
    drawn = {"training": _curve(epochs, [100 * e.train_accuracy for e in history.epochs])}
    note = ""
    if any(vals):
        drawn["validation"] = _curve(epochs, [100 * v.accuracy if v else np.nan for v in vals])
        drawn["balanced"] = _curve(epochs, [100 * v.balanced_accuracy if v else np.nan for v in vals])
        drawn["chance"] = _curve(epochs, [100 * v.majority if v else np.nan for v in vals])
        note = "balanced: mean over the validation classes; chance: always naming the largest class"
    return Lines("Accuracy by epoch", drawn, Axis("epoch"), Axis("accuracy", "%", low=0, high=100), note, points=True)


def _rates(history: History) -> Lines:
    known = np.isfinite(history.learning_rates)
    steps, rates = history.steps[known].astype(np.float64) + 1, history.learning_rates[known]
    if len(steps) < 2:
        steps, rates = _epochs(history), np.array([e.learning_rate for e in history.epochs])
        return Lines("Learning rate", {"": _curve(steps, rates)}, Axis("epoch"), Axis("learning rate"), points=True)
    pick = slice(None, None, max(1, -(-len(steps) // POINTS)))
    return Lines("Learning rate", {"": _curve(steps[pick], rates[pick])}, Axis("step"), Axis("learning rate"))


def _epochs(history: History) -> NDArray[np.float64]:
    return np.array([e.epoch + 1 for e in history.epochs], np.float64)


def _curve(x: NDArray[np.float64], y: "NDArray[np.float64] | list[float]") -> tuple[Array, Array]:
    return np.asarray(x, np.float32), np.asarray(y, np.float32)
