"""What a person decided on single examples: to mark, leave out, or relabel them. The user's files stay as they are.

It is kept in the job (`core.job.Data`) under each example's key: its path below the dataset's folder, with slashes on
every system; the whole path where it lies elsewhere, as the rows of a table may.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace as changed
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..errors import UserError
from ..frozen import replace
from ..job import Data
from . import notes, sample, speakers
from .dataset import Dataset, Example, Skipped, Split, across
from .domains import find
from .listing import several, some
from .packed import Indices, Rows, Whole, decoded, ints
from .split import inside, split

EXCLUDED = "excluded by hand"
"""The reason of `Dataset.skipped` for an example that was left out."""

Paths = str | Iterable[str]
"""Files of examples, or their keys (see `key`); a string is one of them."""


def root(data: Data) -> str:
    """The folder that keys are below: the dataset's own, or that of its table. Known without a scan."""
    path = Path(data.path).expanduser().absolute()
    if data.path.startswith(sample.PREFIX):
        path = sample.place(data.path)
    return str(path.parent if path.is_file() else path)


def key(root: str, path: str) -> str:
    """What the example at `path` of the dataset in `root` is called in the job; a key stays what it is.

    Bytes of a name that are not text are written out, since a job file is text.
    """
    return inside(path, root).encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def mark(data: Data, paths: Paths) -> Data:
    """`data` with these examples marked for a later look. As with the others here, one edit of the job."""
    return _with(data, "marked", paths)


def unmark(data: Data, paths: Paths) -> Data:
    """`data` with these examples marked no more."""
    return _without(data, "marked", paths)


def exclude(data: Data, paths: Paths) -> Data:
    """`data` with these examples left out of training, validation and test."""
    return _with(data, "excluded", paths)


def include(data: Data, paths: Paths) -> Data:
    """`data` with these examples taken in again."""
    return _without(data, "excluded", paths)


def relabel(data: Data, paths: Paths, label: str | None) -> Data:
    """`data` with the class `label`, called as the dataset calls it, for these examples; None: their own again."""
    given = _keys(data, paths)
    new = {name: old for name, old in data.relabelled.items() if name not in given}
    if label is not None:
        new |= dict.fromkeys(given, label)
    return replace(data, "relabelled", dict(sorted(new.items())))


def restore(data: Data, paths: Paths) -> Data:
    """`data` with these examples as their files have them: not marked, not excluded, of their own class."""
    keys = _keys(data, paths)
    return unmark(include(relabel(data, keys, None), keys), keys)


def divide(dataset: Dataset, data: Data) -> tuple[Dataset, Split]:
    """A scanned dataset as `data` edits it, and its split; what belongs together stays together, and that is told.

    No file is opened. Raises UserError as these two do, and GroupsUnclear (see `speakers`).
    """
    edited = apply(dataset, data)
    return edited, divided(edited, data)


def divided(edited: Dataset, data: Data) -> Split:
    """The second part of `divide`."""
    groups = speakers.of(edited, data)
    found = split(edited, data, groups)
    if groups is None:
        return found
    sides = zip(found.groups, ("training", "validation", "the test"), strict=False)
    there = ", ".join(f"{count:,} in {side}" for count, side in sides if count)
    how = f"column {data.group_column!r}" if data.group_column else f"pattern {data.group_pattern!r}"
    said = f"{several(found.groups[-1], 'group')} by {how}: {there}."
    return changed(found, notes=(said, *found.notes))


def apply(dataset: Dataset, data: Data) -> Dataset:
    """`dataset` without the examples that `data` excludes, and with the classes that it gives in place of their own.

    A class is left out with its last training example. An edit of what is not there is told in `notes`. The result
    remembers the dataset as it was, so that `split` leaves every other example on its side, and `apply` may be called
    on it again. Raises UserError where fewer than two classes are left.
    """
    whole = dataset.unedited or dataset
    if not data.excluded and not data.relabelled:
        return whole
    kept, labels, skipped, moved = _kept(whole, data)
    if not skipped and not moved:
        return changed(whole, notes=(*whole.notes, *_not_found(whole, data)))

    nouns, examples = find(data.domain).noun, whole.packed.labelled(labels)
    trained = np.bincount(examples.labels[kept & examples.trained], minlength=len(whole.classes)) > 0
    classes = tuple(name for name, there in zip(whole.classes, trained, strict=True) if there)
    if len(classes) < 2:
        left = f"only the class {classes[0]!r}" if classes else "nothing"
        raise UserError(
            f"Of {whole.root}, {left} is left to train on: {several(len(skipped), *nouns)} excluded and {moved} given "
            "another class by hand.",
            "Take some of these back.",
        )
    lost = [repr(name) for name, there in zip(whole.classes, trained, strict=True) if not there]
    origins = np.flatnonzero(kept & trained[examples.labels])
    examples = examples.labelled((np.cumsum(trained) - 1)[examples.labels]).take(origins)
    twins = _left(whole.twins, origins)
    stale = set(notes.of_examples(whole.packed, whole.twins, whole.classes, nouns))
    told = [
        *(note for note in whole.notes if note not in stale),
        *([f"{several(len(skipped), *nouns)} left out by hand."] if skipped else []),
        *([f"{several(moved, *nouns)} given another class by hand."] if moved else []),
        *([f"Left out, as no training {nouns[0]} is left after the changes by hand: {some(lost)}."] if lost else []),
        *_not_found(whole, data),
        *notes.of_examples(examples, twins, classes, nouns),
    ]
    return changed(
        whole,
        classes=classes,
        examples=examples,
        skipped=(*whole.skipped, *skipped),
        notes=tuple(told),
        duplicates=across(examples, twins),
        twins=twins,
        unedited=whole,
        origins=Indices(origins),
    )


