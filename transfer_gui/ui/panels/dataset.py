"""The page 'Data': what the target data are, how they are split, and what the network will see of them."""

import numpy as np
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QListView,
    QListWidget,
    QProgressBar,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from ...core.data.dataset import Dataset, Split
from ...core.data.packed import number
from ...core.inspect import lengths
from ...core.job import Data, Job
from ...core.progress import Progress
from .. import theme
from ..context import Context
from ..icons import icon
from ..models.classes import ClassesModel
from ..models.left_out import LeftOutModel
from ..nouns import things
from ..recent import remember
from ..translation import tr
from ..widgets.card import Banner
from ..widgets.class_examples import ClassExamples
from ..widgets.data_source import DropTarget, SourceButtons, first_path
from ..widgets.data_words import summary
from ..widgets.field import fields
from ..widgets.figure_view import FigureView
from ..widgets.form import Form
from ..widgets.keep_together import KeepTogether
from ..widgets.on_trust import OnTrust
from ..widgets.text import Text
from ..widgets.what_it_sees import WhatItSees

SPLIT = ("data.validation", "data.test", "data.seed")


class DatasetPanel(QWidget):
    """Shows what the scan found, and edits `job.data`."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setAcceptDrops(True)
        self.sources = SourceButtons()
        self.summary = Text("", "muted")
        self.summary.setObjectName("data_summary")
        self.banner = Banner("bad")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress_words = Text("", "muted", wrap=False)
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.setObjectName("cancel_scan")
        self.cancel.clicked.connect(context.facts.cancel_scan)
        self.rescan = QPushButton(icon("refresh"), "")
        self.rescan.setObjectName("rescan")
        self.rescan.setToolTip(tr("Scan again: files may have changed"))
        self.rescan.setAccessibleName(tr("Scan again"))
        self.rescan.clicked.connect(context.facts.rescan)
        self.trust = OnTrust()
        self.trust.open.clicked.connect(lambda: context.facts.open_every())
        self.classes = ClassesModel(lambda name: context.session.job.data.renames.get(name, name), self)
        self.table = QTableView()
        self.examples = ClassExamples(context.facts.tasks, context.player, lambda: context.session.job.data.domain)
        self.thumbnails = self.examples.thumbnails
        self.notes, self.skipped = QListWidget(), QListView()
        self.lengths = FigureView()
        self.lengths.setObjectName("data_lengths")
        self.left_out = LeftOutModel(self)
        self.seen = WhatItSees(context)
        self._shown: tuple[Dataset | None, Split | None] = (None, None)
        self._put_together()
        self._connect()
        self._show_data()

    # ---- putting together

    def _put_together(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE)
        head.addWidget(Text(tr("Target data"), "title", wrap=False))
        head.addStretch(1)
        head.addWidget(self.sources)
        head.addWidget(self.rescan)
        self.scanning = QWidget()
        row = QHBoxLayout(self.scanning)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.progress_words)
        row.addWidget(self.progress, 1)
        row.addWidget(self.cancel)
        self.empty = DropTarget()
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self._contents())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(head)
        layout.addWidget(self.summary)
        layout.addWidget(self.scanning)
        layout.addWidget(self.trust)
        layout.addWidget(self.banner)
        layout.addWidget(self._column_chooser())
        layout.addWidget(self.pages, 1)

    def _contents(self) -> QWidget:
        self.table.setObjectName("class_table")
        self.table.setAccessibleName(tr("Classes"))
        self.table.setModel(self.classes)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(28)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setResizeContentsPrecision(10)  # rows that are measured, each time that data come
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.setTabKeyNavigation(False)
        self.table.setMinimumWidth(330)
        across = QSplitter(Qt.Orientation.Horizontal)
        across.setChildrenCollapsible(False)
        across.addWidget(self.table)
        across.addWidget(self.examples)
        across.setStretchFactor(0, 4)
        across.setStretchFactor(1, 3)
        across.setSizes([400, 300])
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.addTab(self.seen, tr("What the network sees"))
        self.tabs.addTab(self._how_it_is_split(), tr("Split"))
        self.notes.setObjectName("data_notes")
        self.notes.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # they are wrapped
        self.skipped.setObjectName("skipped_files")
        self.skipped.setModel(self.left_out)
        for widget, name in ((self.notes, tr("Notes on the data")), (self.skipped, tr("Files that are left out"))):
            widget.setAccessibleName(name)
            widget.setWordWrap(True)
        self.tabs.addTab(self._what_is_noted(), self.notes.accessibleName())
        self.tabs.addTab(self.skipped, self.skipped.accessibleName())
        down = QSplitter(Qt.Orientation.Vertical)
        down.setChildrenCollapsible(False)
        down.addWidget(across)
        down.addWidget(self.tabs)
        down.setStretchFactor(0, 3)
        down.setStretchFactor(1, 2)
        return down

    def _what_is_noted(self) -> QWidget:
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.notes, 4)
        row.addWidget(self.lengths, 3, Qt.AlignmentFlag.AlignTop)
        return page

    def _how_it_is_split(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 10, 0, 0)
        specs = {spec.path: spec for spec in fields(Data, "data")}
        self.split_form = Form(self._context.session, [specs[path] for path in SPLIT])
        self.split_form.setMaximumWidth(420)
        self.together = KeepTogether(self._context.session)
        self.together.setMaximumWidth(460)
        self.split_words = Text("", "muted")
        self.split_words.setObjectName("split_words")
        column.addWidget(self.split_words)
        row = QHBoxLayout()
        row.setSpacing(32)
        row.addWidget(self.split_form, 5, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.together, 6, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        return page

    def _column_chooser(self) -> QWidget:
        self.columns = QWidget()
        row = QHBoxLayout(self.columns)
        row.setContentsMargins(0, 0, 0, 0)
        self.path_column, self.label_column = QComboBox(), QComboBox()
        for title, combo, name in (
            (tr("Column of paths"), self.path_column, "path_column"),
            (tr("Column of labels"), self.label_column, "label_column"),
        ):
            combo.setObjectName(name)
            combo.setAccessibleName(title)
            combo.activated.connect(lambda _, combo=combo, name=name: self._choose_column(name, combo.currentData()))
            row.addWidget(Text(title, "muted", wrap=False))
            row.addWidget(combo)
        row.addStretch(1)
        return self.columns

    def _connect(self) -> None:
        facts = self._context.facts
        self.sources.chosen.connect(self.choose)
        self.empty.dropped.connect(self.choose)
        self.classes.renamed.connect(self._rename)
        self.table.selectionModel().currentRowChanged.connect(self._show_class)
        facts.dataset_changed.connect(self._show_data)
        facts.busy_changed.connect(self._show_scan)
        facts.scan_progress.connect(self._show_progress)
        self._context.session.job_changed.connect(self._follow)

    # ---- what the user does

    def choose(self, path: str) -> None:
        """Make a folder, a table or a sample the dataset."""
        self._context.facts.choose_data(path)
        if not path.startswith("sample:"):
            remember("data", path)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if first_path(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        if path := first_path(event.mimeData()):
            event.acceptProposedAction()
            self.choose(path)

    def _rename(self, name: str, new: str) -> None:
        session, dataset = self._context.session, self._context.facts.dataset
        shown = [session.job.data.renames.get(c, c) for c in (dataset.classes if dataset else ()) if c != name]
        if new in shown:
            what = tr("There is a class {name!r} already.", name=new)
            self._context.facts.failed.emit(what, tr("Give each class a name of its own."), "")
            return
        renames = {k: v for k, v in session.job.data.renames.items() if k != name}
        if new != name:
            renames[name] = new
        session.edit("data.renames", renames, tr("Rename {name} to {new}", name=name, new=new))

    def _choose_column(self, field: str, column: str) -> None:
        self._context.session.edit(f"data.{field}", column, tr("Choose column"))

    # ---- following

    def _follow(self, new: Job, old: Job) -> None:
        if new.data.renames != old.data.renames:
            self.classes.names_changed()

    def _show_scan(self) -> None:
        scanning = "scan" in self._context.facts.busy
        self.scanning.setVisible(scanning)
        dataset = self._context.facts.dataset
        self.trust.say(dataset.unopened if dataset else 0, not scanning)
        if not scanning:
            self.progress.setRange(0, 0)

    def _show_progress(self, progress: Progress) -> None:
        self.progress.setRange(0, progress.total)
        self.progress.setValue(progress.done)
        self.progress_words.setText(tr(progress.text) or tr("Scanning: {count:,} files", count=progress.done))

    def _show_data(self) -> None:
        facts, job = self._context.facts, self._context.session.job
        dataset, split = facts.dataset, facts.split
        self._show_scan()
        self.rescan.setEnabled(bool(job.data.path))
        self.banner.setVisible(False)
        if facts.dataset_error and job.data.path and not facts.groups_error:
            self.banner.say(tr("{path} cannot be used as it is", path=job.data.path), facts.dataset_error, "bad")
        self.pages.setCurrentIndex(1 if dataset is not None else 0)
        self.summary.say(summary(dataset, job) if dataset else "")
        self._show_columns()
        self.together.show_found(facts)
        if dataset is not None and dataset is self._shown[0] and split is self._shown[1]:
            return
        before, row = self._shown[0], self.table.currentIndex().row()
        chosen = before.classes[row] if before is not None and 0 <= row < len(before.classes) else ""
        self._shown = (dataset, split)
        self.classes.show_data(dataset, split)
        told = (*dataset.notes, *(split.notes if split else ())) if dataset else ()
        self.notes.clear()
        self.notes.addItems([tr(note) for note in told])
        self._show_lengths(dataset, job.data.domain)
        self.left_out.show_items(dataset.skipped if dataset else ())
        for place, title, count in ((2, tr("Notes"), len(told)), (3, tr("Left out"), len(self.left_out.items))):
            self.tabs.setTabText(place, f"{title} ({count:,})" if count else title)
            self.tabs.setTabEnabled(place, count > 0)
        own = dataset is not None and bool(np.any(dataset.packed.sides == number("val")))
        self.split_words.setText(
            tr("The data bring their own split, and it is used as it is.")
            if own
            else tr("Whole groups are drawn, so that the shares and classes come out as nearly right as they can.")
            if split and split.groups
            else tr("Each class is split by these shares, at random but repeatably. The split is stored with the run.")
        )
        self.split_form.setEnabled(not own)
        if dataset is not None:
            self.table.selectRow(dataset.classes.index(chosen) if chosen in dataset.classes else 0)
        else:
            self.examples.show_paths(())
        self.seen.show_recipe()

    def _show_lengths(self, dataset: Dataset | None, domain: str) -> None:
        spread = dataset.lengths if dataset else None
        self.lengths.setVisible(spread is not None)
        if spread is not None:
            self.lengths.show_figure(lengths.figure(spread, things(domain)))

    def _show_columns(self) -> None:
        facts, data = self._context.facts, self._context.session.job.data
        self.columns.setVisible(bool(facts.columns) and not data.path.startswith("sample:"))
        for combo, chosen in ((self.path_column, data.path_column), (self.label_column, data.label_column)):
            combo.clear()
            combo.addItem(tr("Guessed"), "")
            for column in facts.columns:
                combo.addItem(column, column)
            combo.setCurrentIndex(max(0, combo.findData(chosen)))

    def _show_class(self, current: QModelIndex, _: object = None) -> None:
        dataset = self._context.facts.dataset
        if dataset is not None and current.isValid():
            self.examples.show_paths(dataset.packed.of_class(current.row()).paths)
            self.seen.show_class(current.row())
