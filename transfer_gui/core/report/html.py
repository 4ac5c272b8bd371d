"""Writes a report as one HTML document that needs nothing beside itself: no script, no address outside.

Names of classes and paths come from strangers: everything is escaped, and the document itself forbids what it does not
hold (a content security policy). It is well-formed XML too.
"""

import base64
import html as markup
import io
import math
import re
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ... import __version__
from ..data.domain import Passage
from ..inspect.figures import (
    Axis,
    Figure,
    Heatmap,
    Histogram,
    Lines,
    Measures,
    Overlay,
    Passages,
    Scatter,
    Table,
    Tiles,
    is_empty,
)
from .report import Block, Command, Facts, Heading, Missing, Report, Section, Shot, Shots
from .style import LEVELS, STYLE

WIDTH = 720
"""Of a drawn figure, in CSS pixels."""
QUALITY = 88
"""Of the small pictures, as JPEG."""

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
"""What no document may hold (control characters, halves of a pair), and what turns the reading direction around."""

Draw = Callable[[Figure], str]
"""A figure as a 'data:' address of its picture."""


def html(report: Report, draw: Draw) -> str:
    """The document. `draw` is called for each of `report.drawn()`."""
    sections = [_section(number, section, draw) for number, section in enumerate(report.sections, start=1)]
    entries = [
        f'<li><a href="#section-{number}">{text(section.title)}</a></li>'
        for number, section in enumerate(report.sections, start=1)
    ]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8" />',
            '<meta name="viewport" content="width=device-width, initial-scale=1" />',
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}" />',
            '<meta name="referrer" content="no-referrer" />',
            f"<title>{text(report.title)}</title>",
            f"<style>{STYLE}</style>",
            "</head>",
            "<body>",
            f'<header><h1>{text(report.title)}</h1><p class="muted">{text(report.subtitle)}</p></header>',
            f'<nav aria-label="Contents"><ol>{"".join(entries)}</ol></nav>',
            "<main>",
            *sections,
            "</main>",
            f"<footer><p>Written by transfer_gui {__version__}.</p></footer>",
            "</body>",
            "</html>",
            "",
        ]
    )


def text(words: str) -> str:
    """Any text as the content of an element or of an attribute in double quotes."""
    return markup.escape(_UNFIT.sub("\ufffd", words), quote=True)


def _unbroken(words: str) -> str:
    """A percent sign stays on the line of its number."""
    return re.sub(r"(?<=\d) (?=%)", "\u00a0", words)


def _section(number: int, section: Section, draw: Draw) -> str:
    blocks = "\n".join(_block(block, draw) for block in section.blocks)
    first = ' class="first"' if number == 1 else ""
    return f'<section id="section-{number}"{first}>\n<h2>{text(section.title)}</h2>\n{blocks}\n</section>'


def _block(block: Block, draw: Draw) -> str:
    match block:
        case str():
            return f"<p>{_unbroken(text(block))}</p>"
        case Missing():
            return f'<p class="missing">{text(block.text)}</p>'
        case Heading():
            note = f'\n<p class="muted">{text(block.note)}</p>' if block.note else ""
            return f"<h3>{text(block.text)}</h3>{note}"
        case Facts():
            rows = "\n".join(f'<tr><th scope="row">{text(n)}</th><td>{text(v)}</td></tr>' for n, v in block.rows)
            return f'<div class="wide"><table class="facts"><tbody>\n{rows}\n</tbody></table></div>'
        case Command():
            return f"<pre><code>{text(block.text)}</code></pre>"
        case Shots():
            return f'<div class="shots">\n{"".join(map(_shot, block.shots))}</div>'
        case Table():
            return _table(block)
        case _:
            if is_empty(block):
                return f"<p>{text(block.title)}: there are no values.</p>"
            return (
                f'<figure class="drawing"><img src="{text(draw(block))}" width="{WIDTH}" '
                f'alt="{text(described(block))}" /></figure>'
            )


