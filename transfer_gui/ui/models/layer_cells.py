"""What the columns of the layer tree are, and what is written in the cells of a row."""

from enum import IntEnum

from PySide6.QtCore import Qt

from ...core.atomic import bytes_in_words
from ...core.training.costs import Cost
from ..status import spell
from ..translation import mark, sentences, tr
from ..widgets.field import plain_number
from .layer_states import RowState
from .plan_edits import Row


class Column(IntEnum):
    NAME = 0
    TRAINS = 1
    KIND = 2
    SHAPE = 3
    PARAMETERS = 4
    TRAINABLE = 5
    PART = 6
    RATE = 7
    COST = 8


HEADERS = mark({
    Column.NAME: ("Layer", "The model's modules, outermost first, in the order in which they are defined."),
    Column.TRAINS: (
        "Trains",
        "Ticked: the layer learns from the target data. Not ticked: it is frozen and keeps the source model's weights, "
        "to the bit. Half ticked: some of the layers inside learn.",
    ),
    Column.KIND: ("Type", "The kind of layer and the settings that matter."),
    Column.SHAPE: ("Output", "Shape of what the layer puts out for one example: channels × height × width."),
    Column.PARAMETERS: ("Parameters", "Numbers in the layer and all inside it."),
    Column.TRAINABLE: ("Trainable", "How many of these numbers learn in the first epoch."),
    Column.PART: (
        "Part",
        "Shared: copied from the source model, frozen or updated. Task-specific: new for your classes, trained from "
        "scratch.",
    ),
    Column.RATE: (
        "Rate ×",
        "The layer's learning rate is the base rate times this. Muted: taken from the layer above. "
        "Press F2 or double-click to change it; leave it empty to take the one above.",
    ),
    Column.COST: (
        "Cost",
        "Time per epoch and memory, the rest of the plan as it is. Muted, with a plus: what it would add to let all of "
        "the layer learn. Else: what the layer takes, and freezing it would save.",
    ),
})  # fmt: skip
TRAINS = mark({"yes": "trains", "no": "frozen", "partly": "partly"})
PARTS = mark(("shared", "task-specific", "both"))

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def alignment(column: int) -> Qt.AlignmentFlag:
    """Numbers are flush right."""
    return _RIGHT if column in {Column.PARAMETERS, Column.TRAINABLE, Column.RATE, Column.COST} else _LEFT


def cell_text(row: Row, state: RowState, column: int, cost: str) -> str:
    """What is written in a cell; `cost` in that of the costs."""
    layer = row.layer
    if column == Column.NAME:
        return layer.name
    if column == Column.TRAINS:
        return _trains(state)
    if column == Column.KIND:
        return f"{layer.kind}  {_nice(layer.detail)}".rstrip()
    if column == Column.SHAPE:
        return "×".join(map(str, layer.output_shape))
    if column == Column.PARAMETERS:
        return f"{layer.parameters:,}" if layer.parameters else "–"
    if column == Column.TRAINABLE:
        return f"{state.trainable:,}" if state.trains else "–"
    if column == Column.PART:
        return tr(part(row))
    return cost if column == Column.COST else _rate(state)


def _trains(state: RowState) -> str:
    if state.trains == "no" and state.unfreeze_at is not None:
        return tr("epoch {epoch}+", epoch=state.unfreeze_at + 1)
    return tr(TRAINS.get(state.trains, ""))


def part(row: Row) -> str:
    """Which part of the target model a row belongs to: one of `PARTS`, or ''."""
    if not row.layer.parameters and not row.tunable:
        return ""
    if row.layer.task_specific:
        return "task-specific"
    return "both" if row.holds_new else "shared"


def _rate(state: RowState) -> str:
    if not state.trains or (state.trains == "no" and state.unfreeze_at is None and not state.given):
        return "–"
    if state.lowest == state.highest:
        return f"× {plain_number(state.lowest)}"
    return f"{plain_number(state.lowest)} … {plain_number(state.highest)}"


def _nice(detail: str) -> str:
    return detail.replace("->", "→").replace(" x ", " × ")


def cell_tip(row: Row, state: RowState, column: int) -> str:
    """What is said of a cell beside it."""
    layer = row.layer
    if column == Column.NAME:
        return layer.path or tr("The whole model")
    if column == Column.TRAINS:
        return _trains_tip(row, state)
    if column == Column.KIND:
        return f"{layer.kind}\n{_nice(layer.detail)}".strip()
    if column == Column.RATE and state.trains:
        source = tr("Set on this layer.") if state.given else tr("Taken from the layer above.")
        if state.lowest != state.highest:
            source = tr("The layers inside have different multipliers.")
        change = tr("Press F2 or double-click to change it; leave it empty to take the one above.")
        return sentences(source, change)
    return tr(HEADERS[Column(column)][1])


def _trains_tip(row: Row, state: RowState) -> str:
    if not state.trains:
        return tr("Nothing to train: this layer has no weights.")
    if state.trains == "yes":
        return tr("Trains: its weights learn from the target data. Untick to freeze it.")
    if state.trains == "partly":
        return tr("Some of the layers inside train, others are frozen. Tick to train them all.")
    words = tr("Frozen: keeps the source model's weights, to the bit.")
    if row.layer.norm:
        words = tr(
            "Frozen batch norm: it stays in evaluation mode, so its running mean and variance do not move, "
            "and its weights keep the source model's values."
        )
    if state.unfreeze_at is not None:
        words = sentences(words, tr("It begins to train at epoch {epoch}.", epoch=state.unfreeze_at + 1))
    return sentences(words, tr("Tick to train it."))


def cost_words(cost: Cost, memory: int | None) -> str:
    """A layer's cost in a cell: '+12 s, +80 MB', or '8 s, 60 MB' where it learns; `memory` is None while not known."""
    sign = "" if cost.learns else "+"
    words = _signed(sign, cost.seconds, _span(abs(cost.seconds)))
    return words if memory is None else f"{words}, {_signed(sign, memory, _size(abs(memory)))}"


def cost_tip(cost: Cost, memory: int | None) -> str:
    """The same as a sentence."""
    time = _signed("", cost.seconds, _span(abs(cost.seconds)))
    if memory is None:
        if cost.learns:
            return tr("Freezing all of it saves {time} in each epoch.", time=time)
        return tr("Letting all of it learn adds {time} in each epoch.", time=time)
    size = _signed("", memory, _size(abs(memory)))
    if cost.learns:
        return tr("Freezing all of it saves {time} in each epoch and {size} of memory.", time=time, size=size)
    return tr("Letting all of it learn adds {time} in each epoch and {size} of memory.", time=time, size=size)


def _signed(sign: str, value: float, words: str) -> str:
    return f"{'−' if value < 0 and not words.startswith('0 ') else sign}{words}"


def _span(seconds: float) -> str:
    """A time that may be short: '0.3 s', '12 s', '3 min 20 s'."""
    if seconds < 0.005:
        return tr("{seconds} s", seconds=0)
    if seconds >= 9.95:
        return spell(seconds)
    return tr("{seconds} s", seconds=f"{seconds:.2f}" if seconds < 0.095 else f"{seconds:.1f}")


def _size(memory: int) -> str:
    return bytes_in_words(memory) if memory else "0 MB"
