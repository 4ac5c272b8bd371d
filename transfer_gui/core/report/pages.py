"""Cuts figures of many rows into pieces that fit on a page each."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from ..inspect.figures import Array, Axis, Heatmap, Measures

ROWS = 45
"""Rows in one figure at most."""


def pages(figure: Measures) -> Iterator[Measures]:
    """The rows in pieces, with one scale for all."""
    measures = tuple(replace(m, axis=_whole(m.axis, m.values)) for m in figure.measures)
    for rows, title in _pieces(figure.title, len(figure.rows)):
        parts = tuple(replace(m, values=m.values[rows]) for m in measures)
        yield replace(figure, title=title, rows=figure.rows[rows], measures=parts)


def map_pages(figure: Heatmap) -> Iterator[Heatmap]:
    """The rows that have any value, in pieces."""
    known = np.flatnonzero(np.isfinite(figure.values).any(1))
    names = tuple(figure.rows[i] for i in known)
    for rows, title in _pieces(figure.title, len(known)):
        yield replace(figure, title=title, values=figure.values[known][rows], rows=names[rows])


def _pieces(title: str, count: int) -> Iterator[tuple[slice, str]]:
    pieces = -(-count // ROWS)
    size = -(-count // pieces) if pieces else 0
    for piece in range(pieces):
        yield slice(piece * size, (piece + 1) * size), f"{title}, {piece + 1} of {pieces}" if pieces > 1 else title


def _whole(axis: Axis, values: Array) -> Axis:
    """The axis with the ends that all of `values` give it, as where they are drawn together."""
    known = values[np.isfinite(values) & ((values > 0) | (not axis.log))]
    if not known.size:
        return axis
    low = float(known.min()) if axis.low is None else axis.low
    return replace(axis, low=low, high=float(known.max()) if axis.high is None else axis.high)
