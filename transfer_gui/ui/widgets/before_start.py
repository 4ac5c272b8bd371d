"""What the run will need, estimated at once and measured on a real step soon after, and what to look out for."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QPushButton, QWidget

from ...core.atomic import bytes_in_words
from ...core.training.estimate import estimate
from ...core.training.savings import Saving
from ...workers import work
from .. import readiness
from ..context import Context
from ..status import clock, spell
from ..translation import sentences, tr
from .card import Card
from .savings import Savings
from .text import Text

WAIT_MS = 1500
"""The step is measured when the job has been left alone for so long."""


class BeforeStart(Card):
    """Memory and time of the job on the table, ways to need less where that is too much, and warnings."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(tr("Before the start"), parent)
        self._context = context
        self.measure = QPushButton(tr("Measure"))
        self.measure.setObjectName("measure")
        self.measure.setProperty("quiet", "true")
        self.measure.setToolTip(tr("Take one real step in the background: peak memory and time per epoch (F7)"))
        self.measure.clicked.connect(context.facts.measure)
        self.corner.addWidget(self.measure)
        self.finder = QPushButton(tr("Find batch size"))
        self.finder.setObjectName("find_batch_size")
        self.finder.setProperty("quiet", "true")
        tip = tr(
            "Take steps in batches of growing size; set the smallest that is about as fast as any and fits into memory"
        )
        self.finder.setToolTip(tip)
        self.finder.clicked.connect(context.facts.find_batch_size)
        self.paces = Text("", "muted")
        self.paces.setObjectName("paces")
        self.needs = Text("", "body")
        self.needs.setObjectName("needs")
        self.warnings = Text("", "warning")
        self.warnings.setObjectName("job_warnings")
        self.savings = Savings()
        self.savings.chosen.connect(self._take)
        self._found_for: object = None
        """What the savings were looked for."""
        self._waits = False
        """For another measurement to end."""
        self.body.addWidget(self.needs)
        self.ahead = Text("", "muted")
        self.ahead.setObjectName("prepared_ahead")
        self.ahead.setToolTip(tr("Done in the background while nothing else is; see Run, Prepare ahead"))
        self.body.addWidget(self.ahead)
        self.body.addWidget(self.paces)
        self.body.addWidget(self.savings)
        self.body.addWidget(self.finder, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.warnings)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._measure)
        facts = context.facts
        for changed in (facts.layers_changed, facts.dataset_changed, facts.catalogue_changed):
            changed.connect(self._changed)
        context.session.job_changed.connect(self._changed)
        context.runner.state_changed.connect(self._changed)
        facts.probe_changed.connect(self.refresh)
        facts.room_changed.connect(self.refresh)
        facts.batches_changed.connect(self.refresh)
        facts.busy_changed.connect(self._follow_busy)
        context.filling.changed.connect(self._show_ahead)
        self.refresh()

    def _changed(self, *_: object) -> None:
        self.refresh()
        self._timer.start()

    def _follow_busy(self) -> None:
        self.refresh()
        if self._waits and "costs" not in self._context.facts.busy:
            self._waits = False
            self._timer.start()

    def _measure(self) -> None:
        facts, runner = self._context.facts, self._context.runner
        facts.look_at_room()
        self._waits = "costs" in facts.busy  # two measurements at once would both be wrong
        idle = not runner.active and not {"scan", "layers", "probe", "batches", "costs"} & facts.busy.keys()
        if idle and facts.probe is None and not facts.probe_error and not self._problems() and not self._too_much():
            facts.measure()  # where it does not fit, only when asked to: it might take the machine down

    def _problems(self) -> tuple[str, ...]:
        return readiness.problems(self._context.session.job, self._context.facts)

    def refresh(self) -> None:
        """Show what is known now."""
        facts, job = self._context.facts, self._context.session.job
        self.setVisible(not self._context.runner.active)
        if self._context.runner.active:
            return
        self.measure.setEnabled(not self._problems() and "probe" not in facts.busy)
        self.finder.setEnabled(not self._problems() and "batches" not in facts.busy)
        self.paces.say(facts.batches_error or _pace_words(facts.paces), "bad" if facts.batches_error else "muted")
        self.paces.setVisible(bool(self.paces.text()))
        probe = facts.probe
        if facts.probe_error:
            self.needs.say(facts.probe_error, "bad")
        elif probe is not None:
            self.needs.say(_measured(probe), "bad" if probe.peak_memory > probe.free_memory else "body")
        elif facts.layers is not None:
            need, more = estimate(facts.layers, job, facts.device_kind).total, self._too_much()
            words = tr("Estimated memory: {need}.", need=bytes_in_words(need))
            if more:
                free = bytes_in_words(facts.room.free)
                words = tr("Estimated memory: {need}, but only {free} free.", need=bytes_in_words(need), free=free)
            if "probe" in facts.busy:
                words = sentences(words, tr("One step is being measured…"))
            self.needs.say(words, "bad" if more else "body")
        else:
            self.needs.say(tr("Reading the model…"), "muted")
        self.warnings.say("\n".join(readiness.warnings(job, facts)))
        self._look_for_savings()
        self._show_ahead()

    def _show_ahead(self) -> None:
        words = self._context.filling.words
        self.ahead.say(words, "muted")
        self.ahead.setVisible(bool(words))

    # ---- needing less

    def _too_much(self) -> bool:
        """Whether the job needs more memory than is free: as it was measured, or else as it is estimated."""
        facts = self._context.facts
        if facts.probe is not None:
            return facts.probe.peak_memory > facts.probe.free_memory
        return facts.fits(self._context.session.job) is False

    def _look_for_savings(self) -> None:
        facts, job = self._context.facts, self._context.session.job
        if not self._too_much() or facts.layers is None:
            facts.tasks.cancel("savings")
            self._found_for = None
            self.savings.offer((), 0)
            return
        asked = (job, facts.layers, facts.probe, facts.device_kind)
        if asked == self._found_for:
            return
        self._found_for = asked
        self.savings.offer((), 0)
        scale, free = 1.0, facts.room.free if facts.room is not None else 0
        if facts.probe is not None:
            free = facts.probe.free_memory
            scale = facts.probe.peak_memory / max(1, estimate(facts.layers, job, facts.device_kind).total)

        def found(savings: tuple[Saving, ...]) -> None:
            self.savings.offer(savings, free, scale)

        allowed = int(free / scale)
        facts.tasks.start(work.savings, facts.layers, job, facts.device_kind, allowed, done=found, tag="savings")

    def _take(self, saving: Saving) -> None:
        self._context.session.edit(saving.field, saving.value, tr(saving.title))


def _pace_words(paces: Sequence[tuple[int, float]]) -> str:
    """What was tried, in words."""
    if not paces:
        return ""
    listed = ", ".join(f"{size}: {pace:,.0f}" for size, pace in paces)
    return tr("Pictures/s by batch size: {listed}.", listed=listed)


def _measured(probe: Any) -> str:
    """What one step took, in words; what the first epoch takes longer, where it is worth telling."""
    values = {
        "epoch": spell(probe.epoch_seconds),
        "once": spell(probe.once_seconds),
        "run": spell(probe.run_seconds),
        "end": clock(probe.run_seconds),
    }
    times = tr("Measured: {epoch} an epoch, {run} in all, done at {end}.", **values)
    if probe.once_seconds >= 1:
        times = tr(
            "Measured: {epoch} an epoch after {once} that are spent once, {run} in all, done at {end}.", **values
        )
    peak, free = bytes_in_words(probe.peak_memory), bytes_in_words(probe.free_memory)
    memory = tr("Peak memory {peak} of {free} free, on {device}.", peak=peak, free=free, device=probe.device)
    return sentences(times, memory)
