"""Reads a CSV or TSV of path and label, however a spreadsheet wrote it."""

import csv
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import UserError
from ..job import Data
from ..progress import Long, Progress
from .dataset import Side, Skipped
from .domain import Domain
from .labels import SIDES, tidy
from .listing import Listing, several, some

_SEPARATORS = ",;\t|"
_PATH_NAMES = [
    *("path", "filepath", "file_path", "filename", "file_name", "file", "image_path", "img_path", "image_file"),
    *("image_filename", "image_name", "image", "img", "picture", "photo", "image_id"),
]
_LABEL_NAMES = ["label", "labels", "class_name", "class", "category", "target", "class_label", "species", "breed", "y"]
_SIDE_NAMES = ["split", "set", "subset", "side", "partition", "fold", "usage", "phase"]
_TRUTH = {
    **{"true": "val", "1": "val", "1.0": "val", "yes": "val"},
    **{"false": "train", "0": "train", "0.0": "train", "no": "train"},
}
_ENDINGS = frozenset(
    {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".avif", ".ppm", ".pgm"}
    | {".wav", ".flac", ".ogg", ".mp3", ".txt"}
)
_MOST_BYTES = 500_000_000
_SAMPLE = 65_536
_SHOWN = 5
_ROWS = "A table needs a row for each example: its path and its label."


@dataclass(frozen=True)
class Sheet:
    """The cells of a table. `header` is empty where the first row is data already."""

    header: tuple[str, ...]
    rows: list[tuple[int, list[str]]]
    """Line number in the file (from 1) and stripped cells, all rows equally long."""
    odd: list[tuple[int, list[str]]]
    """Rows with too many or too few cells."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns, 'column 1'... where the table has none."""
        width = len(self.header) or (len(self.rows[0][1]) if self.rows else 0)
        return tuple(name or f"column {i + 1}" for i, name in enumerate(self.header or ("",) * width))

    def column(self, index: int) -> list[str]:
        return [cells[index] for _, cells in self.rows]


