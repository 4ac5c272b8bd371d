"""How a row of the layer tree is drawn and edited."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from .. import theme
from ..icons import icon
from ..models.layer_states import RowState
from ..models.layer_tree import PART, PATH, STATE, Column
from .tags import draw_tag

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 28
_SIGN = QSize(14, 14)


class LayerDelegate(QStyledItemDelegate):
    """Draws all columns; `is_match` says whether a row is one that was searched for."""

    def __init__(self, is_match: Callable[[Index], bool], parent: QWidget) -> None:
        super().__init__(parent)
        self._is_match = is_match

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(super().sizeHint(option, index).width(), ROW_HEIGHT)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        state: RowState = index.data(STATE)
        column = index.column()
        option.palette.setColor(QPalette.ColorRole.Text, self._colour(index, state, column))
        if column == Column.NAME and not index.data(PATH):
            option.font.setWeight(QFont.Weight.DemiBold)
        if column == Column.RATE and state.given:
            option.font.setWeight(QFont.Weight.DemiBold)
        if column == Column.TRAINS and state.trains:
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.icon = icon("freeze" if state.trains == "no" else "unfreeze")
            option.decorationSize = _SIGN

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if index.column() not in {Column.KIND, Column.PART}:
            super().paint(painter, option, index)
            return
        option = QStyleOptionViewItem(option)
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        style = option.widget.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        area = option.rect.adjusted(4, 0, -4, 0)
        painter.save()
        painter.setFont(option.font)
        if index.column() == Column.PART:
            self._draw_part(painter, option, area, index)
        else:
            self._draw_kind(painter, option, area, text)
        painter.restore()

    # ---- the multiplier's editor

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = QLineEdit(parent)
        editor.setObjectName("multiplier")
        editor.setAccessibleName("Learning-rate multiplier; empty takes the one of the layer above")
        editor.setPlaceholderText("as above")
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

    def _colour(self, index: Index, state: RowState, column: int) -> QColor:
        colors = theme.colors()
        if not self._is_match(index) or not state.trains:
            return colors.muted
        if column == Column.TRAINS:
            return colors.muted if state.trains == "no" else colors.text
        if column == Column.TRAINABLE:
            return colors.text if state.trainable else colors.muted
        if column == Column.RATE:
            return colors.text if state.given else colors.muted
        if column == Column.SHAPE:
            return colors.muted
        return colors.text

    def _draw_part(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, index: Index) -> None:
        part = index.data(PART)
        if not part:
            return
        colors = theme.colors()
        colour = colors.accent if part == "task-specific" else colors.muted
        if option.state & QStyle.StateFlag.State_Selected:
            colour = option.palette.color(QPalette.ColorRole.HighlightedText)
        draw_tag(painter, QRectF(area), part, colour, option.font)

    def _draw_kind(self, painter: QPainter, option: QStyleOptionViewItem, area: QRect, text: str) -> None:
        kind, _, detail = text.partition("  ")
        selected = option.state & QStyle.StateFlag.State_Selected
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        painter.setPen(option.palette.color(role))
        metrics = option.fontMetrics
        align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.drawText(area, align, metrics.elidedText(kind, Qt.TextElideMode.ElideRight, area.width()))
        rest = QRect(area)
        rest.setLeft(area.left() + metrics.horizontalAdvance(kind + "  "))
        if detail and rest.width() > 24:
            if not selected:
                painter.setPen(theme.colors().muted)
            painter.drawText(rest, align, metrics.elidedText(detail, Qt.TextElideMode.ElideRight, rest.width()))
