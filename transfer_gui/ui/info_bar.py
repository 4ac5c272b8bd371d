"""Messages that do not block: what happened, what to do, and one button that does it."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from .icons import icon
from .translation import tr
from .widgets.picture import Picture

PICTURES = {"bad": "error", "warning": "warning", "good": "check", "accent": "info"}
SECONDS = 12
"""A good or plain message goes by itself after so long; a fault stays until it is closed."""


class Message(QFrame):
    """One message, with its details folded away."""

    def __init__(self, kind: str, what: str, cure: str, details: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = (what, cure)
        self.setObjectName("message")
        self.setProperty("card", kind)
        self.setAccessibleName(f"{what} {cure}".strip())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 8, 8, 8)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(Picture(PICTURES[kind], 20), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        self.what = QLabel(what)
        self.what.setObjectName("message_what")
        self.what.setProperty("role", "heading")
        self.cure = QLabel(cure)
        self.cure.setObjectName("message_cure")
        for label in (self.what, self.cure):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            words.addWidget(label)
        self.cure.setVisible(bool(cure))
        row.addLayout(words, 1)
        self._buttons = QHBoxLayout()
        row.addLayout(self._buttons)
        if details:
            self._more = QPushButton(tr("Details"))
            self._more.setObjectName("message_details")
            self._more.setProperty("quiet", "true")
            self._more.setCheckable(True)
            self._more.toggled.connect(self._show_details)
            self._buttons.addWidget(self._more)
        close = QPushButton(icon("close"), "")
        close.setObjectName("message_close")
        close.setProperty("quiet", "true")
        close.setToolTip(tr("Close this message"))
        close.setAccessibleName(tr("Close this message"))
        close.clicked.connect(self.dismiss)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(row)
        self._details = QPlainTextEdit(details)
        self._details.setReadOnly(True)
        self._details.setFixedHeight(150)
        self._details.hide()
        layout.addWidget(self._details)
        if kind in {"good", "accent"}:
            QTimer.singleShot(SECONDS * 1000, self, self.dismiss)

    def add_button(self, text: str, action: Callable[[], None]) -> None:
        """A button that does something about it, and closes the message."""
        button = QPushButton(text)
        button.setObjectName("message_action")
        button.clicked.connect(self.dismiss)
        button.clicked.connect(lambda: action())
        self._buttons.insertWidget(0, button)

    def dismiss(self) -> None:
        self.hide()
        self.deleteLater()

    def _show_details(self, shown: bool) -> None:
        self._details.setVisible(shown)
        if shown:
            QApplication.clipboard().setText(self._details.toPlainText())
            self._more.setToolTip(tr("The details are on the clipboard."))


class InfoBar(QWidget):
    """The messages there are, newest on top, each only once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("info_bar")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)

    def messages(self) -> list[Message]:
        """Those on show."""
        return [m for m in self.findChildren(Message) if not m.isHidden()]

    def tell(self, kind: str, what: str, cure: str = "", details: str = "") -> Message:
        """Show a message of `kind` 'bad', 'warning', 'good' or 'accent'; the same one twice is shown once."""
        for message in self.messages():
            if message.key == (what, cure):
                message.dismiss()
        while len(self.messages()) >= 3:
            self.messages()[0].dismiss()
        message = Message(kind, what, cure, details, self)
        self._layout.insertWidget(0, message)
        message.show()
        return message
