"""Labels that speak in one of a few voices, in the theme's colours."""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from .. import theme

Role = Literal["title", "heading", "body", "muted", "small", "good", "warning", "bad", "number"]
_BOLD = {"title", "heading", "number"}
_SIZES = {"title": 1.45, "heading": 1.06, "number": 1.3, "small": 0.92}


class Text(QLabel):
    """Plain text that can be selected by nobody's accident, wraps by default, and follows the theme."""

    def __init__(
        self, text: str = "", role: Role = "body", *, wrap: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._role: Role = role
        self._paint()
        theme.theme().changed.connect(self._paint)

    def set_role(self, role: Role) -> None:
        if role != self._role:
            self._role = role
            self._paint()

    @property
    def role(self) -> Role:
        return self._role

    def say(self, text: str, role: Role | None = None) -> None:
        """Show `text`; nothing at all where it is empty."""
        self.setText(text)
        if role is not None:
            self.set_role(role)
        self.setVisible(bool(text))

    def colour(self) -> QColor:
        colors = theme.colors()
        return {
            "muted": colors.muted,
            "small": colors.muted,
            "good": colors.good,
            "warning": colors.warning,
            "bad": colors.bad,
        }.get(self._role, colors.text)

    def _paint(self) -> None:
        self.setStyleSheet(f"color: {self.colour().name()}; background: transparent;")
        font = QFont(self.font())
        base = (self.parentWidget() or QWidget()).font().pointSizeF()
        font.setPointSizeF(max(7.0, base * _SIZES.get(self._role, 1.0)))
        font.setWeight(QFont.Weight.DemiBold if self._role in _BOLD else QFont.Weight.Normal)
        self.setFont(font)


class Line(Text):
    """One line that never widens what it is in: its middle is left out where it does not fit; the tooltip has it."""

    def __init__(self, text: str = "", role: Role = "body", parent: QWidget | None = None) -> None:
        super().__init__(text, role, wrap=False, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, text: str, role: Role | None = None) -> None:
        super().say(text, role)
        self.setToolTip(text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, place = QPainter(self), self.contentsRect()
        painter.setPen(self.colour())
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, place.width())
        painter.drawText(place, self.alignment(), shown)
        painter.end()


def elided(text: str, most: int = 60) -> str:
    """`text` with its middle left out where it is longer than `most` characters: a path keeps both its ends."""
    if len(text) <= most:
        return text
    head = (most - 1) // 3
    return f"{text[:head]}…{text[len(text) - (most - 1 - head) :]}"
