"""The whole network at once: which layers learned, and that the frozen ones did not move."""

from typing import Any

from PySide6.QtCore import QPointF, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...core.events import Measured, RunStarted
from ...core.inspect import network
from ...core.inspect.figures import Heatmap, Measures
from ...workers import looking
from .. import theme
from ..context import Context
from ..figures import heatmap, measures
from ..models import places
from ..translation import mark, tr
from ..widgets.figure_column import FigureColumn
from ..widgets.place_choice import PlaceChoice
from ..widgets.segmented import Segmented
from ..widgets.text import Text
from ..widgets.working import Working

WHAT = (
    ("now", mark("All layers"), mark("A row a layer: its size, how far it is from the source, how fast it moves")),
    ("drift", mark("Drift"), mark("Distance from the source at the end of each epoch")),
    ("update", mark("Updates"), mark("Length of the last step beside the length of the weights, epoch by epoch")),
    ("gradient", mark("Gradients"), mark("Length of the gradient, epoch by epoch")),
    ("norm", mark("Norms"), mark("Length of the weights, epoch by epoch")),
    ("cosine", mark("Direction"), mark("1 - cosine between the weights and the source's, epoch by epoch")),
)
PERIOD, RARELY = 1000, 100
"""Milliseconds between two looks at a run under way, and how many times longer than the measuring that is at least."""


class NetworkMap(QWidget):
    """Follows a run under way, and shows runs that have ended and networks that never were in one."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._measured: Measured | None = None
        """The run's last, which is shown while it goes on."""
        self._record: tuple[Measured, ...] = ()
        """Epoch by epoch, of the network that is chosen."""
        self._still: Any = None
        """(tensors, hint, why the source is not known) of a network without a record."""
        self.place = PlaceChoice(context, tr("Network of the map"))
        self.place.setObjectName("map_place")
        self.what = Segmented(tr("Show"), WHAT)
        self.what.setObjectName("map_what")
        self.what.set_value("now")
        self.state = Text("", "muted")
        self.state.setObjectName("map_state")
        self.working = Working(context.facts.tasks, "map")
        self.figures = FigureColumn(columns=1)
        self._live = QTimer(self)
        self._live.setSingleShot(True)
        self._live.timeout.connect(self._ask)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        row.addWidget(self.place)
        row.addWidget(self.state, 1)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.what)
        column.addLayout(row)
        column.addWidget(self.working)
        column.addWidget(self.figures, 1)
        self.place.chosen.connect(self.refresh)
        self.what.chosen.connect(self._choose)
        self.figures.clicked.connect(self._pick)
        context.runner.told.connect(self._take)
        context.runner.state_changed.connect(self.refresh)

    # ---- what is shown

    @property
    def live(self) -> bool:
        """Whether a run goes on, which is then what is shown."""
        return self._context.runner.active

    def refresh(self, *_: object) -> None:
        """Look again, now or as soon as this is in sight."""
        self._still, self._record = None, ()
        if not self.isVisible():
            return
        self.place.setEnabled(not self.live)
        if self.live:
            self._ask()
            self._read_record()
        else:
            self._read()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._live.stop()

    def _choose(self, what: str) -> None:
        self.what.set_value(what)
        self._draw()

    def _draw(self) -> None:
        what: Any = self.what.value()
        title = self._title()
        if what != "now":
            found = network.over_epochs(self._record, what) if self._record else None
            self.figures.show_figures([found] if found is not None else [])
            self.state.say("" if found is not None else tr("No epoch has been recorded yet: train, or choose a run."))
            return
        self.state.say(tr("Click a row to look at that layer in the inspector."))
        if self.live:
            measured = self._measured
            self.figures.show_figures([network.now(measured, title)] if measured is not None else [])
            if measured is None:
                self.state.say(tr("Waiting for the first step…"))
        elif self._still is not None:
            tensors, hint, why = self._still
            if why:
                self.state.say(tr("How far it came from its source is not known: {why}", why=why))
            measured = self._record[-1] if self._record else Measured(0, None, tensors, 0.0)
            self.figures.show_figures([network.now(measured, title, hint)])

    def _title(self) -> str:
        if self.live:
            if self._measured is None:
                return tr("The run under way")
            return tr("The run under way, step {step:,}", step=self._measured.step)
        return self.place.place.title if self.place.place is not None else ""

    # ---- reading

    def _read(self) -> None:
        place = self.place.place
        if place is None:
            return
        self._read_record()
        folders = self._context.facts.weight_folders
        self.working.start(looking.network_map, place, folders, done=self._take_still)

    def _read_record(self) -> None:
        place = self.place.place
        folder = self._context.runner.folder if self.live else places.run_of(place)
        best = not self.live and place is not None and place.checkpoint is not None and place.checkpoint.stem == "best"
        if folder is not None:
            self._context.facts.tasks.start(
                looking.movements, folder, "best" if best else "last", done=self._take_record,
                failed=lambda *_: None, tag="record",
            )  # fmt: skip

    def _take_still(self, found: Any) -> None:
        self._still = found
        self._draw()

    def _take_record(self, record: tuple[Measured, ...]) -> None:
        self._record = record
        self._draw()

    # ---- a run under way

    def _ask(self) -> None:
        if self.live and self.isVisible():
            self._context.runner.request_measure()

    def _take(self, event: object) -> None:
        match event:
            case RunStarted():
                self._measured = None
            case Measured():
                self._measured = event
                if event.epoch is not None:
                    self._record = (*self._record, event)
                if self.isVisible() and self.live:
                    self._draw()
                    self._live.start(max(PERIOD, round(event.seconds * 1000) * RARELY))
            case _:
                pass

    def _pick(self, figure: object, point: QPointF) -> None:
        view = self.figures.views[0]
        row = None
        if isinstance(figure, Measures):
            row = measures.row_at(figure, view.area(), point)
        elif isinstance(figure, Heatmap) and (found := heatmap.cell_at(figure, view.area(), point)):
            row = found[0]
        if row is not None and isinstance(figure, Measures | Heatmap):
            self._context.facts.select_layer(figure.rows[row])
