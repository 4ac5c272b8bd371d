"""A place to drop examples on, or to choose them by a dialog."""

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from .. import theme
from ..icons import icon
from ..nouns import things
from ..translation import tr
from .text import Text


class DropPictures(QWidget):
    """Takes files and folders that are dropped on it; `several` allows more than one file."""

    dropped = Signal(object)
    """The paths (a list of Path)."""

    def __init__(self, words: str, *, several: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._several, self._over, self._domain = several, False, ""
        self.setAcceptDrops(True)
        self.shown = QLabel()
        self.shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.shown.hide()
        self.words = Text(words, "muted")
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(theme.SPACE)
        column.addWidget(self.shown)
        column.addWidget(self.words)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self._button("choose_picture", tr("Files…" if several else "File…"), "open", self._ask))
        if several:
            row.addWidget(self._button("choose_folder", tr("Folder…"), "folder", self._ask_folder))
        row.addStretch(1)
        column.addLayout(row)
        theme.theme().changed.connect(self.update)

    def _button(self, name: str, text: str, picture: str, action) -> QPushButton:  # type: ignore[no-untyped-def]
        button = QPushButton(icon(picture), text)
        button.setObjectName(name)
        button.clicked.connect(lambda: action())
        return button

    def show_picture(self, picture: QPixmap | None, words: str) -> None:
        """Show what was chosen, and its name."""
        self.shown.setVisible(picture is not None)
        if picture is not None:
            self.shown.setPixmap(picture)
        self.words.say(words)

    def expect(self, domain: str) -> None:
        """Offer files of this domain's examples from now on."""
        self._domain = domain

    def _filter(self) -> str:
        """Which files a dialog offers."""
        everything = tr("All files (*)")
        if not self._domain:
            return everything
        from ...core.data.domains import find  # it loads NumPy, and the window is painted before that

        endings = " ".join(f"*{ending}" for ending in sorted(find(self._domain).endings))
        return f"{things(self._domain).capitalize()} ({endings});;{everything}"

    def _ask(self) -> None:
        if self._several:
            paths, _ = QFileDialog.getOpenFileNames(self, tr("Examples"), "", self._filter())
        else:
            path, _ = QFileDialog.getOpenFileName(self, tr("Example"), "", self._filter())
            paths = [path] if path else []
        if paths:
            self.dropped.emit([Path(path) for path in paths])

    def _ask_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, tr("Folder of examples"))
        if path:
            self.dropped.emit([Path(path)])

    # ---- events of Qt

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            self._over = True
            self.update()
            event.acceptProposedAction()

    def dragLeaveEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.dropped.emit(paths if self._several else paths[:1])

    def paintEvent(self, event: QPaintEvent) -> None:
        c = theme.colors()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(c.raised if self._over else c.surface)
        painter.setPen(QPen(c.accent if self._over else c.border, 1.4, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        painter.end()
