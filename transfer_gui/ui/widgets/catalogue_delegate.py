"""How a row of the model table is drawn: a badge for where the weights are, a mark on the model in use."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from .. import theme
from ..models.catalogue import IN_USE, PLACE, Column
from ..translation import mark, tr
from .tags import draw_tag, tag_width

Index = QModelIndex | QPersistentModelIndex
ROW_HEIGHT = 30
_IN_USE = mark("in use")


def badge_colour(place: str) -> QColor:
    """Green for what is here, the accent for what can be fetched, grey for what is neither."""
    colors = theme.colors()
    if place in {"shipped", "disk"}:
        return colors.good
    return colors.accent if place == "download" else colors.muted


class CatalogueDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        size = super().sizeHint(option, index)
        return QSize(size.width() + 8, ROW_HEIGHT)

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        super().initStyleOption(option, index)
        if index.data(IN_USE) and index.column() == Column.MODEL:
            option.font.setWeight(QFont.Weight.DemiBold)
        if index.column() in {Column.FAMILY, Column.SIZE} or index.data() == "–":
            option.palette.setColor(QPalette.ColorRole.Text, theme.colors().muted)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        marked = index.column() == Column.MODEL and index.data(IN_USE)
        if index.column() != Column.WEIGHTS and not marked:
            super().paint(painter, option, index)
            return
        option = QStyleOptionViewItem(option)
        self.initStyleOption(option, index)
        text, option.text = option.text, ""
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        role = QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text
        area = QRectF(option.rect).adjusted(5, 0, -4, 0)
        if not marked:
            colour = option.palette.color(role) if selected else badge_colour(index.data(PLACE))
            draw_tag(painter, area, text, colour, option.font)
            return
        painter.save()
        painter.setFont(option.font)
        painter.setPen(option.palette.color(role))
        in_use = tr(_IN_USE)
        tag = tag_width(in_use, option.font)
        metrics = QFontMetrics(option.font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(area.width()) - tag - 8)
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.restore()
        area.setLeft(area.left() + metrics.horizontalAdvance(shown) + 8)
        draw_tag(painter, area, in_use, option.palette.color(role) if selected else theme.colors().accent, option.font)
