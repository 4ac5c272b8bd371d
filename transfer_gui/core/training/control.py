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
