"""Class names and their order: one rule, in this one place, for folders, tables and checkpoints alike."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

_NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_WHOLE = re.compile(r"([+-]?[0-9]+)\.0+")


def natural_key(text: str) -> tuple[object, ...]:
    """Sorts as a person would: -1, 0, 1, 2, 10 before all names, and 'img2' before 'img10'; case counts last."""
    if _NUMBER.fullmatch(text):
        return (0, float(text), (), text)
    parts = re.split(r"([0-9]+)", text.casefold())
    return (1, 0.0, tuple((0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts if part), text)


def class_order(labels: Iterable[str]) -> tuple[str, ...]:
    """The distinct class names in index order."""
    return tuple(sorted(set(labels), key=natural_key))


def clean(label: str) -> str:
    """A class name without outer spaces, in composed Unicode (macOS stores folder names decomposed)."""
    return unicodedata.normalize("NFC", label).strip()


def tidy(labels: Sequence[str]) -> list[str]:
    """The labels of a table, cleaned. Where all are numbers, '1.0' and '1' are the same class, called '1'."""
    cleaned = {label: clean(label) for label in set(labels)}
    labels = [cleaned[label] for label in labels]
    if all(_NUMBER.fullmatch(label) for label in labels if label):
        labels = [match[1] if (match := _WHOLE.fullmatch(label)) else label for label in labels]
    return labels


_SIDES = {
    "train": "train training trn learn",
    "val": "val valid validation validate dev",
    "test": "test testing tst holdout hold-out hold_out eval evaluation",
}
SIDES = {word: side for side, words in _SIDES.items() for word in words.split()}
"""What people call the sides of a split, in lower case, and what they are called here."""
