"""A list of any length, of which a view is given a page at a time as it is scrolled."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex

PAGE = 500
Index = QModelIndex | QPersistentModelIndex


class LazyList(QAbstractListModel):
    """Rows are the first of `items`; a view asks for more by itself. An item is looked at only when it is drawn."""

    def __init__(self, parent: QObject | None = None, page: int = PAGE) -> None:
        super().__init__(parent)
        self._page = page
        self.items: Sequence[Any] = ()
        self._rows = 0

    def show_items(self, items: Sequence[Any]) -> None:
        """Show others from the first page on."""
        self.beginResetModel()
        self.items, self._rows = items, min(self._page, len(items))
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else self._rows

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._rows < len(self.items)

    def fetchMore(self, parent: Index) -> None:
        if self.canFetchMore(parent):
            rows = min(self._rows + self._page, len(self.items))
            self.beginInsertRows(QModelIndex(), self._rows, rows - 1)
            self._rows = rows
            self.endInsertRows()
