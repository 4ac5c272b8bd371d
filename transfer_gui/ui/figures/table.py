"""A table of text and numbers."""

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from ...core.inspect.figures import Table
from .. import theme
from ..translation import mark, tr
from . import parts

ROW, PAD = 20.0, 7.0
WORDS = mark((
    "shape", "stored as", "mean", "deviation", "L2 norm", "smallest", "largest", "zeros", "near zero", "dead filters",
    "moved", "examples", "accuracy", "balanced accuracy", "top-3 accuracy", "top-5 accuracy", "log loss", "Brier score",
    "macro F1",
))  # fmt: skip
"""What the first column says of tables that are turned, or a metric a row."""


def _lines(figure: Table) -> list[tuple[str | float | int, ...]]:
    """The head and the rows in the window's language; names of tensors and classes stay as they are."""
    first, *others = figure.columns
    turned = first == "tensor" and "shape" not in others
    head = (tr(first), *(others if turned else map(tr, others)))
    if not turned and first != "metric":
        return [head, *figure.rows]
    return [head, *((tr(str(name)), *values) for name, *values in figure.rows)]


def _widths(figure: Table, width: float) -> list[float]:
    """The columns' widths: as wide as their words, the first giving way or taking what is left."""
    metrics = QFontMetricsF(parts.font(bold=True))
    cells = _lines(figure)
    need = [
        max(metrics.horizontalAdvance(parts.number(row[i])) for row in cells) + 2 * PAD
        for i in range(len(figure.columns))
    ]
    rest = width - sum(need[1:])
    return [max(54.0, min(rest, need[0]) if rest < need[0] else rest), *need[1:]]


def width(figure: Table) -> float:
    """The least width at which nothing but the first column is cut."""
    return sum(_widths(figure, 0))


def height(figure: Table, width: float) -> float:
    return parts.head(" ".join(figure.notes), width) + ROW * (len(figure.rows) + 1) + 6


def draw(painter: QPainter, figure: Table, rect: QRectF) -> None:
    left = parts.title(painter, rect, figure.title, " ".join(figure.notes))
    colors, widths = theme.colors(), _widths(figure, rect.width())
    for line, row in enumerate(_lines(figure)):
        top, at = left.y() + line * ROW, left.x()
        for column, (value, size) in enumerate(zip(row, widths, strict=True)):
            align = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            cell = QRectF(at + (PAD if column else 0), top, size - 2 * PAD + (0 if column else PAD), ROW)
            colour = colors.muted if line == 0 else colors.text
            parts.text(painter, cell, parts.number(value), colour, align, bold=line == 0)
            at += size
        painter.setPen(QPen(colors.border if line == 0 else colors.grid, 1))
        painter.drawLine(QPointF(left.x(), top + ROW), QPointF(min(at, rect.right()), top + ROW))


def words(figure: Table, rect: QRectF, point: QPointF) -> str:
    line = int((point.y() - rect.y() - parts.head(" ".join(figure.notes), rect.width())) // ROW) - 1
    if not 0 <= line < len(figure.rows):
        return ""
    head, *rows = _lines(figure)
    return ", ".join(f"{c}: {parts.number(v)}" for c, v in zip(head, rows[line], strict=True))
