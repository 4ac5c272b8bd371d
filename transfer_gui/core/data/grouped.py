"""Divides whole groups of examples (one speaker's, one recording's) among training, validation and test.

Of a speaker that was trained on, a network knows the voice, and validation would praise it for that.
"""

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .dataset import Dataset
from .listing import several, some
from .packed import Rows, ints

_WORK = 200_000
"""Every way to divide a few groups is tried where ways times classes are no more than this."""
_MOVES = 20_000
_ATTEMPTS, _PASSES = 50, 10
_OFF = 0.05
"""Difference of a side's share from the one wanted, from which on it is told."""

_Counts = tuple[tuple[int, int], ...]
_Cost = tuple[float, ...]
"""Classes missing from training, from validation, from the test, and by how much shares are off: each outweighs all
that follow."""


@dataclass(frozen=True)
class Groups:
    """Which group each example of a dataset belongs to, as its files have it (`Dataset.unedited`, if it was edited)."""

    names: tuple[str, ...]
    """One for each example; '' where it is alone."""
    notes: tuple[str, ...] = ()
    """What the user should know."""


@dataclass(frozen=True, slots=True)
class Unit:
    """Examples that stay together."""

    name: str
    classes: _Counts
    """Each class that they have, and how many of it."""


def draw(
    dataset: Dataset, rows: Rows, keys: Sequence[str], shares: tuple[float, float, float], seed: int
) -> tuple[tuple[Rows, Rows, Rows], list[str]]:
    """These rows of the dataset in training, validation and test, and what to say of them.

    `keys` names the group of each row; rows with the same key stay together, and so do groups that share copies of a
    file. `shares` are those of the three sides; with 0 for validation or the test, nothing is drawn for it.
    """
    units, unit_of = _units(dataset, rows, keys)
    side_of = np.array(divide(units, shares, seed), np.int64)[unit_of]
    train, val, test = (rows[side_of == side] for side in range(3))
    return (train, val, test), _notes(dataset, (train, val, test), shares, len(units))


def counted(groups: Groups, sides: Sequence[Rows]) -> tuple[int, ...]:
    """How many groups are on each side, and how many in all."""
    found = [{groups.names[row] for row in ints(rows)} - {""} for rows in sides]
    return (*map(len, found), len(set[str]().union(*found)))


def across(groups: Groups, sides: Sequence[Rows]) -> list[str]:
    """Which groups are on more than one side, as the data's own sides may have them."""
    first: dict[str, int] = {}
    crossing: dict[str, None] = {}
    for side, rows in enumerate(sides):
        for row in ints(rows):
            if (name := groups.names[row]) and first.setdefault(name, side) != side:
                crossing[name] = None
    if not crossing:
        return []
    count = several(len(crossing), "group is", "groups are")
    return [
        f"{count} on more than one side of the data's own split, so results look better than they are: "
        f"{some([repr(name) for name in crossing])}."
    ]


