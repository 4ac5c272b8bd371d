"""Prepares the next run while nobody waits: what it computes once per picture is computed ahead (`core.runs.fill`).

It begins when job and facts have been left alone for a while, and ends at once when they change or a run begins.
"""

import logging
from typing import Any

from PySide6.QtCore import QObject, QSettings, QTimer, Signal

from ..core.job import Job
from ..core.progress import Progress
from ..session import Session
from ..workers import work
from ..workers.task import Tasks
from . import readiness
from .facts import Facts
from .runner import Runner
from .translation import tr

WAIT_MS = 3000
"""How long everything must have been at rest: longer than the measuring of a step waits."""
_SETTING = "ahead/enabled"


class Filling(QObject):
    """Follows the job by itself, one filling at a time."""

    changed = Signal()
    """`done`, `total` or `active` differ."""

    def __init__(self, session: Session, facts: Facts, runner: Runner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._facts, self._runner = session, facts, runner
        self._tasks = Tasks(self, threads=1)  # its thread gives way for good: no other work may come to it
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._begin)
        self._of: Any = None
        """What was asked for last, done or under way."""
        self.active = False
        self.done = self.total = 0
        """Pictures that are prepared for the job on the table, and how many there are; 0 where it is not known."""
        for signal in (
            session.job_changed, runner.state_changed, facts.layers_changed, facts.dataset_changed, facts.busy_changed,
            facts.room_changed,
        ):  # fmt: skip
            signal.connect(self._follow)

    @property
    def enabled(self) -> bool:
        """Whether the user wants it. On from the start."""
        return QSettings().value(_SETTING, True, type=bool)  # type: ignore[return-value]

    def set_enabled(self, enabled: bool) -> None:
        QSettings().setValue(_SETTING, enabled)
        self._of = None
        self._follow()

    @property
    def words(self) -> str:
        """How far it is, for the user; empty where there is nothing to say."""
        if not self.total:
            return ""
        if self.done == self.total:
            return tr("All {total:,} examples are prepared.", total=self.total)
        return tr("{done:,} of {total:,} examples are prepared.", done=self.done, total=self.total)

    def shutdown(self) -> None:
        self._tasks.shutdown()

    def _follow(self, *_: object) -> None:
        if self._of is not None and self._of != self._wanted():
            self._of = None
            self._tell(0, 0)
        if self.active and (self._of is None or self._runner.active):
            self._tasks.cancel("fill")
            self._of = None  # what a run leaves undone is prepared after it
            self._rest()
        if self.enabled:
            self._timer.start()
        else:
            self._timer.stop()

    def _wanted(self) -> object:
        """All that decides what is to be prepared."""
        job, facts = self._session.job, self._facts
        return (*_decisive(job), id(facts.dataset), id(facts.split), facts.weight_folders)

    def _begin(self) -> None:
        job, facts = self._session.job, self._facts
        if self._of == self._wanted() or facts.busy or self._runner.active or readiness.problems(job, facts):
            return
        if not facts.fits(job):
            return  # it might take the machine down, and nobody asked for it
        self._of, self.active = self._wanted(), True
        self._tasks.start(
            work.fill, job, facts.dataset, facts.split, facts.weight_folders, tag="fill",
            progress=self._progress, done=self._finished, failed=self._failed,
        )  # fmt: skip

    def _progress(self, progress: Progress) -> None:
        self._tell(progress.done, progress.total)

    def _finished(self, filled: Any) -> None:
        if filled.gave_way:
            self._of = None
            self._timer.start()
        self._rest()
        self._tell(filled.done, filled.total)

    def _failed(self, error: Exception, details: str) -> None:
        """The run itself will say what is wrong."""
        logging.getLogger(__name__).warning("Preparing ahead failed: %s\n%s", error, details)
        self._rest()
        self._tell(0, 0)

    def _rest(self) -> None:
        if self.active:
            self.active = False
            self.changed.emit()

    def _tell(self, done: int, total: int) -> None:
        self.done, self.total = done, total
        self.changed.emit()


def _decisive(job: Job) -> tuple[object, ...]:
    """The part of a job that decides what is kept."""
    training = job.training
    return (job.source, job.plan, job.data, job.device, training.seed, training.strategy, training.mixup > 0)
