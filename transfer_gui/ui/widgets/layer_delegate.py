"""How a row of the layer tree is drawn and edited."""

from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from .. import theme
from ..icons import icon
from ..models.layer_filter import LayerFilter
from ..models.layer_states import RowState
from ..models.layer_tree import CHECKS, Column, Index, LayerTreeModel
from ..translation import tr
from .tags import draw_tag

ROW_HEIGHT = 28
_SIGN = QSize(14, 14)
_MARGIN = 4
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_TEXT = QStyleOptionViewItem.ViewItemFeature.HasDisplay
_TICKED = (
    _TEXT | QStyleOptionViewItem.ViewItemFeature.HasCheckIndicator | QStyleOptionViewItem.ViewItemFeature.HasDecoration
)
_FLUSH_RIGHT = {Column.PARAMETERS, Column.TRAINABLE, Column.RATE, Column.COST}


class LayerDelegate(QStyledItemDelegate):
    """Draws all columns.

    It asks the tree itself for what is in a cell: through the models' roles one costs half a millisecond, and a screen
    has a hundred.
    """

    def __init__(self, tree: LayerTreeModel, found: LayerFilter, parent: QWidget) -> None:
        super().__init__(parent)
        self._tree, self._found = tree, found

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        self._fill(option, self._found.mapToSource(index).internalId(), index.column())
        option.index = index  # pyright: ignore[reportAttributeAccessIssue] - never a persistent one here

    def draw(self, painter: QPainter, option: QStyleOptionViewItem, number: int, column: Column) -> None:
        """Draw the cell of the row at `number` of the tree's into `option.rect`."""
        row, state, text = self._tree.cell(number, column)
        if column == Column.TRAINS:  # its tick is where the style draws it, and takes clicks there
            cell = QStyleOptionViewItem(option)
            self._fill(cell, number, column)
            option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, cell, painter, option.widget)
            return
        if not text:
            return
        area = option.rect.adjusted(_MARGIN, 0, -_MARGIN, 0)
        font, colour = option.font, self._colour(number, state, column)
        if (column == Column.NAME and not row.layer.path) or (column == Column.RATE and state.given):
            font = QFont(font)
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        if column == Column.PART:
            colors = theme.colors()
            draw_tag(painter, QRectF(area), text, colors.accent if row.layer.task_specific else colors.muted, font)
        elif column == Column.KIND:
            _draw_kind(painter, area, text, colour)
        else:
            painter.setPen(colour)
            fitting = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, area.width())
            painter.drawText(area, _RIGHT if column in _FLUSH_RIGHT else _LEFT, fitting)

    def _fill(self, option: QStyleOptionViewItem, number: int, column: int) -> None:
        _, state, option.text = self._tree.cell(number, column)
        option.features = _TEXT
        option.palette.setColor(QPalette.ColorRole.Text, self._colour(number, state, column))
        option.displayAlignment = _RIGHT if column in _FLUSH_RIGHT else _LEFT
        if column == Column.TRAINS and state.trains:
            option.features = _TICKED
            option.checkState = CHECKS[state.trains]
            option.icon = icon("freeze" if state.trains == "no" else "unfreeze")
            option.decorationSize = _SIGN

    # ---- the multiplier's editor

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("multiplier")
        editor.setAccessibleName(tr("Learning-rate multiplier; empty takes the one of the layer above"))
        editor.setPlaceholderText(tr("as above"))
        editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        editor.setFrame(False)
        return editor

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        area = QRect(option.rect)
        area.setLeft(min(area.left(), area.right() - 76))
        editor.setGeometry(area)

    def setModelData(self, editor: QWidget, model: Any, index: Index) -> None:
        assert isinstance(editor, QLineEdit)
        if editor.text().strip() != index.data(Qt.ItemDataRole.EditRole):
            model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)

    # ---- inside

    def _colour(self, number: int, state: RowState, column: int) -> QColor:
        colors = theme.colors()
        if not self._found.is_match(number) or not state.trains:
            return colors.muted
        if column == Column.TRAINS:
            return colors.muted if state.trains == "no" else colors.text
        if column == Column.TRAINABLE:
            return colors.text if state.trainable else colors.muted
        if column == Column.RATE:
            return colors.text if state.given else colors.muted
        if column == Column.COST:
            return colors.text if state.trains == "yes" else colors.muted
        if column == Column.SHAPE:
            return colors.muted
        return colors.text


def _draw_kind(painter: QPainter, area: QRect, text: str, colour: QColor) -> None:
    """The kind of layer, and its settings muted behind it."""
    kind, _, detail = text.partition("  ")
    metrics = painter.fontMetrics()
    painter.setPen(colour)
    painter.drawText(area, _LEFT, metrics.elidedText(kind, Qt.TextElideMode.ElideRight, area.width()))
    rest = QRect(area)
    rest.setLeft(area.left() + metrics.horizontalAdvance(kind + "  "))
    if detail and rest.width() > 24:
        painter.setPen(theme.colors().muted)
        painter.drawText(rest, _LEFT, metrics.elidedText(detail, Qt.TextElideMode.ElideRight, rest.width()))
