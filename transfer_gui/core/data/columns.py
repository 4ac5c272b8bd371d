"""Which column of a table holds what: text, label, side, group. Guessed with reasons, or chosen by name."""

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ..errors import UserError
from ..tables.names import GROUP_NAMES, LABEL_NAMES, SIDE_NAMES, TEXT_NAMES, plain
from .dataset import Side
from .labels import SIDES
from .listing import several, some

TRUTH = {
    **{"true": "val", "1": "val", "1.0": "val", "yes": "val"},
    **{"false": "train", "0": "train", "0.0": "train", "no": "train"},
}
"""What stands in fastai's column is_valid."""

_LOOKED_AT = 2000
_SHOWN = 5
_MOST_LABEL = 60
"""Characters of a label, on average."""
_DISTINCT = 0.5
"""Share of cells that differ from all before them, from which on a column may be the text."""
_NUMBER = re.compile(r"[+-]?[.,]?\d[\s\d.,:%+\-/eE]*")


class ColumnsUnclear(UserError):
    """Which columns hold what must be chosen; `columns` and the first `rows` are for the chooser."""

    def __init__(
        self, what: str, columns: Sequence[str], rows: Sequence[Sequence[str]], wanted: str = "path and label"
    ) -> None:
        super().__init__(what, f"Choose the columns of {wanted} among: {', '.join(columns)}.")
        self.columns = tuple(columns)
        self.rows = tuple(tuple(cells) for cells in rows[:_SHOWN])


@dataclass(frozen=True)
class Roles:
    """Which columns hold what, by place."""

    text: int
    label: int
    side: int | None
    """Train, validation or test."""
    group: int | None
    """What must stay on one side of a split: the speaker, the author..."""
    reasons: tuple[str, ...]
    """One sentence for each, for people."""


def place(name: str, columns: Sequence[str]) -> int | None:
    """The column called `name`, or else one called nearly so."""
    for spelled in (str, plain):
        matches = [i for i, column in enumerate(columns) if spelled(column) == spelled(name)]
        if matches:
            return matches[0]
    return None


def named(columns: Sequence[str], names: Sequence[str], taken: set[int]) -> int | None:
    """The column that has the earliest of `names`, beside those that are `taken`."""
    spelled = [plain(column) for column in columns]
    free = {name: i for i, name in reversed(list(enumerate(spelled))) if i not in taken}
    return next((free[name] for name in names if name in free), None)


def side(columns: Sequence[str], rows: Sequence[Sequence[str]], taken: set[int], header: bool = True) -> int | None:
    """A column of train, val and test, by its name and its cells; by its cells alone where there is no `header`."""
    for column, name in enumerate(columns):
        spelled = plain(name)
        flag = spelled in {"is_valid", "is_val", "is_validation"}
        if column in taken or not (flag or spelled in SIDE_NAMES or not header):
            continue
        cells = {cells[column].casefold() for cells in rows} - {""}
        if not cells:
            continue
        if not flag and cells <= SIDES.keys() and (header or len(cells) > 1) and len(columns) > 2:
            return column
        if flag and cells <= TRUTH.keys():
            return column
    return None


def group_of(columns: Sequence[str], rows: Sequence[Sequence[str]], taken: set[int]) -> int | None:
    """A column that says who or what an example comes from, by its name; each must occur more than once on average."""
    found = named(columns, GROUP_NAMES, taken)
    if found is None:
        return None
    look = _look([cells[found] for cells in rows])
    return found if 2 <= look.distinct <= look.filled / 2 else None


def kept_together(chosen: str, columns: Sequence[str], guessed: int | None) -> tuple[int | None, list[str]]:
    """Of the column `chosen` for groups, its place, and what to say of it; None where it is not there, or none is
    chosen: then what may be one is only named."""
    found = place(chosen, columns) if chosen else None
    if found is not None:
        return found, [f"Groups that stay together from column {columns[found]!r}, as chosen."]
    if chosen or guessed is None:
        return None, []
    return None, [
        f"Column {columns[guessed]!r} may say which examples belong together. They are not kept on one side of the "
        "split unless it is chosen for that (group_column)."
    ]


def sides(cells: Iterable[str]) -> Callable[[str], Side | None]:
    """What a cell of the column of these cells says of an example's side; nothing for what is no side."""
    words = TRUTH if all(cell.casefold() in TRUTH for cell in cells) else SIDES  # fastai's is_valid is true or false

    def said(cell: str) -> Side | None:
        found = words.get(cell.casefold())
        return found if found in {"train", "val", "test"} else None  # type: ignore[return-value]

    return said


