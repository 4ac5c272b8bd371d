"""What the user should know about a dataset, in plain sentences."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from .dataset import Example, Skipped
from .listing import several, some

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


def of_examples(
    examples: Sequence[Example], twins: Sequence[Sequence[int]], classes: Sequence[str], nouns: tuple[str, str]
) -> list[str]:
    """What to say of the examples and classes themselves."""
    trained = Counter(e.label for e in examples if e.side in (None, "train"))
    counts = [trained[label] for label in range(len(classes))]
    return [*balance(classes, counts, nouns), *names_alike(classes), *copies(examples, twins, classes)]


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


def copies(examples: Sequence[Example], twins: Sequence[Sequence[int]], classes: Sequence[str]) -> list[str]:
    """Files with the same content: under two labels, on two sides, or only twice."""
    conflicts = [group for group in twins if len({examples[i].label for i in group}) > 1]
    crossing = [group for group in twins if len({examples[i].side for i in group} - {None}) > 1]
    plain = sum(len(g) - 1 for g in twins)
    notes: list[str] = []
    if conflicts:
        first, second = _pair([examples[i] for i in conflicts[0]], lambda e: e.label)
        notes.append(
            f"{several(len(conflicts), 'file')} under more than one label: {_short(first)} is "
            f"{classes[first.label]!r}, and {_short(second)}, the same file, is {classes[second.label]!r}."
        )
    if crossing:
        first, second = _pair([examples[i] for i in crossing[0]], lambda e: e.side)
        notes.append(
            f"{several(len(crossing), 'file')} on more than one side of the split, so results look better than they "
            f"are: {_short(first)} ({first.side}) and {_short(second)} ({second.side})."
        )
    if plain:
        notes.append(f"{several(plain, 'file is a copy', 'files are copies')} of another by content.")
    return notes


def _pair(group: Sequence[Example], key: Callable[[Example], object]) -> tuple[Example, Example]:
    return group[0], next(other for other in group if key(other) != key(group[0]))


def _short(example: Example) -> str:
    return "/".join(Path(example.path).parts[-2:])
