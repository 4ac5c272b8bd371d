"""What can be done with a run beside exporting it, as buttons."""

from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from .. import theme
from ..icons import icon
from .card import Card

BUTTONS = (
    ("use_as_source", "Use as source model", "model", "Train on from these weights, on these or other data"),
    ("resume_this", "Resume", "play", "Go on with the run from its last checkpoint, as if never stopped"),
    ("show_curves", "Show curves", "chart", "Draw this run's loss and accuracy on the page 'Train'"),
    ("use_settings", "Use its settings", "settings", "Put this run's job on the table, to change and repeat"),
    ("run_script", "Save as script…", "script", "This run as one plain-torch file that trains the same"),
)
COLUMNS = 3


class GoOn(Card):
    """`buttons` by name; the panel says what they do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Go on with this run", parent)
        self.buttons: dict[str, QPushButton] = {}
        grid = QGridLayout()
        grid.setSpacing(theme.SPACE)
        for place, (name, text, picture, tip) in enumerate(BUTTONS):
            button = QPushButton(icon(picture), text)
            button.setObjectName(name)
            button.setToolTip(tip)
            self.buttons[name] = button
            grid.addWidget(button, *divmod(place, COLUMNS))
        grid.setColumnStretch(COLUMNS, 1)
        self.body.addLayout(grid)