def divide(units: Sequence[Unit], shares: Sequence[float], seed: int) -> list[int]:
    """The side of each unit: 0 training, 1 validation, 2 the test.

    No class is missing from training; as few as can be are from validation, and then from the test; and then the
    sides' shares of all examples, and of each class, are as near as can be (least squares). The best of all ways is
    found for a few units; for many, the best of some that no move of one unit makes better. Which of equally good ways
    is taken, a hash of the seed and the units' names decides: the same on every machine.
    """
    sides = [side for side in range(len(shares)) if side == 0 or shares[side] > 0]
    if len(sides) == 1 or len(units) < 2:
        return [0] * len(units)
    classes = len({label for unit in units for label, _ in unit.classes})
    if len(units) < 20 and len(sides) ** len(units) * classes <= _WORK:
        return _best_of_all(units, shares, sides, _order(units, seed, 0))
    attempts = max(1, min(_ATTEMPTS, _MOVES // len(units)))
    climbed = (_climbed(units, shares, sides, _order(units, seed, attempt)) for attempt in range(attempts))
    return min(climbed, key=lambda found: found[0])[1]


def _order(units: Sequence[Unit], seed: int, attempt: int) -> list[int]:
    """The units' places, drawn."""

    def ticket(place: int) -> bytes:
        return hashlib.sha256(f"{seed}/{attempt}/{units[place].name}".encode("utf-8", "surrogatepass")).digest()

    return sorted(range(len(units)), key=ticket)


def _best_of_all(units: Sequence[Unit], shares: Sequence[float], sides: list[int], order: list[int]) -> list[int]:
    labels = sorted({label for unit in units for label, _ in unit.classes})
    table = np.zeros((len(units), len(labels)), np.int64)
    for row, place in enumerate(order):
        for label, count in units[place].classes:
            table[row, labels.index(label)] = count
    ways = np.array(list(itertools.product(sides, repeat=len(units))))
    missing: list[NDArray[np.int64]] = []
    off = np.zeros(len(ways))
    for side, share in enumerate(shares):
        counts = (ways == side) @ table
        missing.append((counts == 0).sum(1))
        excess = counts - share * table.sum(0)
        off += np.square(excess).sum(1) + np.square(excess.sum(1))
    best = ways[np.lexsort((off.round(6), *reversed(missing)))[0]]
    found = [0] * len(units)
    for row, place in enumerate(order):
        found[place] = int(best[row])
    return found


def _climbed(
    units: Sequence[Unit], shares: Sequence[float], sides: list[int], order: list[int]
) -> tuple[_Cost, list[int]]:
    """A way that no move of one unit makes better, and its cost. All are in training at first."""
    table, found = _Table(units, shares), [0] * len(units)
    nothing = (*(0 for _ in shares), -1e-6)
    for _ in range(_PASSES):
        settled = True
        for place in order:
            here, unit = found[place], units[place]
            cost, side = min((table.change(unit, here, side), side) for side in sides if side != here)
            if cost < nothing:
                table.move(unit, here, side)
                found[place], settled = side, False
        if settled:
            break
    return table.cost(), found


class _Table:
    """How many examples of each class are on each side; all are in training at first."""

    def __init__(self, units: Sequence[Unit], shares: Sequence[float]) -> None:
        totals: dict[int, int] = {}
        for unit in units:
            for label, count in unit.classes:
                totals[label] = totals.get(label, 0) + count
        self._counts = [dict.fromkeys(totals, 0) for _ in shares]
        self._counts[0] = dict(totals)
        self._excess = [
            {label: self._counts[side][label] - share * total for label, total in totals.items()}
            for side, share in enumerate(shares)
        ]
        self._whole = [sum(excess.values()) for excess in self._excess]

    def cost(self) -> _Cost:
        missing = [sum(count == 0 for count in counts.values()) for counts in self._counts]
        off = sum(sum(value**2 for value in excess.values()) for excess in self._excess)
        return (*missing, round(off + sum(whole**2 for whole in self._whole), 6))

    def change(self, unit: Unit, old: int, new: int) -> _Cost:
        """What is added to the cost by moving a unit from one side to another."""
        missing, off, size = [0 for _ in self._counts], 0.0, 0
        for label, count in unit.classes:
            missing[old] += self._counts[old][label] == count
            missing[new] -= self._counts[new][label] == 0
            off += 2 * count * (count - self._excess[old][label] + self._excess[new][label])
            size += count
        return (*missing, off + 2 * size * (size - self._whole[old] + self._whole[new]))

    def move(self, unit: Unit, old: int, new: int) -> None:
        for side, sign in ((old, -1), (new, 1)):
            for label, count in unit.classes:
                self._counts[side][label] += sign * count
                self._excess[side][label] += sign * count
                self._whole[side] += sign * count


def _units(dataset: Dataset, rows: Rows, keys: Sequence[str]) -> tuple[list[Unit], NDArray[np.int64]]:
    """What stays together, and which of these each row belongs to."""
    numbers: dict[str, int] = {}
    number_of = np.fromiter((numbers.setdefault(key, len(numbers)) for key in keys), np.int64, len(rows))
    names = list(numbers)
    merged = _merged(dataset, rows, number_of, len(names))[number_of]
    heads, unit_of = np.unique(merged, return_inverse=True)
    labels, width = dataset.packed.labels[rows].astype(np.int64), len(dataset.classes)
    pairs, counts = np.unique(unit_of * width + labels, return_counts=True)
    classes: list[list[tuple[int, int]]] = [[] for _ in heads]
    for pair, count in zip(ints(pairs), ints(counts), strict=True):
        classes[pair // width].append((pair % width, count))
    units = [Unit(names[head], tuple(found)) for head, found in zip(ints(heads), classes, strict=True)]
    return units, unit_of


def _merged(dataset: Dataset, rows: Rows, number_of: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """For each group, the first of those that it shares copies of files with, one by the other."""
    above = list(range(count))

    def head(number: int) -> int:
        while above[number] != number:
            above[number] = above[above[number]]
            number = above[number]
        return number

    place_of = dict(zip(ints(rows), ints(number_of), strict=True)) if dataset.twins else {}
    for twins in dataset.twins:
        heads = {head(place_of[row]) for row in twins if row in place_of}
        for number in heads:
            above[number] = min(heads)
    return np.array([head(number) for number in range(count)], np.int64)


def _notes(dataset: Dataset, sides: tuple[Rows, Rows, Rows], shares: Sequence[float], units: int) -> list[str]:
    """What could not be kept."""
    if units < 2:
        return ["All examples are of one group, so none can be spared for validation or the test."]
    notes: list[str] = []
    labels, width = dataset.packed.labels, len(dataset.classes)
    there = [np.bincount(labels[rows], minlength=width) > 0 for rows in sides]
    total = sum(len(rows) for rows in sides)
    for side, name in ((1, "validation"), (2, "test")):
        if not shares[side]:
            continue
        lacking = np.flatnonzero(np.logical_or.reduce(there) & ~there[side])
        if len(lacking):
            classes = some([repr(dataset.classes[label]) for label in ints(lacking)])
            notes.append(f"No {name} example of {classes}, as whole groups stay together: there are too few.")
        share = len(sides[side]) / total
        if abs(share - shares[side]) > _OFF:
            notes.append(
                f"As whole groups stay together, the {name} side has {share:.0%} of the examples in place of "
                f"{shares[side]:.0%}."
            )
    return notes
