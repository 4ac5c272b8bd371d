"""Pause, resume, stop and a change of plan, from any thread, for a run under way."""

import threading

from ..plan import Plan


class Control:
    """The few things that may be asked of a run. Each takes effect at the next step boundary."""

    def __init__(self) -> None:
        self._go = threading.Event()
        self._go.set()
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._plan: Plan | None = None
        self._snapshot: str | None = None
        self._measure = False

    def pause(self) -> None:
        self._go.clear()

    def resume(self) -> None:
        self._go.set()

    def stop(self) -> None:
        """End after the running batch; a paused run ends too."""
        self._stop.set()
        self._go.set()

    def apply_plan(self, plan: Plan) -> None:
        """Train by `plan` from the next step on."""
        with self._lock:
            self._plan = plan

    def request_snapshot(self, layer: str) -> None:
        """Ask for an `events.Snapshot` of the tensors of `layer` and all inside it; the latest request counts."""
        with self._lock:
            self._snapshot = layer

    def request_measure(self) -> None:
        """Ask for an `events.Measured`: after the next step, or, while paused, at once."""
        with self._lock:
            self._measure = True

    @property
    def measure_wanted(self) -> bool:
        """Whether a measurement was asked for and not taken yet."""
        return self._measure

    @property
    def paused(self) -> bool:
        return not self._go.is_set()

    @property
    def stopped(self) -> bool:
        return self._stop.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait at most so long; True when the run may go on (or must stop)."""
        return self._go.wait(seconds)

    def take_plan(self) -> Plan | None:
        """The plan asked for since the last call, if any."""
        with self._lock:
            plan, self._plan = self._plan, None
            return plan

    def take_snapshot(self) -> str | None:
        """The layer whose tensors were asked for since the last call, if any."""
        with self._lock:
            layer, self._snapshot = self._snapshot, None
            return layer

    def take_measure(self) -> bool:
        """Whether a measurement was asked for since the last call."""
        with self._lock:
            wanted, self._measure = self._measure, False
            return wanted