class ColumnsUnclear(UserError):
    """Which columns hold path and label must be chosen; `columns` and the first `rows` are for the chooser."""

    def __init__(self, what: str, columns: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> None:
        super().__init__(what, f"Choose the columns of path and label among: {', '.join(columns)}.")
        self.columns = columns
        self.rows = rows


def list_table(path: Path, data: Data, domain: Domain) -> Long[Listing]:
    """The examples that a table lists; paths are relative to the table's folder, or absolute.

    `data.path_column` and `data.label_column` choose the columns; empty, they are guessed. Raises UserError for a file
    that is no table, and ColumnsUnclear where a column cannot be guessed.
    """
    yield Progress(0, 0, f"Reading {path.name}")
    sheet = read(path)
    columns, places = sheet.columns, _Places(path.parent)
    path_at = _chosen(data.path_column, sheet, path) if data.path_column else _guess_path(sheet, places, path)
    side_at = _guess_side(sheet, {path_at})
    taken = {path_at} if side_at is None else {path_at, side_at}
    label_at = _chosen(data.label_column, sheet, path) if data.label_column else _guess_label(sheet, taken, path)
    if path_at == label_at:
        raise _unclear(f"{path.name}: column {columns[path_at]!r} cannot be both path and label.", sheet)
    side_at = None if side_at == label_at else side_at

    mended = _rescued(sheet, path_at, places)
    rows = sheet.rows + mended
    listing = Listing(str(path.parent), "table", columns=columns)
    said = f"{path.name}: paths from column {columns[path_at]!r}, labels from {columns[label_at]!r}"
    listing.notes.append(said + (f", sides from {columns[side_at]!r}." if side_at is not None else "."))
    if not sheet.header:
        listing.notes.append(f"{path.name} has no header; its first row is used as an example.")
    known = {line for line, _ in mended}
    listing.skipped += [
        Skipped(f"{path}, line {line}", f"{several(len(cells), 'cell')} in place of {len(columns)}")
        for line, cells in sheet.odd
        if line not in known
    ]
    labels = tidy([cells[label_at] for _, cells in rows])
    truth = side_at is not None and all(cells[side_at].casefold() in _TRUTH for _, cells in rows)
    sides = _TRUTH if truth else SIDES  # fastai's is_valid is true or false
    missing: list[str] = []
    total = len(rows)
    del sheet
    for taken in (rows, labels):
        taken.reverse()
    while rows:  # each is let go of as it is taken in: a million take 300 MB
        line, cells = rows.pop()
        label = labels.pop()
        if (total - len(rows)) % 1000 == 1:
            yield Progress(total - len(rows) - 1, total, f"Reading {path.name}")
        file = places.find(cells[path_at])
        side = sides.get(cells[side_at].casefold()) if side_at is not None else None
        if not cells[path_at] or not label:
            listing.skipped.append(Skipped(f"{path}, line {line}", "no path" if label else "no label"))
        elif file is None:
            web = "://" in cells[path_at]
            missing.append(cells[path_at])
            reason = "a web address; save the file first" if web else "not there"
            listing.skipped.append(Skipped(cells[path_at], f"{reason} (line {line})"))
        elif not listing.found.add_file(file, label, _side(side)):
            listing.skipped.append(Skipped(file, f"listed twice (line {line})"))
    if missing and not len(listing.found):
        raise UserError(
            f"None of the {several(len(missing), 'file')} in {path.name} is there; the first is {missing[0]!r}.",
            f"Paths must be absolute, or relative to the table's folder {path.parent}.",
        )
    if missing:
        listing.notes.append(f"{several(len(missing), 'file')} of {path.name} missing: {some(missing, 3)}.")
    return listing


def read(path: Path) -> Sheet:
    """The cells of a CSV or TSV; encoding, separator, quotes and header are guessed. Raises UserError."""
    text = _text(path)
    first, _, rest = text.partition("\n")
    separators = _SEPARATORS
    skip = 0
    if first.strip().casefold().startswith("sep=") and len(first.strip()) == 5:  # Excel's own hint
        separators, text, skip = first.strip()[-1], rest, 1
    start = text if len(text) < _SAMPLE else text[: text.rfind("\n", 0, _SAMPLE) + 1] or text
    rows = _rows(text, max(separators, key=lambda separator: _sense(_rows(start, separator))))
    if not rows:
        raise UserError(f"{path} is empty.", _ROWS)
    width = max(len(rows[0][1]), _usual(rows))
    if width < 2:
        raise UserError(
            f"{path} is not a table of at least two columns.",
            "It needs a path and a label in each row, with a comma between.",
        )
    for place, (line, cells) in enumerate(rows):
        rows[place] = line + skip, _trimmed(cells, width)
    places = _Places(path.parent)
    header = () if len(rows[0][1]) != width or any(places.like(cell) for cell in rows[0][1]) else tuple(rows[0][1])
    body = rows[1:] if header else rows
    if not body:
        raise UserError(f"{path} has a header but no rows.", _ROWS)
    return Sheet(header, [r for r in body if len(r[1]) == width], [r for r in body if len(r[1]) != width])


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UserError(f"{path} is too large for a table.", "Choose a CSV or TSV of path and label, or a folder.")
        raw = path.read_bytes()
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}).", "Check the path and your permissions.") from error
    cure = "Choose a CSV or TSV of path and label, or a folder with one folder per class."
    if raw.startswith(b"PK\x03\x04"):
        book = path.suffix.lower() in {".xlsx", ".xlsm", ".ods"}
        raise UserError(
            f"{path} is {'a workbook' if book else 'a ZIP archive'}, not a text table.",
            "Save the sheet as CSV and choose that." if book else "Unpack it, and choose the folder.",
        )
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            encodings: tuple[str, ...] = (encoding,)
            break
    else:
        half = raw[:200]
        if half[1::2].count(0) > len(half) // 3:
            encodings = ("utf-16-le",)
        elif half[::2].count(0) > len(half) // 3:
            encodings = ("utf-16-be",)
        else:
            encodings = ("utf-8", "cp1252", "latin-1")
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(ord(c) < 32 and c not in "\t\r\n\f\x1a" for c in text[:4000]):
            break
        return text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\x1a")
    raise UserError(f"{path} is not a table of text.", cure)


def _rows(text: str, separator: str) -> list[tuple[int, list[str]]]:
    """Line number and stripped cells of every row that is not blank."""
    unclosed = text.count('"') % 2 == 1  # such a quote would swallow the rest: quotes are plain characters here
    reader = csv.reader(
        _lines(text),
        delimiter=separator,
        quoting=csv.QUOTE_NONE if unclosed else csv.QUOTE_MINIMAL,
        skipinitialspace=True,
    )
    try:
        stripped = ([cell.strip() for cell in cells] for cells in reader)
        return [(reader.line_num, cells) for cells in stripped if any(cells)]
    except csv.Error:  # a cell longer than 131072 characters
        return []


