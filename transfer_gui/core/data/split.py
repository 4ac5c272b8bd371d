"""Which examples are trained on, validated on and tested on; and the file that keeps it."""

import csv
import hashlib
import io
import os
import unicodedata
from array import array
from collections.abc import Iterator
from pathlib import Path, PurePath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .. import atomic
from ..errors import UserError
from ..job import Data
from . import grouped
from .dataset import Dataset, Split, counted
from .grouped import Groups
from .listing import some
from .packed import SIDES, Examples, Indices, Packer, Rows, decoded, ints, number

_HEADER = ("path", "label", "class", "side")
_PIECE = 10_000
"""Rows that are written at once."""

Sides = tuple[Rows, Rows, Rows]
"""Indices in training, validation and test."""


def split(dataset: Dataset, data: Data, groups: Groups | None = None) -> Split:
    """The data's own sides where it has them; else each class is divided by `data.validation` and `data.test`.

    The order in which a class's files are drawn is a hash of the seed and each file's path below the dataset's folder:
    the same on every machine, and a new file moves hardly any other. Rules for small classes: one file stays in
    training; from two files on, one at least is for validation, and from three on, one for the test, where wanted.
    Files of the same content stay on one side.

    A side that the data gives is kept as it is; where it gives none for validation (or for the test, if wanted), that
    side is drawn from the training files in the same way. Examples that are excluded or relabelled by hand move no
    other: the sides are those of the dataset before. Raises UserError where nothing is left to train on.

    With `groups` (see `speakers`), whole groups are drawn in place of files, by the rules of `grouped.divide`, and what
    could not be kept is told.
    """
    if dataset.unedited is None:
        return _made(dataset, *_drawn(dataset, data, groups), groups)
    return _edited(dataset, *_drawn(dataset.unedited, data, groups), groups)


def few(dataset: Dataset, per_class: int, seed: int) -> Split:
    """`per_class` random training examples of each class, all others for the test; no validation side.

    For studies over several seeds. Numpy's generator is used, with the classes and examples in their order.
    """
    labels, rng = dataset.packed.labels, np.random.default_rng(seed)
    members = [rng.permutation(np.flatnonzero(labels == label)) for label in range(len(dataset.classes))]
    train = np.concatenate([rows[:per_class] for rows in members])
    return _made(dataset, (train, train[:0], np.concatenate([rows[per_class:] for rows in members])), [])


def _drawn(dataset: Dataset, data: Data, groups: Groups | None) -> tuple[Sides, list[str]]:
    """The indices in training, validation and test, in no order, and what to say of them."""
    examples = dataset.packed
    given = {SIDES[side] for side in np.unique(examples.sides)} - {None}
    train = np.flatnonzero(examples.trained)
    val, test = (np.flatnonzero(examples.sides == number(side)) for side in ("val", "test"))
    if not len(train):
        raise UserError(f"{dataset.root} has nothing to train on.", "Mark some of the examples as 'train'.")

    notes = list(groups.notes) if groups else []
    kept: list[str] = []
    draw_val = "val" not in given and data.validation > 0
    draw_test = "test" not in given and data.test > 0
    if groups and (draw_val or draw_test):
        shares = data.validation * draw_val, data.test * draw_test
        drawn, said = grouped.draw(dataset, train, _keys(dataset, groups, train), (1 - sum(shares), *shares), data.seed)
        train, val, test = drawn[0], np.concatenate([val, drawn[1]]), np.concatenate([test, drawn[2]])
        notes += said
    elif draw_val or draw_test:
        left, vals, tests = list[Rows](), [val], [test]
        tickets = _tickets(dataset, data.seed)
        copies = _groups(dataset)
        for label, members in _by_class(examples.labels, train):
            units = _Units(members, copies.get(label, []), tickets)
            total = len(members)
            least = 1 if total > 1 else 0
            if draw_val:
                vals.append(units.take(max(least, _share(total, data.validation)), total - 1))
                if not len(vals[-1]):
                    kept.append(repr(dataset.classes[label]))
            if draw_test:
                room = total - (len(vals[-1]) if draw_val else 0) - 1
                tests.append(units.take(max(1, _share(total, data.test)) if total > 2 else 0, room))
            left.append(units.left())
        train, val, test = (np.concatenate(parts) for parts in (left, vals, tests))
    if given and draw_val:
        notes.append("The data has no validation side of its own: it is taken from the training side.")
    if kept:
        notes.append(f"Too few files to spare one for validation, so all are in training: {some(kept)}.")
    if "val" in given and (unseen := _lacking(dataset, val)):
        notes.append(f"The data's own validation side has no example of {some(unseen)}.")
    if not len(val):
        notes.append("Nothing is kept for validation, so no epoch can be called the best.")
    if groups:
        notes += grouped.across(groups, (train, val, test))
    return (train, val, test), notes


