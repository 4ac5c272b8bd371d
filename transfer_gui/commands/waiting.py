"""A long action of the core in the terminal: its progress while it runs, its result at the end."""

import sys
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from ..core.progress import Long

T = TypeVar("T")


def wait(action: Long[T], title: str) -> T:
    """Run `action` to its end and return its result, with a bar on the standard error where that is a terminal.

    Ctrl-C closes the action, which then leaves nothing half-written.
    """
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with bar:
        task = bar.add_task(title, total=None)
        try:
            while True:
                step = next(action)
                bar.update(task, completed=step.done, total=step.total or None, description=step.text or title)
        except StopIteration as end:
            return end.value
        finally:
            action.close()
