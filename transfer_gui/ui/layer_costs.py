"""What each layer costs under the plan on the table: timed once per network and device, worked out anew for each plan.

It begins when the layers are looked at, and job and facts have been left alone for a while.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from ..core.errors import UserError
from ..core.job import Job
from ..core.plan import Plan
from ..core.progress import Progress
from ..core.training.costs import BATCH, Cost, Costs, Times, pace
from ..workers import work
from .context import Context
from .translation import tr

WAIT_MS = 2000
"""How long everything must have been at rest: longer than the measuring of a step waits."""


class LayerCosts(QObject):
    """Follows the job while it is `wanted`."""

    changed = Signal()

    def __init__(self, context: Context, seen: Callable[[], Sequence[str]], parent: QObject | None = None) -> None:
        """`seen` tells which layers are on screen, whose memory is worked out first."""
        super().__init__(parent)
        self._context, self._seen = context, seen
        self.costs: dict[str, Cost] = {}
        """Time per epoch, by the layer's path; empty while it is not known."""
        self.memory: dict[str, int] = {}
        """Bytes, as far as they are worked out."""
        self.words = ""
        """How it was measured, for the user."""
        self._wanted = False
        self._known: dict[object, Times | None] = {}
        """What was measured by all that decides it; None where it failed."""
        self._under_way: object = None
        self._of: object = None
        """What the costs shown are of."""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._begin)
        facts = context.facts
        for signal in (
            context.session.job_changed, facts.layers_changed, facts.dataset_changed, facts.room_changed,
            facts.busy_changed, context.runner.state_changed,
        ):  # fmt: skip
            signal.connect(self._follow)

    @property
    def measuring(self) -> bool:
        return self._under_way is not None

    def want(self, wanted: bool) -> None:
        """Whether somebody looks."""
        self._wanted = wanted
        self._follow()

    # ---- measuring

    def _follow(self, *_: object) -> None:
        facts, running = self._context.facts, self._context.runner.active
        if self._under_way is not None:
            if "costs" not in facts.busy:
                self._rest()  # it was cancelled by what is more urgent
            elif running or not self._wanted or self._under_way != _decisive(self._context.session.job):
                facts.leave_layers()
                return  # followed by another change of `busy`
        self._work_out()
        if self._wanted and not running and _decisive(self._context.session.job) not in self._known:
            self._timer.start()
        else:
            self._timer.stop()

    def _rest(self) -> None:
        self._under_way = None
        self.changed.emit()

    def _begin(self) -> None:
        facts, job = self._context.facts, self._context.session.job
        if facts.busy or facts.layers is None or facts.split is None:
            return  # a change of theirs starts the timer again
        if facts.room is None:
            facts.look_at_room()
            return
        whole = job.model_copy(
            update={"plan": Plan(), "training": job.training.model_copy(update={"batch_size": _batch(job)})}
        )
        if not facts.fits(whole):
            return  # it might take the machine down, and nobody asked for it
        key = self._under_way = _decisive(job)

        def done(times: Times) -> None:
            self._known[key] = times
            self._rest()
            self._follow()

        def failed(error: Exception, details: str) -> None:
            self._known[key] = None
            if not isinstance(error, UserError):  # the run itself will say what is wrong
                logging.getLogger(__name__).warning("The layers could not be measured: %s\n%s", error, details)
            self._rest()

        facts.measure_layers(done, failed)
        self.changed.emit()

    # ---- working out

    def _work_out(self) -> None:
        facts, job = self._context.facts, self._context.session.job
        times = self._known.get(_decisive(job))
        if times is None or facts.layers is None or "layers" in facts.busy or facts.split is None:
            self._show(None, {}, "")
            return
        examples = len(facts.split.train), len(facts.split.val)
        asked = (job.plan, job.training, job.device, job.data, id(facts.layers), id(times), examples, facts.device_kind)
        if asked == self._of or not self._wanted:
            return
        layers = Costs(times, pace(job, *examples), job.plan).layers()
        words = tr(
            "Measured on {device} with {batch} examples at once, for epochs of {train:,} examples and {validation:,} "
            "to validate; memory as estimated.",
            device=times.device, batch=times.batch, train=examples[0], validation=examples[1],
        )  # fmt: skip
        self._show(asked, layers, words)
        args = (facts.layers, job, facts.device_kind, layers, self._seen())
        facts.tasks.start(work.layer_memory, *args, progress=self._take_memory, tag="memory")

    def _show(self, of: object, costs: dict[str, Cost], words: str) -> None:
        if of is None and self._of is None:
            return
        self._context.facts.tasks.cancel("memory")
        self._of, self.costs, self.memory, self.words = of, costs, {}, words
        self.changed.emit()

    def _take_memory(self, progress: Progress) -> None:
        found: Any = progress.item
        if found:
            self.memory |= found
            self.changed.emit()


def _batch(job: Job) -> int:
    return min(job.training.batch_size, BATCH)


def _decisive(job: Job) -> object:
    """The part of a job that decides how long each layer takes."""
    device = job.device
    return (job.source, job.data.input_size, _batch(job), device.name, device.precision, device.channels_last)
