"""A scanned dataset and its split, as plain data. No torch here, and NumPy only once there are data.

The window loads this before it is painted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, cast

if TYPE_CHECKING:
    from .packed import Examples, Rows
    from .told import Spread

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
    examples: Sequence[Example]
    """Kept in columns, whatever they were given as (see `packed`)."""
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[str, ...] = ()
    """What the user should know: empty classes, imbalance, guesses that were made."""
    duplicates: tuple[tuple[str, str], ...] = ()
    """Pairs of files with the same content on different sides of the given split."""
    sizes: dict[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])
    """Picture sizes (width, height) with how often each occurs, among all that can be read."""
    lengths: "Spread | None" = field(default=None, compare=False)
    """How long the examples are, where they have a length, among all that were opened."""
    columns: tuple[str, ...] = ()
    """A table's columns, for the chooser."""
    twins: tuple[tuple[int, ...], ...] = ()
    """Groups of examples whose files have the same content; a split keeps a group on one side."""
    unedited: "Dataset | None" = None
    """The dataset as its files have it, where examples were excluded or relabelled by hand (see `edits`)."""
    origins: Sequence[int] = ()
    """The index of each example in `unedited`."""
    groups: tuple[str, ...] = ()
    """What the chosen column says that each example belongs to, as its files have them (`unedited`, if it was edited);
    empty where no column is chosen, or it is not there."""
    unopened: int = 0
    """Files that are taken on trust, as there are too many to open them all unasked (see `check`)."""

    def __post_init__(self) -> None:
        from .packed import Examples, Indices

        object.__setattr__(self, "examples", Examples.of(self.examples))
        object.__setattr__(self, "origins", Indices(self.origins))

    @property
    def packed(self) -> "Examples":
        """The examples, for work on all of them at once."""
        return cast("Examples", self.examples)

    @cached_property
    def counts(self) -> tuple[int, ...]:
        """Examples per class, in index order."""
        return tuple(self.packed.counted(len(self.classes)))

    @cached_property
    def longer_sides(self) -> tuple[int, int, int]:
        """The longer side of pictures in pixels: smallest, median, largest; zeros where no picture has been opened."""
        import numpy as np

        sides = np.array([max(size) for size in self.sizes], np.int64)
        if not len(sides):
            return 0, 0, 0
        order = np.argsort(sides)
        below = np.cumsum(np.fromiter(self.sizes.values(), np.int64)[order])
        middle = sides[order][np.searchsorted(below, below[-1] // 2, "right")]
        return int(sides.min()), int(middle), int(sides.max())


def across(examples: "Examples", twins: Sequence[Sequence[int]]) -> tuple[tuple[str, str], ...]:
    """Pairs of one file in each group of twins with a copy of it on another side."""
    pairs: list[tuple[str, str]] = []
    for group in twins if examples.sides.any() else ():
        first = examples.sides[group[0]]
        pairs += [
            (examples.paths[group[0]], examples.paths[i])
            for i in group[1:]
            if examples.sides[i] != first and examples.sides[i] and first
        ]
    return tuple(pairs)


@dataclass(frozen=True)
class Split:
    """Indices into `Dataset.examples` by side, kept as `Indices`, whatever they were given as."""

    train: Sequence[int]
    val: Sequence[int]
    test: Sequence[int] = ()
    notes: tuple[str, ...] = ()
    counts: tuple[tuple[int, ...], ...] = field(default=(), compare=False)
    """Examples in training, validation and test of each class, in index order; empty where nobody has counted them."""
    groups: tuple[int, ...] = field(default=(), compare=False)
    """Groups in training, validation and test, and how many there are in all, where whole groups are kept together."""

    def __post_init__(self) -> None:
        from .packed import Indices

        for side in ("train", "val", "test"):
            object.__setattr__(self, side, Indices(getattr(self, side)))


def counted(dataset: Dataset, sides: "Sequence[Sequence[int] | Rows]") -> tuple[tuple[int, ...], ...]:
    """How many examples of each class, in index order, are among the indices of each side."""
    import numpy as np

    labels, classes = dataset.packed.labels, len(dataset.classes)
    counts = [np.bincount(labels[np.asarray(side, np.int64)], minlength=classes).tolist() for side in sides]
    return tuple(zip(*counts, strict=True))
