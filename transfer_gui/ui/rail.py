"""The rail: the steps of a transfer, what is chosen in each, and which comes next."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QLabel, QSizePolicy, QVBoxLayout, QWidget

from . import theme
from .icons import icon
from .readiness import Step
from .style import mix
from .translation import mark, tr

WIDTH = 204
TIPS = mark({
    "home": "Where to begin: the sample, your own data, or an earlier job.",
    "source": "Step 1. The source model: a network that has learned on many examples before. Its layers are reused.",
    "data": "Step 2. The target data: your own pictures, sounds or texts. The network learns to tell classes apart.",
    "layers": "Step 3. Which layers stay as the source model left them (frozen), and which learn.",
    "train": "Step 4. Train, and watch the loss fall.",
    "inside": "Look inside at any time: the whole network, an example's way through it, two networks side by side.",
    "results": "Step 5. How often the network is right, where it is wrong, and why. Try it on other examples.",
    "export": "Step 6. Take the trained network away as a checkpoint.",
})  # fmt: skip


NUMBERS = {"1": "source", "2": "data", "3": "layers", "4": "train", "": "inside", "5": "results", "6": "export"}
"""The pages from top to bottom; looking inside is no step, and has a sign instead of a number."""


class StepButton(QAbstractButton):
    """One step: a badge with its number or state, its name, and what is chosen."""

    def __init__(self, number: str, page: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page, self._number = page, number
        self.step = Step(page, "", "open", "")
        self.setObjectName(f"step_{page}")
        self.setCheckable(True)
        self.setToolTip(tr(TIPS[page]))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.theme().changed.connect(self.update)

    def show_step(self, step: Step) -> None:
        self.step = step
        self.setText(step.title)
        self.setAccessibleName(f"{step.title}: {step.words}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 62)

    def paintEvent(self, event: QPaintEvent) -> None:
        c, step = theme.colors(), self.step
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(8.5, 3.5, -8.5, -3.5)
        ground = c.surface
        if self.isChecked():
            ground = mix(c.accent, c.surface, 0.16)
        elif self.underMouse():
            ground = c.raised
        painter.setBrush(ground)
        painter.setPen(QPen(c.accent, 1.5) if self.hasFocus() else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(frame, 8, 8)
        if step.state == "next":
            painter.setPen(QPen(c.accent, 1.2, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame, 8, 8)
        self._badge(painter, QRectF(frame.left() + 10, frame.center().y() - 13, 26, 26))
        left = frame.left() + 46
        width = frame.right() - left - 8
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        small = QFont(self.font())
        small.setPointSizeF(self.font().pointSizeF() * 0.86)
        name, words = QFontMetricsF(bold), QFontMetricsF(small)
        top = frame.center().y() - (name.height() + words.height()) / 2
        painter.setFont(bold)
        painter.setPen(c.text)
        painter.drawText(QRectF(left, top, width, name.height()), Qt.AlignmentFlag.AlignVCenter, step.title)
        painter.setFont(small)
        painter.setPen({"problem": c.bad, "next": c.accent}.get(step.state, c.muted))
        text = words.elidedText(step.words, Qt.TextElideMode.ElideRight, width)
        painter.drawText(QRectF(left, top + name.height(), width, words.height()), Qt.AlignmentFlag.AlignVCenter, text)

    def _badge(self, painter: QPainter, place: QRectF) -> None:
        c, state = theme.colors(), self.step.state
        colour: QColor = {"done": c.good, "problem": c.bad, "next": c.accent, "busy": c.accent}.get(state, c.muted)
        full = state in {"done", "next", "problem"}
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(colour if full else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(place)
        ink = c.surface if full else colour
        picture = {"done": "check", "busy": "clock"}.get(state) or ("" if self._number else "inspect")
        if picture:
            inner = place.adjusted(6, 6, -6, -6).toRect()
            icon(picture, ink).paint(painter, inner)
            return
        font = QFont(self.font())
        font.setWeight(QFont.Weight.Bold)
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, "!" if state == "problem" else self._number)


class Rail(QFrame):
    """The steps in order; a click asks for the step's page."""

    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("rail", "true")
        self.setObjectName("rail")
        self.setFixedWidth(WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.SPACE, 0, theme.SPACE)
        layout.setSpacing(0)
        self.buttons: dict[str, StepButton] = {}
        self._group = QButtonGroup(self)
        for number, page in NUMBERS.items():
            button = StepButton(number, page)
            self._group.addButton(button)
            self.buttons[page] = button
            layout.addWidget(button)
        layout.addStretch(1)
        self._group.buttonClicked.connect(self._clicked)
        self._next = QLabel()
        self._next.setObjectName("next_step")
        self._next.setWordWrap(True)
        self._next.setTextFormat(Qt.TextFormat.PlainText)
        heading = QLabel(tr("What next"))
        heading.setProperty("role", "heading")
        box = QFrame()
        box.setProperty("card", "accent")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(12, 10, 12, 12)
        inside.addWidget(heading)
        inside.addWidget(self._next)
        outer = QVBoxLayout()
        outer.setContentsMargins(theme.SPACE, 0, theme.SPACE, 0)
        outer.addWidget(box)
        layout.addLayout(outer)

    def show_steps(self, steps: tuple[Step, ...], next_words: str) -> None:
        for step in steps:
            self.buttons[step.page].show_step(step)
        self._next.setText(next_words)
        self._next.setAccessibleName(tr("What next: {words}", words=next_words))

    def show_page(self, page: str) -> None:
        """Mark the button of the page that is shown; none for the welcome page."""
        self._group.setExclusive(False)
        for name, button in self.buttons.items():
            button.setChecked(name == page)
        self._group.setExclusive(page in self.buttons)

    def _clicked(self, button: QAbstractButton) -> None:
        assert isinstance(button, StepButton)
        self.asked.emit(button.page)
