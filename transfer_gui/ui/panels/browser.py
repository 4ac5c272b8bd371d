"""The page 'Source': every source model in a table, and the details of the one that is chosen."""

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...core.job import Job, Source
from ...core.models.places import SUFFIXES, is_package
from .. import theme
from ..context import Context
from ..models.catalogue import ENTRY, HEADERS, PLACES, SIZES, CatalogueFilter, CatalogueModel, Column, Key, key_of
from ..models.shipped import SHIPPED
from ..translation import tr
from ..widgets.card import Banner
from ..widgets.catalogue_delegate import ROW_HEIGHT, CatalogueDelegate
from ..widgets.model_card import ModelCard
from ..widgets.search_field import SearchField
from ..widgets.tags import tag_width
from ..widgets.text import Text
from ..widgets.weight_folders import WeightFolders

WIDE = 1080
"""Pixels from which on the details stand beside the table, not below it."""


class ModelTable(QTableView):
    """A table of rows; Enter uses the current one."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Every column as wide as its words; the model's name takes what is left, the family gives way."""
        metrics = self.fontMetrics()
        head = self.horizontalHeader().fontMetrics()
        need = {c: head.horizontalAdvance(tr(HEADERS[c][0])) + 34 for c in Column}
        need[Column.FAMILY] = max(need[Column.FAMILY], metrics.horizontalAdvance("Swin Transformer V2") + 14)
        need[Column.WEIGHTS] = tag_width(max((tr(word) for word, _ in PLACES.values()), key=len), self.font()) + 14
        rest = self.viewport().width() - sum(width for c, width in need.items() if c != Column.MODEL)
        self.setColumnHidden(Column.FAMILY, rest < 170)
        self.setColumnHidden(Column.SIZE, rest + need[Column.FAMILY] < 170)
        for column, width in need.items():
            if column != Column.MODEL:
                self.setColumnWidth(column, width)


