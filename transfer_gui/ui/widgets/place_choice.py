"""Chooses which network is looked at."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QSizePolicy, QWidget

from ...core.events import CheckpointSaved
from ...core.runs.place import Place
from ...workers import work
from ..context import Context
from ..models import places

FILE = "A checkpoint file…"


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
        self._by_hand: str | None = None
        """Title of what the user chose."""
        self._files: list[Place] = []
        self._runs: list[Any] = []
        self._asked = False
        self.places: list[Place] = []
        self.setAccessibleName(name)
        self.setToolTip("Which network is looked at")
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(280)
        self.activated.connect(self._activate)
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
        self._by_hand = place.title
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Make the list anew."""
        before = self.place
        self.places = [places.source(self._context)] if self._with_source else []
        self.places += places.of_runs(self._context, self._runs) + self._files
        titles = [place.title for place in self.places]
        wanted = titles.index(self._by_hand) if self._by_hand in titles else self._first(titles)
        self.blockSignals(True)
        self.clear()
        self.addItems([*titles, FILE])
        self.setCurrentIndex(wanted if titles else -1)
        self.blockSignals(False)
        if self.place != before:
            self.chosen.emit()

    def _first(self, titles: list[str]) -> int:
        return 1 if self._with_source and not self._prefer_source and len(titles) > 1 else 0

    def _activate(self, index: int) -> None:
        if index < len(self.places):
            self._by_hand = self.places[index].title
            self.chosen.emit()
            return
        path, _ = QFileDialog.getOpenFileName(self, "Checkpoint", "", "Checkpoints (*.pt *.pth *.safetensors)")
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
