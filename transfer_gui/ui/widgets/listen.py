"""A button that plays an example, and stops it. It is there only where examples can be heard."""

from PySide6.QtWidgets import QPushButton, QWidget

from ..icons import icon
from ..player import Player, heard
from ..translation import tr


class Listen(QPushButton):
    """Plays the example that `offer` was given last."""

    def __init__(self, player: Player, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self._player = player
        self._domain, self._path = "", ""
        self.clicked.connect(self._press)
        player.changed.connect(self._show)
        self.hide()
        self._show()

    def offer(self, domain: str, path: str) -> None:
        """Offer to play the example at `path`; '' where none, or more than one, is chosen."""
        if self._path and path != self._path and self._player.path == self._path:
            self._player.stop()
        self._domain, self._path = domain, path
        audible = heard(domain)
        self.setVisible(audible)
        if audible:
            self._player.look()
        self._show()

    @property
    def plays(self) -> bool:
        """Whether this button's example is being played now."""
        return bool(self._path) and self._player.path == self._path

    def toggle(self) -> None:
        """Play, or stop; nothing where that cannot be done."""
        if self.isEnabled():
            self._press()

    def _press(self) -> None:
        if self.plays:
            self._player.stop()
        else:
            self._player.play(self._domain, self._path)

    def _show(self) -> None:
        plays, why_not = self.plays, self._player.why_not
        self.setIcon(icon("stop" if plays else "play"))
        self.setText(tr("Stop") if plays else tr("Listen"))
        self.setEnabled(bool(self._path) and why_not == "")
        if why_not is None:
            tip = tr("Looking for a sound output")
        elif why_not:
            tip = tr("Nothing can be played. {why}", why=why_not)
        elif not self._path:
            tip = tr("Select one example to hear it")
        else:
            tip = tr("Play the selected example, or stop it")
        self.setToolTip(tip)
