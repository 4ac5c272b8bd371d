"""The status bar: what the run does, what goes on in the background, where, and how much memory it takes."""

import time

from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QStatusBar, QWidget

from ..core.events import Evaluating, RunStarted, StepsDone
from .context import Context
from .translation import mark, tr

STATES = mark({
    "idle": "Ready",
    "starting": "Preparing the run…",
    "running": "Training",
    "pausing": "Pausing after this batch…",
    "paused": "Paused",
    "stopping": "Stopping after this batch…",
})  # fmt: skip


class StatusBar(QStatusBar):
    """Follows the run and the background work."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._started: RunStarted | None = None
        self._state = QLabel(tr(STATES["idle"]))
        self._state.setObjectName("status_state")
        self._detail = QLabel()
        self._background = QLabel()
        self._background.setObjectName("status_background")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._progress.setFixedWidth(110)
        self._progress.hide()
        self._cancel = QPushButton(tr("Cancel"))
        self._cancel.setProperty("quiet", "true")
        self._cancel.setToolTip(tr("Cancel the scan of the dataset"))
        self._cancel.clicked.connect(context.facts.cancel_scan)
        self._cancel.hide()
        self._device = QLabel()
        self.addWidget(self._state)
        self.addWidget(self._detail, 1)
        for widget in (self._background, self._progress, self._cancel, self._device):
            self.addPermanentWidget(widget)
        context.runner.state_changed.connect(self._show_state)
        context.runner.told.connect(self._take)
        context.facts.busy_changed.connect(self._show_background)
        context.filling.changed.connect(self._show_background)
        context.facts.scan_progress.connect(self._show_scan)

    def _show_state(self, state: str) -> None:
        self._state.setText(tr(STATES[state]))
        if state in {"idle", "starting"}:
            self._detail.clear()

    def _take(self, event: object) -> None:
        match event:
            case RunStarted():
                self._started = event
                self._device.setText(event.device)
            case StepsDone() if self._started:
                step = event.first_step + len(event.losses)
                in_epoch = step - event.epoch * self._started.steps_per_epoch
                words = tr(
                    "epoch {epoch} of {epochs}, step {step} of {steps}, {time} left, {speed:,.0f} examples/s, "
                    "{memory:,.0f} MB",
                    epoch=event.epoch + 1, epochs=self._started.epochs, step=in_epoch,
                    steps=self._started.steps_per_epoch, time=spell(event.seconds_left),
                    speed=event.images_per_second, memory=event.memory / 2**20,
                )  # fmt: skip
                self._detail.setText(words)
            case Evaluating():
                side = tr("validation") if event.side == "val" else tr("test")
                words = tr("{side}: {done:,} of {total:,} examples", side=side, done=event.done, total=event.total)
                self._detail.setText(words)
            case _:
                pass

    def _show_background(self) -> None:
        busy, ahead = self._context.facts.busy, self._context.filling
        words = ""
        if ahead.active and ahead.total:
            words = tr("Preparing ahead: {done:,} of {total:,} examples", done=ahead.done, total=ahead.total)
        self._background.setText("; ".join(busy.values()) + "…" if busy else words)
        scanning = "scan" in busy
        self._cancel.setVisible(scanning)
        self._progress.setVisible(bool(busy or words))
        if not busy and words:
            self._progress.setRange(0, ahead.total)
            self._progress.setValue(ahead.done)
        elif not scanning:
            self._progress.setRange(0, 0 if busy else 1)

    def _show_scan(self, progress: object) -> None:
        total, done = getattr(progress, "total", 0), getattr(progress, "done", 0)
        self._progress.setRange(0, total)
        self._progress.setValue(done)


def spell(seconds: float) -> str:
    """A time span in words: '8 s', '3 min 20 s', '2 h 05 min'; '-' where it is not known."""
    if seconds != seconds or seconds < 0:
        return "-"
    whole = round(seconds)
    if 0 < seconds < 1:
        return tr("less than 1 s")
    if whole < 60:
        return tr("{seconds} s", seconds=whole)
    if whole < 3600:
        return tr("{minutes} min {seconds:02d} s", minutes=whole // 60, seconds=whole % 60)
    return tr("{hours} h {minutes:02d} min", hours=whole // 3600, minutes=whole % 3600 // 60)


def clock(seconds: float) -> str:
    """The time of day that lies so many seconds ahead."""
    return time.strftime("%H:%M", time.localtime(time.time() + seconds))
