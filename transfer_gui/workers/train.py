"""The worker that runs a job in its thread and tells of it in batches."""

import time
import traceback
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from ..core.events import Event, RunFailed, StepsDone
from ..core.training.control import Control
from .niceness import TRAINING, give_way

PERIOD = 1 / 30
"""Seconds between two batches of step events: as often as a screen can show them."""


class TrainWorker(QObject):
    """Iterates one run to its end. Every event is told, step events at most 30 times a second."""

    told = Signal(int, object)
    """(token, list of events in order)"""
    ended = Signal()

    def __init__(self, token: int, control: Control, arguments: tuple[Any, ...]) -> None:
        """`arguments` are those of `core.runs.run.run`."""
        super().__init__()
        self._token, self._control, self._arguments = token, control, arguments
        self._held: list[Event] = []
        self._last = 0.0

    @Slot()
    def run(self) -> None:
        events = None
        give_way(TRAINING)
        try:
            from ..core.runs.run import run

            events = run(*self._arguments)
            for event in events:
                self._held.append(event)
                if not isinstance(event, StepsDone) or time.monotonic() - self._last > PERIOD:
                    self._flush()
        except Exception as error:  # the run's last word must reach the window
            what = f"The run ended by an unexpected fault: {error}."
            self._held.append(RunFailed(what, "See the details; the log has them too.", "", traceback.format_exc()))
        finally:
            if events is not None:
                events.close()
            self._flush()
            self.ended.emit()

    def _flush(self) -> None:
        if self._held:
            self.told.emit(self._token, self._held)
            self._held = []
            self._last = time.monotonic()
