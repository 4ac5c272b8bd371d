"""Cards, foldable sections and banners: how a panel is divided."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from .. import theme
from ..icons import icon
from ..translation import tr
from .text import Text

RADIUS = 8
Level = Literal["info", "good", "warning", "bad"]


class Card(QFrame):
    """A rounded surface with a heading; `body` is the layout to fill, `corner` the one beside the heading."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Text(title, "heading", wrap=False)
        self.corner = QHBoxLayout()
        self.corner.setSpacing(theme.SPACE)
        self.body = QVBoxLayout()
        self.body.setSpacing(theme.SPACE)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 12, 14, 14)
        layout.setSpacing(theme.SPACE)
        if title:
            head = QHBoxLayout()
            head.addWidget(self.title)
            head.addStretch(1)
            head.addLayout(self.corner)
            layout.addLayout(head)
        layout.addLayout(self.body, 1)
        theme.theme().changed.connect(self.update)

    def ground(self) -> tuple[QColor, QColor]:
        """Fill and border."""
        colors = theme.colors()
        return colors.surface, colors.border

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill, border = self.ground()
        painter.setBrush(fill)
        painter.setPen(QPen(border, 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.end()


class Banner(Card):
    """A message with a coloured edge, and buttons that mend it."""

    def __init__(self, level: Level = "info", parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self._level: Level = level
        self.headline = Text("", "heading")
        self.text = Text("", "body")
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(theme.SPACE)
        self.body.addWidget(self.headline)
        self.body.addWidget(self.text)
        self.body.addLayout(self.buttons)
        around = self.layout()
        assert around is not None
        around.setContentsMargins(18, 10, 14, 10)
        self.hide()

    def say(self, headline: str, text: str = "", level: Level | None = None) -> None:
        """Show this message, without the buttons of the one before."""
        self._level = level or self._level
        while item := self.buttons.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        self.headline.say(headline)
        self.text.say(text)
        self.show()
        self.update()

    def offer(self, text: str, action: Callable[[], object], name: str = "", primary: bool = False) -> QPushButton:
        """Add a button to the message shown."""
        button = QPushButton(text)
        button.setObjectName(name)
        button.setDefault(primary)
        button.clicked.connect(lambda: action())
        if self.buttons.count() == 0:
            self.buttons.addStretch(1)
        self.buttons.insertWidget(self.buttons.count() - 1, button)
        return button

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        colors = theme.colors()
        edge = {"info": colors.accent, "good": colors.good, "warning": colors.warning, "bad": colors.bad}[self._level]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(edge)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(5, 8, 4, self.height() - 16), 2, 2)
        painter.end()


class Section(QWidget):
    """A part of a form under a heading that folds it away."""

    toggled = Signal(bool)

    def __init__(self, title: str, content: QWidget, *, open_: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.content = content
        self.head = QToolButton()
        self.head.setText(title)
        self.head.setCheckable(True)
        self.head.setAutoRaise(True)
        self.head.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.head.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.head.setIconSize(QSize(12, 12))
        self.head.setAccessibleName(tr("{name}: show or hide", name=title))
        self.head.setToolTip(tr("Show or hide {name}", name=f"{title[:1].lower()}{title[1:]}"))
        font = self.head.font()
        font.setBold(True)
        self.head.setFont(font)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.head)
        layout.addWidget(content)
        self.head.toggled.connect(self._toggle)
        self.head.setChecked(open_)
        self._toggle(open_)

    def _toggle(self, open_: bool) -> None:
        self.content.setVisible(open_)
        self.head.setArrowType(Qt.ArrowType.DownArrow if open_ else Qt.ArrowType.RightArrow)
        self.toggled.emit(open_)


def tool(name: str, text: str, tip: str, picture: str, action: Callable[[], object]) -> QToolButton:
    """A flat button with an icon alone; `text` is its name for screen readers."""
    button = QToolButton()
    button.setObjectName(name)
    button.setIcon(icon(picture))
    button.setAutoRaise(True)
    button.setAccessibleName(text)
    button.setToolTip(tip)
    button.clicked.connect(lambda: action())
    return button
