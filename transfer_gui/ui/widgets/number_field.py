"""An editor for a number such as a learning rate: what is typed is what is meant, in every locale.

QDoubleSpinBox reads '1e-5' as 15, '0.001' as 1 under a German locale, and rounds 0.001 to 0.00.
"""

import math
import re
from typing import Literal

from PySide6.QtCore import QLocale, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from ..translation import tr
from .field import FREE, Bounds, plain_number

_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?")
_BEGINNING = re.compile(r"[+-]?(\d*[.,]?\d*)([eE]([+-]?\d*)?)?")
_SERIES = (1.0, 2.0, 5.0, 10.0)
ARROWS = 18
"""Width of the strip with the two arrows, in pixels."""


def parse_number(text: str) -> float | None:
    """The number in `text`, with a point or a comma before the decimals; None where it is none.

    Scientific notation ('1e-5') is read. There is no separator between thousands: '1,000' is one.
    """
    text = re.sub(r"\s", "", text).replace("\u2212", "-")
    if not _NUMBER.fullmatch(text):
        return None
    value = float(text.replace(",", "."))
    return value if math.isfinite(value) else None


def begins_number(text: str) -> bool:
    """Whether more typing may make `text` a number: '', '-', '1e', '0,'."""
    return _BEGINNING.fullmatch(re.sub(r"\s", "", text).replace("\u2212", "-")) is not None


def next_in_series(value: float, up: bool) -> float:
    """The next number of the series ..., 0.1, 0.2, 0.5, 1, 2, 5, ... above or below `value` (which is above 0)."""
    power = math.floor(math.log10(value) + 1e-9)
    mantissa = value / 10.0**power
    if up:
        step = next(s for s in _SERIES if s > mantissa * (1 + 1e-9))
    else:
        step = next((s for s in reversed(_SERIES[:-1]) if s < mantissa * (1 - 1e-9)), 0.5)
    return float(f"{step * 10.0**power:.12g}")