def _lines(text: str) -> Iterator[str]:
    """As a file would give them, without another copy of the text."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _usual(rows: Sequence[tuple[int, list[str]]]) -> int:
    widths = [len(cells) for _, cells in rows[:200]]
    return max(set(widths), key=lambda w: (widths.count(w), w), default=0)


def _sense(rows: list[tuple[int, list[str]]]) -> tuple[float, float, int]:
    """How much sense a separator makes: the first row and most others have the same number of cells, two or more."""
    width = _usual(rows)
    if width < 2:
        return 0.0, 0.0, 0
    widths = [len(cells) for _, cells in rows[:200]]
    return float(len(rows[0][1]) == width), widths.count(width) / len(widths), width


def _trimmed(cells: list[str], width: int) -> list[str]:
    """Without the empty cells that a spreadsheet hangs on, and with those that it left away."""
    while len(cells) > width and not cells[-1]:
        cells = cells[:-1]
    return cells + [""] * (width - len(cells)) if 2 <= len(cells) < width else cells


def _rescued(sheet: Sheet, path_at: int, places: "_Places") -> list[tuple[int, list[str]]]:
    """Rows with an unquoted separator in the path, put together again where that names a file."""
    width = len(sheet.columns)
    mended: list[tuple[int, list[str]]] = []
    for line, cells in sheet.odd:
        extra = len(cells) - width
        if extra < 1:
            continue
        for separator in (", ", ",", "; ", ";"):
            path = separator.join(cells[path_at : path_at + extra + 1])
            if places.find(path):
                mended.append((line, [*cells[:path_at], path, *cells[path_at + extra + 1 :]]))
                break
    return mended


class _Places:
    """Looks for the files that a table in `folder` names."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, cell: str) -> str | None:
        """The absolute path of the file that `cell` names, or None."""
        if not cell or "\0" in cell:
            return None
        for spelled in dict.fromkeys((cell, cell.replace("\\", "/"))):
            # This is asked for every row, and pathlib takes several times as long.
            path = os.path.normpath(os.path.join(self._folder, spelled))  # noqa: PTH118
            if os.path.isfile(path):  # noqa: PTH113
                return path
        return None

    def like(self, cell: str) -> bool:
        """Whether a cell is a path rather than the name of a column."""
        name = cell.replace("\\", "/").rsplit("/", 1)[-1]
        ending = name.rsplit(".", 1)[-1] if "." in name[1:] else ""
        return self.find(cell) is not None or ("." + ending.lower() in _ENDINGS) or ("/" in cell and bool(ending))


def _plain(name: str) -> str:
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _chosen(name: str, sheet: Sheet, path: Path) -> int:
    for plain in (str, _plain):
        matches = [i for i, column in enumerate(sheet.columns) if plain(column) == plain(name)]
        if matches:
            return matches[0]
    raise _unclear(f"{path.name} has no column {name!r}.", sheet)


def _unclear(what: str, sheet: Sheet) -> ColumnsUnclear:
    return ColumnsUnclear(what, sheet.columns, tuple(tuple(cells) for _, cells in sheet.rows[:_SHOWN]))


def _named(columns: Sequence[str], names: Sequence[str], taken: set[int]) -> int | None:
    plain = [_plain(column) for column in columns]
    return next((plain.index(name) for name in names if name in plain and plain.index(name) not in taken), None)


def _guess_path(sheet: Sheet, places: _Places, path: Path) -> int:
    """The column whose cells are files; a telling name decides only between equals."""
    sample = [cells for _, cells in sheet.rows[:: max(1, len(sheet.rows) // 50)]][:60]
    named = _named(sheet.columns, _PATH_NAMES, set())

    def score(column: int) -> tuple[float, float, bool]:
        cells = [row[column] for row in sample]
        found = sum(places.find(cell) is not None for cell in cells)
        return found / len(cells), sum(places.like(cell) for cell in cells) / len(cells), column == named

    best = max(range(len(sheet.columns)), key=score) if sample else 0
    if sample and max(score(best)[:2]) > 0:
        return best
    if named is not None:
        return named
    raise _unclear(f"{path.name}: no column holds the paths of files.", sheet)


def _guess_side(sheet: Sheet, taken: set[int]) -> int | None:
    """A column of train, val and test, by its name and its cells; by its cells alone where there is no header."""
    for column, name in enumerate(sheet.columns):
        cells = {cell.casefold() for cell in sheet.column(column)} - {""}
        if column in taken or not cells:
            continue
        plain = _plain(name)
        telling = plain in _SIDE_NAMES or not sheet.header
        if telling and cells <= SIDES.keys() and (sheet.header or len(cells) > 1) and len(sheet.columns) > 2:
            return column
        if plain in {"is_valid", "is_val", "is_validation"} and cells <= _TRUTH.keys():
            return column
    return None


def _guess_label(sheet: Sheet, taken: set[int], path: Path) -> int:
    named = _named(sheet.columns, _LABEL_NAMES, taken)
    if named is not None:
        return named
    unnamed = {i for i, name in enumerate(sheet.header) if not name}  # the row numbers that pandas writes
    free = [i for i in range(len(sheet.columns)) if i not in taken | unnamed and any(sheet.column(i))]
    if len(free) == 1:
        return free[0]
    examples = "; ".join(f"{sheet.columns[i]}: {some(list(dict.fromkeys(sheet.column(i))), 3)}" for i in free[:6])
    raise _unclear(f"{path.name}: which column holds the label? {examples}", sheet)


def _side(side: str | None) -> Side | None:
    return side if side in {"train", "val", "test"} else None  # type: ignore[return-value]
