"""Reads tables: CSV, TSV and their like, and JSON Lines, however a spreadsheet or a program wrote them."""

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import TextIO

from ..counting import several
from ..errors import UserError
from . import delimited, json_rows
from .delimited import Row
from .encodings import opened as opened_text
from .names import KNOWN, plain

_START = 262_144
"""Characters from which separator, width and kind are told."""
_FIRST = 1000
_MOST_JSON = 500_000_000
_LONG_NAME = 100
_NUMBER = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?%?")
_ROWS = "A table needs a row for each example."


@dataclass(frozen=True, slots=True)
class Odd:
    """A row that does not fit the others."""

    line: int
    cells: list[str]
    reason: str
    """'3 cells in place of 2'."""


@dataclass(frozen=True)
class Sheet:
    """The cells of a table. `header` is empty where the first row is data already."""

    header: tuple[str, ...]
    columns: tuple[str, ...]
    """Names of the columns, 'column 1'... where the table has none."""
    encoding: str
    """For people: 'UTF-8'."""
    rows: list[Row]
    """Line number in the file (from 1; the place in a JSON array) and stripped cells, all rows equally long."""
    odd: list[Odd]
    """Rows with too many or too few cells."""
    filled: list[int]
    """Lines of rows that lack their last cells, which are empty here."""

    def column(self, index: int) -> list[str]:
        return [cells[index] for _, cells in self.rows]


@dataclass
class Reading:
    """A table while it is read: `odd` and `filled` grow as `rows` is gone through, which can be done once."""

    header: tuple[str, ...]
    columns: tuple[str, ...]
    encoding: str
    first: tuple[Row, ...]
    """The first rows, which come again in `rows`."""
    rows: Iterator[Row]
    odd: list[Odd]
    filled: list[int]


def read(
    path: Path, header: bool | None = None, is_data: Callable[[str], bool] | None = None, single: bool = False
) -> Sheet:
    """The whole table at `path`; see `opened`. Raises UserError."""
    with opened(path, header, is_data, single) as table:
        rows = list(table.rows)
        return Sheet(table.header, table.columns, table.encoding, rows, table.odd, table.filled)


@contextmanager
def opened(
    path: Path, header: bool | None = None, is_data: Callable[[str], bool] | None = None, single: bool = False
) -> Generator[Reading]:
    """The table at `path`, to be read row by row; encoding, separator, quotes and header are guessed.

    `header` says whether the first row holds the names of the columns; None: that is guessed. `is_data` tells cells
    that cannot be a column's name; `single`, whether one column will do.

    Raises UserError for a file that is no table, or has no rows.
    """
    with opened_text(path, "a table of text") as (file, encoding):
        start = file.read(_START)
        whole = len(start) < _START
        start = start if whole else start + file.readline(delimited.LONGEST)
        read_line = _Continued(start, file).readline
        if not start.strip("\0\x1a\ufeff \t\n"):
            raise UserError(f"{path} is empty.", _ROWS)
        if json_rows.is_array(start):
            table = _json(json_rows.array(_all(path, start, file), str(path)), encoding.title, path)
        elif path.suffix.lower() in json_rows.ENDINGS or json_rows.is_lines(start):
            table = _json(json_rows.lines(read_line, str(path)), encoding.title, path)
        else:
            table = _delimited(start, whole, read_line, encoding.title, path, header, is_data, single)
        yield table


class _Continued:
    """The lines of text that was read already (whole lines), and then those of its file."""

    def __init__(self, start: str, file: TextIO) -> None:
        self._start, self._file, self._at = start, file, 0

    def readline(self, most: int) -> str:
        if self._at >= len(self._start):
            return self._file.readline(most)
        end = self._start.find("\n", self._at) + 1 or len(self._start)
        line = self._start[self._at : end]
        self._at = end
        return line


def _all(path: Path, start: str, file: TextIO) -> str:
    if path.stat().st_size > _MOST_JSON:
        raise UserError(
            f"{path} is too large to be read as one JSON array.", "Write it as JSON Lines (.jsonl): an object a line."
        )
    return start + file.read()