class NumberField(QLineEdit):
    """A line to type a number in; the arrow keys step, and a step never leaves the bounds.

    Steps follow 1-2-5 where the field's scale is that of a learning rate (`scale='log'`), else they are all `step`;
    page up and down go by ten. `edited(value)` tells of every valid change by the user at once, `refused(words)` of
    text that is no valid number, `finished()` when Enter is pressed or the field is left.
    """

    edited = Signal(float)
    refused = Signal(str)
    finished = Signal()

    def __init__(
        self,
        bounds: Bounds = FREE,
        *,
        scale: Literal["log", "linear"] = "linear",
        step: float = 0.1,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._bounds, self._scale, self._step = bounds, scale, step
        self._value = self._before = 0.0
        self._gesture = 0
        self.merge = ""
        """Not empty while one gesture goes on (typing, a key held down): its edits are one undo step."""
        self.setLocale(QLocale.c())
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setTextMargins(0, 0, ARROWS, 0)
        self.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.textEdited.connect(self._typed)
        self.editingFinished.connect(self._finish)

    def value(self) -> float:
        """The last valid value."""
        return self._value

    def set_value(self, value: float) -> None:
        """Show `value`. Tells nothing. What is being typed stays until it is finished."""
        self._value = float(value)
        if not self.typing and (not self.hasFocus() or parse_number(self.text()) != self._value):
            self.setText(plain_number(value))

    @property
    def typing(self) -> bool:
        """Whether a number is being typed, and not yet finished."""
        return self.merge.startswith("typing")

    def sizeHint(self) -> QSize:
        return QSize(110, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(84, super().minimumSizeHint().height())

    # ---- typing

    def _typed(self, text: str) -> None:
        self._begin("typing")
        value = parse_number(text)
        fault = self._bounds.fault(value) if value is not None else ""
        if value is None:
            if not begins_number(text):
                self.refused.emit(tr("is not a number; write 0.001 or 1e-3"))
        elif not fault:
            self._value = value
            self.edited.emit(value)
        elif not self._may_become_valid(value):
            self.refused.emit(fault)

    def _may_become_valid(self, value: float) -> bool:
        """Whether `value` is on the way to a valid number: the '0' and '0.00' of 0.001."""
        low, high = self._bounds.low, self._bounds.high
        return (low is None or low <= 0) and value == 0 and (high is None or high > 0)

    def _finish(self) -> None:
        value = parse_number(self.text())
        if value is None:
            empty = not self.text().strip()
            self.refused.emit(tr("is empty" if empty else "is not a number; write 0.001 or 1e-3"))
        elif fault := self._bounds.fault(value):
            self.refused.emit(fault)
        else:
            self.setText(plain_number(value))
        self.merge = ""
        self.finished.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and parse_number(self.text()) != self._value:
            self.setText(plain_number(self._value))

    # ---- stepping

    def step_by(self, count: int, tenfold: bool = False) -> None:
        """Step up or down from the last valid value; the nearest bound holds."""
        value = self._value
        for _ in range(abs(count)):
            value = self._stepped(value, count > 0, tenfold)
        if value != self._value and not self._bounds.fault(value):
            self._value = value
            self.setText(plain_number(value))
            self.edited.emit(value)

    def _stepped(self, value: float, up: bool, tenfold: bool) -> float:
        if self._scale == "log":
            if value <= 0:
                stepped = 1e-6 if up else 0.0
            elif value <= 1e-6 * (1 + 1e-9) and not up and self._bounds.low == 0 and not self._bounds.low_open:
                stepped = 0.0
            elif tenfold:
                stepped = float(f"{value * (10 if up else 0.1):.12g}")
            else:
                stepped = next_in_series(value, up)
        else:
            size = self._step * (10 if tenfold else 1)
            # The grid, not the value, is stepped: 0.93 goes up to 0.95.
            place = value / size
            place = math.floor(place + 1e-9) + 1 if up else math.ceil(place - 1e-9) - 1
            stepped = float(f"{place * size:.12g}")
        return self._inside(stepped, value)

    def _inside(self, stepped: float, value: float) -> float:
        """`stepped`, or the bound that it would pass; where the bound itself is out, half the way to it."""
        bounds = self._bounds
        if not bounds.fault(stepped):
            return stepped
        bound, is_open = (bounds.high, bounds.high_open) if stepped > value else (bounds.low, bounds.low_open)
        if bound is None:
            return value
        if not is_open:
            return float(bound)
        half = float(f"{bound + (value - bound) / 5:.2g}")
        return half if not bounds.fault(half) and self._scale == "linear" else value

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Up: (1, False),
            Qt.Key.Key_Down: (-1, False),
            Qt.Key.Key_PageUp: (1, True),
            Qt.Key.Key_PageDown: (-1, True),
        }
        if (step := steps.get(Qt.Key(event.key()))) is not None:
            if not event.isAutoRepeat():
                self.merge = ""
                self._begin("key")
            self.step_by(*step)
            self.selectAll()
            return
        if event.key() == Qt.Key.Key_Escape and self.typing:
            self.setText(plain_number(self._before))
            self._typed(self.text())
            self.merge = ""
            return
        super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if self.merge.startswith("key") and not event.isAutoRepeat():
            self.merge = ""
        super().keyReleaseEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self.hasFocus() or self.isReadOnly():
            event.ignore()  # a form scrolls under the wheel; only a field that was chosen changes
            return
        self._begin("wheel")
        self.step_by(1 if event.angleDelta().y() > 0 else -1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._arrows().contains(event.position().toPoint()):
            self.merge = ""
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.step_by(1 if event.position().y() < self.height() / 2 else -1)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._arrows().contains(event.position().toPoint())
        self.setCursor(Qt.CursorShape.ArrowCursor if over else Qt.CursorShape.IBeamCursor)
        if event.buttons() == Qt.MouseButton.NoButton or not over:
            super().mouseMoveEvent(event)

    def _begin(self, kind: str) -> None:
        """Start a gesture of this kind, unless it goes on already."""
        if not self.merge.startswith(kind):
            self._before = self._value
            self._gesture += 1
            self.merge = f"{kind}{self._gesture}"

    # ---- looks

    def _arrows(self) -> QRect:
        return QRect(self.width() - ARROWS - 2, 0, ARROWS + 2, self.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = self.palette().color(self.foregroundRole())
        colour.setAlpha(190 if self.isEnabled() else 80)
        painter.setPen(QPen(colour, 1))
        x, middle = self.width() - ARROWS // 2 - 3, self.height() // 2
        for y, way in ((middle - 4, -1), (middle + 4, 1)):
            painter.drawPolyline([QPoint(x - 3, y), QPoint(x, y + 3 * way), QPoint(x + 3, y)])
        painter.end()
