"""A figure's numbers as CSV text, for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from .figures import Figure, Heatmap, Histogram, Lines, Measures, Overlay, Passages, Scatter, Table, Tiles


def as_csv(figure: Figure) -> str:
    """Every number of a figure: a row per line of a tile, per bin, point or mark, or as the table has them."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(_rows(figure))
    return text.getvalue()


def _rows(figure: Figure) -> Iterable[Sequence[object]]:
    match figure:
        case Table():
            yield figure.columns
            yield from figure.rows
        case Histogram():
            yield ("from", "to", *figure.counts)
            yield from zip(figure.edges[:-1], figure.edges[1:], *figure.counts.values(), strict=True)
        case Heatmap():
            if figure.columns:
                yield (figure.y.label, *figure.columns)
            for row, values in enumerate(figure.values.tolist()):
                yield ((figure.rows[row], *values) if figure.rows else values)
        case Overlay():
            yield from figure.heat.tolist()
        case Scatter():
            yield (figure.x.label, figure.y.label, "group", "item")
            items = figure.items or ("",) * len(figure.points)
            for (x, y), group, item in zip(figure.points.tolist(), figure.groups.tolist(), items, strict=True):
                yield (x, y, figure.names[group], item)
        case Measures():
            yield (figure.label, *(m.axis.label for m in figure.measures))
            yield from zip(figure.rows, *(m.values.tolist() for m in figure.measures), strict=True)
        case Passages():
            yield ("text", "from", "to", "part", figure.unit or "value")
            for number, passage in enumerate(figure.texts):
                name = figure.labels[number] if figure.labels else number
                if not passage.marks:
                    yield (name, 0, len(passage.text), passage.text, "")
                for mark in passage.marks:
                    part = passage.text[mark.start : mark.end]
                    yield (name, mark.start, mark.end, part, mark.strength * figure.high)
        case Tiles():
            yield ("tile", "row", "values...")
            for tile, image in enumerate(figure.images):
                for row, values in enumerate(image.reshape(len(image), -1).tolist()):
                    yield (figure.labels[tile] if figure.labels else tile, row, *values)
        case Lines():
            yield [f"{name} {axis}" for name in figure.curves for axis in (figure.x.label, figure.y.label)]
            yield from zip_longest(*(values for curve in figure.curves.values() for values in curve), fillvalue="")
