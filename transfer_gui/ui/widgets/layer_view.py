"""The tree of layers on screen: keys, columns that fit the width, what is open stays open."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QCursor, QFont, QFontMetrics, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyleOptionViewItem,
    QTreeView,
    QWidget,
)

from .. import theme
from ..models.layer_filter import LayerFilter
from ..models.layer_tree import HEADERS, PATH, Column, Index, LayerTreeModel
from ..translation import tr
from .layer_delegate import LayerDelegate
from .tags import tag_width

_OPEN = 24
"""Rows that a model shows when it is first opened, about: levels are unfolded until there are as many."""
_LEAST = {Column.NAME: 132, Column.KIND: 116}
_GIVES_WAY = (Column.TRAINABLE, Column.SHAPE, Column.PART, Column.PARAMETERS)
"""Columns that are left out where there is no room, first to last; the user can ask for them in the header's menu."""
_STEP, _SMALL_STEP, _DEEP = 16, 11, 6
"""Pixels that a level is indented by, and from which depth on it is less."""
_LENT = 28
"""Pixels that the kind of a layer gives up for names that are cut otherwise."""
_SIGNS = 64
"""Pixels for the tick, the sign and the margins in the column 'Trains'."""


class LayerView(QTreeView):
    """Rows are chosen as in a file manager; Space ticks all that are chosen."""

    toggle_wanted = Signal()
    menu_wanted = Signal(QPoint)
    """The menu for the chosen rows, at this place on the screen."""
    looked_at = Signal(str)
    """The current row is now the layer at this path."""

    def __init__(self, model: LayerTreeModel, found: LayerFilter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tree, self._found = model, found
        self._open: set[str] | None = None
        """What was open before the search."""
        self._before: tuple[set[str], list[str], str, int] | None = None
        self._asked: dict[Column, bool] = {}
        """Columns that the user asked for, or away."""
        self._cost_width = 0
        self.setObjectName("layer_tree")
        self.setAccessibleName(tr("Layers of the source model"))
        self.setModel(found)
        self._delegate = LayerDelegate(model, found, self)
        self.setItemDelegate(self._delegate)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed | QAbstractItemView.EditTrigger.DoubleClicked)
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(True)
        self.setAnimated(False)
        self.setIndentation(_STEP)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        header = self.header()
        header.setSectionsMovable(False)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(40)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.KIND, QHeaderView.ResizeMode.Stretch)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._header_menu)
        model.costs_shown.connect(self._show_costs)
        model.modelAboutToBeReset.connect(self._remember)
        found.modelReset.connect(self._restore)
        self.selectionModel().currentChanged.connect(self._tell)

    # ---- what is chosen

    def chosen(self) -> list[str]:
        """Paths of the chosen rows, top to bottom."""
        found = self.selectionModel().selectedRows()
        paths = [index.data(PATH) for index in found]
        return sorted(paths, key=lambda path: self._tree.number(path) or 0)

    def choose(self, paths: Sequence[str]) -> None:
        """Choose just these rows, and bring the first into sight."""
        selection = QItemSelection()
        indexes = [self._index(path) for path in paths]
        indexes = [index for index in indexes if index.isValid()]
        for index in indexes:
            self._unfold(index)
            selection.select(index, index)
        flags = QItemSelectionModel.SelectionFlag
        model = self.selectionModel()
        if indexes:
            model.setCurrentIndex(indexes[0], flags.NoUpdate)
            self.scrollTo(indexes[0])
        model.select(selection, flags.ClearAndSelect | flags.Rows)

    def look_at(self, path: str | None) -> None:
        """Make the layer at `path` the current one, where it is not so already."""
        current = self.currentIndex()
        if path is not None and not (current.isValid() and current.data(PATH) == path):
            self.choose([path])

    def seen(self) -> list[str]:
        """Paths of the rows on screen, top to bottom."""
        index, height, found = self.indexAt(QPoint(0, 0)), self.viewport().height(), list[str]()
        while index.isValid() and self.visualRect(index).top() < height:
            found.append(index.data(PATH))
            index = self.indexBelow(index)
        return found

    # ---- search

    def search(self, text: str) -> None:
        """Show what matches `text`, unfolded; the tree as it was before where `text` is empty."""
        if text.strip() and self._open is None:
            self._open = self._unfolded()
        self._found.set_text(text)
        if text.strip():
            self.expandAll()
        elif self._open is not None:
            chosen = self.chosen()
            self.collapseAll()
            self._unfold_all(self._open)
            self._open = None
            for path in chosen:
                self._unfold(self._index(path))
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    # ---- drawing

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A whole row at once: the view itself asks the models ten times for each cell, which takes thrice as long."""
        number = self._found.mapToSource(index).internalId()
        header, cell = self.header(), QStyleOptionViewItem(option)
        place, colors = option.rect, theme.colors()
        if self.selectionModel().isRowSelected(index.row(), index.parent()):
            cell.state |= QStyle.StateFlag.State_Selected
            painter.fillRect(place, option.palette.color(QPalette.ColorRole.Highlight))
        elif self.viewport().underMouse() and place.contains(self.viewport().mapFromGlobal(QCursor.pos())):
            painter.fillRect(place, colors.raised)
        for column in Column:
            if header.isSectionHidden(column):
                continue
            left = header.sectionViewportPosition(column)
            cell.rect = QRect(left, place.y(), header.sectionSize(column), place.height())
            if column == Column.NAME:
                indent = (self._tree.rows[number].depth + 1) * self.indentation()
                if self._found.hasChildren(index):
                    self._draw_arrow(painter, cell, QRect(left + indent - 16, place.y(), 16, place.height()), index)
                cell.rect.setLeft(left + indent)
            self._delegate.draw(painter, cell, number, column)
        if self.hasFocus() and index == self.currentIndex().siblingAtColumn(0):
            painter.setPen(colors.accent)
            painter.drawRect(place.adjusted(0, 0, -1, -1))

    def _draw_arrow(self, painter: QPainter, option: QStyleOptionViewItem, place: QRect, index: Index) -> None:
        arrow = QStyleOptionViewItem(option)
        arrow.rect = place
        arrow.state = option.state | QStyle.StateFlag.State_Children | QStyle.StateFlag.State_Item
        if self.isExpanded(index):  # type: ignore[arg-type]
            arrow.state |= QStyle.StateFlag.State_Open
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorBranch, arrow, painter, self)

    # ---- events

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_Select} and not event.modifiers():
            self.toggle_wanted.emit()
        elif event.key() == Qt.Key.Key_F2 and self.currentIndex().isValid():
            self.edit(self.currentIndex().siblingAtColumn(Column.RATE))
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Give every column the width that its content needs, and leave out what there is no room for."""
        widths = self._widths()
        room = self.viewport().width()
        shown = {c: self._asked.get(c, True) for c in Column}
        for column in _GIVES_WAY:
            if sum(widths[c] for c in Column if shown[c]) <= room:
                break
            if column not in self._asked:
                shown[column] = False
        spare = room - sum(widths[c] for c in Column if shown[c])
        wanted = self._longest_name() - widths[Column.NAME]
        widths[Column.NAME] += max(0, min(spare // 2, 180), min(spare + _LENT, wanted))
        for column in Column:
            self.setColumnHidden(column, not shown[column])
            if column != Column.KIND:
                self.header().resizeSection(column, widths[column])

    # ---- inside

    def _show_costs(self) -> None:
        """Draw the costs anew, in a column that grows with them and is never narrowed while they come in."""
        need = self.fontMetrics().horizontalAdvance(self._tree.longest_cost() + "+9") + 16
        if need > self._cost_width:
            self._cost_width = need
            self.fit_columns()
        self.viewport().update()

    def _widths(self) -> dict[Column, int]:
        metrics, rows = self.fontMetrics(), self._tree.rows
        most = max((row.layer.parameters for row in rows), default=0)
        shape = max(("×".join(map(str, row.layer.output_shape)) for row in rows), key=len, default="")
        bold = QFont(self.header().font())
        bold.setWeight(QFont.Weight.DemiBold)
        head = {c: QFontMetrics(bold).horizontalAdvance(tr(HEADERS[c][0])) + 24 for c in Column}
        need = {
            Column.TRAINS: _SIGNS + metrics.horizontalAdvance(tr("epoch {epoch}+", epoch=99)),
            Column.SHAPE: metrics.horizontalAdvance(shape) + 16,
            Column.PARAMETERS: metrics.horizontalAdvance(f"{most:,}") + 16,
            Column.TRAINABLE: metrics.horizontalAdvance(f"{most:,}") + 16,
            Column.PART: tag_width(tr("task-specific"), self.font()) + 12,
            Column.RATE: metrics.horizontalAdvance("0.001 … 10") + 16,
            Column.COST: self._cost_width,
        }
        return {c: max(head[c], need.get(c, _LEAST.get(c, 0))) for c in Column}

    def _longest_name(self) -> int:
        """Pixels of the name that takes most with what stands before it, or about so many. A deep tree is indented
        less."""
        names = [(row.layer.path.count(".") + 1 if row.layer.path else 0, row.layer.name) for row in self._tree.rows]
        self.setIndentation(_STEP if max((d for d, _ in names), default=0) < _DEEP else _SMALL_STEP)
        depth, name = max(names, key=lambda n: 2 * n[0] + len(n[1]), default=(0, ""))
        return (depth + 1) * self.indentation() + self.fontMetrics().horizontalAdvance(name) + 24

    def _index(self, path: str) -> QModelIndex:
        return self._found.mapFromSource(self._tree.index_of(path))

    def _unfold(self, index: QModelIndex) -> None:
        parent = index.parent()
        while parent.isValid():
            self.expand(parent)
            parent = parent.parent()

    def _unfolded(self) -> set[str]:
        indexes = {row.layer.path: self._index(row.layer.path) for row in self._tree.rows if row.children}
        return {path for path, index in indexes.items() if self.isExpanded(index)}

    def _unfold_all(self, paths: set[str]) -> None:
        for path in sorted(paths):
            self.expand(self._index(path))

    def _unfold_first(self) -> None:
        """Open level after level until there is something to see."""
        level, rows = [0] if self._tree.rows else [], 1
        while level and rows < _OPEN:
            below = [child for number in level for child in self._tree.rows[number].children]
            if rows > 1 and rows + len(below) > 2 * _OPEN:
                break
            for number in level:
                self.expand(self._index(self._tree.rows[number].layer.path))
            rows += len(below)
            level = below

    def _remember(self) -> None:
        """Keep what is open and chosen, for a tree of the same model with another number of classes."""
        current = self.currentIndex().data(PATH) if self.currentIndex().isValid() else ""
        opened = self._open if self._open is not None else self._unfolded()
        self._cost_width = 0
        self._before = (opened, self.chosen(), current, self.verticalScrollBar().value())

    def _restore(self) -> None:
        paths = {row.layer.path for row in self._tree.rows}
        opened, chosen, _, place = self._before or (set(), [], "", 0)
        if opened and opened <= paths and len(opened) > 1 and set(chosen) <= paths:
            self._unfold_all(opened)
            self.choose(chosen)
            self.verticalScrollBar().setValue(place)
        else:
            self._open = None
            self._unfold_first()
        if self._found.text.strip():
            self.expandAll()
        self.fit_columns()

    def _tell(self, current: QModelIndex) -> None:
        if current.isValid():
            self.looked_at.emit(current.data(PATH))

    def _menu(self, place: QPoint) -> None:
        self.menu_wanted.emit(self.viewport().mapToGlobal(place))

    def _header_menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for column in Column:
            if column != Column.NAME:
                shown = not self.isColumnHidden(column)
                action = QAction(tr(HEADERS[column][0]), menu, checkable=True, checked=shown)
                action.toggled.connect(lambda on, column=column: self.ask_column(column, on))
                menu.addAction(action)
        menu.popup(self.header().mapToGlobal(place))

    def ask_column(self, column: Column, shown: bool) -> None:
        """Show or hide a column, whatever the width."""
        self._asked[column] = shown
        self.fit_columns()
