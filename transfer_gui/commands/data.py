"""Show what is found in a dataset: classes with their counts, the split, what is skipped and why.

A dataset is a folder with one folder per class, a folder already split in train/val(/test), or a CSV/TSV
of path and label.
"""

import argparse

from rich.table import Table

from ..core.data.dataset import Dataset, Split, counted
from ..core.frozen import replace
from ..core.job import Job
from . import fields
from .console import count, print_json, table, text
from .waiting import wait

EXAMPLES = """\
examples:
  transfer-gui data pictures/
  transfer-gui data labels.csv --label-column species --validation 0.3
  transfer-gui data recordings/ --group-pattern '(.+?)_'
  transfer-gui data sample:clipart-10 --json
"""

FLAGS = {
    "--domain": "data.domain",
    "--path-column": "data.path_column",
    "--label-column": "data.label_column",
    "--validation": "data.validation",
    "--test": "data.test",
    "--seed": "data.seed",
    "--group-column": "data.group_column",
    "--group-pattern": "data.group_pattern",
}

LAYOUTS = {"folders": "one folder per class", "split": "a split folder", "table": "a table"}

FEW = 20


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("path", metavar="PATH", help="a folder, a CSV/TSV, or sample:clipart-10, sample:clipart-40")
    fields.add_flags(parser, FLAGS)
    parser.add_argument("--every", action="store_true", help="open every file, however many there are")
    parser.add_argument("--all", action="store_true", help=f"list every skipped file, not the first {FEW}")
    parser.add_argument("--json", action="store_true", help="write JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print what the scan finds and return the exit code."""
    from ..core.data import edits, kinds, scan

    given = [("data.path", arguments.path), *fields.flag_edits(arguments, FLAGS)]
    data = fields.apply(Job(), given).data
    if "data.domain" not in {path for path, _ in given}:
        data = replace(data, "domain", kinds.guess(data))
    dataset, sides = edits.divide(wait(scan.unedited(data, arguments.every), "Scanning"), data)
    if arguments.json:
        print_json(as_object(dataset, sides))
    else:
        _show(dataset, sides, None if arguments.all else FEW)
    return 0


def by_side(dataset: Dataset, split: Split) -> dict[str, tuple[int, ...]]:
    """Counts of the classes, in index order, for each side of the split."""
    counts = counted(dataset, (split.train, split.val, split.test))
    return dict(zip(("train", "val", "test"), zip(*counts, strict=True), strict=True))


def as_object(dataset: Dataset, split: Split) -> dict[str, object]:
    """The scan's result for JSON."""
    sides = by_side(dataset, split)
    return {
        "root": dataset.root,
        "layout": dataset.layout,
        "examples": len(dataset.examples),
        "classes": [
            {"name": name, "examples": dataset.counts[i], **{side: counts[i] for side, counts in sides.items()}}
            for i, name in enumerate(dataset.classes)
        ],
        "skipped": dataset.skipped,
        "notes": [*dataset.notes, *split.notes],
        "groups": dict(zip(("train", "val", "test"), split.groups, strict=False)),
        "duplicates": dataset.duplicates,
        "sizes": [{"width": w, "height": h, "pictures": n} for (w, h), n in sorted(dataset.sizes.items())],
    }


def _show(dataset: Dataset, split: Split, few: int | None) -> None:
    size = f"{count(len(dataset.examples))} examples in {len(dataset.classes)} classes"
    text(f"{dataset.root}: {size} ({LAYOUTS[dataset.layout]})")
    sides = {side: counts for side, counts in by_side(dataset, split).items() if any(counts)}
    rows = Table("class", box=None, pad_edge=False)
    for title in ("examples", *sides):
        rows.add_column(title, justify="right")
    for index, name in enumerate(dataset.classes):
        rows.add_row(name, count(dataset.counts[index]), *(count(counts[index]) for counts in sides.values()))
    table(rows)
    if dataset.sizes:
        widths, heights = zip(*dataset.sizes, strict=True)
        text(f"Sizes from {min(widths)} x {min(heights)} to {max(widths)} x {max(heights)} px.")
    for note in (*dataset.notes, *split.notes):
        text(f"Note: {note}")
    for title, lines in (
        ("skipped", [f"{skipped.path}: {skipped.reason}" for skipped in dataset.skipped]),
        ("the same on two sides of the split", [f"{a} = {b}" for a, b in dataset.duplicates]),
    ):
        if lines:
            text(f"{len(lines)} {title}:")
            for line in lines[:few]:
                text(f"  {line}")
            if few is not None and len(lines) > few:
                text(f"  and {len(lines) - few} more (--all lists them)")