def _json(found: Iterator[json_rows.Found], encoding: str, path: Path) -> Reading:
    first = list(islice(found, _FIRST))
    columns = json_rows.columns(first)
    if not columns:
        raise UserError(f"{path} holds no rows of JSON.", "It needs an object a line, or one array of objects.")

    def rows(some: Iterable[json_rows.Found], odd: list[Odd]) -> Iterator[Row]:
        for line, row in some:
            if isinstance(row, str):
                odd.append(Odd(line, [], row))
            else:
                yield line, json_rows.in_order(row, columns)

    odd: list[Odd] = []
    return Reading(columns, columns, encoding, tuple(rows(first, [])), rows(chain(first, found), odd), odd, [])


def _delimited(
    start: str,
    whole: bool,
    read_line: Callable[[int], str],
    encoding: str,
    path: Path,
    header: bool | None,
    is_data: Callable[[str], bool] | None,
    single: bool,
) -> Reading:
    hint = re.match(r"sep=(.) *\n", start, re.IGNORECASE)  # Excel's own
    skipped = len(read_line(len(start))) if hint else 0
    separator, width = delimited.layout(start[skipped:], whole, str(path), hint[1] if hint else delimited.SEPARATORS)
    records = delimited.records(read_line, separator, width, str(path), 2 if hint else 1)
    first = list(islice(records, _FIRST))
    if not first:
        raise UserError(f"{path} is empty.", _ROWS)
    top = first[0][1]
    if len(top) > width and (header or any(plain(cell) in KNOWN for cell in top)):
        width = len(top)  # a spreadsheet leaves away the empty cells below the last names
    if width < 2 and not single:
        raise UserError(
            f"{path} is not a table of at least two columns.",
            "Each row needs the example and its label, with a comma or a tab between.",
        )
    names = _names(first, width, header, is_data)
    named = first[0][0] if names else 0

    def rows(some: Iterable[Row], odd: list[Odd], filled: list[int]) -> Iterator[Row]:
        for line, cells in some:
            if line == named:
                continue
            if len(cells) != width:
                if 2 <= len(cells) < width:
                    filled.append(line)
                cells = _trimmed(cells, width)
            if len(cells) == width:
                yield line, cells
            else:
                odd.append(Odd(line, cells, f"{several(len(cells), 'cell')} in place of {width}"))

    shown = tuple(rows(first, [], []))
    if not shown:
        what = "has a header but no rows" if names else f"has no row of {several(width, 'cell')}"
        raise UserError(f"{path} {what}.", _ROWS)
    columns = tuple(name or f"column {i + 1}" for i, name in enumerate(names or ("",) * width))
    odd: list[Odd] = []
    filled: list[int] = []
    return Reading(names, columns, encoding, shown, rows(chain(first, records), odd, filled), odd, filled)


def _trimmed(cells: list[str], width: int) -> list[str]:
    """Without the empty cells that a spreadsheet hangs on, and with those that it left away."""
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return cells + [""] * (width - len(cells)) if 2 <= len(cells) < width else cells


def _names(
    rows: Sequence[Row], width: int, header: bool | None, is_data: Callable[[str], bool] | None
) -> tuple[str, ...]:
    """The names of the columns, in the first row; none where that is data."""
    first = rows[0][1]
    below = [cells for _, cells in rows[1:] if len(cells) == width]
    if len(first) == width - 1 and below and all(_NUMBER.fullmatch(cells[0]) for cells in below):
        first = ["", *first]  # R numbers its rows in a column without a name
    first = _trimmed(first, width)
    if len(first) != width or header is False:
        return ()
    columns = [[cells[i] for cells in below] for i in range(width)]
    return tuple(first) if header or _named(first, columns, is_data) else ()


def _named(first: Sequence[str], columns: Sequence[Sequence[str]], is_data: Callable[[str], bool] | None) -> bool:
    """Whether the first row holds names: the cells below (`columns`) are of another kind."""
    if is_data is not None and any(is_data(cell) for cell in first):
        return False
    again = [bool(cell) and cell in column for cell, column in zip(first, columns, strict=True)]
    if any(plain(cell) in KNOWN and not met for cell, met in zip(first, again, strict=True)):
        return True
    given = [cell for cell in first if cell]
    if any(again) or len(set(given)) < len(given) or max(map(len, given)) > _LONG_NAME:
        return False
    for cell, column in zip(first, columns, strict=True):
        numbers = sum(_NUMBER.fullmatch(other) is not None for other in column)
        if _NUMBER.fullmatch(cell) and 2 * numbers >= len(column):
            return False
    return True
