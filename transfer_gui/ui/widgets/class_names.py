"""The names of a checkpoint's classes, to be changed on the way out."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from ..translation import tr

ROW = 28
MOST = 10
"""Rows shown without scrolling."""


class ClassNames(QTableWidget):
    """A row per output of the network: its name now, and the name that it gets."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 2, parent)
        self.setObjectName("class_names")
        self.setAccessibleName(tr("Class names in the export"))
        self.setHorizontalHeaderLabels([tr("Class"), tr("Name in the export")])
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_classes(self, classes: Sequence[str]) -> None:
        self.setRowCount(len(classes))
        for row, name in enumerate(classes):
            own = QTableWidgetItem(name)
            own.setFlags(own.flags() & ~Qt.ItemFlag.ItemIsEditable)
            self.setItem(row, 0, own)
            new = QTableWidgetItem(name)
            new.setToolTip(tr("Double-click or press F2 to change it; the network stays as it is"))
            self.setItem(row, 1, new)
        self.setFixedHeight(ROW * min(MOST, len(classes)) + 38)

    def renames(self) -> dict[str, str]:
        """Old name to new, of those that differ."""
        found = {}
        for row in range(self.rowCount()):
            own, new = self.item(row, 0), self.item(row, 1)
            if own is not None and new is not None and own.text() != new.text().strip():
                found[own.text()] = new.text().strip()
        return found
