"""How a run is told in the terminal: a live bar, plain lines, JSON lines, or next to nothing."""

import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn

from ..core.events import (
    EpochDone,
    Evaluating,
    Event,
    Note,
    PlanApplied,
    RunFailed,
    RunFinished,
    RunStarted,
    Scores,
    StepsDone,
)
from .console import count, duration, percent, plain, print_json, text
from .ranks import let_the_first_tell


class Reporter:
    """Tells of a run's events as they come. A context manager, so that a live display is always taken down."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        pass

    def tell(self, event: Event) -> None:
        """Take the next event."""

    def line(self, text: str) -> None:
        """Say something beside the events; on the standard error, so that it never mixes with the output."""
        print(text, file=sys.stderr, flush=True)  # noqa: T201

    def failed(self, event: RunFailed) -> None:
        """Say on the standard error why the run failed, the cure, and the options that would mend it."""
        mend = " ".join(f"--set {path}={value}" for path, value in event.suggestion.items())
        parts = [event.what, event.cure, f"Try again with {mend}." if mend else ""]
        print("transfer-gui: " + " ".join(filter(None, parts)), file=sys.stderr)  # noqa: T201
        if event.details:
            print(event.details.rstrip(), file=sys.stderr)  # noqa: T201


class Silent(Reporter):
    """Says nothing but a fault of its own: every process of a distributed run but the first."""

    def line(self, text: str) -> None:
        pass

    def failed(self, event: RunFailed) -> None:
        let_the_first_tell()
        super().failed(event)


class Lines(Reporter):
    """One plain line per thing that matters."""

    def tell(self, event: Event) -> None:
        for line in words(event):
            self.write(line)

    def write(self, line: str) -> None:
        text(line)


class Quiet(Lines):
    """Warnings and the end alone."""

    def tell(self, event: Event) -> None:
        if isinstance(event, RunFinished) or (isinstance(event, Note) and event.level == "warning"):
            super().tell(event)


class JsonLines(Reporter):
    """Every event as one line of JSON: {"event": "EpochDone", "epoch": 0, ...}."""

    def tell(self, event: Event) -> None:
        print_json({"event": type(event).__name__, **plain(event)}, indent=None)


class Screen(Lines):
    """The lines, above a live bar with the loss, the speed and the time left."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            TextColumn("{task.fields[state]}"),
            console=console,
            transient=True,
        )
        self._task: TaskID | None = None
        self._epochs = 0

    @classmethod
    def if_terminal(cls) -> "Screen | None":
        """A screen where the standard output is a terminal."""
        console = Console(highlight=False, markup=False)
        return cls(console) if console.is_terminal else None

    def __enter__(self) -> Self:
        self._bar.start()
        self._task = self._bar.add_task("preparing", total=None, state="reading the data and the model")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._bar.stop()

    def tell(self, event: Event) -> None:
        if isinstance(event, RunStarted) and self._task is not None:
            self._epochs = event.epochs
            total = event.epochs * event.steps_per_epoch
            self._bar.update(self._task, total=total, completed=event.first_step, description="starting", state="")
        elif isinstance(event, StepsDone) and self._task is not None:
            state = (
                f"loss {event.losses[-1]:.3f}  {event.images_per_second:.0f} images/s  "
                f"{duration(event.seconds_left)} left"
            )
            self._bar.update(
                self._task,
                completed=event.first_step + len(event.losses),
                description=f"epoch {event.epoch + 1}/{self._epochs}",
                state=state,
            )
        elif isinstance(event, Evaluating) and self._task is not None:
            state = f"{event.side}: {count(event.done)} of {count(event.total)} examples"
            self._bar.update(self._task, state=state)
        elif isinstance(event, RunFinished | RunFailed):
            self._bar.stop()
        super().tell(event)

    def write(self, line: str) -> None:
        self._console.print(line, soft_wrap=True)

    def line(self, text: str) -> None:
        self._console.print(text, soft_wrap=True)


def words(event: Event) -> list[str]:
    """The lines that tell `event`; none for what happens all the time."""
    match event:
        case RunStarted():
            counts = ", ".join(f"{count(number)} {side}" for side, number in event.examples.items() if number)
            share = event.trainable / event.parameters if event.parameters else 0
            return [
                f"{event.model} on {event.device}: {counts} examples in {len(event.classes)} classes",
                f"{count(event.trainable)} of {count(event.parameters)} parameters are trained ({percent(share)})",
                f"run folder: {event.folder}",
                *([f"going on from step {event.first_step}"] if event.first_step else []),
            ]
        case Note():
            return [f"{event.level}: {event.text}" if event.level == "warning" else event.text]
        case PlanApplied() if event.step:
            return [f"step {event.step}: a new plan, {count(event.trainable)} parameters are trained"]
        case EpochDone():
            parts = [
                f"epoch {event.epoch + 1}",
                f"loss {event.train_loss:.3f}",
                f"accuracy {percent(event.train_accuracy)}",
            ]
            if event.val is not None:
                parts += [f"val loss {event.val.loss:.3f}", f"val {_accuracy(event.val)}"]
            parts += [duration(event.seconds)] + (["best so far"] if event.best else [])
            return ["  ".join(parts)]
        case RunFinished():
            how = {"completed": "Finished", "early": "Stopped early, as nothing got better,", "stopped": "Stopped"}
            lines = [f"{how[event.reason]} after {event.epochs} epochs in {duration(event.seconds)}."]
            if event.best is not None and event.best_epoch is not None:
                lines.append(
                    f"Best epoch {event.best_epoch + 1}: val {_accuracy(event.best)} on {event.best.examples} examples "
                    f"(naming always the largest class: {percent(event.best.majority)})."
                )
            if event.test is not None:
                lines.append(f"Test: {_accuracy(event.test)} on {event.test.examples} examples.")
            lines.append(f"Checkpoints: {Path(event.folder) / 'checkpoints'}")
            lines.append(f"Take the model away: transfer-gui export {event.folder}")
            return lines
        case _:
            return []


def _accuracy(scores: Scores) -> str:
    told = f"accuracy {percent(scores.accuracy)}"
    if abs(scores.balanced_accuracy - scores.accuracy) >= 0.0005:
        told += f" (balanced {percent(scores.balanced_accuracy)})"
    return told
