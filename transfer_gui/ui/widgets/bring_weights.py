"""What to do when published weights are not on this computer: which file, where to put it, or a download."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ...core import paths
from ...core.errors import UserError
from ...core.models.entry import Weights
from ...core.models.places import hub
from ...core.progress import Progress
from ...workers import work
from .. import theme
from ..facts import Facts
from ..translation import told, tr
from .card import Banner
from .text import Text

TAG = "download"


class BringWeights(Banner):
    """Names the file and the folder; imports, opens the folder, and downloads where the user allowed it."""

    import_wanted = Signal()
    arrived = Signal(object)
    """Path of the file that was downloaded."""

    def __init__(self, facts: Facts, parent: QWidget | None = None) -> None:
        super().__init__("info", parent)
        self._facts = facts
        self._weights: Weights | None = None
        self.file = Text("", "heading")
        self.file.setObjectName("file_to_bring")
        self.file.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.where = Text("", "muted")
        self.where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.problem = Text("", "bad")
        self.problem.hide()
        self.import_file = self._button("import_file", tr("Import file…"), tr("Choose the file, wherever it is."))
        tip = tr("Show the folder in the file manager.")
        self.open_folder = self._button("open_folder", tr("Open folder"), tip)
        tip = tr("Copy the address, to fetch the file elsewhere.")
        self.copy_link = self._button("copy_link", tr("Copy link"), tip)
        self.allow = QCheckBox(tr("Allow downloads"))
        self.allow.setObjectName("allow_network")
        tip = tr("Off: this program never touches the network. On: it may download, and only when you press Download.")
        self.allow.setToolTip(tip)
        self.fetch = self._button("download", tr("Download"), tr("Fetch the file and check its published hash."))
        self.fetch.setProperty("primary", "true")
        self.progress = QProgressBar()
        self.progress.setAccessibleName(tr("Download"))
        tip = tr("Stop the download; nothing is kept of it.")
        self.cancel = self._button("cancel_download", tr("Cancel"), tip)
        self._put_together()
        self.import_file.clicked.connect(self.import_wanted)
        self.open_folder.clicked.connect(self._open)
        self.copy_link.clicked.connect(self._copy)
        self.allow.toggled.connect(facts.set_allow_network)
        self.fetch.clicked.connect(self.start)
        self.cancel.clicked.connect(self._cancelled)
        self._busy(False)

    def show_weights(self, weights: Weights) -> None:
        """Say how to bring these weights."""
        if self._weights is not None and weights.file != self._weights.file:
            self.problem.say("")
        self._weights = weights
        words = tr("Bring this file, under exactly this name:")
        if weights.megabytes:
            words = tr("Bring this file ({size:,.0f} MB), under exactly this name:", size=weights.megabytes)
        if weights.files:
            words = tr("Bring these files ({size:,.0f} MB) of {url}:", size=weights.megabytes or 0, url=weights.url)
        self.say(tr("These weights are not on this computer"), words)
        self.file.setText("\n".join(weights.files) or weights.file)
        self.import_file.setText(tr("Import folder…") if weights.files else tr("Import file…"))
        self.allow.setVisible(not weights.files)
        if weights.files:
            folder = paths.weights() / weights.file
            where = tr("into the folder {folder}\nor import the folder from wherever it is.", folder=folder)
        else:
            where = tr(
                "into {folder}\nor {other}\nor import it from wherever it is.", folder=paths.weights(), other=hub()
            )
        self.where.setText(where)
        self.copy_link.setToolTip(tr("Copy the address, to fetch the file elsewhere: {url}", url=weights.url))
        self.allow.blockSignals(True)
        self.allow.setChecked(self._facts.allow_network)
        self.allow.blockSignals(False)
        self._busy(self._facts.tasks.running(TAG))

    def start(self) -> None:
        """Download the file."""
        if self._weights is None or not self._facts.allow_network:
            return
        self.problem.say("")
        self.progress.setRange(0, 0)
        self._facts.tasks.start(
            work.download, self._weights, done=self._done, failed=self._failed, progress=self._tell, tag=TAG
        )
        self._busy(True)

    # ---- inside

    def _put_together(self) -> None:
        offers = QHBoxLayout()
        offers.setSpacing(theme.SPACE)
        for button in (self.import_file, self.open_folder, self.copy_link):
            offers.addWidget(button)
        offers.addStretch(1)
        network = QHBoxLayout()
        network.setSpacing(theme.SPACE)
        network.addWidget(self.allow)
        network.addStretch(1)
        network.addWidget(self.fetch)
        under_way = QHBoxLayout()
        under_way.addWidget(self.progress, 1)
        under_way.addWidget(self.cancel)
        inner = QVBoxLayout()
        inner.setSpacing(theme.SPACE)
        for widget in (self.file, self.where):
            inner.addWidget(widget)
        for layout in (offers, network, under_way):
            inner.addLayout(layout)
        inner.addWidget(self.problem)
        self.body.addLayout(inner)

    def _button(self, name: str, text: str, tip: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setToolTip(tip)
        return button

    def _open(self) -> None:
        folder = paths.weights()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.problem.say(tr("{folder} cannot be made: {reason}.", folder=folder, reason=error.strerror))
            return
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _copy(self) -> None:
        if self._weights is not None:
            QGuiApplication.clipboard().setText(self._weights.url)

    def _busy(self, busy: bool) -> None:
        self.progress.setVisible(busy)
        self.cancel.setVisible(busy)
        offered = self._weights is None or not self._weights.files
        self.fetch.setVisible(not busy and offered and self._facts.allow_network)
        self.allow.setEnabled(not busy)
        self.import_file.setEnabled(not busy)

    def _tell(self, progress: Progress) -> None:
        if progress.total:
            self.progress.setRange(0, 1000)
            self.progress.setValue(1000 * progress.done // progress.total)
            words = tr(
                "{words}: {done:,.1f} of {total:,.1f} MB",
                words=tr(progress.text), done=progress.done / 1e6, total=progress.total / 1e6,
            )  # fmt: skip
            self.progress.setFormat(words)

    def _cancelled(self) -> None:
        self._facts.tasks.cancel(TAG)
        self._busy(False)
        self.problem.say(tr("The download was cancelled; nothing was kept."), "muted")

    def _done(self, path: Path) -> None:
        self._busy(False)
        self._facts.load_catalogue()
        self.arrived.emit(path)

    def _failed(self, error: Exception, details: str) -> None:
        self._busy(False)
        if isinstance(error, UserError):
            self.problem.say(told(error), "bad")
        else:
            self.problem.say(tr("The download failed: {reason}", reason=error), "bad")
            self.problem.setToolTip(details)
