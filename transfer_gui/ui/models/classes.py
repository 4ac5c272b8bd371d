"""The classes of the dataset as a table: name (editable), and how many examples on each side of the split."""

from collections.abc import Callable

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ...core.data.dataset import Dataset, Split, counted
from ..translation import mark, tr

HEADERS = mark(("Class", "Examples", "Train", "Val", "Test"))
Index = QModelIndex | QPersistentModelIndex


class ClassesModel(QAbstractTableModel):
    """Rows are classes in index order."""

    renamed = Signal(str, str)
    """(the class's own name, the new one): the job decides."""

    def __init__(self, shown_name: Callable[[str], str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown_name = shown_name
        self.classes: tuple[str, ...] = ()
        self.totals: tuple[int, ...] = ()
        self.counts: tuple[tuple[int, ...], ...] = ()
        """By side; empty while there is no split."""

    def show_data(self, dataset: Dataset | None, split: Split | None) -> None:
        self.beginResetModel()
        self.classes = dataset.classes if dataset else ()
        self.totals, self.counts = dataset.counts if dataset else (), ()
        if dataset is not None and split is not None:
            self.counts = split.counts or counted(dataset, (split.train, split.val, split.test))
        self.endResetModel()

    def names_changed(self) -> None:
        if self.classes:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.classes) - 1, 0))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.classes)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(HEADERS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(HEADERS[section])
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | (
                Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft
            )
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        name, column = self.classes[index.row()], index.column()
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            if column == 0:
                return self._shown_name(name)
            if column == 1:
                return f"{self.totals[index.row()]:,}"
            return f"{self.counts[index.row()][column - 2]:,}" if self.counts else "–"
        if role == Qt.ItemDataRole.TextAlignmentRole and column:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            shown = self._shown_name(name)
            if shown != name:
                shown = tr("{name} (in the data: {own})", name=shown, own=name)
            return tr(
                "Class {number}: {name}. Double-click or press F2 to rename it; the network need not be trained again.",
                number=index.row(), name=shown,
            )  # fmt: skip
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column():
            return False
        text = str(value).strip()
        if text and text != self._shown_name(self.classes[index.row()]):
            self.renamed.emit(self.classes[index.row()], text)
        return True
