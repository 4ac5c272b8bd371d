"""The source models as a table that can be sorted and filtered."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from ...core.job import Source
from ...core.models.entry import ModelEntry
from ..translation import mark, sentences, tr

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ENTRY = Role.UserRole
SORT = Role.UserRole + 1
IN_USE = Role.UserRole + 2
PLACE = Role.UserRole + 3
"""Where the weights are: a key of PLACES."""


class Column(IntEnum):
    MODEL = 0
    FAMILY = 1
    PARAMETERS = 2
    GFLOPS = 3
    ACCURACY = 4
    SIZE = 5
    WEIGHTS = 6


HEADERS = mark({
    Column.MODEL: ("Model", "The network's architecture."),
    Column.FAMILY: ("Family", "Networks built on the same idea."),
    Column.PARAMETERS: ("Params (M)", "Numbers in the network, in millions: memory and disk."),
    Column.GFLOPS: ("GFLOPs", "Multiply-adds for one example, in thousand millions: computing time."),
    Column.ACCURACY: ("Top-1 (%)", "Published accuracy on ImageNet-1K of its best weights, in percent."),
    Column.SIZE: ("Input (px)", "Side of the pictures that the network was trained on, in pixels."),
    Column.WEIGHTS: ("Weights", "Where its pretrained weights are."),
})  # fmt: skip
PLACES = mark({
    "shipped": ("shipped", "Comes with the program: ready to use."),
    "disk": ("on this disk", "Found on this computer: ready to use."),
    "download": ("downloadable", "Published, not on this computer. Downloaded only when you press Download."),
    "import": ("file to import", "Published, not on this computer. Bring the file from another one."),
    "folder": ("folder to import", "Brought by you, as a folder: any network of this family."),
    "none": ("from scratch only", "No pretrained weights are published: it can only be trained from scratch."),
})  # fmt: skip
"""Word and explanation, the readiest first."""
_ORDER = {place: number for number, place in enumerate(PLACES)}


class Key(NamedTuple):
    """What tells one row from another, the same after the list was loaded anew."""

    name: str
    file: str
    """Path of the user's own file; empty for an architecture."""


def key_of(entry: ModelEntry) -> Key:
    return Key(entry.name, entry.weights[0].id if entry.origin == "file" and entry.weights else "")


def place_of(entry: ModelEntry) -> str:
    """Where the entry's readiest weights are."""
    default = "folder" if entry.brings == "folder" else "none"
    return min((w.where for w in entry.weights), key=lambda where: _ORDER[where], default=default)


class CatalogueModel(QAbstractTableModel):
    """One row per source model; knows which one the job uses."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[ModelEntry, ...] = ()
        self._places: list[str] = []
        self._keys: dict[Key, int] = {}
        self._used: int | None = None
        self._source: Source | None = None

    def set_entries(self, entries: Sequence[ModelEntry]) -> None:
        """Show these models, each once."""
        once = {key_of(entry): entry for entry in entries}
        self.beginResetModel()
        self.entries = tuple(once.values())
        self._places = [place_of(entry) for entry in self.entries]
        self._keys = {key: row for row, key in enumerate(once)}
        self._used = self._find_used()
        self.endResetModel()

    def set_source(self, source: Source) -> None:
        """Mark the row of the job's source model."""
        self._source = source
        before, self._used = self._used, self._find_used()
        for row in {before, self._used} - {None}:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(Column) - 1))  # type: ignore[arg-type]

    def row_of(self, key: Key | None) -> int | None:
        return None if key is None else self._keys.get(key)

    @property
    def used(self) -> Key | None:
        """The row that the job uses."""
        return None if self._used is None else key_of(self.entries[self._used])

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        if role == Role.DisplayRole:
            return tr(HEADERS[Column(section)][0])
        if role == Role.ToolTipRole:
            return sentences(tr(HEADERS[Column(section)][1]), tr("Click to sort."))
        return _alignment(section) if role == Role.TextAlignmentRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry, place, column = self.entries[index.row()], self._places[index.row()], index.column()
        if role == Role.DisplayRole:
            return _text(entry, place, column)
        if role == Role.TextAlignmentRole:
            return _alignment(column)
        if role == Role.ToolTipRole:
            return _tip(entry, place, column)
        if role == SORT:
            return _sort(entry, place, column)
        if role == Role.AccessibleTextRole:
            used = f", {tr('in use')}" if index.row() == self._used and column == Column.MODEL else ""
            return f"{tr(HEADERS[Column(column)][0])}: {_text(entry, place, column)}{used}"
        return {ENTRY: entry, IN_USE: index.row() == self._used, PLACE: place}.get(role)

    def _find_used(self) -> int | None:
        if self._source is None:
            return None
        own = self._keys.get(Key(self._source.model, self._source.weights))
        return own if own is not None else self._keys.get(Key(self._source.model, ""))


