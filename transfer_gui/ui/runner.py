"""The run beside the job: its state and its events. Not undoable."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal

from ..core.data.dataset import Dataset, Split
from ..core.events import Event, Paused, Resumed, RunFailed, RunFinished, RunStarted
from ..core.job import Job
from ..core.plan import Plan
from ..workers.relay import TrainRelay

State = Literal["idle", "starting", "running", "pausing", "paused", "stopping"]


class Runner(QObject):
    """Starts and steers one run at a time."""

    told = Signal(object)
    """Every event of the current run, in order, in the GUI thread."""
    state_changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state: State = "idle"
        self.job: Job | None = None
        """The job of the current or last run, as it was started."""
        self.folder: Path | None = None
        """The current or last run's folder, once known."""
        self.classes: tuple[str, ...] = ()
        """Its classes, once known."""
        self.outcome: RunFinished | RunFailed | None = None
        """How the last run ended."""
        self._relay = TrainRelay(self)
        self._relay.told.connect(self._take)
        self._relay.finished.connect(self._ended)

    @property
    def active(self) -> bool:
        return self.state != "idle"

    def start(
        self,
        job: Job,
        folder: Path | None = None,
        resume: bool = False,
        weight_folders: Sequence[Path] = (),
        scanned: tuple[Dataset, Split] | None = None,
    ) -> None:
        """Run `job` (in `folder`, or a new one); with `resume`, go on from the folder's last checkpoint.

        `scanned` is the job's dataset and split where they are known already.
        """
        if self.active:
            return
        self.job, self.folder, self.outcome = job, folder, None
        self._set("starting")
        self._relay.start(job, folder, resume, weight_folders, scanned)

    def pause(self) -> None:
        if self.state in {"starting", "running"}:
            self._set("pausing")
            self._relay.pause()

    def resume(self) -> None:
        if self.state in {"pausing", "paused"}:
            self._relay.resume()
            self._set("running")

    def stop(self) -> None:
        """Stop and keep: ends after the running batch; best and last are kept."""
        if self.active:
            self._set("stopping")
            self._relay.stop()

    def apply_plan(self, plan: Plan) -> None:
        """Change what is frozen in the run under way, from its next step on."""
        if self.active:
            self._relay.apply_plan(plan)

    def request_snapshot(self, layer: str) -> None:
        """Ask the run under way for a Snapshot event of one layer's tensors as they are now."""
        if self.active:
            self._relay.request_snapshot(layer)

    def request_measure(self) -> None:
        """Ask the run under way for a Measured event: how far every tensor has come."""
        if self.active:
            self._relay.request_measure()

    def shutdown(self) -> bool:
        """Stop cleanly and wait (closing the window)."""
        return self._relay.shutdown()

    def _take(self, event: Event) -> None:
        if isinstance(event, RunStarted):
            self.folder, self.classes = Path(event.folder), event.classes
            if self.state == "starting":
                self._set("running")
        elif isinstance(event, Paused) and self.state == "pausing":
            self._set("paused")
        elif isinstance(event, Resumed) and self.state == "paused":
            self._set("running")
        elif isinstance(event, RunFinished | RunFailed):
            self.outcome = event
            if event.folder:
                self.folder = Path(event.folder)
        self.told.emit(event)

    def _ended(self) -> None:
        self._set("idle")

    def _set(self, state: State) -> None:
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)
