"""A run in a thread of its own, and the relay in the GUI thread that tells of it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QThread, Signal

from ..core.data.dataset import Dataset, Split
from ..core.events import Event
from ..core.job import Job
from ..core.plan import Plan
from ..core.training.control import Control
from .train import TrainWorker


class TrainRelay(QObject):
    """Starts a run, passes its events on in the GUI thread, and drops what an older run still says."""

    told = Signal(object)
    finished = Signal()
    """The worker has ended, whatever way; its thread is gone."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._token = 0
        self._thread: QThread | None = None
        self._worker: TrainWorker | None = None
        self._control = Control()

    @property
    def running(self) -> bool:
        return self._thread is not None

    def start(
        self,
        job: Job,
        folder: Path | None,
        resume: bool,
        weight_folders: Sequence[Path],
        scanned: tuple[Dataset, Split] | None = None,
    ) -> None:
        """Run `job` in a new thread. There must be no run under way."""
        assert self._thread is None, "one run at a time"
        self._token += 1
        self._control = Control()
        thread = QThread(self)
        worker = TrainWorker(
            self._token, self._control, (job, folder, self._control, resume, tuple(weight_folders), scanned)
        )
        worker.moveToThread(thread)
        thread.started.connect(worker.run)
        worker.told.connect(self._relay, Qt.ConnectionType.QueuedConnection)
        worker.ended.connect(thread.quit)
        thread.finished.connect(self._cleared, Qt.ConnectionType.QueuedConnection)
        self._thread, self._worker = thread, worker
        thread.start(QThread.Priority.LowPriority)

    def pause(self) -> None:
        self._control.pause()

    def resume(self) -> None:
        self._control.resume()

    def stop(self) -> None:
        """End after the running batch, keeping best and last."""
        self._control.stop()

    def apply_plan(self, plan: Plan) -> None:
        """Let the running (or paused) run go on with another plan from its next step."""
        self._control.apply_plan(plan)

    def request_snapshot(self, layer: str) -> None:
        """Ask for a Snapshot event of one layer's tensors."""
        self._control.request_snapshot(layer)

    def request_measure(self) -> None:
        """Ask for a Measured event of the whole network."""
        self._control.request_measure()

    def shutdown(self, wait_ms: int = 30_000) -> bool:
        """Stop, and wait for the thread; False where it did not end in time."""
        if self._thread is None:
            return True
        self._token += 1  # whatever still comes is of no interest
        self._control.stop()
        self._thread.quit()
        return self._thread.wait(wait_ms)

    def _relay(self, token: int, events: list[Event]) -> None:
        if token == self._token:
            for event in events:
                self.told.emit(event)

    def _cleared(self) -> None:
        thread, worker, self._thread, self._worker = self._thread, self._worker, None, None
        if worker is not None:
            worker.deleteLater()
        if thread is not None:
            thread.deleteLater()
        self.finished.emit()