def _shot(shot: Shot) -> str:
    lines = "<br />".join(_unbroken(text(line)) for line in shot.lines)
    picture = "the file is gone"
    if isinstance(shot.shown, Passage):
        picture = f'<span class="passage">{_passage(shot.shown)}</span>'
    elif shot.shown is not None:
        alt = text(f"{shot.path}: {', '.join(shot.lines)}")
        picture = f'<img src="{_jpeg(shot.shown)}" alt="{alt}" />'
    return (
        f'<figure><div class="frame">{picture}</div><figcaption>{lines}<br />'
        f'<span class="muted">{text(shot.path)}</span></figcaption></figure>\n'
    )


def _passage(passage: Passage) -> str:
    """A text; what speaks for something or against it is tinted in `LEVELS` steps."""
    found, at = list[str](), 0
    for mark in sorted(passage.marks, key=lambda mark: mark.start):
        found.append(text(passage.text[at : mark.start]))
        word, at = text(passage.text[mark.start : mark.end]), mark.end
        level = math.ceil(LEVELS * min(1.0, abs(mark.strength)) - 0.5) if math.isfinite(mark.strength) else 0
        side = "for" if mark.strength > 0 else "against"
        found.append(f'<span class="{side}{level}">{word}</span>' if level else word)
    return "".join([*found, text(passage.text[at:])])


def _jpeg(pixels: NDArray[np.uint8]) -> str:
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels)).save(file, "JPEG", quality=QUALITY)
    return "data:image/jpeg;base64," + base64.b64encode(file.getvalue()).decode()


def _table(table: Table) -> str:
    head = "".join(f'<th scope="col">{text(name)}</th>' for name in table.columns)
    rows = "\n".join(
        "<tr>"
        + "".join(
            f'<th scope="row">{text(number(cell))}</th>' if place == 0 else f"<td>{text(number(cell))}</td>"
            for place, cell in enumerate(row)
        )
        + "</tr>"
        for row in table.rows
    )
    notes = "".join(f'<p class="muted">{text(note)}</p>' for note in table.notes)
    return (
        f'<div class="wide"><table>\n<caption>{text(table.title)}</caption>\n<thead><tr>{head}</tr></thead>\n'
        f"<tbody>\n{rows}\n</tbody></table></div>{notes}"
    )


def number(value: float | int | str) -> str:
    """A cell in few characters: whole numbers in full, others with four digits that matter."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) or (math.isfinite(value) and abs(value) < 1e9 and float(value).is_integer()):
        return f"{int(value):,}"
    return "–" if math.isnan(value) else f"{value:.4g}"


def described(figure: Figure) -> str:
    """What a figure shows, for who cannot see it: its title, its kind, its axes, the last or largest values."""
    match figure:
        case Lines():
            timely = figure.x.label in {"step", "epoch"}
            ends = [f"{n} ends at {_last(y)}".strip() if timely else n for n, (_, y) in figure.curves.items()]
            said = f"{_axis(figure.y)} over {_axis(figure.x)}: {', '.join(ends)}"
        case Histogram():
            said = f"histogram of {_axis(figure.x)}: {', '.join(filter(None, figure.counts))}"
        case Heatmap():
            rows, columns = figure.values.shape
            said = f"map of {rows} by {columns} cells, {_axis(figure.y)} by {_axis(figure.x)}"
        case Tiles():
            said = f"{len(figure.images)} small pictures"
        case Overlay():
            said = "a picture with a heat map over it"
        case Scatter():
            said = f"{len(figure.points)} points in {len(figure.names)} groups"
        case Measures():
            names = ", ".join(measure.axis.label for measure in figure.measures)
            said = f"{names} of {len(figure.rows)} rows, one a {figure.label}"
        case Passages():
            said = f"text: {' / '.join(passage.text for passage in figure.texts)}"
        case Table():
            said = f"table of {len(figure.rows)} rows"
    parts = (figure.title, said[:1].upper() + said[1:], getattr(figure, "note", ""))
    return ". ".join(part.rstrip(". :") for part in parts if part) + "."


def _last(values: NDArray[np.float32]) -> str:
    known = values[np.isfinite(values)]
    return f"{float(known[-1]):.3g}" if len(known) else "nothing"


def _axis(axis: Axis) -> str:
    return f"{axis.label} in {axis.unit}" if axis.unit else axis.label
