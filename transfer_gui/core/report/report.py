"""What a report says, as plain values: sections of paragraphs, facts, commands, small pictures and figures."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..data.domain import Passage
from ..inspect import figures
from ..inspect.figures import Figure


@dataclass(frozen=True)
class Heading:
    """Begins a part of a section; `note` says what it shows."""

    text: str
    note: str = ""


@dataclass(frozen=True)
class Missing:
    """A paragraph that says what could not be found or made, and what to do about it."""

    text: str


@dataclass(frozen=True)
class Facts:
    """Names and what they stand for, both text."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Command:
    """Lines for a terminal."""

    text: str


@dataclass(frozen=True)
class Shot:
    """A small picture, or a short text, with the lines below it. Pixels are uint8 (height, width, 3); None where the
    example is gone."""

    shown: NDArray[np.uint8] | Passage | None
    path: str
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Shots:
    """Small pictures side by side."""

    shots: tuple[Shot, ...]


Block = str | Heading | Missing | Facts | Command | Shots | Figure
"""A `str` is a paragraph."""


@dataclass(frozen=True)
class Section:
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """The report of a run."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]

    def drawn(self) -> Iterator[Figure]:
        """The figures that have to be drawn, in order: all but tables, which are text."""
        for section in self.sections:
            for block in section.blocks:
                if isinstance(block, Figure) and not isinstance(block, figures.Table) and not figures.is_empty(block):
                    yield block
