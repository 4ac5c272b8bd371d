"""Where the data come from: folder, table or sample, by button or by drop."""

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QPushButton, QToolButton, QVBoxLayout, QWidget

from .. import theme
from ..icons import icon
from ..recent import recent
from ..translation import mark, tr
from .card import Card
from .picture import Picture
from .text import Text

SAMPLES = (
    ("sample:clipart-10", mark("Clip art, 10 training pictures a class")),
    ("sample:clipart-40", mark("Clip art, 40 training pictures a class")),
    ("sample:sounds", mark("Sounds, 114 recordings of 9 kinds")),
    ("sample:glosses", mark("Dictionary sentences, 150 in each of 8 subjects")),
)


class SourceButtons(QWidget):
    """Folder, table, sample, recent."""

    chosen = Signal(str)
    """A path, or 'sample:NAME'."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE)
        folder = QPushButton(icon("folder"), tr("Folder…"))
        folder.setObjectName("choose_folder")
        tip = tr("A folder with one folder of examples for each class, or one split into train, val and test")
        folder.setToolTip(tip)
        folder.clicked.connect(self._ask_folder)
        table = QPushButton(icon("csv"), tr("Table…"))
        table.setObjectName("choose_table")
        table.setToolTip(tr("A CSV or TSV file with a column of paths, or of texts, and one of labels"))
        table.clicked.connect(self._ask_table)
        self.sample = QToolButton()
        self.sample.setObjectName("use_sample")
        self.sample.setText(tr("Sample"))
        self.sample.setIcon(icon("sample"))
        self.sample.setToolTip(tr("Pictures, sounds and texts that come with the program"))
        self.recent = QToolButton()
        self.recent.setObjectName("recent_data")
        self.recent.setText(tr("Recent"))
        self.recent.setIcon(icon("clock"))
        self.recent.setToolTip(tr("Datasets that were opened lately"))
        for button in (self.sample, self.recent):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.sample)
        for path, title in SAMPLES:
            action = menu.addAction(tr(title))
            action.setObjectName(path)
            action.triggered.connect(lambda _=False, path=path: self.chosen.emit(path))
        self.sample.setMenu(menu)
        earlier = QMenu(self.recent)
        earlier.aboutToShow.connect(lambda: self._fill(earlier))
        self.recent.setMenu(earlier)
        for widget in (folder, table, self.sample, self.recent):
            row.addWidget(widget)

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        for path in recent("data"):
            menu.addAction(path).triggered.connect(lambda _=False, path=path: self.chosen.emit(path))
        if menu.isEmpty():
            menu.addAction(tr("Nothing yet")).setEnabled(False)

    def _ask_folder(self) -> None:
        if path := QFileDialog.getExistingDirectory(self, tr("A folder with one folder of examples per class")):
            self.chosen.emit(path)

    def _ask_table(self) -> None:
        kinds = tr("Tables (*.csv *.tsv *.txt)")
        path, _ = QFileDialog.getOpenFileName(self, tr("A table of paths and labels"), "", kinds)
        if path:
            self.chosen.emit(path)


class DropTarget(Card):
    """The empty state: a large place to drop a folder or a table on."""

    dropped = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.setAcceptDrops(True)
        self._over = False
        picture = Picture("data", 56, muted=True)
        column = QVBoxLayout()
        column.addStretch(1)
        column.addWidget(picture)
        for text, role in (
            (tr("Drop a folder or a table here"), "title"),
            (tr("A folder with one folder of examples for each class, a folder split into train, val and test, or a "
                "CSV or TSV file of paths and labels. Or take the sample."), "muted"),
        ):  # fmt: skip
            label = Text(text, role)  # type: ignore[arg-type]
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(label)
        self.buttons = QHBoxLayout()
        self.buttons.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addLayout(self.buttons)
        column.addStretch(2)
        self.body.addLayout(column)

    def ground(self):  # type: ignore[no-untyped-def]
        colors = theme.colors()
        return (colors.raised, colors.accent) if self._over else (colors.surface, colors.border)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if first_path(event.mimeData()):
            event.acceptProposedAction()
            self._over = True
            self.update()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._over = False
        self.update()

    def dropEvent(self, event: QDropEvent) -> None:
        self._over = False
        self.update()
        if path := first_path(event.mimeData()):
            event.acceptProposedAction()
            self.dropped.emit(path)


def first_path(data: QMimeData) -> str:
    """The first local file or folder that is being dragged; empty where there is none."""
    return next((url.toLocalFile() for url in data.urls() if url.isLocalFile()), "")
