"""The dock 'Inspector': what is inside the chosen layer, in the source, in the run under way and in its checkpoints."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from ...core.errors import UserError
from ...core.events import CheckpointSaved, RunStarted, Snapshot
from ...core.inspect.figures import Figure
from ...core.inspect.view import Subject, views
from ...core.job import Job, Source
from ...core.models.layer import Layer, heads_of
from ...workers import work
from .. import theme
from ..context import Context
from ..translation import mark, told, tr
from ..widgets.card import Section
from ..widgets.figure_view import FigureView
from ..widgets.segmented import Segmented
from ..widgets.text import Line, Text

PLACES = (
    ("source", mark("Source"), mark("As the run starts: the source model's weights, and the new head as it is drawn")),
    (
        "now",
        mark("Now"),
        mark("As they are at this moment of the run under way, brought up to date about once a second"),
    ),
    ("best", mark("Best"), mark("In the checkpoint of the run's best epoch")),
    ("last", mark("Last"), mark("In the run's last checkpoint")),
)
PERIOD = 1000
"""Milliseconds between two looks at a run under way."""
PATIENCE = 200
"""Milliseconds that a layer's figures stay in sight while those of the next are made."""
SOON = 20
"""Milliseconds until a change is looked at: it is painted by then, and what comes fast is taken together."""
LARGE = 50_000_000
"""Parameters of a layer that is read only when it is chosen by hand."""


