"""What the user should know about a dataset, in plain sentences."""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from .. import contents
from .dataset import Example, Skipped
from .listing import several, some
from .packed import Examples, Whole

_UNEVEN = 3.0


def skipped_files(skipped: Iterable[Skipped], most: int = 6) -> list[str]:
    """'6 files skipped: HEIC is not supported; convert them to JPEG.': one sentence for each reason."""
    reasons = Counter(file.reason.partition(" (line")[0] for file in skipped)
    lines: list[str] = []
    for reason, count in reasons.most_common(most):
        for verb in ("make", "convert") if count > 1 else ():
            reason = reason.replace(f"; {verb} it ", f"; {verb} them ")
        lines.append(f"{several(count, 'file')} skipped: {reason}.")
    rest = sum(reasons.values()) - sum(count for _, count in reasons.most_common(most))
    return [*lines, f"{several(rest, 'file')} skipped for other reasons."] if rest else lines


def on_trust(count: int, nouns: tuple[str, str]) -> list[str]:
    """That not every file was opened."""
    if not count:
        return []
    return [
        f"Not opened yet, as there are so many: {several(count, *nouns)}. Whether each can be read, and which are "
        "copies, is not known. A run leaves out what it cannot read."
    ]


def of_examples(
    examples: Examples, twins: Sequence[Sequence[int]], classes: Sequence[str], nouns: tuple[str, str]
) -> list[str]:
    """What to say of the examples and classes themselves."""
    counts = np.bincount(examples.labels[examples.trained], minlength=len(classes)).tolist()
    return [*balance(classes, counts, nouns), *names_alike(classes), *copies(examples, twins, classes, nouns)]


def balance(classes: Sequence[str], counts: Sequence[int], nouns: tuple[str, str]) -> list[str]:
    """Uneven and tiny classes."""
    notes: list[str] = []
    most, least = max(counts), min(counts)
    if most >= _UNEVEN * least:
        large, small = classes[counts.index(most)], classes[counts.index(least)]
        notes.append(
            f"Uneven classes: {large!r} has {most} {nouns[1]}, {small!r} has {least} ({most / least:.1f} to 1). "
            "Look at balanced accuracy, or weigh the classes ('balanced')."
        )
    single = [name for name, count in zip(classes, counts, strict=True) if count == 1]
    if single:
        notes.append(
            f"Only one {nouns[0]} in {some([repr(name) for name in single])}: too few to check what is learned."
        )
    return notes


def names_alike(classes: Sequence[str]) -> list[str]:
    """Classes whose names differ in nothing but case or spaces."""
    groups: dict[str, list[str]] = {}
    for name in classes:
        groups.setdefault("".join(name.casefold().split()), []).append(name)
    alike = [" and ".join(repr(name) for name in group) for group in groups.values() if len(group) > 1]
    return [f"Nearly the same name, yet kept as different classes: {some(alike)}."] if alike else []


def copies(
    examples: Examples, twins: Sequence[Sequence[int]], classes: Sequence[str], nouns: tuple[str, str]
) -> list[str]:
    """Examples with the same content: under two labels, on two sides, or only twice."""
    if not twins:
        return []
    one, many = nouns if contents.cell(examples.paths[twins[0][0]]) is not None else ("file", "files")
    members = np.fromiter(chain.from_iterable(twins), np.int64)
    lengths = np.array([len(group) for group in twins])
    labels, sides = examples.labels[members], examples.sides[members]
    notes: list[str] = []
    conflicts = _mixed(labels, labels, lengths)
    if len(conflicts):
        first, second = _pair([examples[i] for i in twins[conflicts[0]]], "label")
        notes.append(
            f"{several(len(conflicts), one, many)} under more than one label: {_short(first)} is "
            f"{classes[first.label]!r}, and {_short(second)}, the same {one}, is {classes[second.label]!r}."
        )
    crossing = _mixed(sides, np.where(sides == 0, np.iinfo(sides.dtype).max, sides), lengths)
    if len(crossing):
        first, second = _pair([examples[i] for i in twins[crossing[0]]], "side")
        notes.append(
            f"{several(len(crossing), one, many)} on more than one side of the split, so results look better than they "
            f"are: {_short(first)} ({first.side}) and {_short(second)} ({second.side})."
        )
    plain = len(members) - len(twins)
    return [*notes, f"{several(plain, f'{one} is a copy', f'{many} are copies')} of another by content."]


def _mixed(high: Whole, low: Whole, lengths: Whole) -> Whole:
    """The groups, of these lengths one after another, whose largest of `high` is above their smallest of `low`."""
    starts = np.cumsum(lengths) - lengths
    return np.flatnonzero(np.maximum.reduceat(high, starts) > np.minimum.reduceat(low, starts))


def _pair(group: Sequence[Example], what: str) -> tuple[Example, Example]:
    return group[0], next(other for other in group if getattr(other, what) != getattr(group[0], what))


def _short(example: Example) -> str:
    return "/".join(Path(example.path).parts[-2:])
