"""The program's own icons: 24 x 24 line drawings in resources/icons, tinted to the theme."""

import tempfile
from functools import cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from ..core.paths import resources
from . import theme


@cache
def _source(name: str) -> str:
    path = resources() / "icons" / f"{name}.svg"
    return path.read_text(encoding="utf-8")


class _Engine(QIconEngine):
    """Draws an icon in the colour that holds when it is drawn, so that it follows the theme by itself."""

    def __init__(self, name: str, colour: QColor | None) -> None:
        super().__init__()
        self._name, self._colour = name, colour

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._colour)

    def paint(self, painter: QPainter, rect, mode: QIcon.Mode, state: QIcon.State) -> None:  # type: ignore[no-untyped-def]
        colours = theme.colors()
        colour = QColor(self._colour or colours.text)
        if mode == QIcon.Mode.Disabled:
            colour = QColor(colours.muted)
            colour.setAlphaF(0.5)
        drawing = _source(self._name).replace("currentColor", colour.name())
        painter.save()
        painter.setOpacity(colour.alphaF())
        QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(rect))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():  # a button that a layout has squeezed to nothing
            return QPixmap()
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, pixmap.rect(), mode, state)
        painter.end()
        return pixmap


def icon(name: str, colour: QColor | None = None) -> QIcon:
    """The icon called `name`, in the theme's text colour or in `colour`. Raises FileNotFoundError."""
    _source(name)
    return QIcon(_Engine(name, colour))


def app_icon() -> QIcon:
    """The program's own picture."""
    return QIcon(str(resources() / "icons" / "app.svg"))


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="transfer_gui-icons-")


def file(name: str, colour: QColor) -> str:
    """The path of a tinted icon, for a style sheet, which takes no other picture."""
    path = Path(_folder().name) / f"{name}-{colour.name()[1:]}.svg"
    if not path.exists():
        path.write_text(_source(name).replace("currentColor", colour.name()), encoding="utf-8")
    return path.as_posix()