def _kept(whole: Dataset, data: Data) -> tuple[NDArray[np.bool_], Whole, list[Skipped], int]:
    """Which examples stay, and their classes now; those left out; and how many have another class."""
    index = {name: label for label, name in enumerate(whole.classes)}
    excluded = set(data.excluded)
    kept, labels = np.ones(len(whole.examples), np.bool_), whole.packed.labels.copy()
    skipped: list[Skipped] = []
    seen: set[Example] = set()
    moved = 0
    for row, name in _found(whole, excluded | data.relabelled.keys()).items():
        example = whole.examples[row]
        label = index.get(data.relabelled.get(name, ""), example.label)
        if name in excluded:
            skipped.append(Skipped(example.path, EXCLUDED))
            kept[row] = False
            continue
        if label != example.label:
            example = changed(example, label=label)
            moved += 1
        if example in seen:  # a table may list a file under two classes
            skipped.append(Skipped(example.path, "listed under its new class already"))
            kept[row] = False
        else:
            seen.add(example)
            labels[row] = label
    return kept, labels, skipped, moved


def _found(whole: Dataset, names: set[str]) -> dict[int, str]:
    """The examples that are called so, in order, each with its key. Only names in the folders in question are read."""
    paths = whole.packed.paths
    wanted: dict[str, set[str]] = {}
    for name in names:
        above, slash, last = name.rpartition("/")
        wanted.setdefault(above + slash, set()).add(last)
    found: dict[int, str] = {}
    for number, folder in enumerate(paths.folders):
        above = key(whole.root, f"{folder}x")[:-1]
        if above not in wanted:
            continue
        rows = np.flatnonzero(paths.folder == number)
        for row, coded in zip(ints(rows), paths.names(rows), strict=True):
            last = coded.decode() if coded.isascii() else key("", decoded(coded))
            if last in wanted[above]:
                found[row] = above + last
    return dict(sorted(found.items()))


def _left(twins: Sequence[Sequence[int]], origins: Rows) -> tuple[tuple[int, ...], ...]:
    """The groups of what is left of the copies, in the new indices."""
    now = {origin: at for at, origin in enumerate(ints(origins))} if twins else {}
    groups = [tuple(now[i] for i in group if i in now) for group in twins]
    return tuple(group for group in groups if len(group) > 1)


def _not_found(whole: Dataset, data: Data) -> list[str]:
    """What to say of edits whose example or class is not there."""
    names = {*data.excluded, *data.relabelled}
    gone = names - set(_found(whole, names).values())
    if gone:
        gone -= {key(whole.root, file.path) for file in whole.skipped}
    classes = sorted(set(data.relabelled.values()) - set(whole.classes))
    told: list[str] = []
    if gone:
        told.append(f"Excluded or given another class by hand, but not in the dataset any more: {some(sorted(gone))}.")
    if classes:
        names = some([repr(name) for name in classes])
        told.append(f"Given by hand, but no class of the dataset, so the files' own classes hold: {names}.")
    return told


def _keys(data: Data, paths: Paths) -> set[str]:
    folder = root(data)
    return {key(folder, path) for path in ([paths] if isinstance(paths, str) else paths)}


def _with(data: Data, field: str, paths: Paths) -> Data:
    return replace(data, field, tuple(sorted({*getattr(data, field), *_keys(data, paths)})))


def _without(data: Data, field: str, paths: Paths) -> Data:
    return replace(data, field, tuple(sorted({*getattr(data, field)} - _keys(data, paths))))
