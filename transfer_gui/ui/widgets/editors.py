"""One editor per kind of job field; all speak alike.

`edited(value)` tells of each valid change by the user, `refused(words)` of what cannot be, `finished()` when the user
is done with it. `merge` is not empty while one gesture goes on, whose edits are one undo step.
"""

import re
from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QLocale, QSignalBlocker, QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QMouseEvent, QValidator, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSpinBox, QWidget

from ..translation import mark, tr
from .field import FREE, Bounds, FieldSpec, plain_number
from .number_field import NumberField

_STEPS = {Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
PLAIN = mark(("Auto", "Standard"))
"""Choices that the window offers of fields that take any text."""
LARGEST_INT = 2**31 - 1
"""What a QSpinBox can count to."""


def parse_whole(text: str) -> int | None:
    """The whole number in `text`; None where it is none. '1,000' is refused: it could be one as well as a thousand."""
    text = text.strip().replace("\u2212", "-")
    return int(text) if re.fullmatch(r"[+-]?\d{1,15}", text) else None


class Editor(Protocol):
    """What a form knows of an editor; each is a QWidget too."""

    edited: SignalInstance
    refused: SignalInstance
    finished: SignalInstance
    merge: str

    def set_value(self, value: Any) -> None:
        """Show `value` and tell nothing."""
        ...


class IntField(QSpinBox):
    """A spin box that says which bound a number breaks, where QSpinBox would swallow the keys in silence."""

    edited = Signal(int)
    refused = Signal(str)
    finished = Signal()

    def __init__(self, bounds: Bounds = FREE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        low = bounds.low if bounds.low is not None else -LARGEST_INT
        high = bounds.high if bounds.high is not None else LARGEST_INT
        self._bounds = Bounds(int(low) + bounds.low_open, int(high) - bounds.high_open)
        self._gesture = 0
        self.merge = ""
        self.setRange(int(self._bounds.low or 0), int(self._bounds.high or 0))
        self.setLocale(QLocale.c())
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccelerated(True)
        self.setKeyboardTracking(
            False
        )  # what is typed is told by `_typed`, and Qt's own value waits until it is finished
        self.valueChanged.connect(self.edited)
        self.lineEdit().textEdited.connect(self._typed)
        self.editingFinished.connect(self._finish)

    def set_value(self, value: int) -> None:
        if value != self.value() and not self.merge.startswith("typing"):
            with QSignalBlocker(self):
                self.setValue(value)

    def sizeHint(self) -> QSize:
        return QSize(110, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(84, super().minimumSizeHint().height())

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        # Never 'invalid': Qt would swallow the key in silence.
        good = parse_whole(text) is not None and not self.fault(text)
        return QValidator.State.Acceptable if good else QValidator.State.Intermediate, text, position

    def valueFromText(self, text: str) -> int:
        value = parse_whole(text)
        return self.value() if value is None else value

    def fault(self, text: str) -> str:
        """What is wrong with typed `text`, in words; empty where nothing is."""
        value = parse_whole(text)
        if not text.strip():
            return tr("is empty")
        if value is None:
            return tr("must be a whole number, such as 1000")
        return self._bounds.fault(value)

    def _typed(self, text: str) -> None:
        self._begin("typing")
        value = parse_whole(text)
        too_small = value is not None and self._bounds.low is not None and value < self._bounds.low
        fault = self.fault(text)
        if value is not None and not fault:
            self.edited.emit(value)
        elif text.strip() and not too_small:
            self.refused.emit(fault)

    def _finish(self) -> None:
        self.merge = ""
        self.finished.emit()

    def _tell_fault(self) -> None:
        """Qt puts the last valid number back without a word; say why."""
        if fault := self.fault(self.lineEdit().text()):
            self.refused.emit(fault)

    def focusOutEvent(self, event) -> None:  # type: ignore[no-untyped-def]
        self._tell_fault()
        super().focusOutEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._tell_fault()
        elif event.key() in _STEPS and not event.isAutoRepeat():
            self.merge = ""
            self._begin("key")
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        super().keyReleaseEvent(event)
        if self.merge.startswith("key") and not event.isAutoRepeat():
            self.merge = ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.merge = ""
        self._begin("mouse")
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.merge = ""

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus():
            event.ignore()  # a form scrolls under the wheel; only a field that was chosen changes
            return
        self._begin("wheel")
        super().wheelEvent(event)

    def _begin(self, kind: str) -> None:
        """Start a gesture of this kind, unless it goes on already."""
        if not self.merge.startswith(kind):
            self._gesture += 1
            self.merge = f"{kind}{self._gesture}"


class CheckField(QCheckBox):
    """A yes or no."""

    edited = Signal(bool)
    refused = Signal(str)
    finished = Signal()
    merge = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.toggled.connect(self.edited)

    def set_value(self, value: bool) -> None:
        with QSignalBlocker(self):
            self.setChecked(value)


class ChoiceField(QComboBox):
    """One of a few; a value that is not among them is shown as such, not lost."""

    edited = Signal(str)
    refused = Signal(str)
    finished = Signal()
    merge = ""

    def __init__(self, choices: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._choices: list[tuple[str, str]] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)
        self.set_choices(choices)
        self.activated.connect(self._chosen)

    def set_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Offer these (value, title); what is chosen stays chosen."""
        if list(choices) != self._choices:
            value = self.currentData()
            self._choices = list(choices)
            self.clear()
            for choice, title in choices:
                self.addItem(title, choice)
                self.setItemData(self.count() - 1, title, Qt.ItemDataRole.ToolTipRole)
            if value is not None:
                self.set_value(value)

    def set_value(self, value: str) -> None:
        index = self.findData(value)
        if index < 0:
            self.addItem(tr("{value} (not available here)", value=value), value)
            index = self.count() - 1
        self.setCurrentIndex(index)

    def _chosen(self, index: int) -> None:
        self.edited.emit(self.itemData(index))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class TextField(QLineEdit):
    """A line of text, taken when Enter is pressed or the field is left."""

    edited = Signal(str)
    refused = Signal(str)
    finished = Signal()
    merge = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editingFinished.connect(self._finish)

    def set_value(self, value: str) -> None:
        if value != self.text():
            self.setText(value)

    def _finish(self) -> None:
        self.edited.emit(self.text().strip())
        self.finished.emit()


class OptionalIntField(QWidget):
    """A number of the user's own, or none: the model's."""

    edited = Signal(object)
    refused = Signal(str)
    finished = Signal()

    def __init__(self, bounds: Bounds = FREE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.own = QCheckBox(tr("Model's own"))
        self.spin = IntField(bounds)
        self.standard = int(bounds.low or 0)
        """What the spin box begins with when the user wants a number of his own."""
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.own)
        layout.addWidget(self.spin, 1)
        self.setFocusProxy(self.own)
        self.own.toggled.connect(self._own_toggled)
        self.spin.edited.connect(lambda value: self.edited.emit(value))
        self.spin.refused.connect(self.refused)
        self.spin.finished.connect(self.finished)

    @property
    def merge(self) -> str:
        return self.spin.merge

    def set_standard(self, value: int) -> None:
        """What the model's own number is, to be shown while no other is chosen."""
        self.standard = value
        if self.own.isChecked():
            self.spin.set_value(value)

    def set_value(self, value: int | None) -> None:
        with QSignalBlocker(self.own):
            self.own.setChecked(value is None)
        self.spin.setEnabled(value is not None)
        self.spin.set_value(self.standard if value is None else value)

    def _own_toggled(self, own: bool) -> None:
        self.spin.setEnabled(not own)
        if own:
            self.spin.set_value(self.standard)
        self.edited.emit(None if own else self.spin.value())


def editor(spec: FieldSpec, titles: dict[str, str] | None = None) -> QWidget:
    """The editor for a field of this kind. `titles` names the choices of a 'choice' field."""
    if spec.kind == "bool":
        return CheckField()
    if spec.kind == "choice":
        return ChoiceField([(c, (titles or {}).get(c) or tr(c.replace("-", " ").capitalize())) for c in spec.choices])
    if spec.kind == "int":
        return IntField(spec.bounds)
    if spec.kind == "optional_int":
        return OptionalIntField(spec.bounds)
    if spec.kind == "float":
        scale, step = _steps(spec)
        return NumberField(spec.bounds, scale=scale, step=step)
    return TextField()


def _steps(spec: FieldSpec) -> tuple[Any, float]:
    """How a number's arrow keys step: by 1-2-5 where it lives on a logarithmic scale, else evenly."""
    bounds = spec.bounds
    if (bounds.low == 0 and bounds.low_open) or 0 < abs(spec.default) < 0.01:
        return "log", 1.0
    return "linear", 0.05 if bounds.high is not None and bounds.high <= 1 else 0.5


def in_words(spec: FieldSpec, value: Any, titles: dict[str, str] | None = None) -> str:
    """A field's value for a person."""
    if spec.kind == "bool":
        return tr("on" if value else "off", "switched")
    if value is None:
        return tr("the model's own")
    return plain_number(value) if isinstance(value, int | float) else (titles or {}).get(value, str(value))
