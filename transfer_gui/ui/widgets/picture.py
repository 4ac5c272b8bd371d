"""An icon as a label, in the colours of the theme whichever that is now."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from .. import theme
from ..icons import icon


class Picture(QLabel):
    """The icon `name`, `side` pixels wide and high; `muted` draws it in the muted colour."""

    def __init__(self, name: str, side: int, muted: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._side, self._muted = name, side, muted
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        theme.theme().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        colours = theme.colors()
        tint = colours.muted if self._muted else colours.text
        self.setPixmap(icon(self._name, tint).pixmap(self._side, self._side))
