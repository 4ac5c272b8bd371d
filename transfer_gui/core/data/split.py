"""Which examples are trained on, validated on and tested on; and the file that keeps it."""

import csv
import hashlib
import io
import os
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath

from .. import atomic
from ..errors import UserError
from ..job import Data
from .dataset import Dataset, Example, Side, Split
from .listing import some

_HEADER = ("path", "label", "class", "side")


def split(dataset: Dataset, data: Data) -> Split:
    """The data's own sides where it has them; else each class is divided by `data.validation` and `data.test`.

    The order in which a class's files are drawn is a hash of the seed and each file's path below the dataset's folder:
    the same on every machine, and a new file moves hardly any other. Rules for small classes: one file stays in
    training; from two files on, one at least is for validation, and from three on, one for the test, where wanted.
    Files of the same content stay on one side.

    A side that the data gives is kept as it is; where it gives none for validation (or for the test, if wanted), that
    side is drawn from the training files in the same way. Examples that are excluded or relabelled by hand move no
    other: the sides are those of the dataset before. Raises UserError where nothing is left to train on.
    """
    if dataset.unedited is not None:
        return _edited(dataset, split(dataset.unedited, data))
    given = {example.side for example in dataset.examples} - {None}
    places: dict[Side, list[int]] = {"train": [], "val": [], "test": []}
    for index, example in enumerate(dataset.examples):
        places[example.side or "train"].append(index)
    if not places["train"]:
        raise UserError(f"{dataset.root} has nothing to train on.", "Mark some of the examples as 'train'.")

    notes: list[str] = []
    kept: list[str] = []
    draw_val = "val" not in given and data.validation > 0
    draw_test = "test" not in given and data.test > 0
    if draw_val or draw_test:
        train: list[int] = []
        by_class: dict[int, list[int]] = {}
        for index in places["train"]:
            by_class.setdefault(dataset.examples[index].label, []).append(index)
        for label, members in sorted(by_class.items()):
            units = _drawn(_units(members, dataset.twins), dataset, data.seed)
            total = len(members)
            least = 1 if total > 1 else 0
            val = _take(units, max(least, _share(total, data.validation)), total - 1) if draw_val else []
            room = total - len(val) - 1
            test = _take(units, max(1, _share(total, data.test)) if total > 2 else 0, room) if draw_test else []
            if draw_val and not val:
                kept.append(repr(dataset.classes[label]))
            places["val"] += val
            places["test"] += test
            train += [index for unit in units for index in unit]
        places["train"] = train
    if given and draw_val:
        notes.append("The data has no validation side of its own: it is taken from the training side.")
    if kept:
        notes.append(f"Too few files to spare one for validation, so all are in training: {some(kept)}.")
    if "val" in given:
        seen = {dataset.examples[i].label for i in places["val"]}
        unseen = [repr(name) for label, name in enumerate(dataset.classes) if label not in seen]
        if unseen:
            notes.append(f"The data's own validation side has no example of {some(unseen)}.")
    if not places["val"]:
        notes.append("Nothing is kept for validation, so no epoch can be called the best.")
    return Split(*(tuple(sorted(places[side])) for side in ("train", "val", "test")), notes=tuple(notes))


def _edited(dataset: Dataset, whole: Split) -> Split:
    """The sides of the unedited dataset, as far as their examples are left."""
    now = {origin: index for index, origin in enumerate(dataset.origins)}
    train, val, test = (tuple(now[i] for i in side if i in now) for side in (whole.train, whole.val, whole.test))
    if not train:
        raise UserError(f"{dataset.root} has nothing left to train on.", "Take some of the excluded examples back.")
    notes = list(whole.notes)
    for side, indices, then in (("training", train, "cannot be learned"), ("validation", val, "is not checked")):
        there = {dataset.examples[i].label for i in indices}
        lost = [repr(name) for label, name in enumerate(dataset.classes) if label not in there]
        if lost and indices:
            notes.append(f"After the changes by hand {some(lost)} has no {side} example, so it {then}.")
    if whole.val and not val:
        notes.append("Nothing is left for validation, so no epoch can be called the best.")
    return Split(train, val, test, tuple(notes))


