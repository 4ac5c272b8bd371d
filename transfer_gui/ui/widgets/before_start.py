"""What the run will need, estimated at once and measured on a real step soon after, and what to look out for."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QWidget

from ...core.atomic import bytes_in_words
from ...core.training.estimate import estimate
from .. import readiness
from ..context import Context
from ..status import clock, spell
from .card import Card
from .text import Text

WAIT_MS = 1500
"""The step is measured when the job has been left alone for so long."""


class BeforeStart(Card):
    """Memory and time of the job on the table, and warnings."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__("Before the start", parent)
        self._context = context
        self.measure = QPushButton("Measure")
        self.measure.setObjectName("measure")
        self.measure.setProperty("quiet", "true")
        self.measure.setToolTip("Take one real step in the background: peak memory and time per epoch (F7)")
        self.measure.clicked.connect(context.facts.measure)
        self.corner.addWidget(self.measure)
        self.needs = Text("", "body")
        self.needs.setObjectName("needs")
        self.warnings = Text("", "warning")
        self.warnings.setObjectName("job_warnings")
        self.body.addWidget(self.needs)
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
        facts.busy_changed.connect(self.refresh)
        self.refresh()

    def _changed(self, *_: object) -> None:
        self.refresh()
        self._timer.start()

    def _measure(self) -> None:
        facts, runner = self._context.facts, self._context.runner
        idle = not runner.active and not {"scan", "layers", "probe"} & facts.busy.keys()
        if idle and facts.probe is None and not facts.probe_error and not self._problems():
            facts.measure()

    def _problems(self) -> tuple[str, ...]:
        return readiness.problems(self._context.session.job, self._context.facts)

    def refresh(self) -> None:
        """Show what is known now."""
        facts, job = self._context.facts, self._context.session.job
        self.setVisible(not self._context.runner.active)
        self.measure.setEnabled(not self._problems() and "probe" not in facts.busy)
        probe = facts.probe
        if facts.probe_error:
            self.needs.say(facts.probe_error, "bad")
        elif probe is not None:
            self.needs.say(
                f"Measured: {spell(probe.epoch_seconds)} an epoch, {spell(probe.run_seconds)} in all, done at "
                f"{clock(probe.run_seconds)}. Peak memory {bytes_in_words(probe.peak_memory)} of "
                f"{bytes_in_words(probe.free_memory)} free, on {probe.device}.",
                "bad" if probe.peak_memory > probe.free_memory else "body",
            )
        elif facts.layers is not None:
            need = estimate(facts.layers, job)
            measuring = " One step is being measured…" if "probe" in facts.busy else ""
            self.needs.say(f"Estimated memory: {bytes_in_words(need.total)}.{measuring}", "body")
        else:
            self.needs.say("Reading the model…", "muted")
        self.warnings.say("\n".join(readiness.warnings(job, facts)))
