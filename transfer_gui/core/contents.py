"""What an example's path leads to: a file, one cell of a table, or what a person typed.

The path of a cell is that of its table, the name of the column and the number of the line, as if the table were a
folder of columns: `reviews.csv/text/17`. So a text in a table is known, remembered, left out and relabelled by its path
as any file is. It changes when its table does. The path of what was typed holds all of it, and leads nowhere.
"""

import os
from collections import OrderedDict
from collections.abc import Mapping
from pathlib import Path
from threading import Lock
from urllib.parse import quote, unquote

from .errors import Unreadable, UserError
from .tables import sheets

ENDINGS = (".csv", ".tsv", ".tab", ".psv", ".txt", ".jsonl", ".ndjson", ".json")
"""Of tables whose cells may be examples."""
TYPED = "typed: "
"""How the path of what was typed begins."""
_ESCAPED = {"%": "%25", "/": "%2F", "\\": "%5C", "\0": "%00"}
"""What would be more than the name of a file."""
_KEPT = 2
"""Columns that are held in memory, those asked for last."""

_columns: OrderedDict[tuple[str, str, int, int], Mapping[int, str]] = OrderedDict()
_lock = Lock()


def of_cell(table: str, column: str, line: int) -> str:
    """The path of a cell."""
    return f"{table}/{quote(column, safe=' ()')}/{line}"


def cell(path: str) -> tuple[str, str, int] | None:
    """Table, column and line of a cell's path; None for that of a file."""
    front, _, line = path.rpartition("/")
    if not line.isdecimal():
        return None
    table, _, column = front.rpartition("/")
    return (table, unquote(column), int(line)) if table.lower().endswith(ENDINGS) else None


def of_typed(text: str) -> str:
    """The path of what a person typed: a name that holds it, as it would stand in a list of files."""
    return TYPED + "".join(_ESCAPED.get(character, character) for character in text)


def typed(path: str) -> str | None:
    """What a person typed, by its path; None for any other path."""
    return unquote(path.removeprefix(TYPED)) if path.startswith(TYPED) else None


def name(path: str) -> str:
    """What a person calls it: the name of a file, of a cell those of its table and its line, or what was typed."""
    if (text := typed(path)) is not None:
        return " ".join(text.split())
    found = cell(path)
    return Path(path).name if found is None else f"{Path(found[0]).name}:{found[2]}"


def stat(path: str) -> os.stat_result:
    """What the file looks like from outside, or the table that a cell is of. Raises OSError."""
    found = cell(path)
    return os.stat(found[0] if found else path)  # noqa: PTH116 - pathlib would take several times as long


def read(path: str) -> bytes:
    """The content of a file, or in UTF-8 the text of a cell or what was typed. Raises Unreadable."""
    if (text := typed(path)) is not None:
        return text.encode("utf-8", "replace")
    found = cell(path)
    try:
        if found is None:
            return Path(path).read_bytes()
        table, column, line = found
        text = texts(table, column).get(line)
    except OSError as error:
        reason = "not there" if isinstance(error, FileNotFoundError) else f"cannot be read ({error.strerror})"
        raise Unreadable(path, reason) from error
    except UserError as error:
        raise Unreadable(path, error.what.removeprefix(f"{path} ").rstrip(".")) from error
    if text is None:
        raise Unreadable(path, "no such row in the table")
    return text.encode("utf-8", "replace")


def texts(table: str, column: str) -> Mapping[int, str]:
    """The cells of a table's column by line. The columns asked for last are kept while their tables do not change.

    Raises OSError, and UserError for what is no table, or has no such column.
    """
    seen = os.stat(table)  # noqa: PTH116
    key = table, column, seen.st_mtime_ns, seen.st_size
    with _lock:
        if key in _columns:
            _columns.move_to_end(key)
            return _columns[key]
        with sheets.opened(Path(table)) as sheet:
            if column not in sheet.columns:
                raise UserError(f"{table} has no column {column!r}.", "Choose the dataset again.")
            at = sheet.columns.index(column)
            found = {line: cells[at] for line, cells in sheet.rows}
        _columns[key] = found
        while len(_columns) > _KEPT:
            _columns.popitem(last=False)
        return found
