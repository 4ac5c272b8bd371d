"""Try it: examples are dropped on the result, or typed, and it says what it makes of them."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core import contents
from ...core.data.domain import Passage
from ...core.progress import Progress
from ...core.runs.place import Place
from ...workers import looking, work
from .. import theme
from ..context import Context
from ..icons import icon
from ..translation import mark, plural, told, tr
from ..widgets.drop_pictures import DropPictures
from ..widgets.listen import Listen
from ..widgets.shown import pixmap
from ..widgets.text import Text, elided
from ..widgets.working import Working
from .beside import Beside

COLUMNS = mark(("", "Example", "The network says", "Probability", "Then"))
SIDE = 56
TALL = 116
"""Pixels of the field at most, and of the area to drop files on beside it."""


class TryLook(QWidget):
    """A place to drop examples on, a field to type one where that can be done, and a table of what the network says."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.place: Place | None = None
        self.domain = context.session.job.data.domain
        """Of the network that is tried."""
        self.predictions: list[Any] = []
        self._small: dict[int, Any] = {}
        """What is shown of the example in each row (`core.data.domain.Small`)."""
        self.drop = DropPictures(
            tr("Drop files or a folder here, and see what the network makes of them."), several=True
        )
        self.field = QPlainTextEdit()
        self.field.setObjectName("try_field")
        self.field.setAccessibleName(tr("An example to try"))
        self.field.setPlaceholderText(tr("Or type or paste one here."))
        self.field.setTabChangesFocus(True)
        self.go = QPushButton(icon("play"), tr("Predict"))
        self.go.setObjectName("try_typed")
        self.go.setToolTip(tr("See what the network makes of it (Ctrl+Enter)"))
        self.go.setEnabled(False)
        self.typing = QWidget()
        self.working = Working(context.facts.tasks, "try")
        self.words = Text("", "muted")
        self.words.setObjectName("try_words")
        self.listen = Listen(context.player, "hear_tried")
        self.save = QPushButton(icon("csv"), tr("Save as CSV…"))
        self.save.setObjectName("save_predictions")
        self.save.setEnabled(False)
        self.table = QTableWidget(0, len(COLUMNS))
        self.table.setObjectName("predictions")
        self.beside = Beside(context, "tried")
        self._put_together()
        self.typing.hide()
        self.drop.dropped.connect(self.try_on)
        self.field.textChanged.connect(lambda: self.go.setEnabled(bool(self.field.toPlainText().strip())))
        self.go.clicked.connect(self._try_typed)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self.field, self.go.click, context=Qt.ShortcutContext.WidgetShortcut)
        self.table.itemSelectionChanged.connect(self._selected)
        self.table.cellDoubleClicked.connect(self.listen.toggle)
        self.save.clicked.connect(self._ask)
        theme.theme().changed.connect(self._draw_anew)

    def _put_together(self) -> None:
        self.table.setHorizontalHeaderLabels([tr(column) for column in COLUMNS])
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(SIDE + 8)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        for column in (1, 4):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        typing = QVBoxLayout(self.typing)
        typing.setContentsMargins(0, 0, 0, 0)
        typing.addWidget(self.field, 1)
        typing.addWidget(self.go, 0, Qt.AlignmentFlag.AlignRight)
        self.typing.setMaximumHeight(TALL)
        above = QHBoxLayout()
        above.setSpacing(theme.SPACE)
        above.addWidget(self.drop, 1)
        above.addWidget(self.typing, 1)
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        row.addWidget(self.listen)
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addLayout(above)
        column.addWidget(self.working)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addWidget(self.beside)

    def look_at(self, place: Place | None) -> None:
        """Try this network from now on."""
        self.place = place
        if place is not None and place.checkpoint is not None:
            self._context.facts.tasks.start(
                looking.kind, place.checkpoint, done=self._expect, tag="kind of what is tried"
            )

    def _expect(self, domain: str) -> None:
        """Ask for examples of this domain from now on."""
        from ...core.data.domains import find  # it loads NumPy, and the window is painted before that

        self.domain = domain
        self.drop.expect(domain)
        self.typing.setVisible(find(domain).typed)

    def showEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        super().showEvent(event)
        self._expect(self.domain)

    def _try_typed(self) -> None:
        if text := self.field.toPlainText().strip():
            self.try_on([Path(contents.of_typed(text))])

    def try_on(self, paths: list[Path]) -> None:
        """See what the network makes of these examples, and of those in folders."""
        if self.place is None or self.place.checkpoint is None:
            self.working.say(tr("Train a network first, or choose a checkpoint above."))
            return
        self.predictions = []
        self._small.clear()
        self.table.setRowCount(0)
        self.listen.offer(self.domain, "")
        self.words.say("")
        self.working.start(looking.predict, self.place.checkpoint, paths, done=self._done, item=self._take)

    def _take(self, prediction: Any) -> None:
        self.predictions.append(prediction)
        row = self.table.rowCount()
        self.table.insertRow(row)
        order = sorted(range(len(prediction.probabilities)), key=lambda i: -prediction.probabilities[i])
        then = ", ".join(f"{prediction.classes[i]} {prediction.probabilities[i]:.1%}" for i in order[1:3])
        called = elided(contents.name(str(prediction.path)), 200)
        cells = ("", called, prediction.name or tr(prediction.reason),
                 f"{prediction.probability:.1%}" if prediction.name else "", then)  # fmt: skip
        for column, words in enumerate(cells):
            item = QTableWidgetItem(words)
            item.setToolTip(contents.typed(str(prediction.path)) or str(prediction.path))
            if column == 3:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(row, column, item)

    def _done(self, predictions: list[Any]) -> None:
        bad = sum(not p.name for p in predictions)
        words = plural(len(predictions), "{count:,} example.", "{count:,} examples.")
        if bad:
            words = tr("{count:,} examples, of which {bad} cannot be read.", count=len(predictions), bad=bad)
        self.words.say(words if predictions else tr("There are no examples in there."))
        self.save.setEnabled(bool(predictions))
        rows = {str(p.path): row for row, p in enumerate(predictions)}

        def show(progress: Progress) -> None:
            if not isinstance(progress.item, tuple) or progress.item[1] is None:
                return
            path, shown = progress.item
            self._show_small(rows[path], shown)

        paths = [str(p.path) for p in predictions if p.name][:500]
        self._context.facts.tasks.start(work.thumbnails, self.domain, paths, SIDE, progress=show, tag="tried")
        if len(predictions) == 1:
            self.table.selectRow(0)

    def _show_small(self, row: int, shown: Any) -> None:
        self._small[row] = shown
        picture, name = self.table.item(row, 0), self.table.item(row, 1)
        if picture is None or name is None:
            return
        if isinstance(shown, Passage):
            name.setText(shown.text)  # it says more than the name of its file
        else:
            picture.setData(Qt.ItemDataRole.DecorationRole, pixmap(shown))

    def _draw_anew(self) -> None:
        """In the colours of another theme."""
        for row, shown in tuple(self._small.items()):
            self._show_small(row, shown)

    def _selected(self) -> None:
        rows = {index.row() for index in self.table.selectedIndexes()}
        chosen = [prediction for row, prediction in enumerate(self.predictions) if row in rows]
        path = str(chosen[0].path) if len(chosen) == 1 and chosen[0].name else ""
        self.listen.offer(self.domain, path)
        if path:
            self.beside.show_example(self.place, path)
        else:
            self.beside.clear()

    def _ask(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Save predictions"), "predictions.csv", tr("CSV (*.csv)"))
        if path:
            self.save_as(Path(path))

    def save_as(self, path: Path) -> None:
        """Write what the table shows, with the probability of every class."""
        from ...core.evaluate.predictions import as_csv

        self._context.facts.tasks.start(
            work.save_text,
            path,
            as_csv([p.path for p in self.predictions], self.predictions, {}),
            failed=lambda error, _: self.working.say(told(error)),
        )
