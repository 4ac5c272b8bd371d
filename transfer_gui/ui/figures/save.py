"""Writes a figure to a file: PNG, SVG or CSV."""

from pathlib import Path

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from ...core.inspect.as_csv import as_csv
from ...core.inspect.figures import Figure
from .. import theme
from ..translation import tr
from . import drawing

MARGIN, FINE = 12, 2


def save(figure: Figure, path: Path, kind: str, width: int = 640) -> None:
    """Write `figure` as 'png' (twice as fine as on screen), 'svg' or 'csv'. Raises OSError."""
    if kind == "csv":
        path.write_text(as_csv(figure), encoding="utf-8")
        return
    if kind == "png":
        if not picture(figure, width).save(str(path), "PNG"):  # pyright: ignore[reportCallIssue, reportArgumentType] - it takes a str
            raise OSError(f"{path} cannot be written")
        return
    size = _size(figure, width)
    with path.open("wb"):
        pass  # QSvgGenerator says nothing about a file that it cannot open
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(size)
    generator.setViewBox(QRectF(0, 0, size.width(), size.height()))
    generator.setTitle(tr(figure.title))
    _paint(figure, generator, size)


def picture(figure: Figure, width: int) -> QImage:
    """`figure` as a picture, `FINE` times as fine as on screen."""
    size = _size(figure, width)
    image = QImage(size * FINE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(FINE)
    _paint(figure, image, size)
    return image


def _size(figure: Figure, width: int) -> QSize:
    return QSize(width + 2 * MARGIN, int(drawing(figure).height(figure, width)) + 2 * MARGIN)


def _paint(figure: Figure, device: QImage | QSvgGenerator, size: QSize) -> None:
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    everything = QRectF(0, 0, size.width(), size.height())
    painter.fillRect(everything, theme.colors().surface)
    drawing(figure).draw(painter, figure, everything.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN))
    painter.end()
