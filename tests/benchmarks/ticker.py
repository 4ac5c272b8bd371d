"""A timer of the GUI thread, and how late each of its ticks comes."""

import time

from PySide6.QtCore import QObject, Qt, QTimer

PERIOD = 0.016


class Ticker(QObject):
    """Notes, for every tick, the milliseconds beyond the 16 that had passed since the one before."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.late: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        self.late.clear()
        self._last = time.perf_counter()
        self._timer.start(round(PERIOD * 1000))

    def stop(self) -> list[float]:
        """The lateness of every tick since `start`, in milliseconds."""
        self._timer.stop()
        return list(self.late)

    def _tick(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, 1000 * (now - self._last - PERIOD)))
        self._last = now
