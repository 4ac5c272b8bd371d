"""The rows of a table in JSON: an object a line (JSON Lines), or one array of objects.

A row's cells are text, as in any other table: numbers stay as they are written, null and NaN are empty, and what is
itself a list or an object is kept as JSON, the numbers in it as text.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, cast

from ..errors import UserError
from .delimited import LONGEST

ENDINGS = frozenset({".json", ".jsonl", ".ndjson"})
Found = tuple[int, dict[str, str] | str]
"""The line (in an array: the place) of a row from 1 on, and its cells by name, or why it is none."""

_ARRAY = re.compile(r"\s*\[\s*[{\]]")


def is_array(start: str) -> bool:
    """Whether a file that begins like this holds an array of objects."""
    return _ARRAY.match(start) is not None


def is_lines(start: str) -> bool:
    """Whether a file that begins like this holds an object a line."""
    first = next((line for line in start.splitlines() if line.strip()), "")
    return first.lstrip().startswith("{") and not isinstance(_row(first), str)


def lines(read: Callable[[int], str], name: str) -> Iterator[Found]:
    """The rows of JSON Lines. `read(n)` gives the next line, n characters of it at most, and '' at the end.

    Raises UserError for a line of more than `LONGEST` characters.
    """
    number = 0
    while line := read(LONGEST):
        number += 1
        if len(line) >= LONGEST and not line.endswith("\n"):
            raise UserError(
                f"{name}, line {number}, is longer than {LONGEST:,} characters.", "It needs one object a line."
            )
        if line.strip():
            yield number, _row(line)


def array(text: str, name: str) -> Iterator[Found]:
    """The rows of an array of objects. Raises UserError where the text is no sound JSON."""
    try:
        rows: Any = _DECODER.decode(text)
    except RecursionError as error:
        raise UserError(f"{name} is no table: its JSON is nested too deep.", "It needs an array of objects.") from error
    except json.JSONDecodeError as error:
        raise UserError(
            f"{name} is no sound JSON: {error.msg} in line {error.lineno}.", "Fetch or write the file again."
        ) from error
    for number, row in enumerate(cast("list[Any]", rows), 1):
        yield number, _cells(row)


def columns(rows: Iterable[Found]) -> tuple[str, ...]:
    """The names in all rows, in the order in which they come first."""
    return tuple(dict.fromkeys(name for _, row in rows if not isinstance(row, str) for name in row))


def in_order(row: dict[str, str], names: Sequence[str]) -> list[str]:
    """The cells under `names`, empty where the row has none."""
    return [row.get(name, "") for name in names]


_DECODER = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=lambda _: "")


def _row(line: str) -> dict[str, str] | str:
    try:
        return _cells(_DECODER.decode(line))
    except RecursionError:
        return "JSON that is nested too deep"
    except json.JSONDecodeError as error:
        return f"no sound JSON ({error.msg})"


def _cells(row: Any) -> dict[str, str] | str:
    if not isinstance(row, dict):
        return "no JSON object"
    if not row:
        return "an empty object"
    return {_text(name): _text(value) for name, value in cast("dict[str, Any]", row).items()}


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    # Half a surrogate pair, which JSON can spell, is no character.
    return text.encode("utf-8", "replace").decode().strip()
