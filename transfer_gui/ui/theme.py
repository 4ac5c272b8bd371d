"""The window's colours, palette and style sheet, in light and dark, following the system or the user's choice."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Literal

from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLayout, QWidget

from .style import sheet

SPACE = 8
"""The grid: every distance is a multiple of half of it, in device-independent pixels."""

Choice = Literal["system", "light", "dark"]


@dataclass(frozen=True)
class Colors:
    """Colours by role. Text on `window`, `surface` and `raised` has a contrast of 4.5 or more, `border` is a line."""

    window: QColor
    surface: QColor
    raised: QColor
    border: QColor
    text: QColor
    muted: QColor
    accent: QColor
    on_accent: QColor
    good: QColor
    warning: QColor
    bad: QColor
    grid: QColor
    series: tuple[QColor, ...]
    """Eight for curves and points: those of Okabe and Ito (2008), moved until colour-blind persons tell all apart.

    Any two are more than 20 apart (CIE 1976) also as a protanope or deuteranope sees them (Machado et al. 2009).
    """


def _colors(names: dict[str, str], series: str) -> Colors:
    return Colors(**{role: QColor(name) for role, name in names.items()}, series=tuple(map(QColor, series.split())))


LIGHT = _colors(
    {
        "window": "#f3f5f9", "surface": "#ffffff", "raised": "#eaeef6", "border": "#d3d9e6", "text": "#1a2133",
        "muted": "#566077", "accent": "#2f5fe0", "on_accent": "#ffffff", "good": "#0d7a4e", "warning": "#935500",
        "bad": "#c22b3d", "grid": "#e3e7f0",
    },
    "#1876b9 #a22000 #339860 #c46e98 #ab8507 #51215f #4c5fdd #6d0b27",
)  # fmt: skip
DARK = _colors(
    {
        "window": "#14171e", "surface": "#1c2029", "raised": "#272d39", "border": "#384051", "text": "#e7eaf1",
        "muted": "#a2abbf", "accent": "#7ea0ff", "on_accent": "#0d1730", "good": "#4fce98", "warning": "#f2b44c",
        "bad": "#ff8087", "grid": "#2a303d",
    },
    "#59b8ee #ce5501 #138454 #c976a3 #f0e404 #847bff #9cebc2 #efb148",
)  # fmt: skip


class Theme(QObject):
    """Which of the two sets of colours holds."""

    changed = Signal()
    """The colours are others now; what paints with them by hand must paint again."""

    def __init__(self) -> None:
        super().__init__()
        self._dark = self._wanted()
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow)

    @property
    def choice(self) -> Choice:
        """What the user chose: to follow the system, or one of the two."""
        value = QSettings().value("theme/choice", "system")
        return value if value in {"light", "dark"} else "system"  # type: ignore[return-value]

    def choose(self, choice: Choice) -> None:
        QSettings().setValue("theme/choice", choice)
        self._follow()

    @property
    def dark(self) -> bool:
        return self._dark

    def _wanted(self) -> bool:
        choice = self.choice
        if choice != "system":
            return choice == "dark"
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark

    def _follow(self) -> None:
        if (dark := self._wanted()) != self._dark:
            self._dark = dark
            app = QApplication.instance()
            if isinstance(app, QApplication):
                dress(app)
            self.changed.emit()


@cache
def theme() -> Theme:
    """The one theme of the program; there must be a QApplication."""
    return Theme()


_GIVEN: ContextVar[Colors | None] = ContextVar("the colours of a drawing", default=None)


def colors() -> Colors:
    """The colours that hold now."""
    return _GIVEN.get() or (DARK if theme().dark else LIGHT)


@contextmanager
def drawn_in(given: Colors) -> Iterator[None]:
    """What is drawn inside, in this thread, has these colours whatever the window's are."""
    token = _GIVEN.set(given)
    try:
        yield
    finally:
        _GIVEN.reset(token)


def apply(app: QApplication) -> None:
    """Give the program its look."""
    app.setStyle("Fusion")
    font = app.font()
    if font.pointSizeF() < 10:
        font.setPointSizeF(10)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    app.setFont(font)
    dress(app)


def dress(app: QApplication) -> None:
    """Put the colours that hold now on every widget."""
    c = colors()
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: c.window,
        QPalette.ColorRole.WindowText: c.text,
        QPalette.ColorRole.Base: c.surface,
        QPalette.ColorRole.AlternateBase: c.window,
        QPalette.ColorRole.Text: c.text,
        QPalette.ColorRole.Button: c.surface,
        QPalette.ColorRole.ButtonText: c.text,
        QPalette.ColorRole.BrightText: c.bad,
        QPalette.ColorRole.ToolTipBase: c.raised,
        QPalette.ColorRole.ToolTipText: c.text,
        QPalette.ColorRole.PlaceholderText: c.muted,
        QPalette.ColorRole.Highlight: c.accent,
        QPalette.ColorRole.HighlightedText: c.on_accent,
        QPalette.ColorRole.Link: c.accent,
        QPalette.ColorRole.LinkVisited: c.accent,
        QPalette.ColorRole.Accent: c.accent,
        QPalette.ColorRole.Light: c.surface,
        QPalette.ColorRole.Midlight: c.raised,
        QPalette.ColorRole.Mid: c.border,
        QPalette.ColorRole.Dark: c.border,
        QPalette.ColorRole.Shadow: c.border,
    }
    for role, colour in roles.items():
        palette.setColor(role, colour)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        faint = QColor(c.muted)
        faint.setAlpha(150)
        palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
    palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Highlight, c.border)
    app.setPalette(palette)
    app.setStyleSheet(sheet(c))


@contextmanager
def undressed(whole: QWidget) -> Iterator[None]:
    """What is put together in `whole` inside has its style sheet from the end on, all at once.

    With the style sheet on, Qt dresses a widget and all inside it anew each time that it gets another parent: four
    times the work. What layouts measured before they forget again.
    """
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setStyleSheet("")
    try:
        yield
    finally:
        app.setStyleSheet(sheet(colors()))
        for layout in whole.findChildren(QLayout):
            layout.invalidate()