def guess(
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    name: str,
    text: str = "",
    label: str = "",
    group: str = "",
    header: bool = True,
) -> Roles:
    """The columns of a table of texts. `text`, `label` and `group` name those that were chosen; empty, they are
    guessed, the group by its name alone. `name` is what messages call the table.

    Raises ColumnsUnclear where a chosen column is not there, or one cannot be guessed.
    """
    # Not every so-manieth: labels may come in turns.
    looked = rows if len(rows) <= _LOOKED_AT else random.Random(0).sample(rows, _LOOKED_AT)
    looks = [_look([cells[i] for cells in looked]) for i in range(len(columns))]

    def unclear(what: str) -> ColumnsUnclear:
        return ColumnsUnclear(f"{name}: {what}", columns, rows, "text and label")

    def chosen(column: str) -> int | None:
        found = place(column, columns) if column else None
        if column and found is None:
            raise unclear(f"there is no column {column!r}.")
        return found

    reasons: list[str] = []
    text_at, label_at, group_at = chosen(text), chosen(label), chosen(group)
    if text_at is not None and text_at == label_at:
        raise unclear(f"column {columns[text_at]!r} cannot be both text and label.")
    given = {i for i in (text_at, label_at, group_at) if i is not None}
    side_at = side(columns, rows, given, header)
    taken = given | ({side_at} if side_at is not None else set())
    if group_at is None:
        group_at = group_of(columns, looked, taken)
    taken |= {group_at} if group_at is not None else set()

    if text_at is not None:
        reasons.append(f"Texts from column {columns[text_at]!r}, as chosen.")
    else:
        text_at, why = _text(columns, looks, taken)
        if text_at is None:
            raise unclear(f"which column holds the text? {_examples(columns, looked, taken)}")
        reasons.append(f"Texts from column {columns[text_at]!r}: {why}.")
    taken.add(text_at)
    if label_at is not None:
        reasons.append(f"Labels from column {columns[label_at]!r}, as chosen.")
    else:
        label_at, why = _label(columns, looks, taken)
        if label_at is None:
            raise unclear(f"which column holds the label? {_examples(columns, looked, taken)}")
        values = len({cells[label_at] for cells in rows} - {""})
        reasons.append(f"Labels from column {columns[label_at]!r}: {why}; it has {several(values, 'value')}.")
    if side_at is not None:
        reasons.append(f"Sides of the split from column {columns[side_at]!r}.")
    return Roles(text_at, label_at, side_at, group_at, tuple(reasons))


@dataclass(frozen=True)
class _Look:
    """What the cells of a column are like, the empty ones left out."""

    filled: int
    distinct: int
    length: float
    """Characters on average."""
    words: float
    """Words on average, as spaces part them."""
    numbers: float
    """Share of cells that are numbers, dates or times."""

    @property
    def share(self) -> float:
        return self.distinct / max(self.filled, 1)


def _look(cells: Sequence[str]) -> _Look:
    filled = [cell for cell in cells if cell]
    count = max(len(filled), 1)
    return _Look(
        len(filled),
        len(set(filled)),
        sum(map(len, filled)) / count,
        sum(len(cell.split()) for cell in filled) / count,
        sum(_NUMBER.fullmatch(cell) is not None for cell in filled) / count,
    )


def _text(columns: Sequence[str], looks: Sequence[_Look], taken: set[int]) -> tuple[int | None, str]:
    """The text: cells that mostly differ and are no numbers. A telling name decides, else the length."""
    free = [i for i, look in enumerate(looks) if i not in taken and look.filled and look.numbers < _DISTINCT]
    varied = [i for i in free if looks[i].share >= _DISTINCT] or [i for i in free if looks[i].words >= 2]
    if not varied:
        return None, ""
    by_name = named(columns, TEXT_NAMES, set(range(len(columns))) - set(varied))
    best = by_name if by_name is not None else max(varied, key=lambda i: (looks[i].words >= 2, looks[i].length))
    look = looks[best]
    told = f"{look.share:.0%} of its cells differ, of {look.length:.0f} characters on average"
    return best, f"by its name; {told}" if by_name is not None else f"it has the longest cells; {told}"


def _label(columns: Sequence[str], looks: Sequence[_Look], taken: set[int]) -> tuple[int | None, str]:
    """The label: short cells of few values. A telling name decides; without one there must be no other choice."""
    by_name = named(columns, LABEL_NAMES, taken | {i for i, look in enumerate(looks) if not look.filled})
    if by_name is not None:
        return by_name, "by its name"
    free = [i for i, look in enumerate(looks) if i not in taken and look.filled]
    few = [i for i in free if 2 <= looks[i].distinct <= looks[i].filled / 2 and looks[i].length <= _MOST_LABEL]
    if len(few) == 1:
        return few[0], "the only one of few, short values"
    return (free[0], "the only one that is left") if len(free) == 1 else (None, "")


def _examples(columns: Sequence[str], rows: Sequence[Sequence[str]], taken: set[int]) -> str:
    free = [i for i in range(len(columns)) if i not in taken][:6]
    return "; ".join(f"{columns[i]}: {some(_few([cells[i] for cells in rows]), 3)}" for i in free)


def _few(cells: Sequence[str]) -> list[str]:
    return [cell if len(cell) <= 40 else f"{cell[:39]}…" for cell in dict.fromkeys(cells) if cell]