def _keys(dataset: Dataset, groups: Groups, rows: Rows) -> list[str]:
    """What each row's group is called in the draw; one without a group is its own, called as its file."""
    keys: list[str] = []
    for row, path in zip(ints(rows), dataset.packed.paths.take(rows), strict=True):
        name = groups.names[row]
        keys.append(f"group/{name}" if name else f"file/{inside(path, dataset.root)}")
    return keys


def _edited(dataset: Dataset, whole: Sides, notes: list[str], groups: Groups | None) -> Split:
    """The sides of the unedited dataset, as far as their examples are left."""
    assert dataset.unedited is not None
    now = np.full(len(dataset.unedited.examples), -1)
    now[np.asarray(dataset.origins, np.int64)] = np.arange(len(dataset.origins))
    train, val, test = (now[side][now[side] >= 0] for side in whole)
    if not len(train):
        raise UserError(f"{dataset.root} has nothing left to train on.", "Take some of the excluded examples back.")
    for side, indices, then in (("training", train, "cannot be learned"), ("validation", val, "is not checked")):
        if len(indices) and (lost := _lacking(dataset, indices)):
            notes.append(f"After the changes by hand {some(lost)} has no {side} example, so it {then}.")
    if len(whole[1]) and not len(val):
        notes.append("Nothing is left for validation, so no epoch can be called the best.")
    return _made(dataset, (train, val, test), notes, groups)


def _made(dataset: Dataset, sides: Sides, notes: list[str], groups: Groups | None = None) -> Split:
    train, val, test = (Indices(np.sort(side)) for side in sides)
    found: tuple[int, ...] = ()
    if groups is not None:
        origins = np.asarray(dataset.origins, np.int64)
        found = grouped.counted(groups, [origins[side] if dataset.unedited else side for side in sides])
    return Split(train, val, test, tuple(notes), counted(dataset, sides), found)


def _lacking(dataset: Dataset, indices: Rows) -> list[str]:
    """The classes without an example among `indices`."""
    there = np.bincount(dataset.packed.labels[indices], minlength=len(dataset.classes))
    return [repr(dataset.classes[label]) for label in np.flatnonzero(there == 0)]


def _share(total: int, ratio: float) -> int:
    return int(total * ratio + 0.5)


def _by_class(labels: NDArray[np.integer[Any]], rows: Rows) -> Iterator[tuple[int, Rows]]:
    """The rows of each class that has any, in order."""
    ordered = rows[np.argsort(labels[rows], kind="stable")]
    found, starts = np.unique(labels[ordered], return_index=True)
    return zip(ints(found), np.split(ordered, starts[1:]), strict=True)


def _groups(dataset: Dataset) -> dict[int, list[list[int]]]:
    """By class, the groups of training examples of the same content, the one whose path is the first at their head."""
    examples, groups = dataset.packed, dict[int, list[list[int]]]()
    trained = examples.trained
    for twins in dataset.twins:
        parts: dict[int, list[int]] = {}
        for index in twins:
            if trained[index]:
                parts.setdefault(int(examples.labels[index]), []).append(index)
        for label, part in parts.items():
            if len(part) > 1:
                part.sort(key=lambda index: inside(examples.paths[index], dataset.root))
                groups.setdefault(label, []).append(part)
    return groups


def _tickets(dataset: Dataset, seed: int) -> NDArray[np.uint64]:
    """What decides the order in which the examples are drawn, (n, 4): a number of 256 bits each."""
    paths, sha256 = dataset.packed.paths, hashlib.sha256
    before = [f"{seed}/{inside(f'{folder}x', dataset.root)[:-1]}".encode("utf-8", "surrogateescape")
              for folder in paths.folders]  # fmt: skip
    digests = bytearray()
    for folder, name in zip(ints(paths.folder), paths.names(), strict=True):
        if not name.isascii():
            name = unicodedata.normalize("NFC", decoded(name)).encode("utf-8", "surrogateescape")
        digests += sha256(before[folder] + name).digest()
    return np.frombuffer(digests, ">u8").reshape(-1, 4)


