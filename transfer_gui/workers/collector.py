"""Runs Python's collector of garbage in the thread of the window, and nowhere else (see core/garbage.py)."""

import gc
import threading

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal

from ..core import garbage

OFTEN, SELDOM = 20, 500
"""Milliseconds between two looks: while there is garbage, a little at a time, and while there is none."""
PATIENCE = 1.0
"""Seconds that another thread waits for the window's; at its end the window may be waiting for that thread."""


class Collector(QObject):
    """At work from its making until it is destroyed with its parent. It lives in the window's thread."""

    _asked = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._asked.connect(_collect, Qt.ConnectionType.QueuedConnection)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._look)
        self._timer.start(OFTEN)
        garbage.run_by(self._run)
        self.destroyed.connect(_end)

    def _look(self) -> None:
        self._timer.setInterval(OFTEN if garbage.look() else min(2 * self._timer.interval(), SELDOM))

    def _run(self) -> None:
        """Look through everything, whatever thread asks for it, and return when that is done."""
        if QThread.currentThread() is self.thread():
            gc.collect()
            return
        done = threading.Event()
        self._asked.emit(done)
        done.wait(PATIENCE)


def _collect(done: threading.Event) -> None:
    gc.collect()
    done.set()


def _end() -> None:
    garbage.run_by(None)
