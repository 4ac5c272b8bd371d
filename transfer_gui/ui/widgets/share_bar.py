"""A thin bar that shows a share, such as the trainable part of a model."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from .. import theme

_LEAST = 3.0
"""Pixels that any share above zero is wide: 0.6 % must be seen."""


class ShareBar(QWidget):
    """`share` of the width, 0..1, in the accent colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.theme().changed.connect(self.update)

    @property
    def share(self) -> float:
        return self._share

    def set_share(self, share: float, words: str) -> None:
        """Show `share`; `words` say it to a screen reader."""
        self._share = min(max(share, 0.0), 1.0)
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 8)

    def minimumSizeHint(self) -> QSize:
        return QSize(40, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        area = QRectF(self.rect())
        round_ = area.height() / 2
        painter.setBrush(theme.colors().border)
        painter.drawRoundedRect(area, round_, round_)
        if self._share > 0:
            area.setWidth(max(_LEAST, area.width() * self._share))
            painter.setBrush(theme.colors().accent)
            painter.drawRoundedRect(area, min(round_, area.width() / 2), round_)
        painter.end()
