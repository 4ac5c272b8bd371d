"""One of a few, as a row of joined buttons; none where nothing fits."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from .. import theme
from ..translation import tr


class Segmented(QWidget):
    """Joined buttons of which one at most is pressed. The arrow keys move between them."""

    chosen = Signal(str)
    """The user pressed the choice with this value (pressed already or not)."""

    def __init__(self, name: str, choices: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """`choices`: value, title, tooltip, in English. `name` is what a screen reader says of the whole."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.buttons: dict[str, QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        last = len(choices) - 1
        for place, (value, english, tip) in enumerate(choices):
            title = tr(english)
            button = QPushButton(title)
            button.setCheckable(True)
            button.setObjectName(f"choice_{value}")
            ends = ("first" if place == 0 else "") + ("last" if place == last else "")
            button.setProperty("end", ends)
            button.setAccessibleName(f"{name}: {title}")
            button.setToolTip(tr(tip))
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, value=value: self._press(value))
            layout.addWidget(button)
            self.buttons[value] = button
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._value = ""
        self._paint()
        theme.theme().changed.connect(self._paint)

    def value(self) -> str:
        return self._value

    def set_value(self, value: str) -> None:
        """Show `value` as pressed; none where it is not among the choices. Tells nothing."""
        self._value = value if value in self.buttons else ""
        for name, button in self.buttons.items():
            button.setChecked(name == self._value)

    def _press(self, value: str) -> None:
        self.set_value(self._value)  # the owner decides what is pressed now
        self.chosen.emit(value)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        buttons = list(self.buttons.values())
        here = next((i for i, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
        else:
            buttons[(here + step) % len(buttons)].setFocus(Qt.FocusReason.TabFocusReason)

    def _paint(self) -> None:
        c = theme.colors()
        self.setStyleSheet(f"""
            QPushButton {{
                background: {c.surface.name()}; color: {c.text.name()}; border: 1px solid {c.border.name()};
                border-left-width: 0; padding: 5px 12px; border-radius: 0;
            }}
            QPushButton[end="first"] {{
                border-left-width: 1px; border-top-left-radius: 6px; border-bottom-left-radius: 6px;
            }}
            QPushButton[end="last"] {{ border-top-right-radius: 6px; border-bottom-right-radius: 6px; }}
            QPushButton[end="firstlast"] {{ border-left-width: 1px; border-radius: 6px; }}
            QPushButton:hover {{ background: {c.raised.name()}; }}
            QPushButton:focus {{ border-color: {c.accent.name()}; border-left-width: 1px; }}
            QPushButton:checked {{
                background: {c.accent.name()}; color: {c.on_accent.name()}; border-color: {c.accent.name()};
            }}
            QPushButton:disabled {{ color: {c.muted.name()}; }}
            QPushButton:checked:disabled {{ background: {c.raised.name()}; color: {c.muted.name()}; }}
        """)
