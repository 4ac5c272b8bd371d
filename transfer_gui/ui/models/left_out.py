"""The files that a dataset leaves out, each with its reason."""

from PySide6.QtCore import Qt

from ..translation import tr
from .lazy_list import Index, LazyList


class LeftOutModel(LazyList):
    """Rows are `core.data.dataset.Skipped` files."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return None
        skipped = self.items[index.row()]
        return f"{skipped.path}: {tr(skipped.reason)}"