def _share(total: int, ratio: float) -> int:
    return int(total * ratio + 0.5)


def _units(members: Sequence[int], twins: Iterable[Sequence[int]]) -> list[tuple[int, ...]]:
    """The members in groups that must stay together: files of the same content."""
    inside = set(members)
    groups = [tuple(i for i in group if i in inside) for group in twins]
    grouped = {i for group in groups for i in group}
    return [group for group in groups if group] + [(i,) for i in members if i not in grouped]


def _drawn(units: list[tuple[int, ...]], dataset: Dataset, seed: int) -> list[tuple[int, ...]]:
    """The groups in the order in which they are drawn."""

    def ticket(unit: tuple[int, ...]) -> bytes:
        names = sorted(inside(dataset.examples[i].path, dataset.root) for i in unit)
        return hashlib.sha256(f"{seed}/{names[0]}".encode("utf-8", "surrogateescape")).digest()

    return sorted(units, key=ticket)


def inside(path: str, root: str) -> str:
    """The path below `root`, spelled the same on every system."""
    pure = PurePath(path)
    below = pure.relative_to(root) if pure.is_relative_to(root) else pure
    return unicodedata.normalize("NFC", below.as_posix())


def _take(units: list[tuple[int, ...]], count: int, most: int) -> list[int]:
    """Takes whole groups out of `units`, `count` files in all as nearly as they allow, never more than `most`."""
    count, taken = min(count, most), list[int]()
    for limit in (count, most):  # a class of large groups may have none that fits: then the first is taken that can be
        for unit in list(units):
            if len(taken) < count and len(taken) + len(unit) <= limit:
                taken += unit
                units.remove(unit)
        if taken or count == 0:
            break
    return taken


def write(path: Path, dataset: Dataset, split: Split) -> None:
    """Write the sides as CSV (path, label, class, side): `label` is the index and `class` its name, in the dataset's
    order.

    The file appears whole or not at all; raises UserError where it cannot be written. Examples that are on no side
    are left out.
    """
    by_side = {"train": split.train, "val": split.val, "test": split.test}
    sides = {index: side for side, indices in by_side.items() for index in indices}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_HEADER)
    for index, side in sorted(sides.items()):
        example = dataset.examples[index]
        writer.writerow((example.path, example.label, dataset.classes[example.label], side))
    atomic.write_bytes(path, text.getvalue().encode("utf-8", "surrogateescape"))


def read(path: Path) -> tuple[Dataset, Split]:
    """The dataset and the split that `write` kept; nothing else is looked at, so a run goes on with the same files.

    Raises UserError where the file cannot be read or is not such a file.
    """
    try:
        with path.open(encoding="utf-8", errors="surrogateescape", newline="") as file:
            header, *rows = csv.reader(file)
        if tuple(header) != _HEADER:
            raise ValueError("another header")
        names = {int(label): name for _, label, name, _ in rows}
        classes = tuple(names[i] for i in range(len(names)))
        sides: dict[str, list[int]] = {"train": [], "val": [], "test": []}
        for index, row in enumerate(rows):
            sides[row[3]].append(index)
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}).", "Check the run folder.") from error
    except (ValueError, KeyError, csv.Error) as error:
        raise UserError(
            f"{path} is not the split of a run.", "Take the file from the run folder as it was written."
        ) from error
    examples = tuple(Example(p, int(label), _side(side)) for p, label, _, side in rows)
    root = _common([example.path for example in examples])
    given = (tuple(sides["train"]), tuple(sides["val"]), tuple(sides["test"]))
    return Dataset(root, "table", classes, examples), Split(*given)


def _side(side: str) -> Side:
    return side  # type: ignore[return-value]


def _common(paths: list[str]) -> str:
    try:
        return os.path.commonpath([str(Path(path).parent) for path in paths])
    except ValueError:  # no files, or files on several drives
        return str(Path(paths[0]).parent) if paths else ""