SIZES = (
    ("small", mark("Small: under 10 M")),
    ("medium", mark("Medium: 10 to 50 M")),
    ("large", mark("Large: over 50 M")),
)
_LIMITS = {"small": (0, 10e6), "medium": (10e6, 50e6), "large": (50e6, float("inf"))}


class CatalogueFilter(QSortFilterProxyModel):
    """Rows whose name, title, family or weights hold every word of a text, and that pass the quick filters.

    What is not known sorts last, up and down.
    """

    def __init__(self, model: CatalogueModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._table = model
        self.words: tuple[str, ...] = ()
        self.ready, self.family, self.size = False, "", ""
        self.setSortRole(SORT)
        self.setSourceModel(model)

    def set_filter(self, text: str, ready: bool = False, family: str = "", size: str = "") -> None:
        """Show what matches all of these; empty ones match everything."""
        self.words = tuple(text.lower().split())
        self.ready, self.family, self.size = ready, family, size
        self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        entry = self._table.entries[source_row]
        if self.ready and not entry.ready:
            return False
        if self.family and entry.family != self.family:
            return False
        if self.size and entry.parameters:
            low, high = _LIMITS[self.size]
            if not low <= entry.parameters < high:
                return False
        text = f"{entry.name} {entry.title} {entry.family}".lower()
        return all(word in text for word in self.words)

    def lessThan(self, source_left: Index, source_right: Index) -> bool:
        left, right = source_left.data(SORT), source_right.data(SORT)
        descending = self.sortOrder() == Qt.SortOrder.DescendingOrder
        if left is None or right is None:
            return (left is None) == descending if (left is None) != (right is None) else False
        return left < right


def _text(entry: ModelEntry, place: str, column: int) -> str:
    if column == Column.MODEL:
        return entry.title
    if column == Column.FAMILY:
        return entry.family
    if column == Column.PARAMETERS:
        return f"{entry.parameters / 1e6:,.1f}" if entry.parameters else "–"
    if column == Column.GFLOPS:
        return "–" if entry.gflops is None else f"{entry.gflops:,.2f}"
    if column == Column.ACCURACY:
        return "–" if entry.accuracy is None else f"{entry.accuracy:.1f}"
    return f"{entry.input_size}" if column == Column.SIZE else tr(PLACES[place][0])


def _sort(entry: ModelEntry, place: str, column: int) -> Any:
    if column == Column.WEIGHTS:
        return (_ORDER[place], entry.title.lower())
    return {
        Column.MODEL: entry.title.lower(),
        Column.FAMILY: (entry.family.lower(), entry.parameters),
        Column.PARAMETERS: entry.parameters or None,
        Column.GFLOPS: entry.gflops,
        Column.ACCURACY: entry.accuracy,
        Column.SIZE: (entry.input_size, entry.parameters),
    }[Column(column)]


def _tip(entry: ModelEntry, place: str, column: int) -> str:
    if column == Column.MODEL:
        return entry.weights[0].path if entry.origin == "file" and entry.weights else entry.name
    if column == Column.WEIGHTS:
        return tr(PLACES[place][1])
    if column == Column.PARAMETERS and entry.parameters:
        return tr("{count:,} parameters", count=entry.parameters)
    if column == Column.ACCURACY and entry.accuracy is None:
        return tr("No figure is published for these weights.")
    return tr(HEADERS[Column(column)][1])


def _alignment(column: int) -> Qt.AlignmentFlag:
    right = Column.PARAMETERS <= column <= Column.SIZE
    return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
