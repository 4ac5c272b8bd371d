"""Reads runs back from their folders. No torch here."""

import csv
import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .. import job as jobs
from ..errors import UserError
from ..events import EpochDone, Scores
from ..job import Job
from ..paths import runs as runs_folder
from .folder import RunFolder


@dataclass(frozen=True)
class History:
    """The curves of a run: `losses[i]` is the batch loss of step `steps[i]`, in order; epochs count from 0."""

    steps: NDArray[np.int64]
    losses: NDArray[np.float64]
    learning_rates: NDArray[np.float64]
    """By step, NaN where it was not written down."""
    epochs: tuple[EpochDone, ...]
    outcome: str
    """'completed', 'early', 'stopped', 'failed', or empty while it runs or where it was killed."""


@dataclass(frozen=True)
class RunInfo:
    """A run in a list of runs."""

    folder: Path
    job: Job
    started: float
    """Seconds since 1970."""
    best: EpochDone | None
    epochs: int
    outcome: str
    has_best: bool
    has_last: bool


def read(folder: Path) -> History:
    """The curves in a run's metrics.csv; a half-written last line is left out.

    A step or an epoch that was done twice, since the run was resumed from before it, counts as it was done last.
    Raises UserError where there is no such file.
    """
    path = RunFolder(folder).metrics
    steps: dict[int, tuple[float, float]] = {}
    epochs: dict[int, EpochDone] = {}
    outcome = ""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                try:
                    if row["event"] == "step":
                        steps[int(row["step"])] = (float(row["loss"]), _float(row["learning_rate"]))
                    elif row["event"] == "epoch":
                        epochs[int(row["epoch"])] = _epoch(row)
                    outcome = row["event"] if row["event"] in {"completed", "early", "stopped", "failed"} else ""
                except (TypeError, ValueError):
                    continue
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UserError(f"{path} cannot be read: {error}.", "Choose the folder of a run.") from error
    order = sorted(steps)
    return History(
        np.array(order, np.int64),
        np.array([steps[step][0] for step in order]),
        np.array([steps[step][1] for step in order]),
        tuple(epochs[epoch] for epoch in sorted(epochs)),
        outcome,
    )


def info(folder: Path) -> RunInfo:
    """What a list of runs shows of one. Raises UserError where `folder` is not a run's."""
    place = RunFolder(folder)
    job = jobs.load(place.job)
    history = read(folder) if place.metrics.exists() else None
    epochs = history.epochs if history else ()
    best = next((epoch for epoch in reversed(epochs) if epoch.best), None)
    return RunInfo(
        folder, job, place.job.stat().st_mtime, best, len(epochs), history.outcome if history else "",
        place.best.exists(), place.last.exists(),
    )  # fmt: skip


def runs(folder: Path | None = None) -> list[RunInfo]:
    """The runs in `folder` (the user's folder of runs), newest first; what is no run is left out."""
    found = []
    root = folder or runs_folder()
    for path in root.iterdir() if root.is_dir() else ():
        try:
            found.append(info(path))
        except (UserError, OSError):
            continue
    return sorted(found, key=lambda run: run.started, reverse=True)


def _float(text: str | None) -> float:
    return float(text) if text else math.nan


def _epoch(row: dict[str, str]) -> EpochDone:
    val = None
    if row["val_loss"]:
        val = Scores(
            int(row["val_examples"]),
            float(row["val_loss"]),
            float(row["val_accuracy"]),
            float(row["val_balanced_accuracy"]),
            float(row["val_majority"]),
        )
    return EpochDone(
        int(row["epoch"]), int(row["step"]), float(row["loss"]), float(row["accuracy"]), val,
        _float(row["learning_rate"]), _float(row["seconds"]), row["best"] == "1",
    )  # fmt: skip
