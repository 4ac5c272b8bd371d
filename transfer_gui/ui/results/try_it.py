"""Try it: pictures are dropped on the result, and it says what it sees."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ...core.progress import Progress
from ...core.runs.place import Place
from ...workers import looking, work
from .. import theme
from ..context import Context
from ..icons import icon
from ..translation import mark, told, tr
from ..widgets.drop_pictures import DropPictures
from ..widgets.listen import Listen
from ..widgets.shown import pixmap
from ..widgets.text import Text
from ..widgets.working import Working

COLUMNS = mark(("", "Picture", "The network says", "Probability", "Then"))
SIDE = 56


class TryLook(QWidget):
    """A place to drop pictures on, and a table of what the network says of each."""

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.place: Place | None = None
        self.predictions: list[Any] = []
        self.drop = DropPictures(
            tr("Drop files or a folder here, and see what the network makes of them."), several=True
        )
        self.working = Working(context.facts.tasks, "try")
        self.words = Text("", "muted")
        self.words.setObjectName("try_words")
        self.listen = Listen(context.player, "hear_tried")
        self.save = QPushButton(icon("csv"), tr("Save as CSV…"))
        self.save.setObjectName("save_predictions")
        self.save.setEnabled(False)
        self.table = QTableWidget(0, len(COLUMNS))
        self.table.setObjectName("predictions")
        self.table.setHorizontalHeaderLabels([tr(column) for column in COLUMNS])
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(SIDE + 8)
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        head = self.table.horizontalHeader()
        head.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        row = QHBoxLayout()
        row.addWidget(self.words, 1)
        row.addWidget(self.listen)
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        for widget in (self.drop, self.working):
            column.addWidget(widget)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        self.drop.dropped.connect(self.try_on)
        self.table.itemSelectionChanged.connect(self._offer)
        self.table.cellDoubleClicked.connect(self.listen.toggle)
        self.save.clicked.connect(self._ask)

    def look_at(self, place: Place | None) -> None:
        """Try this network from now on."""
        self.place = place

    def try_on(self, paths: list[Path]) -> None:
        """See what the network makes of these pictures and folders."""
        if self.place is None or self.place.checkpoint is None:
            self.working.say(tr("Train a network first, or choose a checkpoint above."))
            return
        self.predictions = []
        self.table.setRowCount(0)
        self._offer()
        self.words.say("")
        self.working.start(looking.predict, self.place.checkpoint, paths, done=self._done, item=self._take)

    def _take(self, prediction: Any) -> None:
        self.predictions.append(prediction)
        row = self.table.rowCount()
        self.table.insertRow(row)
        order = sorted(range(len(prediction.probabilities)), key=lambda i: -prediction.probabilities[i])
        then = ", ".join(f"{prediction.classes[i]} {prediction.probabilities[i]:.1%}" for i in order[1:3])
        cells = ("", prediction.path.name, prediction.name or tr(prediction.reason),
                 f"{prediction.probability:.1%}" if prediction.name else "", then)  # fmt: skip
        for column, words in enumerate(cells):
            item = QTableWidgetItem(words)
            item.setToolTip(str(prediction.path))
            if column == 3:
                item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self.table.setItem(row, column, item)

    def _done(self, predictions: list[Any]) -> None:
        bad = sum(not p.name for p in predictions)
        words = tr("{count:,} examples.", count=len(predictions))
        if bad:
            words = tr("{count:,} examples, of which {bad} cannot be read.", count=len(predictions), bad=bad)
        self.words.say(words if predictions else tr("There are no examples in there."))
        self.save.setEnabled(bool(predictions))
        rows = {str(p.path): row for row, p in enumerate(predictions)}

        def show(progress: Progress) -> None:
            if isinstance(progress.item, tuple) and progress.item[1] is not None:
                item = self.table.item(rows[progress.item[0]], 0)
                if item is not None:
                    item.setData(Qt.ItemDataRole.DecorationRole, pixmap(progress.item[1]))

        paths = [str(p.path) for p in predictions if p.name][:500]
        domain = self._context.session.job.data.domain
        self._context.facts.tasks.start(work.thumbnails, domain, paths, SIDE, progress=show, tag="tried")

    def _offer(self) -> None:
        """Offer to play what is selected."""
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        chosen = [self.predictions[row] for row in rows if self.predictions[row].name]
        path = str(chosen[0].path) if len(rows) == len(chosen) == 1 else ""
        self.listen.offer(self._context.session.job.data.domain, path)

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
