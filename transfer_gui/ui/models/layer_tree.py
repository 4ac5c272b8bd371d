"""The layer tree as a Qt model: the source model's layers, and what the job's plan makes of each."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from ...core.job import Job
from ...core.models.layer import Layer
from ...core.models.presets import presets
from ...core.plan import Plan
from ...core.training.costs import Cost
from ...session import Session
from ..translation import mark, tr
from ..widgets.field import Bounds, plain_number
from ..widgets.number_field import parse_number
from . import plan_edits
from .layer_cells import HEADERS, Column, alignment, cell_text, cell_tip, cost_tip, cost_words, part
from .layer_states import RowState, effect, states
from .plan_edits import Row

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
PATH = Role.UserRole
STATE = Role.UserRole + 1
PART = Role.UserRole + 2
"""'shared', 'task-specific', 'both' or ''."""

MULTIPLIERS = Bounds(0, 1000)


PRESET_WORDS = mark({
    "head": "Train the head only",
    "last_stage": "Train the last stage and the head",
    "all": "Train everything",
})  # fmt: skip


_COLUMNS = len(Column)
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
CHECKS = {"yes": Qt.CheckState.Checked, "no": Qt.CheckState.Unchecked, "partly": Qt.CheckState.PartiallyChecked}


class LayerTreeModel(QAbstractItemModel):
    """Every row is a `Layer`; a plan's effect on all of them is worked out once per change, never while painting."""

    plan_shown = Signal()
    """Another plan, or another tree, is shown."""
    costs_shown = Signal()
    """Other costs are shown, in any number of rows: views are to draw them anew."""
    refused = Signal(str)
    """An edit that cannot be, in words."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.root: Layer | None = None
        self.rows: tuple[Row, ...] = ()
        self.states: tuple[RowState, ...] = ()
        self.later = 0
        """Numbers that learn from a later epoch on."""
        self.plan = session.job.plan
        self.costs: Mapping[str, Cost] = {}
        """What each layer costs in time, by path, as far as it is known."""
        self.memory: Mapping[str, int] = {}
        """The same in bytes."""
        self._costs_words = ""
        self._measuring = False
        self._numbers: dict[str, int] = {}
        self._presets: dict[str, tuple[Plan, tuple[object, ...]]] = {}
        session.job_changed.connect(self._follow)

    # ---- the tree

    def set_layers(self, root: Layer | None) -> None:
        """Show another tree (or none) under the job's plan."""
        self.beginResetModel()
        self.root = root
        self.rows = plan_edits.rows(root) if root else ()
        self._numbers = {row.layer.path: number for number, row in enumerate(self.rows)}
        self.plan = self._session.job.plan
        self.states, self.later = states(self.rows, self.plan)
        found = presets(root) if root else {}
        self._presets = {name: (plan, effect(self.rows, plan)) for name, plan in found.items()}
        self.endResetModel()
        self.plan_shown.emit()

    def number(self, path: str) -> int | None:
        """The row's position in `rows`."""
        return self._numbers.get(path)

    def index_of(self, path: str, column: int = Column.NAME) -> QModelIndex:
        """The index of the layer at `path`; invalid where there is none."""
        number = self._numbers.get(path)
        return QModelIndex() if number is None else self.createIndex(self.rows[number].place, column, number)

    def row_of(self, index: Index) -> Row | None:
        return self.rows[index.internalId()] if index.isValid() else None

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        if not 0 <= column < _COLUMNS or row < 0 or not self.rows:
            return QModelIndex()
        if not parent.isValid():
            return self.createIndex(0, column, 0) if row == 0 else QModelIndex()
        children = self.rows[parent.internalId()].children
        return self.createIndex(row, column, children[row]) if row < len(children) else QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        if not index.isValid():
            return QModelIndex()
        above = self.rows[index.internalId()].parent
        return QModelIndex() if above < 0 else self.createIndex(self.rows[above].place, 0, above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if not parent.isValid():
            return 1 if self.rows else 0
        return len(self.rows[parent.internalId()].children) if parent.column() == 0 else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return _COLUMNS

    # ---- what is shown

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(Column):
            return None
        column = Column(section)
        if role == Role.DisplayRole:
            return tr(HEADERS[column][0])
        if role == Role.ToolTipRole:
            more = f"\n{self._costs_words}" if column == Column.COST and self._costs_words else ""
            return tr(HEADERS[column][1]) + more
        if role == Role.TextAlignmentRole:
            return alignment(column)
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        number, column = index.internalId(), index.column()
        row, state = self.rows[number], self.states[number]
        if role == Role.DisplayRole:
            return self._text(row, state, column)
        if role == Role.CheckStateRole:
            return CHECKS.get(state.trains) if column == Column.TRAINS else None
        if role == Role.TextAlignmentRole:
            return alignment(column)
        if role == Role.ToolTipRole:
            return self._tip(row, state, column)
        if role == Role.EditRole and column == Column.RATE:
            return plain_number(state.lowest) if state.given and state.lowest == state.highest else ""
        if role == Role.AccessibleTextRole:
            text = self._text(row, state, column)
            name, title = row.layer.path or tr("whole model"), tr(HEADERS[Column(column)][0])
            return f"{name}, {title}: {text or tr('nothing')}"
        if role == PATH:
            return row.layer.path
        if role == STATE:
            return state
        if role == PART:
            return part(row)
        return None

    def cell(self, number: int, column: int) -> tuple[Row, RowState, str]:
        """What is drawn in a cell of the row at `number` of `rows`."""
        row, state = self.rows[number], self.states[number]
        return row, state, self._text(row, state, column)

    def _text(self, row: Row, state: RowState, column: int) -> str:
        return cell_text(row, state, column, self._cost(row) if column == Column.COST else "")

    def _cost(self, row: Row) -> str:
        path = row.layer.path
        if (cost := self.costs.get(path)) is not None:
            return cost_words(cost, self.memory.get(path))
        return "…" if self._measuring and row.layer.parameters else ""

    def _tip(self, row: Row, state: RowState, column: int) -> str:
        path = row.layer.path
        if column == Column.COST and (cost := self.costs.get(path)) is not None:
            return f"{cost_tip(cost, self.memory.get(path))}\n{self._costs_words}"
        return cell_tip(row, state, column)

    def longest_cost(self) -> str:
        """The longest words in the column of costs."""
        return max((self._cost(row) for row in self.rows), key=len, default="")

    def show_costs(self, costs: Mapping[str, Cost], memory: Mapping[str, int], words: str, measuring: bool) -> None:
        """Show what layers cost, by path, and say in `words` how that was found out."""
        self.costs, self.memory, self._costs_words, self._measuring = costs, memory, words, measuring
        self.costs_shown.emit()

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = _FLAGS
        if self.states[index.internalId()].trains:
            if index.column() == Column.TRAINS:
                flags |= Qt.ItemFlag.ItemIsUserCheckable
            elif index.column() == Column.RATE:
                flags |= Qt.ItemFlag.ItemIsEditable
        if not self.rows[index.internalId()].children:
            flags |= Qt.ItemFlag.ItemNeverHasChildren
        return flags

    # ---- edits, each one undo step

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        row = self.row_of(index)
        if row is None:
            return False
        if role == Role.CheckStateRole and index.column() == Column.TRAINS:
            return self.set_trains([row.layer.path], Qt.CheckState(value) == Qt.CheckState.Checked)
        if role == Role.EditRole and index.column() == Column.RATE:
            return self.set_multiplier([row.layer.path], str(value))
        return False

    def set_trains(self, paths: Sequence[str], trains: bool) -> bool:
        """Train or freeze `paths` and all inside them."""
        paths = plan_edits.topmost(p for p in paths if self._has_something(p))
        if not paths:
            return False
        plan = plan_edits.train(self.plan, paths) if trains else plan_edits.freeze(self.plan, paths)
        words = tr("Unfreeze {layers}" if trains else "Freeze {layers}", layers=plan_edits.named(paths))
        return self._edit(plan, words)

    def toggle(self, paths: Sequence[str]) -> bool:
        """Train all of `paths`; freeze them where all of them train already."""
        numbers = [self._numbers[p] for p in paths if self._has_something(p)]
        return bool(numbers) and self.set_trains(paths, not all(self.states[n].trains == "yes" for n in numbers))

    def freeze_up_to(self, path: str) -> bool:
        """Freeze all that is computed up to the layer at `path`, itself included."""
        found = plan_edits.up_to(self.rows, self._numbers[path])
        words = tr("Freeze all up to {layers}", layers=plan_edits.named([path]))
        return bool(found) and self._edit(plan_edits.freeze(self.plan, found), words)

    def train_from(self, path: str) -> bool:
        """Train all that is computed from the layer at `path` on."""
        found = plan_edits.onwards(self.rows, self._numbers[path])
        words = tr("Unfreeze all from {layers} on", layers=plan_edits.named([path]))
        return bool(found) and self._edit(plan_edits.train(self.plan, found), words)

    def set_multiplier(self, paths: Sequence[str], text: str) -> bool:
        """Set the learning-rate multiplier written in `text`; empty: take the one of the layer above."""
        paths = plan_edits.topmost(p for p in paths if self._has_something(p))
        text = text.strip().lstrip("×x ").strip()
        value = parse_number(text) if text else None
        fault = tr("is not a number; write 0.1 or 1e-3") if text and value is None else ""
        if value is not None:
            fault = MULTIPLIERS.fault(value)
        if fault:
            self.refused.emit(tr("The learning-rate multiplier {fault}.", fault=fault))
            return False
        rate = tr("as above") if value is None else f"× {plain_number(value)}"
        words = tr("Learning rate of {layers} {rate}", layers=plan_edits.named(paths), rate=rate)
        return bool(paths) and self._edit(self.plan.change(paths, multiplier=value), words)

    def unfreeze_at(self, paths: Sequence[str], epoch: int) -> bool:
        """Freeze `paths` until `epoch` (counted from 0), and train them from then on."""
        paths = plan_edits.topmost(p for p in paths if self._has_something(p))
        plan = self.plan.change(paths, frozen=True, unfreeze_at=epoch)
        words = tr("Unfreeze {layers} from epoch {epoch} on", layers=plan_edits.named(paths), epoch=epoch + 1)
        return bool(paths) and self._edit(plan, words)

    def use_preset(self, name: str) -> bool:
        """Replace the plan by the preset 'head', 'last_stage' or 'all'."""
        return name in self._presets and self._edit(self._presets[name][0], tr(PRESET_WORDS.get(name, name)))

    def drop_strangers(self) -> bool:
        """Remove the rules on layers that this model does not have."""
        plan = plan_edits.without(self.plan, self.strangers())
        return self._edit(plan, tr("Remove rules on unknown layers"))

    # ---- questions

    def preset(self) -> str:
        """Name of the preset that trains as the plan does; empty where the plan was made by hand."""
        now = effect(self.rows, self.plan)
        return next((name for name, (_, known) in self._presets.items() if known == now), "")

    def strangers(self) -> tuple[str, ...]:
        return plan_edits.strangers(self.rows, self.plan)

    # ---- inside

    def _has_something(self, path: str) -> bool:
        number = self._numbers.get(path)
        return number is not None and bool(self.states[number].trains)

    def _edit(self, plan: Plan, text: str) -> bool:
        self._session.edit("plan", plan, text)
        return True

    def _follow(self, new: Job, old: Job) -> None:
        if new.plan is old.plan:
            return
        before = self.states
        self.plan = new.plan
        self.states, self.later = states(self.rows, self.plan)
        changed: dict[int, list[int]] = {}
        for number, row in enumerate(self.rows):
            if self.states[number] != before[number]:
                changed.setdefault(row.parent, []).append(number)
        for numbers in changed.values():
            first, last = numbers[0], numbers[-1]
            self.dataChanged.emit(
                self.createIndex(self.rows[first].place, Column.TRAINS, first),
                self.createIndex(self.rows[last].place, len(Column) - 1, last),
            )
        self.plan_shown.emit()
