"""What a layout says before any example is opened: files with their labels."""

from dataclasses import dataclass, field
from typing import Literal

from .dataset import Side, Skipped


@dataclass(frozen=True, slots=True)
class Found:
    """A file that is meant as an example of the class `label`."""

    path: str
    label: str
    side: Side | None = None


@dataclass
class Listing:
    """All that a folder or a table lists."""

    root: str
    layout: Literal["folders", "split", "table"]
    found: list[Found] = field(default_factory=list[Found])
    labels: list[str] = field(default_factory=list[str])
    """Every class named, with or without examples (folders)."""
    skipped: list[Skipped] = field(default_factory=list[Skipped])
    notes: list[str] = field(default_factory=list[str])
    columns: tuple[str, ...] = ()


def several(count: int, one: str, many: str = "") -> str:
    """'1 picture', '3 pictures'."""
    return f"{count} {one if count == 1 else many or one + 's'}"


def some(names: list[str], most: int = 5) -> str:
    """'a, b, c and 4 more'."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