class InspectPanel(QWidget):
    """Shows every view of `core.inspect` of the layer that is chosen in the tree."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.place = "source"
        self.shown: str | None = None
        """The layer whose figures are to be seen."""
        self._stale = True
        self._run: tuple[Source, int, int] | None = None
        """Source, classes and seed of the current or last run."""
        self._source: tuple[tuple[object, ...], Any] | None = None
        """The source's tensors last read, and what they are of."""
        self.title = Line("", "heading")
        self.title.setObjectName("inspected_layer")
        self.detail = Text("", "muted")
        self.state = Text("", "muted")
        self.state.setObjectName("inspect_state")
        self.places = Segmented(tr("Weights of"), PLACES)
        self.places.setObjectName("inspect_place")
        self.sections = {name: Section(tr(view.title), QWidget()) for name, view in views().items()}
        self.figures: dict[str, list[FigureView]] = {name: [] for name in self.sections}
        self._live = QTimer(self)
        self._live.setSingleShot(True)
        self._live.setInterval(PERIOD)
        self._live.timeout.connect(self._ask_run)
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(PATIENCE)
        self._slow.timeout.connect(lambda: self._say(tr("Reading the weights…")))
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SOON)
        self._soon.timeout.connect(self._look)
        self._turns: Iterator[bool] = iter(())
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._take_turn)
        self._put_together()
        self._connect()
        self._offer()

    # ---- putting together

    def _put_together(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(theme.SPACE)
        for name, section in self.sections.items():
            QVBoxLayout(section.content).setContentsMargins(4, 0, 0, 8)
            section.head.setToolTip(tr(views()[name].description))
            section.toggled.connect(self.refresh)
            section.hide()
            column.addWidget(section)
        column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE, theme.SPACE, 0, 0)
        layout.setSpacing(theme.SPACE)
        for widget in (self.title, self.detail, self.places, self.state):
            layout.addWidget(widget)
        layout.addWidget(self.area, 1)

    def _connect(self) -> None:
        facts, runner = self._context.facts, self._context.runner
        self.places.chosen.connect(self.choose)
        facts.selection_changed.connect(self.refresh)
        facts.layers_changed.connect(self.refresh)
        self._context.session.job_changed.connect(self._follow)
        runner.told.connect(self._take)
        runner.state_changed.connect(self._run_state)

    # ---- what is looked at

    @property
    def layer(self) -> Layer | None:
        """The chosen layer, or the whole model where none is."""
        root, path = self._context.facts.layers, self._context.facts.selected_layer or ""
        return next((layer for layer in root.walk() if layer.path == path), root) if root else None

    def choose(self, place: str) -> None:
        """Look at the weights of one of the places."""
        self.place = place
        self.places.set_value(place)
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Look again, now or as soon as the panel is in sight."""
        self._stale = True
        if self.isVisible():
            self._soon.start()

    @property
    def in_sight(self) -> bool:
        """Whether any of it can be seen: what stands behind another tab is "visible" to Qt all the same."""
        return self.isVisible() and not self.visibleRegion().isEmpty()

    def come_into_sight(self, seen: bool = True) -> None:
        """To be told when its tab comes to the front."""
        if seen and self._stale:
            self._soon.start()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self._soon.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._live.stop()
        self._slow.stop()
        self._stale = self._stale or self._soon.isActive() or self.place == "now"
        self._soon.stop()

    def _look(self) -> None:
        self.places.set_value(self.place)
        layer = self.layer
        self._show_head(layer)
        if not self.in_sight:
            return
        self._stale = False
        if layer is None:
            self._say(tr("Reading the model's structure…") if not self._context.facts.layers_error else "")
        elif not layer.parameters and not layer.norm:
            self._say(tr("This layer has no weights: it only computes. Choose one that has, such as a convolution."))
        elif layer.parameters > LARGE and self._context.facts.selected_layer is None:
            self._say(tr("This model is large. Choose a layer in the tree on the page 'Layers' to look inside it."))
        else:
            self._read_source(layer)

    def _show_head(self, layer: Layer | None) -> None:
        if layer is None:
            self.title.say(self._context.session.job.source.model)
            self.detail.say("")
            return
        model = self._context.session.job.source.model
        self.title.say(layer.path or tr("All of {model}", model=model))
        parts = [layer.kind, layer.detail, tr("{count:,} parameters", count=layer.parameters)]
        words = tr(", ").join(p for p in parts if p)
        if not layer.path:
            words = tr("{words}. Choose a layer on the page 'Layers' to look at it alone.", words=words)
        self.detail.say(words)

    def _say(self, words: str, role: str = "muted") -> None:
        """Words in place of the figures."""
        self._slow.stop()
        self._turn.stop()
        self.shown = None
        self.state.say(words, role)  # type: ignore[arg-type]
        if words:
            for section in self.sections.values():
                section.hide()

    # ---- reading

    def _origin(self) -> tuple[Source, int, int]:
        """Source, classes and seed of what is looked at."""
        job = self._context.session.job
        if self.place == "source" or self._run is None:
            return job.source, self._context.facts.class_count, job.training.seed
        return self._run

    def _read_source(self, layer: Layer) -> None:
        """The source's tensors first: they are shown, or stand behind what is."""
        facts, origin = self._context.facts, self._origin()
        key = (*origin, layer.path)
        if self._source is not None and self._source[0] == key:
            self._read_place(layer)
            return
        if layer.path != self.shown:
            self._slow.start()

        def read(found: Any) -> None:
            self._source = key, found
            self._read_place(layer)

        source, classes, seed = origin
        facts.tasks.start(
            work.source_tensors, source, classes, seed, facts.weight_folders, layer.path,
            done=read, failed=self._fail, tag="inspect",
        )  # fmt: skip

    def _read_place(self, layer: Layer) -> None:
        folder = self._context.runner.folder
        if self.place == "now":
            self._ask_run()
        elif self.place == "source" or folder is None:
            self._compute(layer.path, self._source[1].tensors if self._source else {}, self._dtypes())
        else:
            self._context.facts.tasks.start(
                work.checkpoint_tensors, _checkpoint(folder, self.place), layer.path,
                done=lambda found: self._compute(layer.path, found.tensors, found.dtypes),
                failed=self._fail, tag="inspect",
            )  # fmt: skip

    def _ask_run(self) -> None:
        runner = self._context.runner
        asking = runner.active and self.place == "now" and self.in_sight
        if asking and (layer := self.layer) is not None:
            runner.request_snapshot(layer.path)
        else:
            self._stale = self._stale or self.place == "now"

    def _dtypes(self) -> dict[str, str]:
        return self._source[1].dtypes if self._source else {}

    def _compute(self, path: str, tensors: dict[str, Any], dtypes: dict[str, str] | None = None) -> None:
        before = self._source[1].tensors if self._source is not None and self.place != "source" else {}
        if not tensors:
            self._say(tr("The run trains another model, which does not have this layer."))
            return
        root = self._context.facts.layers
        subject = Subject(path, tensors, before, heads_of(root) if root else {}, dtypes or {})
        open_ = [name for name, section in self.sections.items() if section.head.isChecked()]
        self._context.facts.tasks.start(
            work.look, subject, open_, done=lambda found: self._show(path, found),
            failed=self._fail, tag="look",
        )  # fmt: skip

    def _show(self, path: str, found: dict[str, tuple[Figure, ...]]) -> None:
        self._turns = self._fill(path, found)
        self._turn.start()

    def _take_turn(self) -> None:
        """The next figure, between two events of the window: all at once would hold it up."""
        if next(self._turns, None) is None:
            self._turn.stop()

    def _fill(self, path: str, found: dict[str, tuple[Figure, ...]]) -> Iterator[bool]:
        self._slow.stop()
        self.state.say("")
        for name, section in self.sections.items():
            figures, shown = found.get(name, ()), self.figures[name]
            section.setVisible(name not in found or bool(figures))
            yield True
            for place, figure in enumerate(figures):
                if place == len(shown):
                    shown.append(self._new_view(section))
                shown[place].show_figure(figure)
                shown[place].show()
                yield True
            for view in shown[len(figures) :] if name in found else ():
                view.hide()
        self.shown = path
        if self.place == "now" and self._context.runner.active:
            self._live.start()

    def _new_view(self, section: Section) -> FigureView:
        view = FigureView()
        view.failed.connect(lambda words: self._context.facts.failed.emit(words, tr("Choose another place."), ""))
        column = section.content.layout()
        assert column is not None
        column.addWidget(view)
        return view

    def _fail(self, error: Exception, details: str) -> None:
        words = told(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
        self._say(words, "bad")

    # ---- following

    def _follow(self, new: Job, old: Job) -> None:
        if new.source is not old.source or new.training.seed != old.training.seed:
            self.refresh()

    def _take(self, event: object) -> None:
        match event:
            case RunStarted():
                job = self._context.runner.job
                if job is not None:
                    self._run = job.source, len(event.classes), job.training.seed
                self._offer()
                self.choose("now")
            case Snapshot() if self.place == "now" and self.layer is not None:
                self._compute(self.layer.path, event.tensors)
            case CheckpointSaved():
                self._offer()
                if event.kind == self.place:
                    self.refresh()
            case _:
                pass

    def _run_state(self, state: str) -> None:
        self._offer()
        if state == "idle" and self.place == "now":
            folder = self._context.runner.folder
            there = [p for p in ("best", "last") if folder is not None and _checkpoint(folder, p).is_file()]
            self.choose(there[0] if there else "source")

    def _offer(self) -> None:
        """Enable the places that there are."""
        runner = self._context.runner
        buttons = self.places.buttons
        buttons["now"].setEnabled(runner.active)
        for place in ("best", "last"):
            buttons[place].setEnabled(runner.folder is not None and _checkpoint(runner.folder, place).is_file())


def _checkpoint(folder: Path, which: str) -> Path:
    return folder / "checkpoints" / f"{which}.pt"
