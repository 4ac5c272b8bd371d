"""Lets a window work until something holds, outside pytest."""

from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer


def wait(until: Callable[[], bool], seconds: float = 240, every: int = 5) -> None:
    """Run the event loop until `until()` holds, which is asked `every` so many milliseconds.

    Raises AssertionError where it does not in time.
    """
    loop, timer = QEventLoop(), QTimer()
    timer.timeout.connect(lambda: loop.quit() if until() else None)
    timer.start(every)
    QTimer.singleShot(round(seconds * 1000), loop, loop.quit)
    loop.exec()
    timer.stop()
    assert until()


def rest(seconds: float) -> None:
    """Run the event loop for so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop, loop.quit)
    loop.exec()
