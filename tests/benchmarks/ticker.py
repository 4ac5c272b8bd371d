"""A timer of the GUI thread, and how late each of its ticks comes."""

import threading
import time
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

PERIOD = 0.016


class Ticker(QObject):
    """Notes, for every tick, the milliseconds beyond the 16 that had passed since the one before."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.late: list[float] = []
        self.waited: list[float] = []
        """How many of these milliseconds the thread was ready to work while others, of whatever program, had the
        processors. Zeros where the system does not tell."""
        self._last, self._waits = time.perf_counter(), 0.0
        self._told = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self.late.clear()
        self.waited.clear()
        self._last, self._waits = time.perf_counter(), self._ready()
        self._timer.start(round(PERIOD * 1000))

    def stop(self) -> list[float]:
        """The lateness of every tick since `start`, in milliseconds."""
        self._timer.stop()
        return list(self.late)

    def _tick(self) -> None:
        now, waits = time.perf_counter(), self._ready()
        self.late.append(max(0.0, 1000 * (now - self._last - PERIOD)))
        self.waited.append(1000 * (waits - self._waits))
        self._last, self._waits = now, waits

    def _ready(self) -> float:
        """Seconds that this thread has stood in the queue for a processor (the kernel's sched-stats)."""
        try:
            return int(self._told.read_text().split()[1]) / 1e9
        except (OSError, ValueError, IndexError):
            return 0.0
