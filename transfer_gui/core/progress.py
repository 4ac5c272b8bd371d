"""The convention for long actions.

A long action in the core is a generator: it yields `Progress` as it goes and *returns* its result.
Closing the generator cancels it; it must then leave nothing half-written.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a long action has come. `total` is 0 while it is not known."""

    done: int
    total: int = 0
    text: str = ""
    item: object = None
    """A part of the result that is ready early (a thumbnail, say)."""


T = TypeVar("T")
Long = Generator[Progress, None, T]


def finish(action: Long[T]) -> T:
    """Run a long action to its end without looking at its progress, and return its result."""
    while True:
        try:
            next(action)
        except StopIteration as stop:
            return stop.value
