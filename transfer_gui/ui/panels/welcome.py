"""The first page: three ways to begin, and what transfer learning is in five steps."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from .. import theme
from ..context import Context
from ..icons import icon
from ..recent import recent
from ..translation import mark, tr
from ..widgets.picture import Picture

SAMPLES = (
    ("clipart-10", mark("80 pictures")),
    ("clipart-40", mark("320 pictures")),
    ("sounds", mark("114 sounds")),
    ("glosses", mark("1,200 sentences")),
)
FIVE_STEPS = (
    ("model", mark("Source model"), mark("A network that has learned on a million photographs.")),
    (
        "data",
        mark("Target data"),
        mark("Your pictures, sounds or texts, a folder for each class. A few dozen are enough."),
    ),
    ("layers", mark("Layers"), mark("Shared layers are kept (frozen). A new head is learned.")),
    ("train", mark("Train"), mark("The head learns your classes; the loss falls.")),
    ("export", mark("Export"), mark("A checkpoint that plain PyTorch loads.")),
)


class WelcomePanel(QWidget):
    """Asks for what is to be opened; the window does it."""

    sample_asked = Signal(str)
    folder_asked = Signal()
    table_asked = Signal()
    job_asked = Signal()
    run_asked = Signal()
    recent_asked = Signal(str)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        page = QWidget()
        page.setMaximumWidth(1080)
        column = QVBoxLayout(page)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        column.addStretch(1)
        title = QLabel(tr("Teach a trained network your own classes"))
        title.setProperty("role", "title")
        column.addWidget(title)
        what = tr(
            "Transfer learning takes a network that was trained on a large source task and fits it to your target "
            "task: with few examples, on this computer alone. Nothing leaves the machine."
        )
        lead = QLabel(what)
        lead.setProperty("role", "muted")
        lead.setWordWrap(True)
        column.addWidget(lead)
        column.addWidget(self._sample_card())
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(
            _card(
                "folder",
                tr("Your own data"),
                tr(
                    "A folder with one folder of examples for each class, a folder split into train and val, or a "
                    "table of paths or texts and labels. You can drop it anywhere on this window."
                ),
                (
                    (tr("Choose folder…"), "welcome_folder", self.folder_asked),
                    (tr("Choose table…"), "welcome_table", self.table_asked),
                ),
            )
        )
        row.addWidget(
            _card(
                "open",
                tr("Go on with earlier work"),
                tr(
                    "Open a job file (.toml) with all its settings, or the folder of a run to look at its curves, "
                    "resume it or export its result."
                ),
                (
                    (tr("Open job…"), "welcome_job", self.job_asked),
                    (tr("Open run…"), "welcome_run", self.run_asked),
                ),
            )
        )
        column.addLayout(row)
        column.addLayout(_five_steps())
        self._recent = QVBoxLayout()
        self._recent.setSpacing(2)
        column.addLayout(self._recent)
        column.addStretch(2)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outside = QWidget()
        centre = QHBoxLayout(outside)
        centre.setContentsMargins(0, 0, 0, 0)
        centre.addStretch(1)
        centre.addWidget(page, 20)
        centre.addStretch(1)
        scroll.setWidget(outside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scroll)
        self.refresh()

    def refresh(self) -> None:
        """Show what was opened lately."""
        while (item := self._recent.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        paths = [*recent("jobs"), *recent("data")][:6]
        if not paths:
            return
        heading = QLabel(tr("Recent"))
        heading.setProperty("role", "heading")
        self._recent.addWidget(heading)
        for path in paths:
            button = QPushButton(icon("script" if path.endswith(".toml") else "folder"), f"{Path(path).name}   {path}")
            button.setProperty("quiet", "true")
            button.setStyleSheet("text-align: left;")
            button.setToolTip(tr("Open {path}", path=path))
            button.clicked.connect(lambda _=False, path=path: self.recent_asked.emit(path))
            self._recent.addWidget(button)

    def _sample_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("card", "accent")
        row = QHBoxLayout(card)
        row.setContentsMargins(20, 18, 20, 18)
        row.setSpacing(20)
        words = QVBoxLayout()
        words.setSpacing(6)
        heading = QLabel(tr("Try it: one click, and watch a network learn"))
        heading.setProperty("role", "title")
        heading.setWordWrap(True)
        what = tr(
            "Trained networks for pictures, sounds and texts come with the program, and examples in eight or nine "
            "classes of each. One click trains a new head, within a minute on two processor cores."
        )
        text = QLabel(what)
        text.setWordWrap(True)
        words.addStretch(1)
        words.addWidget(heading)
        words.addWidget(text)
        words.addStretch(1)
        row.addLayout(words, 1)
        buttons = QVBoxLayout()
        buttons.setSpacing(8)
        for name, title in SAMPLES:
            first = name == SAMPLES[0][0]
            said = tr("Start: {words}", words=tr(title))
            button = QPushButton(icon("play", theme.colors().on_accent) if first else icon("play"), f"  {said}")
            button.setObjectName(f"sample_{name}")
            if first:
                button.setProperty("primary", "true")
                self.setFocusProxy(button)
            button.setMinimumHeight(38)
            tip = tr("Loads the sample job and starts training at once. You can change everything afterwards.")
            button.setToolTip(tip)
            button.clicked.connect(lambda _=False, name=name: self.sample_asked.emit(name))
            buttons.addWidget(button)
        row.addLayout(buttons)
        return card


def _card(picture: str, title: str, text: str, buttons: tuple[tuple[str, str, SignalInstance], ...]) -> QFrame:
    card = QFrame()
    card.setProperty("card", "true")
    column = QVBoxLayout(card)
    column.setContentsMargins(20, 18, 20, 18)
    column.setSpacing(8)
    heading = QHBoxLayout()
    heading.addWidget(Picture(picture, 22))
    name = QLabel(title)
    name.setProperty("role", "heading")
    heading.addWidget(name, 1)
    column.addLayout(heading)
    words = QLabel(text)
    words.setWordWrap(True)
    words.setProperty("role", "muted")
    column.addWidget(words, 1)
    row = QHBoxLayout()
    for title, name, signal in buttons:
        button = QPushButton(title)
        button.setObjectName(name)
        button.clicked.connect(lambda _=False, signal=signal: signal.emit())
        row.addWidget(button)
    row.addStretch(1)
    column.addLayout(row)
    return card


def _five_steps() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    for number, (picture, title, text) in enumerate(FIVE_STEPS, 1):
        box = QFrame()
        box.setProperty("card", "true")
        column = QVBoxLayout(box)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(4)
        label = Picture(picture, 26)
        label.setAlignment(Qt.AlignmentFlag.AlignLeft)
        name = QLabel(f"{number}  {tr(title)}")
        name.setProperty("role", "heading")
        words = QLabel(tr(text))
        words.setWordWrap(True)
        words.setProperty("role", "muted")
        column.addWidget(label)
        column.addWidget(name)
        column.addWidget(words)
        column.addStretch(1)
        row.addWidget(box, 1)
    return row
