"""Ways to make a run fit into the memory that is free, each one a click."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from ...core.training.savings import Saving
from .. import theme
from ..translation import tr
from .field_texts import text_of
from .text import Text


class Savings(QWidget):
    """A button for each saving; hidden where there is none."""

    chosen = Signal(object)
    """core.training.savings.Saving"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, QPushButton] = {}
        """By way."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.SPACE // 2)
        self._column.addWidget(Text(tr("Needs less:"), "muted"))
        self.hide()

    def offer(self, savings: Sequence[Saving], free: float, scale: float = 1.0) -> None:
        """Show these, with what each needs of the `free` bytes; `scale` is what is measured by what is estimated."""
        for button in self.buttons.values():
            self._column.removeWidget(button)
            button.deleteLater()
        self.buttons = {saving.way: self._button(saving, saving.words(free, scale)) for saving in savings}
        self.setVisible(bool(savings))

    def _button(self, saving: Saving, words: str) -> QPushButton:
        button = QPushButton(words.replace(", ", "\n", 1))  # in a dock that is narrow
        button.setObjectName(f"saving_{saving.way}")
        button.setAccessibleName(words)
        about = text_of(saving.field).teach
        button.setToolTip(about)
        button.setAccessibleDescription(about)
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # never wider than the dock
        button.setProperty("left", "true")
        button.clicked.connect(partial(self.chosen.emit, saving))
        self._column.addWidget(button)
        return button
