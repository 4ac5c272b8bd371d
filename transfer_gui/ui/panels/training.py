"""The dock 'Training': the settings of the run, what it will need, and the run itself."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ...core.job import Device, Job, Training
from ...workers import work
from .. import theme
from ..context import Context
from ..translation import mark, tr
from ..widgets.before_start import BeforeStart
from ..widgets.card import Card, Section
from ..widgets.field import fields
from ..widgets.form import Form, grouped
from ..widgets.run_card import RunCard
from ..widgets.text import Text

GROUPS: dict[str, Sequence[str]] = {
    mark("Basics"): (
        "training.epochs",
        "training.batch_size",
        "training.learning_rate",
        "training.momentum",
    ),
    mark("Learning rate over the run"): (
        "training.schedule",
        "training.step_epochs",
        "training.step_factor",
        "training.warmup_epochs",
    ),
    mark("Stopping"): ("training.patience",),
    mark("Device"): ("device.name", "device.precision"),
    mark("More"): (
        "training.nesterov",
        "training.weight_decay",
        "training.label_smoothing",
        "training.mixup",
        "training.class_weights",
        "training.whole_set",
        "training.accumulate",
        "device.checkpointing",
        "device.compile",
        "training.seed",
        "device.workers",
        "device.channels_last",
        "device.reuse",
        "training.strategy",
    ),
}
OPEN = {"Basics", "Learning rate over the run", "Device"}


class _Column(QScrollArea):
    """What is scrolled up and down only, and never narrower than that."""

    def minimumSizeHint(self) -> QSize:
        inside = self.widget()
        wide = inside.minimumSizeHint().width() if inside else 0
        return QSize(wide + self.verticalScrollBar().sizeHint().width(), super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A scroll area hears so of what happens to its widget: rows come and go."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)


class TrainingPanel(QWidget):
    """Edits `job.training` and `job.device`, and starts and steers the run."""

    export_requested = Signal()
    compare_requested = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._precisions: dict[str, tuple[str, ...]] = {}
        self.run = RunCard(context)
        self.run.export_requested.connect(self.export_requested)
        self.run.compare_requested.connect(self.compare_requested)
        self.before = BeforeStart(context, self)  # a child is never shown as a window of its own
        self.forms: dict[str, Form] = {}
        self.hint = Text(tr("A run is going on: changes here are for the next one."), "muted")
        self.hint.setObjectName("next_run_hint")
        self._put_together()
        facts = context.facts
        for changed in (facts.catalogue_changed, facts.layers_changed, facts.dataset_changed, facts.busy_changed):
            changed.connect(self.run.refresh)
        facts.catalogue_changed.connect(self._want_devices)
        context.session.job_changed.connect(self._follow)
        context.runner.state_changed.connect(self._show_hint)
        self._show_hint()
        self._show_relevant(context.session.job)

    def _put_together(self) -> None:
        settings = Card()
        named: dict[str, Sequence[str]] = {"device.name": ("auto",), "training.strategy": ("standard",)}
        specs = [
            replace(spec, kind="choice", choices=named[spec.path]) if spec.path in named else spec
            for spec in (*fields(Training, "training"), *fields(Device, "device"))
        ]
        for title, group in grouped(specs, GROUPS, "More").items():
            form = Form(self._context.session, group)
            self.forms[title] = form
            section = Section(tr(title), form, open_=title in OPEN)
            section.setObjectName(f"section_{title.split()[0].lower()}")
            settings.body.addWidget(section)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        for widget in (self.run, self.before, self.hint, settings):
            column.addWidget(widget)
        column.addStretch(1)
        scroll = _Column()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)

    def form_of(self, path: str) -> Form:
        """The form that has the row of the field at `path`."""
        return next(form for form in self.forms.values() if path in form.rows)

    # ---- following

    def _follow(self, new: Job, old: Job) -> None:
        self.run.refresh()
        if new.training is not old.training or new.device is not old.device:
            self._show_relevant(new)

    def _show_relevant(self, job: Job) -> None:
        """Hide the rows that mean nothing with the others as they are."""
        step = job.training.schedule == "step"
        for path, shown in {"training.step_epochs": step, "training.step_factor": step}.items():
            self.form_of(path).rows[path].setVisible(shown)
        self._offer_precisions(job)

    def _show_hint(self, *_: object) -> None:
        self.hint.setVisible(self._context.runner.active)

    # ---- devices

    def _want_devices(self) -> None:
        if not self._precisions:
            self._context.facts.tasks.start(work.devices, done=self._take_devices, tag="devices")

    def _take_devices(self, devices: list) -> None:  # type: ignore[type-arg]
        if not devices:
            return
        self._precisions = {device.name: device.precisions for device in devices}
        self._precisions["auto"] = devices[0].precisions
        row = self.form_of("device.name").rows["device.name"]
        auto = tr("Auto: {device}", device=devices[0].title)
        choices = [("auto", auto), *((d.name, d.title) for d in devices)]
        row.set_choices(choices)
        row.refresh(self._context.session.job)
        self._offer_precisions(self._context.session.job)

    def _offer_precisions(self, job: Job) -> None:
        offered = self._precisions.get(job.device.name)
        if offered:
            row = self.form_of("device.precision").rows["device.precision"]
            titles = row.text.choices
            row.set_choices([(name, titles.get(name, name)) for name in offered])
            row.refresh(job)
