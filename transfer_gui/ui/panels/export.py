"""The page 'Export': take a run's network away, go on with it, or write it as a script."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QMessageBox,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ...core.errors import UserError
from ...core.job import Source
from ...core.progress import Progress
from ...core.runs.history import RunInfo
from ...workers import work
from .. import theme
from ..context import Context
from ..icons import icon
from ..models.runs import RunsModel
from ..translation import mark, tr
from ..widgets.card import Banner, Card, Section
from ..widgets.class_names import ClassNames
from ..widgets.export_result import ExportResult
from ..widgets.go_on import GoOn
from ..widgets.picture import Picture
from ..widgets.segmented import Segmented
from ..widgets.target_file import TargetFile
from ..widgets.text import Text

CHECKPOINTS = (
    ("best", mark("Best"), mark("The weights of the epoch that did best on the validation examples")),
    ("last", mark("Last"), mark("The weights at the end of the run, or where it was stopped")),
)
KINDS = (
    ("checkpoint", mark("Checkpoint (.pt)"), mark("Plain torch.load(..., weights_only=True) reads it")),
    ("safetensors", "safetensors", mark("The same weights and metadata in the safetensors format")),
)
SUFFIX = {"checkpoint": ".pt", "safetensors": ".safetensors"}


class ExportPanel(QWidget):
    """A list of the runs on this machine, and what can be done with the chosen one."""

    curves_requested = Signal(object)
    """Show the curves of the run in this folder (Path)."""
    resume_requested = Signal(object)
    """Go on with the run in this folder (Path)."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._wanted: Path | None = None
        self.model = RunsModel(self)
        self.table = QTableView()
        self.which = Segmented(tr("Checkpoint"), CHECKPOINTS)
        self.kind = Segmented(tr("File format"), KINDS)
        self.kind.set_value("checkpoint")
        self.scores = Text("", "muted")
        self.scores.setObjectName("checkpoint_scores")
        self.target = TargetFile()
        self.names = ClassNames()
        tip = tr("Write the file, read it back, compare")
        self.export = self._button("export", tr("Export and check"), "export", tip)
        self.export.setProperty("primary", "true")
        self.cancel = self._button("cancel_export", tr("Cancel"), "close", tr("Leave nothing behind"))
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress_words = Text("", "muted", wrap=False)
        self.fault = Banner("bad")
        self.result = ExportResult()
        self.go_on = GoOn()
        self._put_together()
        self._connect()

    # ---- putting together

    def _button(self, name: str, text: str, picture: str, tip: str) -> QPushButton:
        button = QPushButton(icon(picture), text)
        button.setObjectName(name)
        button.setToolTip(tip)
        return button

    def _put_together(self) -> None:
        head = QHBoxLayout()
        head.addWidget(Text(tr("Take the result away"), "title", wrap=False), 1)
        tip = tr("A run's folder that is not in the list")
        other = self._button("other_run", tr("Run elsewhere…"), "folder", tip)
        other.clicked.connect(self._ask_run)
        head.addWidget(other)
        self.pages = QStackedWidget()
        self.pages.addWidget(self._empty())
        self.pages.addWidget(self._contents())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(theme.SPACE)
        layout.addLayout(head)
        layout.addWidget(self.pages, 1)

    def _empty(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        picture = Picture("export", 56, muted=True)
        column.addStretch(1)
        for widget in (
            picture,
            Text(tr("No run yet"), "heading"),
            Text(tr("Train a network first; every run is kept here, with its best and its last checkpoint."), "muted"),
        ):
            widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
        column.addStretch(2)
        return page

    def _contents(self) -> QWidget:
        table = self.table
        table.setObjectName("run_table")
        table.setAccessibleName(tr("Runs"))
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setShowGrid(False)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(28)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in (2, 5):
            table.horizontalHeader().setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        table.setMinimumHeight(120)
        table.setMaximumHeight(230)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(theme.SPACE)
        for widget in (self._take_away(), self.fault, self.result, self.go_on):
            column.addWidget(widget)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE)
        layout.addWidget(table, 1)
        layout.addWidget(scroll, 3)
        return page

    def _take_away(self) -> Card:
        card = Card(tr("Take the network away"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        titles = (tr("Checkpoint"), "", tr("Format"), tr("File"))
        for row, (title, widget) in enumerate(
            zip(titles, (self.which, self.scores, self.kind, self.target), strict=True)
        ):
            grid.addWidget(Text(title, "muted", wrap=False), row, 0)
            grid.addWidget(widget, row, 1)
        grid.setColumnStretch(1, 1)
        self.naming = Section(tr("Class names"), self.names, open_=False)
        self.naming.setObjectName("section_names")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        for widget in (self.export, self.progress_words, self.progress, self.cancel):
            row.addWidget(widget)
        row.setStretchFactor(self.progress, 1)
        row.addStretch(0)
        card.body.addLayout(grid)
        card.body.addWidget(self.naming)
        card.body.addLayout(row)
        self._show_busy(False)
        return card

    def _connect(self) -> None:
        self.table.selectionModel().currentRowChanged.connect(self._show_run)
        self.which.chosen.connect(self._choose_which)
        self.kind.chosen.connect(self._choose_kind)
        self.target.changed.connect(self._enable)
        self.export.clicked.connect(lambda: self._export(overwrite=False))
        self.cancel.clicked.connect(self._cancel)
        buttons = self.go_on.buttons
        buttons["use_as_source"].clicked.connect(self._use_as_source)
        buttons["resume_this"].clicked.connect(lambda: self.run and self.resume_requested.emit(self.run.folder))
        buttons["show_curves"].clicked.connect(lambda: self.run and self.curves_requested.emit(self.run.folder))
        buttons["use_settings"].clicked.connect(self._use_settings)
        buttons["run_script"].clicked.connect(self._ask_script)
        self._context.runner.state_changed.connect(self._run_state)

    # ---- the list

    @property
    def run(self) -> RunInfo | None:
        """The chosen run."""
        row = self.table.currentIndex().row()
        return self.model.runs[row] if 0 <= row < len(self.model.runs) else None

    def select_run(self, folder: Path) -> None:
        """Choose the run in `folder`, from the list or from elsewhere."""
        self._wanted = folder
        self.refresh()

    def refresh(self) -> None:
        """Read the list of runs again."""
        self._context.facts.tasks.start(work.runs, self._wanted, done=self._take_runs, failed=self._fail, tag="runs")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def _take_runs(self, runs: list[RunInfo]) -> None:
        wanted = self._wanted or (self.run.folder if self.run is not None else None)
        self._wanted = None
        self.model.show_runs(runs)
        self.pages.setCurrentIndex(1 if runs else 0)
        if runs:
            self.table.selectRow(max(0, self.model.row_of(wanted) if wanted is not None else 0))

    def _run_state(self, state: str) -> None:
        if state == "idle" and self.isVisible():
            self.refresh()
        self._enable()

    # ---- the chosen run

    def _show_run(self, current: QModelIndex, before: QModelIndex) -> None:
        run = self.run
        if run is None:
            return
        self.fault.hide()
        self.result.hide()
        self.which.set_value("best" if run.has_best else "last")
        self._choose_which(self.which.value())

    def _choose_which(self, which: str) -> None:
        run = self.run
        if run is None:
            return
        self.which.set_value(which)
        for name, there in (("best", run.has_best), ("last", run.has_last)):
            self.which.buttons[name].setEnabled(there)
        self.scores.setText(_words(run, which))
        self._propose()
        if run.has_best or run.has_last:
            self._context.facts.tasks.start(
                work.run_classes, run.folder, which, done=self.names.show_classes, failed=self._fail, tag="run_classes"
            )
        else:
            self.names.show_classes(())
        self._enable()

    def _choose_kind(self, kind: str) -> None:
        self.kind.set_value(kind)
        self._propose()

    def _propose(self) -> None:
        if self.run is not None:
            name = f"{self.run.job.source.model}-{self.which.value()}"
            self.target.propose(name, SUFFIX[self.kind.value()])

    def _enable(self) -> None:
        run, active = self.run, self._context.runner.active
        there = run is not None and (run.has_best or run.has_last)
        self.export.setEnabled(there and bool(self.target.line.text().strip()))
        for name, on in {
            "use_as_source": there,
            "resume_this": run is not None and run.has_last and not active and run.outcome != "completed",
            "show_curves": run is not None and not active,
            "use_settings": run is not None,
            "run_script": run is not None,
        }.items():
            self.go_on.buttons[name].setEnabled(on)

    # ---- exporting

    def _export(self, overwrite: bool) -> None:
        run = self.run
        if run is None:
            return
        if self.target.path.exists() and not self.target.path.is_dir() and not overwrite:
            self._ask_overwrite()
            return
        self.fault.hide()
        self.result.hide()
        self._show_busy(True)
        self._context.facts.tasks.start(
            work.export, run.folder, self.which.value(), self.target.path, self.kind.value(), self.names.renames(),
            overwrite,
            done=lambda exported: self._exported(exported, run), failed=self._export_failed, progress=self._tell,
            tag="export",
        )  # fmt: skip

    def _exported(self, exported: Any, run: RunInfo) -> None:
        self._show_busy(False)
        self.target.remember()
        self.result.show_result(exported, run.job.source.model)

    def _export_failed(self, error: Exception, details: str) -> None:
        self._show_busy(False)
        self._fail(error, details)

    def _cancel(self) -> None:
        self._context.facts.tasks.cancel("export")
        self._show_busy(False)

    def _tell(self, progress: Progress) -> None:
        self.progress.setRange(0, progress.total)
        self.progress.setValue(progress.done)
        self.progress_words.setText(tr(progress.text))

    def _show_busy(self, busy: bool) -> None:
        self.export.setEnabled(not busy and self.run is not None)
        for widget in (self.progress, self.progress_words, self.cancel):
            widget.setVisible(busy)

    def _fail(self, error: Exception, details: str) -> None:
        what, cure = f"{type(error).__name__}: {error}", ""
        if isinstance(error, UserError):
            what, cure = tr(error.what), tr(error.cure)
        self.fault.say(what, cure, "bad")
        if not isinstance(error, UserError):
            self._context.facts.failed.emit(what, cure, details)

    def _ask_overwrite(self) -> None:
        box = QMessageBox(self)
        box.setObjectName("overwrite_question")
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("Replace the file?"))
        box.setText(tr("{name} is already there.", name=self.target.path.name))
        box.setInformativeText(tr("It is replaced only when the new file is written whole and has been checked."))
        replace = box.addButton(tr("Replace"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(tr("Keep it"), QMessageBox.ButtonRole.RejectRole))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.finished.connect(lambda: self._export(overwrite=True) if box.clickedButton() is replace else None)
        box.open()

    # ---- going on

    def _use_as_source(self) -> None:
        if self.run is not None:
            path = self.run.folder / "checkpoints" / f"{self.which.value()}.pt"
            source = Source(model=self.run.job.source.model, weights=str(path))
            self._context.facts.choose_source(source, tr("Go on from a run's checkpoint"))

    def _use_settings(self) -> None:
        if self.run is not None:
            self._context.session.set_job(self.run.job, tr("Use a run's settings"))

    def _ask_run(self) -> None:
        path = QFileDialog.getExistingDirectory(self, tr("The folder of a run"))
        if path:
            self.select_run(Path(path))

    def _ask_script(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Save as script"), "train.py", tr("Python (*.py)"))
        told = tr("It needs torch and torchvision alone.")
        if path and self.run is not None:
            self._context.facts.tasks.start(
                work.save_run_script, Path(path), self.run.folder, self._context.facts.weight_folders,
                done=lambda path: self.fault.say(tr("Saved {path}", path=path), told, "good"),
                failed=self._fail, tag="run_script",
            )  # fmt: skip


def _words(run: RunInfo, which: str) -> str:
    """What is known of a checkpoint."""
    if which == "best" and run.best is not None and run.best.val is not None:
        val = run.best.val
        return tr(
            "Epoch {epoch}: {accuracy:.1%} of {count:,} validation examples right, balanced {balanced:.1%}; always "
            "naming the largest class: {majority:.1%}.",
            epoch=run.best.epoch + 1, accuracy=val.accuracy, count=val.examples, balanced=val.balanced_accuracy,
            majority=val.majority,
        )  # fmt: skip
    if not run.has_last:
        return tr("No checkpoint yet.")
    return tr("After {done} of {total} epochs.", done=run.epochs, total=run.job.training.epochs)
