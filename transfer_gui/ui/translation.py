"""Texts in the window's language. Plain English is the source of each, and the key by which it is looked up."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from PySide6.QtCore import QCoreApplication

from ..core.errors import UserError

CONTEXT = "transfer_gui"
"""Under which every text stands in the translation files."""

_ENGLISH: ContextVar[bool] = ContextVar("texts stay English", default=False)
T = TypeVar("T")


def tr(text: str, sense: str = "", /, **values: object) -> str:
    """`text` in the window's language, its `{name}` fields filled with `values`; English where none is known for it.

    `sense` tells two meanings of the same English apart.
    """
    if text and not _ENGLISH.get():
        text = QCoreApplication.translate(CONTEXT, text, sense or None)
    return text.format(**values) if values else text


def plural(count: int, one: str, many: str, /, **values: object) -> str:
    """`one` where `count` is 1, else `many`, as `tr` gives them; `{count}` stands for the number."""
    return tr(one if count == 1 else many, count=count, **values)


def mark(texts: T, /) -> T:
    """A text, or a table of texts (of a dictionary its values), that `tr` is given only where it is shown."""
    return texts


def sentences(first: str, second: str) -> str:
    """Two sentences, one after the other; the one that there is where the other is empty."""
    return tr("{first} {second}", first=first, second=second) if first and second else first or second


def told(error: Exception) -> str:
    """What went wrong, and the cure where it is a fault that the user can mend."""
    return sentences(tr(error.what), tr(error.cure)) if isinstance(error, UserError) else str(error)


@contextmanager
def in_english() -> Iterator[None]:
    """Inside, in this thread, texts stay English."""
    token = _ENGLISH.set(True)
    try:
        yield
    finally:
        _ENGLISH.reset(token)
