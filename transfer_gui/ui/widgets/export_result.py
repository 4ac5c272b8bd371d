"""What an export wrote, how it was checked, and the lines that use it."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ...core.export.load_lines import load_lines
from .card import Banner


class ExportResult(Banner):
    """Hidden until something was exported."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("good", parent)
        self.setObjectName("export_result_card")
        self.lines = QPlainTextEdit()
        self.lines.setObjectName("load_lines")
        self.lines.setAccessibleName("The lines that use the file")
        self.lines.setReadOnly(True)
        self.lines.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.lines.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.lines.setTabChangesFocus(True)
        self.body.insertWidget(2, self.lines)

    def show_result(self, exported: Any, model: str) -> None:
        """Say what `core.export.export.Exported` holds."""
        path: Path = exported.path
        difference = exported.largest_difference
        same = "to the bit" if difference == 0 else f"but for {difference:.2g} at most"
        self.say(
            f"Written and checked: {path.name}",
            f"{path}\nIt was read back in plain PyTorch, and gives the same logits as the network that was trained, "
            f"{same} (on {exported.checked_on}). {exported.predict_script.name} beside it names what is in pictures, "
            "without this program. These lines do too:",
            "good",
        )
        text = load_lines(model, path, exported.predict_script)
        self.lines.setPlainText(text.strip())
        rows = text.strip().count("\n") + 2
        self.lines.setFixedHeight(QFontMetrics(self.lines.font()).lineSpacing() * rows + 18)
        self.offer("Copy the lines", lambda: QGuiApplication.clipboard().setText(text), "copy_lines", primary=True)
        url = QUrl.fromLocalFile(str(path.parent))
        self.offer("Open the folder", lambda: QDesktopServices.openUrl(url), "open_export_folder")
