"""The examples of a class as thumbnails, and below them the one that is selected, to be heard where that can be."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ...workers.task import Tasks
from .. import theme
from ..player import Player
from .listen import Listen
from .text import Line
from .thumbnails import Thumbnails


class ClassExamples(QWidget):
    """Examples of one domain."""

    def __init__(self, tasks: Tasks, player: Player, domain: Callable[[], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._domain = domain
        self.thumbnails = Thumbnails(tasks, domain)
        self.called, self.listen = Line("", "muted"), Listen(player, "hear_example")
        row = QHBoxLayout()
        row.addWidget(self.called, 1)
        row.addWidget(self.listen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.thumbnails, 1)
        column.addLayout(row)
        self.thumbnails.selectionModel().selectionChanged.connect(self._select)
        self.thumbnails.doubleClicked.connect(self.listen.toggle)

    def show_paths(self, paths: Sequence[str]) -> None:
        """Show these, none of which is selected."""
        self.thumbnails.show_paths(paths)
        self._select()

    def _select(self, *_: object) -> None:
        rows = [index.row() for index in self.thumbnails.selectionModel().selectedIndexes()]
        path = self.thumbnails.pictures.paths[rows[0]] if rows else ""
        self.listen.offer(self._domain(), path)
        self.called.say(Path(path).name if not self.listen.isHidden() else "")
