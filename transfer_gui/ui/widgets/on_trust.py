"""Says that the files of a large dataset are taken on trust, and offers to open them all."""

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from ..translation import tr
from .text import Text


class OnTrust(QWidget):
    """A line with a button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Text("", "muted", wrap=False)
        self.open = QPushButton(tr("Open every file"))
        self.open.setObjectName("open_every")
        self.open.setToolTip(tr("Look whether each can be read, and which are copies; what is found is remembered"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words)
        row.addWidget(self.open)
        row.addStretch(1)

    def say(self, count: int, now: bool) -> None:
        """`count` files have not been opened; shown only where there are any, and `now` is the time to open them."""
        self.words.setText(tr("{count:,} files are taken on trust, as there are so many.", count=count))
        self.setVisible(count > 0 and now)
