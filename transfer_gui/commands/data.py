"""Show what is found in a dataset: classes with their counts, the split, what is skipped and why.

A dataset is a folder with one folder per class, a folder already split in train/val(/test), or a CSV/TSV
of path and label.
"""

import argparse
from collections import Counter

from rich.table import Table

from ..core.data.dataset import Dataset, Split
from ..core.job import Job
from . import fields
from .console import count, print_json, table, text
from .waiting import wait

EXAMPLES = """\
examples:
  transfer-gui data pictures/
  transfer-gui data labels.csv --label-column species --validation 0.3
  transfer-gui data sample:clipart-10 --json
"""

FLAGS = {
    "--path-column": "data.path_column",
    "--label-column": "data.label_column",
    "--validation": "data.validation",
    "--test": "data.test",
    "--seed": "data.seed",
}

LAYOUTS = {"folders": "one folder per class", "split": "a split folder", "table": "a table"}

FEW = 20


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("path", metavar="PATH", help="a folder, a CSV/TSV, or sample:clipart-10, sample:clipart-40")
    fields.add_flags(parser, FLAGS)
    parser.add_argument("--all", action="store_true", help=f"list every skipped file, not the first {FEW}")
    parser.add_argument("--json", action="store_true", help="write JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print what the scan finds and return the exit code."""
    from ..core.data import scan, split

    edits = [("data.path", arguments.path), *fields.flag_edits(arguments, FLAGS)]
    data = fields.apply(Job(), edits).data
    dataset = wait(scan.scan(data), "Scanning")
    sides = split.split(dataset, data)
    if arguments.json:
        print_json(as_object(dataset, sides))
    else:
        _show(dataset, sides, None if arguments.all else FEW)
    return 0


def by_side(dataset: Dataset, split: Split) -> dict[str, Counter[int]]:
    """Counts by class index for each side of the split."""
    sides = {"train": split.train, "val": split.val, "test": split.test}
    return {side: Counter(dataset.examples[i].label for i in indices) for side, indices in sides.items()}


def as_object(dataset: Dataset, split: Split) -> dict[str, object]:
    """The scan's result for JSON."""
    sides = by_side(dataset, split)
    return {
        "root": dataset.root,
        "layout": dataset.layout,
        "examples": len(dataset.examples),
        "classes": [
            {"name": name, "examples": dataset.counts[i], **{side: counter[i] for side, counter in sides.items()}}
            for i, name in enumerate(dataset.classes)
        ],
        "skipped": dataset.skipped,
        "notes": [*dataset.notes, *split.notes],
        "duplicates": dataset.duplicates,
        "sizes": [{"width": w, "height": h, "pictures": n} for (w, h), n in sorted(dataset.sizes.items())],
    }


def _show(dataset: Dataset, split: Split, few: int | None) -> None:
    size = f"{count(len(dataset.examples))} pictures in {len(dataset.classes)} classes"
    text(f"{dataset.root}: {size} ({LAYOUTS[dataset.layout]})")
    sides = {side: counter for side, counter in by_side(dataset, split).items() if counter}
    rows = Table("class", box=None, pad_edge=False)
    for title in ("pictures", *sides):
        rows.add_column(title, justify="right")
    for index, name in enumerate(dataset.classes):
        rows.add_row(name, count(dataset.counts[index]), *(count(counter[index]) for counter in sides.values()))
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
