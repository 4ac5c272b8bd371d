"""A scanned dataset and its split, as plain data. No torch here."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Side = Literal["train", "val", "test"]


@dataclass(frozen=True, slots=True)
class Example:
    """One example: a file and the index of its class."""

    path: str
    label: int
    side: Side | None = None
    """Given by the data itself (a split folder, a column), else None."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that is left out, and why, in words."""

    path: str
    reason: str


@dataclass(frozen=True)
class Dataset:
    """What the scan found. `classes` is in index order, the same everywhere: shown, trained, exported."""

    root: str
    layout: Literal["folders", "split", "table"]
    classes: tuple[str, ...]
    examples: tuple[Example, ...]
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    """What the user should know: empty classes, imbalance, guesses that were made."""
    duplicates: tuple[tuple[str, str], ...] = ()
    """Pairs of files with the same content on different sides of the given split."""
    sizes: dict[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])
    """Picture sizes (width, height) with how often each occurs, among all that can be read."""
    columns: tuple[str, ...] = ()
    """A table's columns, for the chooser."""
    twins: tuple[tuple[int, ...], ...] = ()
    """Groups of examples whose files have the same content; a split keeps a group on one side."""
    unedited: "Dataset | None" = None
    """The dataset as its files have it, where examples were excluded or relabelled by hand (see `edits`)."""
    origins: tuple[int, ...] = ()
    """The index of each example in `unedited`."""

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """Examples per class, in index order."""
        counter = Counter(e.label for e in self.examples)
        return tuple(counter[i] for i in range(len(self.classes)))


def across(examples: Sequence[Example], twins: Sequence[Sequence[int]]) -> tuple[tuple[str, str], ...]:
    """Pairs of one file in each group of twins with a copy of it on another side."""
    pairs: list[tuple[str, str]] = []
    for group in twins:
        first = examples[group[0]]
        pairs += [
            (first.path, other.path)
            for other in (examples[i] for i in group[1:])
            if None not in (first.side, other.side) and other.side != first.side
        ]
    return tuple(pairs)


@dataclass(frozen=True)
class Split:
    """Indices into `Dataset.examples` by side."""

    train: tuple[int, ...]
    val: tuple[int, ...]
    test: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