class BrowserPanel(QWidget):
    """Chooses the job's source model and its weights."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.model = CatalogueModel(self)
        self.found = CatalogueFilter(self.model, self)
        self.card = ModelCard(context.facts)
        self.table = ModelTable()
        self._shown: Key | None = None
        self._pending = False
        self.setAcceptDrops(True)
        self._make_filters()
        self._make_table()
        self._put_together()
        self._connect()
        self.model.set_source(context.session.job.source)
        self.card.set_used(context.session.job.source)
        self._take_catalogue()

    # ---- putting together

    def _make_filters(self) -> None:
        self.search = SearchField(tr("Search by name or family"), self)
        self.search.setObjectName("model_filter")
        self.search.setToolTip(tr("Part of a model's name or family. Several words: all must match."))
        self.ready = QPushButton(tr("Ready to use"))
        self.ready.setObjectName("ready_only")
        self.ready.setCheckable(True)
        self.ready.setToolTip(tr("Only models whose weights are shipped or on this disk."))
        self.family = QComboBox()
        self.family.setObjectName("family_filter")
        self.family.setAccessibleName(tr("Family"))
        self.family.setToolTip(tr("Only one family of models."))
        self.family.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.family.setMinimumContentsLength(11)
        self.family.addItem(tr("All families"), "")
        self.size_ = QComboBox()
        self.size_.setObjectName("size_filter")
        self.size_.setAccessibleName(tr("Size"))
        self.size_.setToolTip(tr("Only models with so many parameters, in millions."))
        self.size_.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.size_.setMinimumContentsLength(8)
        self.size_.addItem(tr("Any size"), "")
        for value, words in SIZES:
            self.size_.addItem(tr(words), value)
        self.folders = WeightFolders(self.context.facts)

    def _make_table(self) -> None:
        table = self.table
        table.setObjectName("model_table")
        table.setAccessibleName(tr("Source models"))
        table.setModel(self.found)
        table.setItemDelegate(CatalogueDelegate(table))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSortingEnabled(True)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.MODEL, QHeaderView.ResizeMode.Stretch)
        table.sortByColumn(Column.WEIGHTS, Qt.SortOrder.AscendingOrder)

    def _put_together(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Text(tr("Source model"), "title", wrap=False))
        head.addStretch(1)
        self.count = Text("", "muted", wrap=False)
        self.count.setObjectName("model_count")
        head.addWidget(self.count)
        head.addWidget(self.folders)
        filters = QHBoxLayout()
        filters.setSpacing(6)
        filters.addWidget(self.search, 1)
        for widget in (self.ready, self.family, self.size_):
            filters.addWidget(widget)
        self.note = Banner("info")
        self.nothing_found = Banner("info")
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addLayout(filters)
        column.addWidget(self.note)
        column.addWidget(self.nothing_found)
        column.addWidget(self.table, 1)
        column.addStretch(0)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(10)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.card)
        self.table.setMinimumSize(300, 120)
        self.card.setMinimumSize(300, 160)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(10)
        layout.addLayout(head)
        layout.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        facts = self.context.facts
        facts.catalogue_changed.connect(self._take_catalogue)
        facts.busy_changed.connect(self._show_note)
        facts.layers_changed.connect(self._take_layers)
        self.context.session.job_changed.connect(self._follow)
        self.search.textChanged.connect(self._filter)
        self.search.left.connect(self._go_to_table)
        self.ready.toggled.connect(self._filter)
        self.family.currentIndexChanged.connect(self._filter)
        self.size_.currentIndexChanged.connect(self._filter)
        self.table.doubleClicked.connect(self._activate)
        self.table.activated.connect(self._activate)
        self.table.selectionModel().currentRowChanged.connect(self._show_details)
        self.card.use_wanted.connect(self._use)
        self.card.import_wanted.connect(self.ask_file)
        self.card.import_.map_shown.connect(self._make_room)

    # ---- what is shown

    def _take_catalogue(self) -> None:
        entries = self.context.facts.catalogue or SHIPPED
        keep = self._shown or self.model.used
        self._shown = None
        self.model.set_entries(entries)
        families = sorted({entry.family for entry in entries}, key=str.lower)
        if [self.family.itemData(i) for i in range(1, self.family.count())] != families:
            chosen = self.family.currentData()
            self.family.blockSignals(True)
            self.family.clear()
            self.family.addItem(tr("All families"), "")
            for family in families:
                self.family.addItem(family, family)
            self.family.setCurrentIndex(max(0, self.family.findData(chosen)))
            self.family.blockSignals(False)
        self._filter()
        self.select(keep if self.model.row_of(keep) is not None else self.model.used)
        self._show_note()

    def _show_note(self) -> None:
        facts = self.context.facts
        if facts.catalogue_error:
            self.note.say(tr("The full list of models cannot be shown"), facts.catalogue_error, "bad")
            self.note.offer(tr("Try again"), facts.load_catalogue, "retry_catalogue")
        elif not facts.catalogue:
            self.note.say(tr("Loading the full model list…"), tr("The models that ship are ready meanwhile."), "info")
        else:
            self.note.hide()

    def _filter(self) -> None:
        self.found.set_filter(
            self.search.text(), self.ready.isChecked(), self.family.currentData() or "", self.size_.currentData() or ""
        )
        shown, total = self.found.rowCount(), self.model.rowCount()
        words = tr("{total} models" if shown == total else "{shown} of {total} models", shown=shown, total=total)
        self.count.setText(words)
        self.nothing_found.setVisible(not shown)
        self.table.setVisible(bool(shown))
        if not shown:
            told = tr("Nothing fits the search and the filters together.")
            self.nothing_found.say(tr("No model matches"), told, "info")
            self.nothing_found.offer(tr("Clear filter"), self.clear_filter, "clear_filter")
        elif self._shown is not None:
            self.select(self._shown)

    def clear_filter(self) -> None:
        """Show all models."""
        self.ready.setChecked(False)
        self.family.setCurrentIndex(0)
        self.size_.setCurrentIndex(0)
        self.search.clear()

    def select(self, key: Key | None) -> None:
        """Choose a row, and show its details."""
        row = self.model.row_of(key)
        if row is None:
            self._show_details(QModelIndex())
            return
        index = self.found.mapFromSource(self.model.index(row, 0))
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(index, flags)
            self.table.scrollTo(index)
        self._show(row)

    def _show_details(self, current: QModelIndex) -> None:
        if current.isValid():
            row = self.model.row_of(key_of(current.data(ENTRY)))
            if row is not None:
                self._show(row)

    def _show(self, row: int) -> None:
        entry = self.model.entries[row]
        self._shown = key_of(entry)
        if self.card.entry is not entry:
            self.card.show_entry(entry)

    def _follow(self, new: Job, old: Job) -> None:
        if new.source is not old.source:
            self._pending = False
            self.model.set_source(new.source)
            self.card.set_used(new.source)
        if new.source.model != old.source.model:
            self.select(self.model.used)  # a job that was opened, or a choice taken back, is shown

    def _take_layers(self) -> None:
        error = self.context.facts.layers_error
        if self._pending and error:
            self._pending = False
            self.card.status.say(error, "bad")

    # ---- what the user does

    def _activate(self, index: QModelIndex) -> None:
        self._show_details(index)
        self.card.activate()

    def _use(self, source: Source) -> None:
        self._pending = True
        self.card.status.say(tr("Reading its layers…"), "muted")
        self.context.facts.choose_source(source)

    def _go_to_table(self) -> None:
        if not self.table.currentIndex().isValid() and self.found.rowCount():
            self.table.selectRow(0)
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def ask_file(self) -> None:
        """Let the user choose a weight file, or a folder, for the model shown."""
        entry = self.card.entry
        patterns = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        title = entry.title if entry else tr("the model")
        dialog = QFileDialog(self, tr("Weights for {model}", model=title))
        dialog.setObjectName("choose_weights")
        if entry is not None and entry.brings == "folder":
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        else:
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.setNameFilters([f"{tr('Weight files')} ({patterns})", f"{tr('All files')} (*)"])
        dialog.fileSelected.connect(self.card.import_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def import_file(self, path: Path) -> None:
        """Check a weight file against the model shown, or a folder against the one that reads such, and offer to use
        it."""
        shown = self.card.entry
        if path.is_dir() and (shown is None or shown.brings != "folder" or shown.origin == "file"):
            self.clear_filter()
            self.select(next((key_of(e) for e in self.model.entries if e.brings == "folder" and not e.weights), None))
        self.card.import_file(str(path))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _weight_file(event) and self.card.entry is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := _weight_file(event):
            event.acceptProposedAction()
            self.import_file(Path(path))

    def _make_room(self) -> None:
        """For the map of layers in the details: most of the height, or half of the width."""
        table, details = self.splitter.sizes()
        whole = table + details
        wanted = whole - whole // 4 if self.splitter.orientation() == Qt.Orientation.Vertical else whole // 2
        if details < wanted:
            self.splitter.setSizes([whole - wanted, wanted])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE
        orientation = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.splitter.orientation() != orientation or not self.splitter.property("placed"):
            self.splitter.setProperty("placed", True)
            self.splitter.setOrientation(orientation)
            self.splitter.setSizes([62, 38] if wide else [52, 48])
            self.splitter.setStretchFactor(0, 5)
            self.splitter.setStretchFactor(1, 3 if wide else 5)


def _weight_file(event: QDropEvent) -> str:
    """The one weight file, or folder with weights, that is dragged; empty where it is something else."""
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 else Path()
    wanted = path.suffix.lower() in SUFFIXES and path.is_file()
    return str(path) if wanted or is_package(path) else ""
