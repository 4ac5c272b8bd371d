"""Chooses which network is looked at."""

from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPaintEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QSizePolicy,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QWidget,
)

from ...core.events import CheckpointSaved
from ...core.runs.place import Place
from ...workers import work
from ..context import Context
from ..models import places
from ..translation import mark, tr

FILE = mark("A checkpoint file…")
TOLD = mark("Which network is looked at")
MOST = 420
"""Pixels of its width at most; what is longer has its middle left out."""


class PlaceChoice(QComboBox):
    """A list of networks. It follows the job and the run, and keeps what the user chose as long as it is there."""

    chosen = Signal()
    """`place` is another network, or the same with other weights."""

    def __init__(
        self, context: Context, name: str, *, prefer_source: bool = False, with_source: bool = True,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        """`prefer_source`: the source is chosen at first, and not the newest checkpoint."""
        super().__init__(parent)
        self._context, self._prefer_source, self._with_source = context, prefer_source, with_source
        self._by_hand: Path | Literal["source"] | None = None
        """What the user chose: a checkpoint's file, or the source, whichever that is."""
        self._files: list[Place] = []
        self._runs: list[Any] = []
        self._asked = False
        self.places: list[Place] = []
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(12)
        self.view().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(MOST)
        self.activated.connect(self._activate)
        self.currentIndexChanged.connect(self._tell)
        context.session.job_changed.connect(self._job_changed)
        context.facts.dataset_changed.connect(self.refresh)
        context.runner.told.connect(self._take)
        context.runner.state_changed.connect(self._run_changed)
        self.refresh()

    @property
    def place(self) -> Place | None:
        """What is chosen; None where there is nothing to choose."""
        index = self.currentIndex()
        return self.places[index] if 0 <= index < len(self.places) else None

    def choose(self, place: Place) -> None:
        """Choose as the user would; a checkpoint's file that is not listed is added."""
        if place not in self.places:
            self._files.append(place)
        self._by_hand = _key(place)
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Make the list anew."""
        before = self.place
        self.places = [places.source(self._context)] if self._with_source else []
        self.places += places.of_runs(self._context, self._runs)
        self.places += [place for place in self._files if place not in self.places]
        keys = [_key(place) for place in self.places]
        wanted = keys.index(self._by_hand) if self._by_hand in keys else self._first()
        self.blockSignals(True)
        self.clear()
        for place in self.places:
            self.addItem(place.title)
            self.setItemData(self.count() - 1, _where(place), Qt.ItemDataRole.ToolTipRole)
        self.addItem(tr(FILE))
        self.setCurrentIndex(wanted if self.places else -1)
        self.blockSignals(False)
        self._tell()
        if self.place != before:
            self.chosen.emit()

    def _first(self) -> int:
        return 1 if self._with_source and not self._prefer_source and len(self.places) > 1 else 0

    def _tell(self, *_: object) -> None:
        place = self.place
        told = tr(TOLD)
        if place is not None:
            told = f"{tr('{name}: {value}', name=told, value=place.title)}\n{_where(place)}"
        self.setToolTip(told)

    def _activate(self, index: int) -> None:
        if index < len(self.places):
            self._by_hand = _key(self.places[index])
            self.chosen.emit()
            return
        path, _ = QFileDialog.getOpenFileName(self, tr("Checkpoint"), "", tr("Checkpoints (*.pt *.pth *.safetensors)"))
        if path:
            self.choose(Place(Path(path).name, checkpoint=Path(path)))
        else:
            self.refresh()

    def _job_changed(self, new: Any, old: Any) -> None:
        if new.source is not old.source or new.data is not old.data or new.training.seed != old.training.seed:
            self.refresh()

    def _take(self, event: object) -> None:
        if isinstance(event, CheckpointSaved):
            self.refresh()
            if self.place is not None and self.place.checkpoint == Path(event.path):
                self.chosen.emit()

    def _run_changed(self, state: str) -> None:
        if state == "idle":
            self._look_for_runs()

    def paintEvent(self, event: QPaintEvent) -> None:
        """As a box of its kind, but with both ends of what is chosen in sight."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        control, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(control, option, part, self).width() - 4
        words = self.fontMetrics().elidedText(self.currentText(), Qt.TextElideMode.ElideMiddle, room)
        option.currentText = words  # pyright: ignore[reportAttributeAccessIssue] - missing in the stubs
        painter.drawComplexControl(control, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._asked:
            self._look_for_runs()

    def _look_for_runs(self) -> None:
        self._asked = True

        def take(runs: list[Any]) -> None:
            self._runs = runs
            self.refresh()

        self._context.facts.tasks.start(work.runs, done=take, tag=f"runs of {id(self)}")


def _key(place: Place) -> Path | Literal["source"]:
    return place.checkpoint or "source"


def _where(place: Place) -> str:
    """Where a network comes from: the run's folder, the file, or the job."""
    if place.checkpoint is None:
        return tr("The job's source model, as a run would start from it now")
    return str(places.run_of(place) or place.checkpoint)
