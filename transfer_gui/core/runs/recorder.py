"""Writes down what a run tells, and passes it on."""

import csv
import io
import math
import os
from collections.abc import Generator, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from ..events import EpochDone, Event, Measured, Note, PlanApplied, RunFailed, RunFinished, RunStarted, StepsDone
from .folder import RunFolder

COLUMNS = (
    "event", "step", "epoch", "loss", "accuracy", "val_loss", "val_accuracy", "val_balanced_accuracy", "val_majority",
    "val_examples", "learning_rate", "seconds", "images_per_second", "memory", "best", "note",
)  # fmt: skip
"""Of metrics.csv, one row an event: `step` rows have the batch loss, `epoch` rows the epoch's figures.

Epochs and steps count from 0; a `step` in an `epoch` row is the number of steps taken by its end. Rows are only ever
appended: after a resume, a step that was taken again has a second row, and the later one counts.
"""
LAYERS = ("step", "epoch", "tensor", "size", "weight", "source", "moved", "dot", "update", "gradient")
"""Of layers.csv, one row a tensor and epoch: the fields of `events.Movement`, empty where there is none."""


def record(events: Iterator[Event], folder: RunFolder) -> Generator[Event]:
    """Append every event to the run's metrics.csv, layers.csv and log.txt before it is passed on.

    The tables begin when the run has started: of one that is refused only the log tells, and its folder may be used.

    A record that cannot be written (the folder is gone, the disk is full) ends no run: that is told once, and the next
    checkpoint finds the weights another place.
    """
    told = started = False
    for event in events:
        started = started or isinstance(event, RunStarted)
        try:
            _append(folder, event, tables=started)
        except OSError as error:
            if not told:
                told = True
                what = f"{folder.metrics} cannot be written ({error.strerror}); the run goes on unrecorded."
                yield Note(what, "warning")
        yield event


def _append(folder: RunFolder, event: Event, tables: bool) -> None:
    rows, line = _rows(event) if tables else [], _line(event)
    if rows:
        _write(folder.metrics, COLUMNS, rows)
    if isinstance(event, Measured) and event.epoch is not None:
        _write(folder.layers, LAYERS, _movements(event))
    if line:
        with folder.log.open("a", encoding="utf-8") as file:
            file.write(f"{datetime.now():%Y-%m-%d %H:%M:%S}  {line}\n")


def _write(path: Path, columns: Sequence[str], rows: list[dict[str, Any]]) -> None:
    """Append rows to a table, below its head, and below half a line that a killed run may have left."""
    text = io.StringIO()
    writer: csv.DictWriter[str] = csv.DictWriter(text, columns, lineterminator="\n")
    with path.open("a+b") as file:
        if not file.tell():
            writer.writeheader()
        else:
            file.seek(-1, os.SEEK_END)
            if file.read(1) != b"\n":
                text.write("\n")
        writer.writerows(rows)
        file.write(text.getvalue().encode())


def _movements(event: Measured) -> list[dict[str, Any]]:
    numbers = LAYERS[4:]
    return [
        {"step": event.step, "epoch": event.epoch, "tensor": name, "size": movement.size}
        | {key: repr(value) for key in numbers if not math.isnan(value := getattr(movement, key))}
        for name, movement in event.tensors.items()
    ]


def _rows(event: Event) -> list[dict[str, Any]]:
    match event:
        case StepsDone():
            last = len(event.losses) - 1
            return [
                {"event": "step", "step": event.first_step + i, "epoch": event.epoch, "loss": repr(loss)}
                | (
                    {
                        "learning_rate": repr(event.learning_rate),
                        "images_per_second": f"{event.images_per_second:.1f}",
                        "memory": event.memory,
                    }
                    if i == last
                    else {}
                )
                for i, loss in enumerate(event.losses)
            ]
        case EpochDone():
            row = {
                "event": "epoch", "step": event.step, "epoch": event.epoch, "loss": repr(event.train_loss),
                "accuracy": repr(event.train_accuracy), "learning_rate": repr(event.learning_rate),
                "seconds": f"{event.seconds:.3f}", "best": int(event.best),
            }  # fmt: skip
            if val := event.val:
                row |= {
                    "val_loss": repr(val.loss), "val_accuracy": repr(val.accuracy), "val_majority": repr(val.majority),
                    "val_balanced_accuracy": repr(val.balanced_accuracy), "val_examples": val.examples,
                }  # fmt: skip
            return [row]
        case PlanApplied():
            return [{"event": "plan", "step": event.step, "note": f"{event.trainable} parameters learn"}]
        case Note():
            return [{"event": "note", "note": event.text}]
        case RunFinished(test=test):
            row = {"event": event.reason, "epoch": event.epochs, "seconds": f"{event.seconds:.3f}"}
            if test:
                row |= {"note": f"test: {test}"}
            return [row]
        case RunFailed():
            return [{"event": "failed", "note": f"{event.what} {event.cure}".strip()}]
        case _:
            pass
    return []


def _line(event: Event) -> str:
    match event:
        case Note():
            return f"{event.level}: {event.text}"
        case RunFailed():
            return f"failed: {event.what} {event.cure}\n{event.details}".rstrip()
        case StepsDone():
            return ""
        case EpochDone():
            val = f", validation accuracy {event.val.accuracy:.4f}" if event.val else ""
            return f"epoch {event.epoch + 1} done: loss {event.train_loss:.4f}{val}"
        case _:
            pass
    return type(event).__name__ if type(event).__name__ not in {"Snapshot", "Measured", "Evaluating"} else ""
