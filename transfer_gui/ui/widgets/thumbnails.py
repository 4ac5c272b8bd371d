"""A grid of small pictures, each loaded in the background when it comes into sight."""

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QIcon, QImage, QPixmap, QResizeEvent
from PySide6.QtWidgets import QListView, QWidget

from ...core.progress import Progress
from ...workers import work
from ...workers.task import Tasks

SIZE, CAPTIONED = 84, 128
"""Pixels a side, and where words stand below."""
KEPT = 2000
"""Pictures kept in memory, about 28 KB each; the ones seen longest ago go first."""


def pixmap(array: np.ndarray) -> QPixmap:  # type: ignore[type-arg]
    """A picture from a uint8 array (height, width, 3)."""
    data = np.ascontiguousarray(array)
    height, width, _ = data.shape
    return QPixmap.fromImage(QImage(data.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888))


class ThumbnailModel(QAbstractListModel):
    """Paths, with the pictures that have been loaded."""

    def __init__(self, parent: QWidget | None = None, captions: bool = False) -> None:
        super().__init__(parent)
        self._captions = captions
        self.paths: list[str] = []
        self._titles: list[str] = []
        self._pictures: OrderedDict[str, QIcon] = OrderedDict()

    def show_paths(self, paths: Sequence[str], titles: Sequence[str] = ()) -> None:
        self.beginResetModel()
        self.paths, self._titles = list(paths), list(titles)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.paths)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        path = self.paths[index.row()]
        if role == Qt.ItemDataRole.DecorationRole:
            return self._pictures.get(path)
        if role == Qt.ItemDataRole.SizeHintRole:
            return QSize(CAPTIONED + 24, CAPTIONED + 44) if self._captions else QSize(SIZE, SIZE)
        if role == Qt.ItemDataRole.DisplayRole and self._captions:
            return self._titles[index.row()] if index.row() < len(self._titles) else ""
        if role in {Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole}:
            title = f"{self._titles[index.row()]}: " if index.row() < len(self._titles) else ""
            return f"{title}{path}"
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return Path(path).name
        return None

    def missing(self, first: int, last: int) -> list[str]:
        """Paths of the rows first..last that have no picture yet."""
        return [path for path in self.paths[first : last + 1] if path not in self._pictures]

    def put(self, path: str, picture: QPixmap | None) -> None:
        self._pictures[path] = QIcon(picture) if picture is not None else QIcon()
        while len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)
        try:
            index = self.index(self.paths.index(path))
        except ValueError:
            return
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.DecorationRole])


class Thumbnails(QListView):
    """Shows paths as pictures; only what is in sight is read."""

    def __init__(self, tasks: Tasks, domain: str, parent: QWidget | None = None, *, captions: bool = False) -> None:
        """With `captions`, the title of each picture stands below it."""
        super().__init__(parent)
        self._tasks, self._domain = tasks, domain
        self._tag = f"thumbnails of {id(self)}"
        self.pictures = ThumbnailModel(self, captions)
        self.setObjectName("thumbnails")
        self.setAccessibleName("Pictures of the class")
        self.setModel(self.pictures)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        side = CAPTIONED if captions else SIZE
        self.setIconSize(QSize(side, side))
        self.setGridSize(QSize(side + 32, side + 52) if captions else QSize(side + 10, side + 10))
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setWordWrap(captions)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(60)
        self._wait.timeout.connect(self._load)
        self.verticalScrollBar().valueChanged.connect(self._wait.start)

    def show_paths(self, paths: Sequence[str], titles: Sequence[str] = ()) -> None:
        self.pictures.show_paths(paths, titles)
        self.scrollToTop()
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
                work.thumbnails, self._domain, missing, self.iconSize().width(), progress=self._take, tag=self._tag
            )

    def showEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().showEvent(event)
        self._wait.start()

    def _take(self, progress: Progress) -> None:
        if isinstance(progress.item, tuple):
            path, array = progress.item
            self.pictures.put(path, None if array is None else pixmap(array))
