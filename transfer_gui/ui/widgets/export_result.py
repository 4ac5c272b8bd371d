"""What an export wrote, how it was checked, and the lines that use it."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from ...core.export.load_lines import load_lines
from ..translation import tr
from .card import Banner


class ExportResult(Banner):
    """Hidden until something was exported."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("good", parent)
        self.setObjectName("export_result_card")
        self.lines = QPlainTextEdit()
        self.lines.setObjectName("load_lines")
        self.lines.setAccessibleName(tr("The lines that use the file"))
        self.lines.setReadOnly(True)
        self.lines.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.lines.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.lines.setTabChangesFocus(True)
        self.body.insertWidget(2, self.lines)

    def show_result(self, exported: Any, model: str) -> None:
        """Say what `core.export.export.Exported` holds."""
        path: Path = exported.path
        difference = exported.largest_difference
        same = tr("to the bit") if difference == 0 else tr("but for {difference:.2g} at most", difference=difference)
        said = {"same": same, "examples": tr(exported.checked_on), "script": exported.predict_script.name}
        words = tr(
            "It was read back in plain PyTorch, and gives the same logits as the network that was trained, {same} (on "
            "{examples}). {script} beside it names what is in pictures, without this program. These lines do too:",
            **said,
        )  # fmt: skip
        if not exported.stands_alone:
            words = tr(
                "It was read back, and gives the same logits as the network that was trained, {same} (on {examples}). "
                "{script} beside it names examples with it, by means of this program:",
                **said,
            )
        self.say(tr("Written and checked: {name}", name=path.name), f"{path}\n{words}", "good")
        text = load_lines(model, path, exported.predict_script, exported.stands_alone)
        self.lines.setPlainText(text.strip())
        rows = text.strip().count("\n") + 2
        self.lines.setFixedHeight(QFontMetrics(self.lines.font()).lineSpacing() * rows + 18)
        self.offer(tr("Copy the lines"), lambda: QGuiApplication.clipboard().setText(text), "copy_lines", primary=True)
        url = QUrl.fromLocalFile(str(path.parent))
        self.offer(tr("Open the folder"), lambda: QDesktopServices.openUrl(url), "open_export_folder")
