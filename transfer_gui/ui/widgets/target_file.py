"""Where a file is to be written: typed or chosen, with a name that is proposed until the user gives another."""

from pathlib import Path

from PySide6.QtCore import QSettings, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPushButton, QWidget

from .. import theme
from ..icons import icon
from ..translation import tr

KEY = "export/folder"


class TargetFile(QWidget):
    """A path in a line, and a button for the dialog."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._own = False
        self._suffix = ".pt"
        self.line = QLineEdit()
        self.line.setObjectName("export_target")
        self.line.setAccessibleName(tr("File to write"))
        self.line.setToolTip(tr("Where the network is written; predict.py is put beside it"))
        self.line.textEdited.connect(self._edited)
        choose = QPushButton(icon("folder"), tr("Choose…"))
        choose.setObjectName("choose_target")
        choose.clicked.connect(self._ask)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        row.addWidget(self.line, 1)
        row.addWidget(choose)

    @property
    def path(self) -> Path:
        return Path(self.line.text().strip()).expanduser()

    def propose(self, name: str, suffix: str) -> None:
        """Show this name in the folder used last; a name that the user gave keeps but for its ending."""
        self._suffix = suffix
        if self._own and self.line.text().strip():
            self.line.setText(str(self.path.with_suffix(suffix)))
        else:
            folder = Path(str(QSettings().value(KEY, "")) or Path.home())
            self.line.setText(str((folder if folder.is_dir() else Path.home()) / f"{name}{suffix}"))
        self.changed.emit()

    def remember(self) -> None:
        """Begin in this folder the next time, with a proposed name."""
        QSettings().setValue(KEY, str(self.path.parent))
        self._own = False

    def _edited(self) -> None:
        self._own = True
        self.changed.emit()

    def _ask(self) -> None:
        # the panel asks before it writes over anything, in the same words wherever the path came from
        path, _ = QFileDialog.getSaveFileName(
            self, tr("Export"), self.line.text(), f"(*{self._suffix})", options=QFileDialog.Option.DontConfirmOverwrite
        )
        if path:
            self.line.setText(path)
            self._edited()
