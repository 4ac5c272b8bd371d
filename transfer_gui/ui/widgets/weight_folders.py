"""The folders in which weight files are looked for: the user adds his own."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from ...core.models.places import folders
from .. import theme
from ..facts import Facts
from ..icons import icon
from ..translation import tr
from .text import elided


class WeightFolders(QToolButton):
    """A button with a menu: every folder, open or remove one, add another."""

    def __init__(self, facts: Facts, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._facts = facts
        self.setObjectName("weight_folders")
        self.setText(tr("Folders"))
        self.setAccessibleName(tr("Folders with weight files"))
        tip = tr("Where weight files are looked for. Add a folder of your own, with checkpoints or downloads.")
        self.setToolTip(tip)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self.fill)
        self.setMenu(self._menu)
        self._paint()
        theme.theme().changed.connect(self._paint)

    def fill(self) -> None:
        """Bring the menu up to date."""
        self._menu.clear()
        own = set(self._facts.weight_folders)
        for folder in folders(self._facts.weight_folders):
            entry = self._menu.addMenu(elided(str(folder), 56))
            entry.menuAction().setToolTip(str(folder))
            show = entry.addAction(tr("Open folder"))
            show.setEnabled(folder.is_dir())
            show.triggered.connect(lambda _=False, f=folder: QDesktopServices.openUrl(QUrl.fromLocalFile(str(f))))
            if folder in own:
                remove = entry.addAction(tr("Do not look here any more"))
                remove.triggered.connect(lambda _=False, f=folder: self.remove(f))
        self._menu.addSeparator()
        add = self._menu.addAction(tr("Add folder…"))
        add.setObjectName("add_folder")
        add.triggered.connect(lambda: self.ask())

    def ask(self) -> None:
        """Let the user choose a folder."""
        dialog = QFileDialog(self, tr("Add a folder with weight files"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.add)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add(self, folder: str) -> None:
        """Look for weights in `folder` too."""
        new = Path(folder)
        if new not in self._facts.weight_folders:
            self._facts.set_weight_folders((*self._facts.weight_folders, new))

    def remove(self, folder: Path) -> None:
        """Look there no more; the folder itself stays as it is."""
        self._facts.set_weight_folders(tuple(f for f in self._facts.weight_folders if f != folder))

    def _paint(self) -> None:
        self.setIcon(icon("folder"))
