"""How verbs write: tables and text for a person, JSON for a program."""

import json
import math
import sys
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from rich.console import Console
from rich.table import Table

WIDTH = 160
"""Columns of a table that is written to a file or a pipe."""


def table(rows: Table) -> None:
    """A table on the standard output; colours and the terminal's width only on a terminal."""
    width = None if sys.stdout.isatty() else WIDTH
    console = Console(file=sys.stdout, width=width, highlight=False, markup=False)
    with console.capture() as drawn:
        console.print(rows)
    for line in drawn.get().splitlines():
        text(line.rstrip())


def text(line: str = "") -> None:
    """One line on the standard output, as it is: never wrapped, never coloured."""
    print(line, file=sys.stdout, flush=True)  # noqa: T201


def print_json(value: object, indent: int | None = 2) -> None:
    """`value` as JSON on the standard output."""
    text(json.dumps(plain(value), indent=indent, ensure_ascii=False, allow_nan=False))


def plain(value: Any) -> Any:
    """`value` in JSON's own types: dataclasses and models as objects, numbers that JSON lacks (NaN) as null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if value is None or isinstance(value, str | int | bool):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, BaseModel):
        return plain(value.model_dump(mode="json"))
    if isinstance(value, dict):
        return {key if isinstance(key, str) else _key(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, Path):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _key(key: Any) -> str:
    return "x".join(map(str, key)) if isinstance(key, tuple) else str(key)


def count(number: int) -> str:
    """A whole number with its thousands apart: '1,235,496'."""
    return f"{number:,}"


def percent(share: float) -> str:
    """A share 0..1 as '71.2 %'; a small one as '0.002 %'."""
    return f"{100 * share:.1f} %" if not 0 < share < 0.01 else f"{100 * share:.1g} %"


def duration(seconds: float) -> str:
    """'42 s', '3 min 05 s', '2 h 07 min'."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02d} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02d} min"
