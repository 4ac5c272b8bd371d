"""A line to search with: a magnifier, a button that clears it, Escape that clears it too."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QWidget

from .. import theme
from ..icons import icon
from ..translation import tr


class SearchField(QLineEdit):
    """Tells of every change of the text. The keys for 'find' lead here from anywhere in `area`."""

    left = Signal()
    """The user wants to go on to what was found: Down or Enter."""

    def __init__(self, placeholder: str, area: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText(placeholder)
        self.setClearButtonEnabled(True)
        self.setAccessibleName(placeholder)
        self._sign = QAction(tr("Search"), self)
        self.addAction(self._sign, QLineEdit.ActionPosition.LeadingPosition)
        self._shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Find), area)
        self._shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self._shortcut.activated.connect(self._come)
        self._paint()
        theme.theme().changed.connect(self._paint)

    def minimumSizeHint(self) -> QSize:
        return QSize(120, super().minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _come(self) -> None:
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def _paint(self) -> None:
        self._sign.setIcon(icon("search"))
