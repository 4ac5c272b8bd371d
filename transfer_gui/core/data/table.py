"""Reads a CSV or TSV of path and label, however a spreadsheet wrote it."""

import os
from pathlib import Path

from ..errors import UserError
from ..job import Data
from ..progress import Long, Progress
from ..tables import names as names_of
from ..tables import sheets
from ..tables.delimited import Row
from ..tables.sheets import Odd, Sheet
from . import columns
from .columns import ColumnsUnclear
from .dataset import Skipped
from .domain import Domain
from .labels import clean, tidy
from .listing import Listing, several, some

_ENDINGS = frozenset(
    {".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic", ".avif", ".ppm", ".pgm"}
    | {".wav", ".flac", ".ogg", ".mp3", ".txt"}
)
_MOST_BYTES = 500_000_000


def list_table(path: Path, data: Data, domain: Domain) -> Long[Listing]:
    """The examples that a table lists; paths are relative to the table's folder, or absolute.

    `data.path_column` and `data.label_column` choose the columns; empty, they are guessed. Raises UserError for a file
    that is no table, and ColumnsUnclear where a column cannot be guessed.
    """
    yield Progress(0, 0, f"Reading {path.name}")
    sheet = read(path)
    names, places = sheet.columns, _Places(path.parent)
    path_at = _chosen(data.path_column, sheet, path) if data.path_column else _guess_path(sheet, places, path)
    side_at = columns.side(names, [cells for _, cells in sheet.rows], {path_at}, bool(sheet.header))
    taken = {path_at} if side_at is None else {path_at, side_at}
    label_at = _chosen(data.label_column, sheet, path) if data.label_column else _guess_label(sheet, taken, path)
    if path_at == label_at:
        raise _unclear(f"{path.name}: column {names[path_at]!r} cannot be both path and label.", sheet)
    side_at = None if side_at == label_at else side_at
    taken = {path_at, label_at} | ({side_at} if side_at is not None else set())
    guessed = columns.group_of(names, [cells for _, cells in sheet.rows], taken)
    group_at, kept = columns.kept_together(data.group_column, names, guessed)

    mended = _rescued(sheet, path_at, places)
    rows = sheet.rows + mended
    listing = Listing(str(path.parent), "table", columns=names)
    said = f"{path.name}: paths from column {names[path_at]!r}, labels from {names[label_at]!r}"
    listing.notes.append(said + (f", sides from {names[side_at]!r}." if side_at is not None else "."))
    listing.notes += kept if not data.group_pattern else []
    if not sheet.header:
        listing.notes.append(f"{path.name} has no header; its first row is used as an example.")
    known = {line for line, _ in mended}
    listing.skipped += [Skipped(f"{path}, line {odd.line}", odd.reason) for odd in sheet.odd if odd.line not in known]
    labels = tidy([cells[label_at] for _, cells in rows])
    side_of = columns.sides(cells[side_at] for _, cells in rows) if side_at is not None else None
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
        side = side_of(cells[side_at]) if side_at is not None and side_of is not None else None
        if not cells[path_at] or not label:
            listing.skipped.append(Skipped(f"{path}, line {line}", "no path" if label else "no label"))
        elif file is None:
            web = "://" in cells[path_at]
            missing.append(cells[path_at])
            reason = "a web address; save the file first" if web else "not there"
            listing.skipped.append(Skipped(cells[path_at], f"{reason} (line {line})"))
        elif not listing.found.add_file(file, label, side, None if group_at is None else clean(cells[group_at])):
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
    """The cells of a table in which a cell that is like a path is no column's name. Raises UserError."""
    if path.is_file() and path.stat().st_size > _MOST_BYTES:
        raise UserError(f"{path} is too large for a table.", "Choose a CSV or TSV of path and label, or a folder.")
    return sheets.read(path, is_data=_Places(path.parent).like)


def _rescued(sheet: Sheet, path_at: int, places: "_Places") -> list[Row]:
    """Rows with an unquoted separator in the path, put together again where that names a file."""
    mended: list[Row] = []
    for odd in sheet.odd:
        if cells := _joined(odd, len(sheet.columns), path_at, places):
            mended.append((odd.line, cells))
    return mended


def _joined(odd: Odd, width: int, path_at: int, places: "_Places") -> list[str] | None:
    """The cells of a row that has too many, where joining some of them gives the path of a file."""
    extra = len(odd.cells) - width
    if extra < 1:
        return None
    for separator in (", ", ",", "; ", ";"):
        path = separator.join(odd.cells[path_at : path_at + extra + 1])
        if places.find(path):
            return [*odd.cells[:path_at], path, *odd.cells[path_at + extra + 1 :]]
    return None


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


def _chosen(name: str, sheet: Sheet, path: Path) -> int:
    found = columns.place(name, sheet.columns)
    if found is None:
        raise _unclear(f"{path.name} has no column {name!r}.", sheet)
    return found


def _unclear(what: str, sheet: Sheet) -> ColumnsUnclear:
    return ColumnsUnclear(what, sheet.columns, [cells for _, cells in sheet.rows])


def _guess_path(sheet: Sheet, places: _Places, path: Path) -> int:
    """The column whose cells are files; a telling name decides only between equals."""
    sample = [cells for _, cells in sheet.rows[:: max(1, len(sheet.rows) // 50)]][:60]
    named = columns.named(sheet.columns, names_of.PATH_NAMES, set())

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


def _guess_label(sheet: Sheet, taken: set[int], path: Path) -> int:
    named = columns.named(sheet.columns, names_of.LABEL_NAMES, taken)
    if named is not None:
        return named
    unnamed = {i for i, name in enumerate(sheet.header) if not name}  # the row numbers that pandas writes
    free = [i for i in range(len(sheet.columns)) if i not in taken | unnamed and any(sheet.column(i))]
    if len(free) == 1:
        return free[0]
    examples = "; ".join(f"{sheet.columns[i]}: {some(list(dict.fromkeys(sheet.column(i))), 3)}" for i in free[:6])
    raise _unclear(f"{path.name}: which column holds the label? {examples}", sheet)