class _Units:
    """Training examples of one class in groups that stay together, most of one alone, in the order of drawing."""

    def __init__(self, members: Rows, groups: list[list[int]], tickets: NDArray[np.uint64]) -> None:
        self._groups = {group[0]: group for group in groups}
        heads = np.array(list(self._groups), np.int64)
        if groups:
            members = np.setdiff1d(members, np.concatenate(groups), assume_unique=True)
        heads = np.concatenate([heads, members])
        self._heads = heads[np.lexsort(tickets[heads].T[::-1])]

    def take(self, count: int, most: int) -> Rows:
        """Takes out whole groups, `count` examples in all as nearly as they allow, never more than `most`."""
        count = min(count, most)
        if not self._groups:
            taken, self._heads = self._heads[:count], self._heads[count:]
            return taken
        for limit in (count, most):  # groups may all be too large: then the first is taken that can be
            places, size = list[int](), 0
            for place, head in enumerate(ints(self._heads)):
                if size >= count:
                    break
                if size + len(self._groups.get(head, (head,))) <= limit:
                    places.append(place)
                    size += len(self._groups.get(head, (head,)))
            if places or count == 0:
                break
        taken, self._heads = self._heads[places], np.delete(self._heads, places)
        return self._whole(taken)

    def left(self) -> Rows:
        """What was not taken."""
        return self._whole(self._heads)

    def _whole(self, heads: Rows) -> Rows:
        if not self._groups:
            return heads
        return np.array([index for head in ints(heads) for index in self._groups.get(head, (head,))], np.int64)


def inside(path: str, root: str) -> str:
    """The path below `root`, spelled the same on every system."""
    pure = PurePath(path)
    below = pure.relative_to(root) if pure.is_relative_to(root) else pure
    return unicodedata.normalize("NFC", below.as_posix())


def write(path: Path, dataset: Dataset, split: Split) -> None:
    """Write the sides as CSV (path, label, class, side): `label` is the index and `class` its name, in the dataset's
    order.

    The file appears whole or not at all; raises UserError where it cannot be written. Examples that are on no side
    are left out.
    """
    examples, sides = dataset.packed, np.zeros(len(dataset.examples), np.int8)
    for side, indices in enumerate((split.train, split.val, split.test), number("train")):
        sides[np.asarray(indices, np.int64)] = side
    used = np.flatnonzero(sides)
    with atomic.replacing(path) as file:
        file.write((",".join(_HEADER) + "\n").encode())
        for start in range(0, len(used), _PIECE):
            text, rows = io.StringIO(), used[start : start + _PIECE]
            part = zip(examples.paths.take(rows), ints(examples.labels[rows]), ints(sides[rows]), strict=True)
            csv.writer(text, lineterminator="\n").writerows(
                (file_path, label, dataset.classes[label], SIDES[side]) for file_path, label, side in part
            )
            file.write(text.getvalue().encode("utf-8", "surrogateescape"))


def read(path: Path) -> tuple[Dataset, Split]:
    """The dataset and the split that `write` kept; nothing else is looked at, so a run goes on with the same files.

    Raises UserError where the file cannot be read or is not such a file.
    """
    packer, labels, sides = Packer(), array("i"), array("b")
    names: dict[int, str] = {}
    numbers = {"train": number("train"), "val": number("val"), "test": number("test")}
    try:
        with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
            rows = csv.reader(file)
            if tuple(next(rows, ())) != _HEADER:
                raise ValueError("another header")
            for file_path, label, name, side in rows:
                packer.add_path(file_path)
                labels.append(int(label))
                sides.append(numbers[side])
                names[labels[-1]] = name
        classes = tuple(names[i] for i in range(len(names)))
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}).", "Check the run folder.") from error
    except (ValueError, KeyError, OverflowError, csv.Error) as error:
        raise UserError(
            f"{path} is not the split of a run.", "Take the file from the run folder as it was written."
        ) from error
    examples = Examples(packer.packed(), np.array(labels, np.int32), np.array(sides, np.int8))
    dataset = Dataset(_common(examples.paths.folders), "table", classes, examples)
    train, val, test = (np.flatnonzero(examples.sides == side) for side in numbers.values())
    return dataset, _made(dataset, (train, val, test), [])


def _common(folders: tuple[str, ...]) -> str:
    parents = [str(Path(f"{folder}x").parent) for folder in folders]
    try:
        return os.path.commonpath(parents)
    except ValueError:  # no files, or files on several drives
        return parents[0] if parents else ""
