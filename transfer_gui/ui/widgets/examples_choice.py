"""Chooses which examples a network is looked at with."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QSizePolicy, QWidget

from ...core.data.dataset import Side
from ...core.job import Data
from ...core.runs.examples import Examples
from ...core.runs.place import Place
from ..context import Context
from ..models.places import run_of
from ..translation import mark, tr

SIDES: tuple[tuple[Side, str], ...] = (("val", "validation"), ("test", "test"), ("train", "training"))
FOLDER, TABLE = mark("Another folder…"), mark("Another table…")
TITLES = mark(("Validation", "Test", "Training", "All", "The run's validation", "The run's test", "The run's training"))
"""What there is to choose beside data that the user names himself, as it is shown."""


class ExamplesChoice(QComboBox):
    """The sides of the run's own split, those of the dataset on the page 'Target data', or another dataset."""

    chosen = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._run: Path | None = None
        self._others: list[Examples] = []
        self._by_hand: str | None = None
        self.choices: list[Examples] = []
        self.setAccessibleName(tr("Examples"))
        self.setToolTip(tr("Which examples the network is shown"))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setMaximumWidth(280)
        self.activated.connect(self._activate)
        context.facts.dataset_changed.connect(self.refresh)
        self.refresh()

    @property
    def examples(self) -> Examples | None:
        """What is chosen; None where there is nothing to choose."""
        index = self.currentIndex()
        return self.choices[index] if 0 <= index < len(self.choices) else None

    def follow(self, place: Place | None) -> None:
        """Offer the split of the run that this network is of."""
        self._run = run_of(place)
        self.refresh()

    def refresh(self, *_: object) -> None:
        """Make the list anew."""
        before, facts = self.examples, self._context.facts
        self.choices = []
        if self._run is not None:
            self.choices += [Examples(f"the run's {words}", side, run=self._run) for side, words in SIDES]
        if facts.dataset is not None and facts.split is not None:
            found = (facts.dataset, facts.split)
            sizes = {"val": facts.split.val, "test": facts.split.test, "train": facts.split.train}
            self.choices += [Examples(words, side, found=found) for side, words in SIDES if sizes[side]]
            self.choices.append(Examples("all", "all", found=found))
        self.choices += self._others
        titles = [choice.title for choice in self.choices]
        wanted = titles.index(self._by_hand) if self._by_hand in titles else 0
        self.blockSignals(True)
        self.clear()
        self.addItems([_shown(choice) for choice in self.choices] + [tr(FOLDER), tr(TABLE)])
        self.setCurrentIndex(wanted if titles else -1)
        self.blockSignals(False)
        if self.examples != before:
            self.chosen.emit()

    def choose_data(self, path: str) -> None:
        """Look at all examples of another dataset."""
        self._others.append(Examples(Path(path).name, "all", data=Data(path=path)))
        self._by_hand = Path(path).name
        self.refresh()

    def _activate(self, index: int) -> None:
        if index < len(self.choices):
            self._by_hand = self.choices[index].title
            self.chosen.emit()
            return
        if index == len(self.choices):
            path = QFileDialog.getExistingDirectory(self, tr(FOLDER))
        else:
            path, _ = QFileDialog.getOpenFileName(self, tr(TABLE), "", tr("Tables (*.csv *.tsv)"))
        if path:
            self.choose_data(path)
        else:
            self.refresh()


def _shown(choice: Examples) -> str:
    """A choice as it stands in the list; a name that the user gave is not translated."""
    title = choice.title[:1].upper() + choice.title[1:]
    return title if choice.data is not None else tr(title)
