"""Lists the cells of a table that are examples themselves: texts, each with its label."""

from pathlib import Path

from .. import contents
from ..counting import several
from ..job import Data
from ..progress import Long, Progress
from ..tables import sheets
from . import columns
from .dataset import Skipped
from .domain import Domain
from .labels import clean, tidy
from .listing import Listing


def list_cells(path: Path, data: Data, domain: Domain) -> Long[Listing]:
    """The examples in a table's own cells; `contents` says how they are called.

    `data.path_column` and `data.label_column` choose the columns of text and label; empty, they are guessed. Raises
    UserError for a file that is no table, and ColumnsUnclear where a column cannot be guessed.
    """
    yield Progress(0, 0, f"Reading {path.name}")
    sheet = sheets.read(path)
    cells = [row for _, row in sheet.rows]
    group = data.group_column if columns.place(data.group_column, sheet.columns) is not None else ""
    roles = columns.guess(
        sheet.columns, cells, text=data.path_column, label=data.label_column, name=path.name,
        group=group, header=bool(sheet.header),
    )  # fmt: skip
    listing = Listing(str(path.parent), "table", columns=sheet.columns)
    listing.notes += [f"{path.name}: {reason}" for reason in roles.reasons]
    group_at, said = columns.kept_together(data.group_column, sheet.columns, roles.group)
    listing.notes += said if not data.group_pattern else []
    if sheet.encoding != "UTF-8":
        listing.notes.append(f"{path.name} is written in {sheet.encoding}.")
    if not sheet.header:
        listing.notes.append(f"{path.name} has no header; its first row is used as an example.")
    listing.skipped += [Skipped(f"{path}, line {odd.line}", odd.reason) for odd in sheet.odd]
    labels = tidy([row[roles.label] for row in cells])
    given = [row[roles.side] for row in cells] if roles.side is not None else []
    side_of = columns.sides(given)
    column, total = sheet.columns[roles.text], len(cells)
    for number, (line, row) in enumerate(sheet.rows):
        if number % 1000 == 0:
            yield Progress(number, total, f"Reading {path.name}")
        if not row[roles.text].strip() or not labels[number]:
            reason = f"no {domain.noun[0]}" if labels[number] else "no label"
            listing.skipped.append(Skipped(f"{path}, line {line}", reason))
            continue
        side = side_of(given[number]) if given else None
        belongs = None if group_at is None else clean(row[group_at])
        listing.found.add_file(contents.of_cell(str(path), column, line), labels[number], side, belongs)
    if sheet.filled:
        listing.notes.append(f"{several(len(sheet.filled), 'row')} of {path.name} lack their last cells.")
    return listing
