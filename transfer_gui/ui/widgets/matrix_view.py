"""A matrix of any size in colours: zoomed by the wheel, moved by dragging, with the value under the pointer."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip, QWidget

from ...core.inspect.colormap import colours
from .. import theme
from ..figures import cells, parts
from ..translation import tr

LEVELS = 255
"""Colours; one more level marks NaN and infinities."""
EDGE, BELOW = 44.0, 74.0
WRITABLE = 46.0
"""Width of a cell from which on its number is written in it."""


def levels(matrix: NDArray[Any], low: float, high: float) -> NDArray[np.uint8]:
    """The colour of each number as a level 0..LEVELS - 1; LEVELS for what is not finite."""
    values = np.nan_to_num(matrix.astype(np.float32), nan=0, posinf=0, neginf=0)
    span = (high - low) or 1.0
    found = np.clip((values - low) / span * (LEVELS - 1), 0, LEVELS - 1).astype(np.uint8)
    found[~np.isfinite(matrix.astype(np.float32))] = LEVELS
    return found


def _whole(start: float, end: float, most: int) -> list[int]:
    """Round whole numbers from `start` up to, but not with, `end`: about `most` of them."""
    return [int(value) for value in parts.ticks(start, end, most) if float(value).is_integer() and value < end]


class MatrixView(QWidget):
    """Shows a matrix (rows, columns). Only what is in sight is coloured, at most one number a pixel."""

    moved = Signal(str)
    """What the number under the pointer is, in words; empty for none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.matrix: NDArray[Any] = np.empty((0, 0), np.float32)
        self._levels: NDArray[np.uint8] = np.empty((0, 0), np.uint8)
        self._low, self._high = 0.0, 1.0
        self._sight = QRectF(0, 0, 1, 1)
        """What is in sight, in columns and rows."""
        self._drag: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(200, 160)
        self.setAccessibleName(tr("Tensor in colours"))
        self.setToolTip("")
        theme.theme().changed.connect(self.update)

    def show_matrix(self, matrix: NDArray[Any], found: NDArray[np.uint8], low: float, high: float) -> None:
        """Show a matrix with its `levels`, all of it in sight where its size differs from the one before."""
        same = matrix.shape == self.matrix.shape
        self.matrix, self._levels, self._low, self._high = matrix, found, low, high
        if not same:
            self.show_all()
        self.update()

    def show_all(self) -> None:
        """All of it in sight."""
        rows, columns = self.matrix.shape
        self._sight = QRectF(0, 0, max(1, columns), max(1, rows))
        self.update()

    @property
    def sight(self) -> QRectF:
        """Columns and rows in sight."""
        return self._sight

    def zoom(self, factor: float, at: QPointF) -> None:
        """Show `1 / factor` of what is in sight, the number at `at` (pixels) staying where it is."""
        if not self.matrix.size:
            return
        rows, columns = self.matrix.shape
        area, old = self._area(), self._sight
        x = old.x() + (at.x() - area.x()) / area.width() * old.width()
        y = old.y() + (at.y() - area.y()) / area.height() * old.height()
        width = min(columns, max(min(4.0, columns), old.width() / factor))
        height = min(rows, max(min(4.0, rows), old.height() / factor))
        left = x - (x - old.x()) / old.width() * width
        top = y - (y - old.y()) / old.height() * height
        self._see(left, top, width, height)

    def _see(self, left: float, top: float, width: float, height: float) -> None:
        rows, columns = self.matrix.shape
        left = min(max(0.0, left), max(0.0, columns - width))
        top = min(max(0.0, top), max(0.0, rows - height))
        self._sight = QRectF(left, top, width, height)
        self.update()

    def cell_at(self, point: QPointF) -> tuple[int, int] | None:
        """The (row, column) under a point of the widget."""
        area = self._area()
        if not self.matrix.size or not area.contains(point):
            return None
        column = int(self._sight.x() + (point.x() - area.x()) / area.width() * self._sight.width())
        row = int(self._sight.y() + (point.y() - area.y()) / area.height() * self._sight.height())
        rows, columns = self.matrix.shape
        return min(row, rows - 1), min(column, columns - 1)

    def words_at(self, point: QPointF) -> str:
        """The number under a point."""
        found = self.cell_at(point)
        if found is None:
            return ""
        value = self.matrix[found]
        return tr("row {row}, column {column}: {value}", row=found[0], column=found[1], value=str(value))

    def numbered(self) -> tuple[list[int], list[int]]:
        """The columns and the rows in sight that have their number beside them."""
        area, sight = self._area(), self._sight
        return (
            _whole(sight.left(), sight.right(), max(2, int(area.width() / 70))),
            _whole(sight.top(), sight.bottom(), max(2, int(area.height() / 40))),
        )

    def clipped(self) -> str:
        """In words where the colours end, if a number that is drawn lies beyond; empty if none does."""
        drawn = self._drawn()
        found = self._levels[drawn]
        values = self.matrix[drawn][(found == 0) | (found == LEVELS - 1)].astype(np.float32)
        if not (values > self._high).any() and not (values < self._low).any():
            return ""
        return tr("colours end at ±{end}: larger values have the last colour", end=parts.number(self._high))

    def _drawn(self) -> tuple[slice, slice]:
        """Rows and columns in sight, of more than there are pixels some."""
        area, sight = self._area(), self._sight
        left, top = int(sight.x()), int(sight.y())
        right, bottom = int(np.ceil(sight.right())), int(np.ceil(sight.bottom()))
        skip_x = max(1, int((right - left) / area.width()))
        skip_y = max(1, int((bottom - top) / area.height()))
        return slice(top, bottom, skip_y), slice(left, right, skip_x)

    def _area(self) -> QRectF:
        """Where the cells are: as high as square cells need, where there is room."""
        room = QRectF(EDGE, 4, max(1.0, self.width() - EDGE - 8.0), max(1.0, self.height() - BELOW - 4.0))
        rows, columns = self.matrix.shape
        if rows and columns and rows / columns < room.height() / room.width():
            room.setHeight(max(24.0, room.width() * rows / columns))
        elif rows and columns:
            room.setWidth(max(24.0, room.height() * columns / rows))
        return room

    # ---- events of Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.matrix.size:
            return
        painter = QPainter(self)
        area, sight = self._area(), self._sight
        drawn = self._drawn()
        (top, bottom), (left, right) = ((one.start, one.stop) for one in drawn)
        shown = self._levels[drawn]
        ramp = colours(np.linspace(self._low, self._high, LEVELS), self._low, self._high)
        table = np.concatenate([ramp, colours(np.array([np.nan]), 0, 1)])
        wide, tall = area.width() / sight.width(), area.height() / sight.height()
        spot = QRectF(
            area.x() + (left - sight.x()) * wide, area.y() + (top - sight.y()) * tall,
            (right - left) * wide, (bottom - top) * tall,
        )  # fmt: skip
        painter.save()
        painter.setClipRect(area)
        painter.drawImage(spot, parts.image(table[shown]))
        if wide >= WRITABLE and tall >= 16:
            for row in range(top, bottom):
                for column in range(left, right):
                    place = QRectF(spot.x() + (column - left) * wide, spot.y() + (row - top) * tall, wide, tall)
                    rgb = table[self._levels[row, column]].tolist()
                    painter.setFont(parts.font())
                    painter.setPen(cells.ink(rgb))
                    said = parts.number(self.matrix[row, column].item())
                    painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), said)
        painter.restore()
        self._edges(painter, area)
        painter.end()

    def _edges(self, painter: QPainter, area: QRectF) -> None:
        """Numbers of rows and columns, and the colour scale."""
        muted, sight = theme.colors().muted, self._sight
        across, down = self.numbered()
        for value in across:
            x = area.x() + (value - sight.x() + 0.5) / sight.width() * area.width()
            if x <= area.right():
                spot = QRectF(x - 30, area.bottom() + 1, 60, 15)
                parts.text(painter, spot, f"{value:,}", muted, Qt.AlignmentFlag.AlignHCenter)
        for value in down:
            y = area.y() + (value - sight.y() + 0.5) / sight.height() * area.height()
            if y <= area.bottom():
                spot = QRectF(0, y - 8, EDGE - 4, 16)
                parts.text(painter, spot, f"{value:,}", muted, Qt.AlignmentFlag.AlignRight)
        bar = QRectF(area.x(), area.bottom() + 18, max(140.0, area.width()), parts.SCALE)
        parts.colour_scale(painter, bar, self._low, self._high, "")
        if words := self.clipped():
            room = QRectF(area.x(), bar.y() + parts.SCALE - 4, self.width() - area.x() - 4, 16)
            parts.text(painter, room, words, muted)
        if self.hasFocus():
            painter.setPen(theme.colors().accent)
            painter.drawRect(area)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.zoom(1.25 if event.angleDelta().y() > 0 else 0.8, event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._drag = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._drag = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.show_all()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._drag is not None and event.buttons() & Qt.MouseButton.LeftButton:
            area, by = self._area(), event.position() - self._drag
            self._drag = event.position()
            left = self._sight.x() - by.x() / area.width() * self._sight.width()
            top = self._sight.y() - by.y() / area.height() * self._sight.height()
            self._see(left, top, self._sight.width(), self._sight.height())
        words = self.words_at(event.position())
        self.moved.emit(words)
        QToolTip.showText(event.globalPosition().toPoint(), words, self) if words else QToolTip.hideText()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}
        sight = self._sight
        if (step := steps.get(Qt.Key(event.key()))) is not None:
            x, y = step[0] * max(1.0, sight.width() / 8), step[1] * max(1.0, sight.height() / 8)
            self._see(sight.x() + x, sight.y() + y, sight.width(), sight.height())
        elif event.key() in {Qt.Key.Key_Plus, Qt.Key.Key_Minus}:
            self.zoom(1.25 if event.key() == Qt.Key.Key_Plus else 0.8, self._area().center())
        elif event.key() == Qt.Key.Key_Home:
            self.show_all()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(640, 420)
