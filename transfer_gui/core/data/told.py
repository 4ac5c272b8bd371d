"""What to say of all examples of a dataset together: how long they are, what they have in common, which stand out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .listing import several, some
from .packed import Rows, ints

FAR = 10
"""Times the median, from which on a length stands out."""
_FEW = 3
_BINS = 24


@dataclass(frozen=True)
class Survey:
    """What `Domain.check` found in the examples that were opened, in columns of equal length."""

    paths: Sequence[str]
    sizes: NDArray[np.integer[Any]]
    """(n, 2): width and height, in what the domain measures."""
    numbers: NDArray[np.integer[Any]] = field(default_factory=lambda: np.zeros(0, np.int32))
    """What traits each has, as a place in `words`."""
    words: Sequence[str] = ()

    @cached_property
    def traits(self) -> dict[str, Rows]:
        """The places of the examples that have each trait, the most frequent first."""
        found: dict[str, list[Rows]] = {}
        for number in ints(np.unique(self.numbers)):
            rows = np.flatnonzero(self.numbers == number)
            for trait in self.words[number].split():
                found.setdefault(trait, []).append(rows)
        joined = {trait: np.sort(np.concatenate(parts)) for trait, parts in found.items()}
        return dict(sorted(joined.items(), key=lambda item: (-len(item[1]), item[0])))

    def counts(self, beginning: str) -> list[tuple[str, int]]:
        """What follows `beginning` in the traits that begin so, and how many have each, the most frequent first."""
        return [(name.removeprefix(beginning), len(rows)) for name, rows in self.traits.items()
                if name.startswith(beginning)]  # fmt: skip

    def named(self, rows: Rows) -> str:
        """Some of these examples: 'cat/1.wav, cat/2.wav and 7 more'."""
        first = ["/".join(Path(self.paths[row]).parts[-2:]) for row in ints(rows[: _FEW + 1])]
        return some([*first, *[""] * (len(rows) - len(first))], _FEW)


@dataclass(frozen=True, eq=False)
class Spread:
    """How long the examples are: how many between one edge and the next."""

    unit: str
    """Of the edges, for several: 'words'."""
    edges: NDArray[np.floating[Any]]
    counts: NDArray[np.integer[Any]]
    even: bool
    """Whether all bins are equally wide; otherwise each is so many times as wide as the one before."""


def spread(values: NDArray[Any], unit: str) -> Spread | None:
    """How these lengths, none below zero, are spread; None where all are the same.

    A bin for each number where they are whole ones and lie close together; bins that grow where some are far longer
    than most.
    """
    if not len(values) or values.min() == values.max():
        return None
    low, high, even = float(values.min()), float(values.max()), True
    if np.issubdtype(values.dtype, np.integer) and high - low < _BINS:
        edges = np.arange(low, high + 2) - 0.5
    elif low > 0 and high > FAR * float(np.median(values)):
        edges, even = np.geomspace(low, high, _BINS + 1), False
        edges[0], edges[-1] = low, high  # as rounding may leave the ends out
    else:
        edges = np.linspace(low, high, _BINS + 1)
    return Spread(unit, edges, np.histogram(values, edges)[0], even)


def lengths(survey: Survey, values: NDArray[Any], nouns: tuple[str, str], written: Callable[[float], str],
            short: float) -> list[str]:  # fmt: skip
    """The shortest, the median and the longest of `values`, one for each example, as `written`; and the examples that
    are shorter than `short`, or longer than ten times the median."""
    if not len(values):
        return []
    low, middle, high = float(values.min()), float(np.median(values)), float(values.max())
    if low == high:
        return [f"All {nouns[1]} are {written(low)} long."]
    told = [f"Lengths from {written(low)} to {written(high)}; half of the {nouns[1]} are up to {written(middle)} long."]
    for rows, how in (
        (np.flatnonzero(values < short), f"shorter than {written(short)}"),
        (np.flatnonzero(values > FAR * middle), f"more than {FAR} times as long as the median"),
    ):
        told += standing_out(survey, rows, nouns, how)
    return told


def standing_out(survey: Survey, rows: Rows | None, nouns: tuple[str, str], how: str) -> list[str]:
    """'2 sounds are silent: a/1.wav, b/3.wav.'; nothing where there are none."""
    if rows is None or not len(rows):
        return []
    return [f"{several(len(rows), *nouns)} {'is' if len(rows) == 1 else 'are'} {how}: {survey.named(rows)}."]


def counted(title: str, counts: Sequence[tuple[str, int]]) -> str:
    """'Scripts: Latin (1,190), Cyrillic (10).'"""
    return f"{title}: {some([f'{name} ({count:,})' for name, count in counts])}."
