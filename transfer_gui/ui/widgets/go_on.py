"""What can be done with a run beside exporting it, as buttons."""

from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from .. import theme
from ..icons import icon
from ..translation import mark, tr
from .card import Card

BUTTONS = (
    ("use_as_source", mark("Use as source model"), "model",
     mark("Train on from these weights, on these or other data")),
    ("resume_this", mark("Resume"), "play",
     mark("Go on with the run from its last checkpoint, as if never stopped")),
    ("show_curves", mark("Show curves"), "chart",
     mark("Draw this run's loss and accuracy on the page 'Train'")),
    ("use_settings", mark("Use its settings"), "settings",
     mark("Put this run's job on the table, to change and repeat")),
    ("run_script", mark("Save as script…"), "script",
     mark("This run as one plain-torch file that trains the same")),
)  # fmt: skip
COLUMNS = 3


class GoOn(Card):
    """`buttons` by name; the panel says what they do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Go on with this run"), parent)
        self.buttons: dict[str, QPushButton] = {}
        grid = QGridLayout()
        grid.setSpacing(theme.SPACE)
        for place, (name, text, picture, tip) in enumerate(BUTTONS):
            button = QPushButton(icon(picture), tr(text))
            button.setObjectName(name)
            button.setToolTip(tr(tip))
            self.buttons[name] = button
            grid.addWidget(button, *divmod(place, COLUMNS))
        grid.setColumnStretch(COLUMNS, 1)
        self.body.addLayout(grid)
