"""Reads back how far every tensor of a run had come at each epoch's end. No torch here."""

import csv
import math
from pathlib import Path

from ..errors import UserError
from ..events import Measured, Movement
from . import history
from .folder import RunFolder


def read(folder: Path, which: str = "last") -> tuple[Measured, ...]:
    """What was measured at the end of each epoch, in order, from a run's layers.csv; `seconds` is not kept there.

    For `which` 'best', up to the best epoch alone, as the checkpoint of that name holds it; all where the run's
    history does not tell which one that was.
    A half-written line is left out; an epoch that was done twice, since the run was resumed from before it, counts as
    it was done last. Raises UserError where there is nothing to read.
    """
    path = RunFolder(folder).layers
    steps: dict[int, int] = {}
    epochs: dict[int, dict[str, Movement]] = {}
    try:
        text = path.read_text(encoding="utf-8")
        for row in csv.DictReader(text[: text.rfind("\n") + 1].splitlines()):
            try:
                epoch, step, movement = int(row["epoch"]), int(row["step"]), _movement(row)
            except (KeyError, TypeError, ValueError):
                continue
            steps[epoch] = step
            epochs.setdefault(epoch, {})[row["tensor"]] = movement
    except FileNotFoundError as error:
        what = f"{path} is not there: the run has no record of its layers."
        raise UserError(what, "Compare its checkpoint with the source, or run it again.") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path} cannot be read: {error}.", "Choose the folder of a run.") from error
    end = _best(folder) if which == "best" else None
    kept = (epoch for epoch in sorted(epochs) if end is None or epoch <= end)
    return tuple(Measured(steps[epoch], epoch, epochs[epoch], 0.0) for epoch in kept)


def _best(folder: Path) -> int | None:
    """The best epoch of a run; None where it is not on record."""
    try:
        found = history.read(folder).epochs
    except UserError:
        return None
    return next((epoch.epoch for epoch in reversed(found) if epoch.best), None)


def _movement(row: dict[str, str]) -> Movement:
    """Raises TypeError and ValueError for a line that ends early."""
    numbers = (row[key] for key in ("weight", "source", "moved", "dot", "update", "gradient"))
    weight, source, moved, dot, update, gradient = (float(text) if text else _none(text) for text in numbers)
    return Movement(int(row["size"]), weight, source, moved, dot, update, gradient)


def _none(text: str | None) -> float:
    """NaN for an empty field. Raises TypeError for one that is not there."""
    if text is None:
        raise TypeError
    return math.nan
