"""Draws the figures of a report: in any thread, with or without a window, always in light colours and in English."""

import base64

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

from ..core.inspect.figures import Figure
from . import theme
from .figures.save import MARGIN, picture
from .translation import in_english

WIDTH = 720
"""Of a drawing, in pixels of a screen; it is drawn twice as fine."""

_started: list[QApplication] = []


def draw(figure: Figure) -> str:
    """`figure` as a 'data:' address of a PNG, on white.

    A picture and no vector drawing: text in an SVG is set in whatever fonts the reader has, which breaks the layout.
    Any thread may call it, as Qt paints pictures in any; there must be an application (`start`).
    """
    with theme.drawn_in(theme.LIGHT), in_english():
        image = picture(figure, WIDTH - 2 * MARGIN)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # pyright: ignore[reportCallIssue, reportArgumentType] - it takes a str
    return "data:image/png;base64," + base64.b64encode(buffer.data().data()).decode()


def start() -> None:
    """Make Qt ready to draw without a screen, where no window has done so."""
    if QApplication.instance() is not None:
        return
    app = QApplication(["transfer-gui", "-platform", "offscreen"])
    font = app.font()
    font.setPointSizeF(max(10.0, font.pointSizeF()))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    QApplication.setFont(font)
    _started.append(app)
