"""The records of a table whose cells are parted by a character (CSV, TSV), one after the other.

Quotes are as in RFC 4180. What breaks its rules is mended line by line: a quote that opens a cell and is never closed
properly is a plain character, and does not swallow the lines after it.
"""

import csv
import io
from collections import deque
from collections.abc import Callable, Iterator, Sequence

from ..errors import UserError

SEPARATORS = ",;\t|"
LONGEST = 1 << 24
"""Characters of a line and of a cell."""
Row = tuple[int, list[str]]
"""The line on which a record begins (from 1), and its stripped cells."""

_MOST_LINES = 10_000
"""Lines of one cell: a quote that is not closed by then is no quote."""
_JUDGED = 200


def layout(start: str, whole: bool, name: str, separators: str = SEPARATORS) -> tuple[str, int]:
    """Which of `separators` parts the cells, and the usual number of these, by the beginning of a table (`whole`: all).

    That separator makes most sense with which the first record and most others have the same number of cells, two or
    more. Without any, the table has one column. `name` is what messages call the file. Raises UserError as `records`.
    """

    def sense(separator: str) -> tuple[float, float, int]:
        widths = _widths(start, separator, whole, name)
        width = _usual(widths)
        if width < 2:
            return 0.0, 0.0, 0
        return float(widths[0] == width), widths.count(width) / len(widths), width

    best = max(separators, key=sense)
    return best, sense(best)[2] or 1


def records(read: Callable[[int], str], separator: str, width: int, name: str, line: int = 1) -> Iterator[Row]:
    """All records that are not blank. `read(n)` gives the next line, n characters of it at most, and '' at the end.

    `width` is the number of cells that a record should have, by which a stray quote is told from a good one; `name` is
    what messages call the file, `line` the number of the line that is read first. Raises UserError for a line of more
    than `LONGEST` characters.
    """
    yield from _records(_Lines(read, name, line), separator, width, True, line)


def _widths(start: str, separator: str, whole: bool, name: str) -> list[int]:
    widths: list[int] = []
    for _, cells in _records(_Lines(io.StringIO(start).readline, name, 1), separator, 0, whole, 1):
        widths.append(len(cells))
        if len(widths) == _JUDGED:
            break
    return widths


def _usual(widths: Sequence[int]) -> int:
    return max(set(widths), key=lambda width: (widths.count(width), width), default=0)


def _records(lines: "_Lines", separator: str, width: int, whole: bool, number: int) -> Iterator[Row]:
    csv.field_size_limit(LONGEST)  # for the whole process; csv's own limit is 128 K
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=True, strict=True)
    while True:
        lines.taken.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            if lines.ended and not whole:
                return  # the last record may only be cut
            cells = None
        taken = lines.taken
        if cells is None or (separator == "\t" and _stray(taken, width)):
            lines.give_back(taken[1:])
            cells = _plain(taken[0], separator, width)
            used = 1
        else:
            used = len(taken)
        cells = [cell.strip() for cell in cells]
        if any(cells):
            yield number, cells
        number += used


def _stray(lines: Sequence[str], width: int) -> bool:
    """Whether these lines, which a quoted cell of a TSV seems to join, are records each: prose has no tabs in it."""
    return len(lines) > 1 and all(line.count("\t") == width - 1 for line in lines)


def _plain(line: str, separator: str, width: int) -> list[str]:
    """The cells of a line whose quotes break the rules."""
    cells = line.split(separator)
    if len(cells) == width:
        return [_unquoted(cell.strip()) for cell in cells]
    try:
        lenient = next(csv.reader([line], delimiter=separator, skipinitialspace=True))
    except csv.Error:
        return cells
    return lenient if len(lenient) == width else cells


def _unquoted(cell: str) -> str:
    return cell[1:-1].replace('""', '"') if len(cell) > 1 and cell[0] == cell[-1] == '"' else cell


class _Lines:
    """The lines of a table for csv's reader, which may be given back to be read once more."""

    def __init__(self, read: Callable[[int], str], name: str, number: int) -> None:
        self._read, self._name = read, name
        self._again = deque[str]()
        self._number = number - 1
        self.taken: list[str] = []
        """The lines of the record that is being read."""
        self.ended = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else self._next()
        if not line:
            self.ended = True
            raise StopIteration
        self.taken.append(line)
        if len(self.taken) > _MOST_LINES:
            raise csv.Error("a cell of too many lines")
        return line

    def give_back(self, lines: Sequence[str]) -> None:
        """These lines come next."""
        self._again.extendleft(reversed(lines))
        self.ended = False

    def _next(self) -> str:
        line = self._read(LONGEST)
        self._number += 1
        if len(line) >= LONGEST and not line.endswith("\n"):
            raise UserError(
                f"{self._name}, line {self._number}, is longer than {LONGEST:,} characters: this is no table of text.",
                "Choose a file with one example a line.",
            )
        # What some programs leave in text, and DOS at its end.
        return line.replace("\0", "").replace("\x1a", "") if "\0" in line or "\x1a" in line else line
