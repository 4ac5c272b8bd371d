"""What a benchmark tells: figures with their spread, limit and a word on how they were taken."""

import json
import statistics
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Figure:
    """One measured quantity."""

    name: str
    value: float
    unit: str
    low: float
    high: float
    limit: str = ""
    """What it is meant to keep, in words; empty for a figure that only informs."""
    kept: bool | None = None
    note: str = ""


def figure(name: str, values: Sequence[float], unit: str, below: float | None = None, note: str = "") -> Figure:
    """The median of repeated measurements with their smallest and largest; `below` is the limit of the median."""
    middle = statistics.median(values)
    limit = f"< {below:g} {unit}" if below is not None else ""
    return Figure(name, middle, unit, min(values), max(values), limit, None if below is None else middle < below, note)


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that `percent` of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, -(-len(ordered) * percent // 100).__trunc__() - 1))]


def tell(figures: Sequence[Figure]) -> None:
    """Hand the figures of this process to the one that started it."""
    sys.stdout.write("\nFIGURES " + json.dumps([asdict(f) for f in figures]) + "\n")
