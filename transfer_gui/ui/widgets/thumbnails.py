"""A grid of small pictures, each loaded in the background when it comes into sight."""

import sys
from collections import OrderedDict
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QPixmap, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from ...core.data.domain import Passage
from ...core.data.packed import Paths
from ...core.progress import Progress
from ...workers import work
from ...workers.task import Tasks
from .. import theme
from ..models.lazy_list import PAGE, Index, LazyList
from ..translation import tr
from .shown import TALL, WIDE, pixmap

SIZE, CAPTIONED = 84, 128
"""Pixels a side, and where words stand below."""
CAPTION = 60
"""Pixels of those words: three lines."""
KEPT = 2000
"""Pictures kept in memory, about 28 KB each; the ones seen longest ago go first."""


class ThumbnailModel(LazyList):
    """Paths, with the pictures that have been loaded. With captions, as of a chosen few, all are rows at once."""

    def __init__(self, parent: QWidget | None = None, captions: bool = False) -> None:
        super().__init__(parent, sys.maxsize if captions else PAGE)
        self._captions = captions
        self._cell = QSize(CAPTIONED + 24, CAPTIONED + CAPTION) if captions else QSize(SIZE, SIZE)
        self._titles: list[str] = []
        self._pictures: OrderedDict[str, QIcon] = OrderedDict()
        self._wanted: dict[str, int] = {}
        """The rows of pictures that are being loaded."""

    @property
    def paths(self) -> Sequence[str]:
        """All of them, shown or not."""
        return self.items

    def set_cell(self, size: QSize) -> None:
        """How much room each has."""
        self._cell = size
        self.layoutChanged.emit()

    def show_paths(self, paths: Sequence[str], titles: Sequence[str] = ()) -> None:
        self._titles = list(titles)
        self._wanted.clear()
        self.show_items(paths if isinstance(paths, Paths) else list(paths))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DecorationRole:
            return self._pictures.get(self.paths[index.row()])
        if role == Qt.ItemDataRole.SizeHintRole:
            return self._cell
        if role == Qt.ItemDataRole.DisplayRole and self._captions:
            return self._titles[index.row()] if index.row() < len(self._titles) else ""
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            title = f"{self._titles[index.row()]}: " if index.row() < len(self._titles) else ""
            return f"{title}{self.paths[index.row()]}"
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return Path(self.paths[index.row()]).name
        return None

    def missing(self, first: int, last: int) -> list[str]:
        """Paths of the rows first..last that have no picture yet; these are awaited now, and no others."""
        rows = range(first, min(last + 1, len(self.paths)))
        self._wanted = {path: row for row in rows if (path := self.paths[row]) not in self._pictures}
        return list(self._wanted)

    def forget(self) -> None:
        """Show nothing until it is loaded anew."""
        self._pictures.clear()
        self._wanted.clear()
        self.layoutChanged.emit()

    def put(self, path: str, picture: QPixmap | None) -> None:
        self._pictures[path] = QIcon(picture) if picture is not None else QIcon()
        while len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)
        if (row := self._wanted.get(path, -1)) >= 0:
            self.dataChanged.emit(self.index(row), self.index(row), [Qt.ItemDataRole.DecorationRole])


class Thumbnails(QListView):
    """Shows paths as pictures; only what is in sight is read."""

    def __init__(
        self, tasks: Tasks, domain: Callable[[], str], parent: QWidget | None = None, *, captions: bool = False
    ) -> None:
        """With `captions`, the title of each picture stands below it."""
        super().__init__(parent)
        self._tasks, self._domain = tasks, domain
        self._tag = f"thumbnails of {id(self)}"
        self.pictures = ThumbnailModel(self, captions)
        self.setObjectName("thumbnails")
        self.setAccessibleName(tr("Pictures of the class"))
        self.setModel(self.pictures)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self._captions = captions
        self._set_wide(False)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setWordWrap(captions)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(60)
        self._wait.timeout.connect(self._load)
        self.verticalScrollBar().valueChanged.connect(self._wait.start)
        theme.theme().changed.connect(self._draw_anew)

    def _set_wide(self, wide: bool) -> None:
        """Cards of texts are wider than pictures are."""
        self._wide = wide
        side = CAPTIONED if self._captions else SIZE
        width, height = (WIDE, TALL) if wide else (side, side)
        self.setIconSize(QSize(width, height))
        below = CAPTION + 8 if self._captions else 10
        self.setGridSize(QSize(width + (32 if self._captions else 10), height + below))
        more = 8 if wide else 0  # so that the frame of a card is whole
        self.pictures.set_cell(
            QSize(width + 24, height + CAPTION) if self._captions else QSize(width + more, height + more)
        )

    def show_paths(self, paths: Sequence[str], titles: Sequence[str] = ()) -> None:
        if not titles and isinstance(paths, Paths) and paths == self.pictures.paths:
            return  # as they are: the place that was scrolled to stays
        self.pictures.show_paths(paths, titles)
        self.scrollToTop()
        self._wait.start()

    def _draw_anew(self) -> None:
        """In the colours of another theme."""
        self.pictures.forget()
        self._wait.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._wait.start()

    def _load(self) -> None:
        count = len(self.pictures.paths)
        if not count or not self.isVisible():
            return
        grid = self.gridSize()
        columns = max(1, self.viewport().width() // grid.width())
        rows = self.viewport().height() // grid.height() + 2
        first = self.verticalScrollBar().value() // grid.height() * columns
        missing = self.pictures.missing(first, first + rows * columns)
        if missing:
            self._tasks.start(
                work.thumbnails, self._domain(), missing, self.iconSize().width(), progress=self._take, tag=self._tag
            )

    def showEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().showEvent(event)
        self._wait.start()

    def _take(self, progress: Progress) -> None:
        if isinstance(progress.item, tuple):
            path, shown = progress.item
            if isinstance(shown, Passage) != self._wide:
                self._set_wide(not self._wide)
            self.pictures.put(path, None if shown is None else pixmap(shown))
