"""The data of a run: its classes, how many examples are on which side, and what was said of it."""

import csv
import os
import stat
from pathlib import Path

from .. import contents
from ..data.dataset import Dataset, Split, counted
from ..data.listing import several
from ..inspect.figures import Table
from ..runs.folder import RunFolder
from .report import Block

MOST = 200
"""Classes listed at most."""
NOTES = 12
"""Notes of the run repeated at most."""

SIDES = (("train", "training"), ("val", "validation"), ("test", "test"))


def counts(dataset: Dataset, split: Split, renames: dict[str, str]) -> Table:
    """Examples by class and side, as in the run's split."""
    given = [(name, indices) for side, name in SIDES if (indices := getattr(split, side))]
    by_class = counted(dataset, [indices for _, indices in given])
    rows: list[tuple[str | float | int, ...]] = []
    for label, name in enumerate(dataset.classes[:MOST]):
        found = by_class[label] if given else ()
        rows.append((_called(name, renames), *found, sum(found)))
    totals = [len(indices) for _, indices in given]
    rows.append(("all classes", *totals, sum(totals)))
    notes = (f"The first {MOST} of {len(dataset.classes):,} classes.",) if len(dataset.classes) > MOST else ()
    return Table("Examples by class and side", ("class", *(name for name, _ in given), "in all"), tuple(rows), notes)


def gone(dataset: Dataset) -> list[str]:
    """The files of the split that are no longer there; of cells, those whose table is not."""
    return [path for path in dataset.packed.paths if not _there(path)]


def notes(folder: Path, root: str = "") -> list[Block]:
    """What the run noted: files that were left out, guesses, warnings. Empty where its record cannot be read.

    Files in the dataset's folder `root` are named by their paths below it: where that lies is nobody else's business.
    """
    said: dict[str, None] = {}
    try:
        with RunFolder(folder).metrics.open(encoding="utf-8", errors="replace", newline="") as file:
            for row in csv.DictReader(file):
                if row.get("event") == "note" and row.get("note"):
                    said[_one(_below_all(row["note"], root))] = None
    except (OSError, csv.Error):
        return []
    told: list[Block] = [*list(said)[:NOTES]]
    if len(said) > NOTES:
        told.append(f"And {several(len(said) - NOTES, 'more note')} in metrics.csv.")
    return told


def below(path: str, root: str) -> str:
    """`path` as it is called below `root`; as it is where it lies elsewhere."""
    pure = Path(path)
    return str(pure.relative_to(root)) if root and pure.is_relative_to(root) else path


def _below_all(note: str, root: str) -> str:
    return note.replace(root.rstrip("/\\") + os.sep, "") if root.strip("/\\") else note


def _one(note: str) -> str:
    """Runs of earlier versions noted '1 files are left out'."""
    return f"1 file is{note.removeprefix('1 files are')}" if note.startswith("1 files are") else note


def _called(name: str, renames: dict[str, str]) -> str:
    return f"{renames[name]} ({name} in the data)" if renames.get(name, name) != name else name


def _there(path: str) -> bool:
    try:
        return stat.S_ISREG(contents.stat(path).st_mode)
    except (OSError, ValueError):
        return False
