"""The program's own icons: 24 x 24 line drawings in resources/icons, tinted to the theme."""

import tempfile
from functools import cache, lru_cache
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


@lru_cache(256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))


@lru_cache(512)
def _picture(name: str, colour: str, width: int, height: int) -> QPixmap:
    tint, pixmap = QColor(colour), QPixmap(width, height)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setOpacity(tint.alphaF())
    _renderer(name, tint.name()).render(painter, QRectF(pixmap.rect()))
    painter.end()
    return pixmap


class _Engine(QIconEngine):
    """Draws an icon in the colour that holds when it is drawn, so that it follows the theme by itself."""

    def __init__(self, name: str, colour: QColor | None) -> None:
        super().__init__()
        self._name, self._colour = name, colour

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._colour)

    def paint(self, painter: QPainter, rect, mode: QIcon.Mode, state: QIcon.State) -> None:  # type: ignore[no-untyped-def]
        colour = self._tint(mode)
        painter.save()
        painter.setOpacity(colour.alphaF())
        _renderer(self._name, colour.name()).render(painter, QRectF(rect))
        painter.restore()

    def _tint(self, mode: QIcon.Mode) -> QColor:
        colours = theme.colors()
        if mode == QIcon.Mode.Disabled:
            muted = QColor(colours.muted)
            muted.setAlphaF(0.5)
            return muted
        return QColor(self._colour or colours.text)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        if size.isEmpty():  # a button that a layout has squeezed to nothing
            return QPixmap()
        return _picture(self._name, self._tint(mode).name(QColor.NameFormat.HexArgb), size.width(), size.height())


def icon(name: str, colour: QColor | None = None) -> QIcon:
    """The icon called `name`, in the theme's text colour or in `colour`. Raises FileNotFoundError."""
    return _icon(name, colour.name(QColor.NameFormat.HexArgb) if colour is not None else "")


@cache
def _icon(name: str, colour: str) -> QIcon:
    _source(name)
    return QIcon(_Engine(name, QColor(colour) if colour else None))


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
