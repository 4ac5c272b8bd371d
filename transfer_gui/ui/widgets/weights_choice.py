"""Which set of weights to start from: one radio button each, with what is known of it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QVBoxLayout, QWidget

from ...core.models.entry import Weights
from ..models.catalogue import PLACES
from ..translation import mark, tr
from .text import Text

FILE = "file"
"""The choice 'a file of mine'."""
NONE = "none"
"""The choice 'from scratch'."""
_SCRATCH = mark(
    "Nothing is transferred: every layer starts from random numbers and is trained. Needs far more examples and time, "
    "and with few examples it is far less accurate."
)


class WeightsChoice(QWidget):
    """A radio list. Values are the ids of `Weights`, FILE and NONE."""

    chosen = Signal(str)
    """The user took this choice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Weights to start from"))
        self._group = QButtonGroup(self)
        self._group.buttonClicked.connect(self._tell)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2)
        self.buttons: dict[str, QRadioButton] = {}
        self._notes: dict[str, QLabel] = {}

    def set_weights(self, weights: Sequence[Weights], *, architecture: bool, folder: bool = False) -> None:
        """Offer these sets; for an architecture also a file of the user's own, and none; or a folder of his own."""
        while item := self._layout.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for button in self._group.buttons():
            self._group.removeButton(button)
        self.buttons, self._notes = {}, {}
        for one in weights:
            self._add(one.id, title_of(one), note_of(one))
        if architecture and folder:
            note = tr("A folder with config.json, tokenizer.json and model.safetensors, as transformers writes it.")
            self._add(FILE, tr("A folder of mine"), note)
        elif architecture:
            note = tr("A checkpoint of this architecture, from this program or another one.")
            self._add(FILE, tr("A file of mine"), note)
            self._add(NONE, tr("None: from scratch"), tr(_SCRATCH))

    def value(self) -> str:
        return next((value for value, button in self.buttons.items() if button.isChecked()), "")

    def set_value(self, value: str) -> None:
        """Show `value` as chosen. Tells nothing."""
        if value in self.buttons:
            self.buttons[value].setChecked(True)

    def set_note(self, value: str, note: str) -> None:
        """Say something else of a choice."""
        if value in self._notes:
            self._notes[value].setText(note)

    def _add(self, value: str, title: str, note: str) -> None:
        button = QRadioButton(title)
        button.setObjectName(f"weights_{value}")
        button.setAccessibleDescription(note)
        label = Text(note, "small")
        label.setContentsMargins(24, 0, 0, 6)
        self._group.addButton(button)
        self._layout.addWidget(button)
        self._layout.addWidget(label)
        self.buttons[value], self._notes[value] = button, label

    def _tell(self, pressed: QRadioButton) -> None:
        self.chosen.emit(next(value for value, button in self.buttons.items() if button is pressed))


def title_of(weights: Weights) -> str:
    """A set of weights as a person calls it."""
    if weights.where == "shipped":
        return tr("Shipped with this program")
    return weights.title


def note_of(weights: Weights) -> str:
    """Published accuracy, size, and where it is."""
    parts: list[str] = []
    if weights.accuracy is not None:
        parts.append(tr("{accuracy:.1f} % top-1 on ImageNet", accuracy=weights.accuracy))
    if weights.preprocessing:
        parts.append(f"{weights.preprocessing.size} {tr(weights.preprocessing.unit)}")
    if weights.megabytes:
        parts.append(f"{weights.megabytes:,.0f} MB" if weights.megabytes >= 10 else f"{weights.megabytes:.1f} MB")
    if weights.where != "shipped":
        parts.append(tr(PLACES[weights.where][0]))
    return " · ".join(parts)
