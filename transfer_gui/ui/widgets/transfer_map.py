"""Source and target layers side by side: which takes over the weights of which, to be changed by hand."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ..translation import mark, tr
from .text import Text

HEADERS = mark(("Layer of the model", "Shape", "Takes over", "Share"))
FOUND = mark({"by hand": "Chosen by hand.", "by name": "Found by its name.", "by shape": "Found by its shape."})
NONE = mark("Nothing of the source fits, or nothing is wanted.")
MOST = 400
"""Rows with a choice; of more, the first are shown."""


class TransferMapView(QWidget):
    """Shows a `core.models.transfer_map.TransferMap`; what is chosen is told, not done."""

    chosen = Signal(str, str)
    """A layer of the model, and the source's layer that it is to take over; empty for none."""
    overlap_chosen = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = Text("", "body")
        self.words.setObjectName("transfer_words")
        self.overlap = QCheckBox(tr("Layers of other sizes take over what overlaps"))
        self.overlap.setObjectName("transfer_overlap")
        self.overlap.clicked.connect(self.overlap_chosen)
        self.table = QTableWidget(0, len(HEADERS))
        self.table.setObjectName("transfer_table")
        self.table.setAccessibleName(tr("Layers of the model and of the source"))
        self.table.setHorizontalHeaderLabels([tr(header) for header in HEADERS])
        self.table.verticalHeader().hide()
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setMinimumHeight(200)
        header = self.table.horizontalHeader()
        for column, mode in enumerate(
            (
                QHeaderView.ResizeMode.Stretch,
                QHeaderView.ResizeMode.ResizeToContents,
                QHeaderView.ResizeMode.Stretch,
                QHeaderView.ResizeMode.ResizeToContents,
            )
        ):
            header.setSectionResizeMode(column, mode)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.words, self.table, self.overlap):
            layout.addWidget(widget)

    def show_map(self, plan: Any) -> None:
        """Show a map as it stands."""
        self.words.say("\n".join(plan.words_of_rest()))
        self.overlap.setChecked(plan.partial)
        pairs = plan.pairs[:MOST]
        sources = [pair.source for pair in plan.pairs if pair.source is not None] + list(plan.left)
        self.table.setRowCount(len(pairs))
        for row, pair in enumerate(pairs):
            shape = next((by(shape) for name, shape in pair.target.shapes if name == "weight"), "")
            share = f"{pair.share:.0%}" if plan.carries(pair) else "–"
            for column, text in ((0, pair.target.path), (1, shape), (3, share)):
                item = QTableWidgetItem(text)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                item.setToolTip(text)
                self.table.setItem(row, column, item)
            self.table.setCellWidget(row, 2, self._choice(pair, sources))

    def _choice(self, pair: Any, sources: list[Any]) -> QComboBox:
        choice = QComboBox()
        choice.setObjectName(f"takes_{pair.target.path}")
        choice.setAccessibleName(tr("What {layer} takes over", layer=pair.target.path))
        choice.addItem(tr("nothing"), "")
        for layer in sources:
            if layer.kind == pair.target.kind:
                weight = next((by(shape) for name, shape in layer.shapes if name == "weight"), "")
                choice.addItem(f"{layer.path}   {weight}".strip(), layer.path)
        choice.setCurrentIndex(max(0, choice.findData(pair.source.path if pair.source is not None else "")))
        choice.setToolTip(tr(FOUND.get(pair.how, NONE)))
        choice.activated.connect(
            lambda index, path=pair.target.path, choice=choice: self.chosen.emit(path, choice.itemData(index))
        )
        return choice


def by(shape: tuple[int, ...]) -> str:
    """'64 × 3 × 7 × 7'."""
    return " × ".join(map(str, shape)) or tr("one number")
