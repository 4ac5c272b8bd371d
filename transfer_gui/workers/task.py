"""Cancellable one-shot work off the GUI thread, told back on the GUI thread."""

import threading
import traceback
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal

from ..core.progress import Long, Progress
from .niceness import LOOKING, give_way


class Task(QObject):
    """One long action under way. It lives in the GUI thread, and calls back there; once cancelled it is silent."""

    _told = Signal(str, object)
    finished = Signal()

    def __init__(
        self,
        parent: QObject,
        done: Callable[[Any], None] | None,
        failed: Callable[[Exception, str], None] | None,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        super().__init__(parent)
        self._cancel = threading.Event()
        self._calls: dict[str, Callable[..., None] | None] = {"done": done, "failed": failed, "progress": progress}
        self._told.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def cancelled(self) -> bool:
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask the action to end at its next step. Nothing is delivered from now on but `finished`."""
        self._cancel.set()

    def _deliver(self, kind: str, value: Any) -> None:
        call = self._calls.get(kind)
        if call is not None and not self.cancelled:
            call(*value) if kind == "failed" else call(value)
        if kind == "ended":
            self.finished.emit()
            self.deleteLater()


class _Work:
    """What a thread of the pool is given.

    No QRunnable: PySide never lets go of one that has ended before `QThreadPool.start` has returned.
    """

    def __init__(self, task: Task, function: Callable[..., Long[Any]], args: tuple[Any, ...]) -> None:
        self._task, self._function, self._args = task, function, args

    def run(self) -> None:
        task = self._task
        give_way(LOOKING)
        action: Long[Any] | None = None
        try:
            if task.cancelled:
                return
            action = self._function(*self._args)
            while not task.cancelled:
                try:
                    progress = next(action)
                except StopIteration as stop:
                    task._told.emit("done", stop.value)
                    return
                task._told.emit("progress", progress)
        except Exception as error:  # every fault of the work is told, none is lost
            task._told.emit("failed", (error, traceback.format_exc()))
        finally:
            if action is not None:
                action.close()
            task._told.emit("ended", None)


class Tasks(QObject):
    """A small pool of threads for long actions (generators, see core/progress.py)."""

    def __init__(self, parent: QObject | None = None, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(threads)
        self._tagged: dict[str, Task] = {}
        self._alive: set[Task] = set()

    def start(
        self,
        function: Callable[..., Long[Any]],
        *args: Any,
        done: Callable[[Any], None] | None = None,
        failed: Callable[[Exception, str], None] | None = None,
        progress: Callable[[Progress], None] | None = None,
        tag: str = "",
    ) -> Task:
        """Run `function(*args)` in the pool. A new task with the same non-empty tag cancels the older one.

        The three callables run in the GUI thread: `done(result)`, `failed(error, traceback)`, `progress(Progress)`.
        """
        self.cancel(tag)
        task = Task(self, done, failed, progress)
        if tag:
            self._tagged[tag] = task
        self._alive.add(task)
        task.finished.connect(self._forget)
        self._pool.start(_Work(task, function, args).run)
        return task

    def cancel(self, tag: str) -> None:
        """Cancel the running task with this tag, if there is one."""
        if tag and (older := self._tagged.pop(tag, None)) is not None:
            older.cancel()

    def running(self, tag: str) -> bool:
        """Whether a task with this tag is under way and not cancelled."""
        return tag in self._tagged

    def shutdown(self, wait_ms: int = 5000) -> bool:
        """Cancel everything and wait for the threads; False where one did not end in time."""
        for task in self._alive:
            task.cancel()
        self._tagged.clear()
        return self._pool.waitForDone(wait_ms)

    def _forget(self) -> None:
        task = self.sender()
        self._alive.discard(task)  # type: ignore[arg-type]
        for tag in [tag for tag, tagged in self._tagged.items() if tagged is task]:
            del self._tagged[tag]
