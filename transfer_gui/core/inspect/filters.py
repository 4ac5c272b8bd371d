"""The first filters of a layer as pictures; a matrix as a heat map; a vector as a curve over its channels."""

import numpy as np

from .figures import Array, Axis, Figure, Heatmap, Lines, Tiles
from .slices import SIDE, block, extent, thin
from .view import Subject, View

MOST = 144
"""Filters shown at most."""
ROWS = COLUMNS = 10
"""Filters and input channels shown of a convolution over many channels."""
LARGE, FEW, WIDE = 8, 64, 8
"""Filters of this many pixels a side or more are shown fewer, in rows of `WIDE`, and so larger."""


def compute(subject: Subject) -> tuple[Figure, ...]:
    """Figures of the first tensor with filters in it, or of the first matrix, or of the vectors."""
    learned = subject.learned()
    for name, tensor in learned.items():
        if tensor.ndim == 4 and tensor.shape[2] * tensor.shape[3] > 1:
            return (_filters(subject.short(name), np.asarray(tensor, np.float32)),)
    shaped = {name: t if t.ndim == 2 else t.squeeze() for name, t in learned.items()}
    for name, tensor in shaped.items():
        if tensor.ndim >= 2:
            return (_matrix(subject.short(name), np.asarray(tensor, np.float32)),)
    return (_vectors(subject, {n: np.atleast_1d(t) for n, t in shaped.items()}),) if shaped else ()


def _filters(name: str, weight: Array) -> Tiles:
    """Tiles of a convolution's weight (out, in, height, width)."""
    out, channels = weight.shape[:2]
    high = extent(weight)
    most, columns = (FEW, WIDE) if max(weight.shape[2:]) >= LARGE else (MOST, 0)
    size = f"{weight.shape[2]} x {weight.shape[3]}"
    if channels == 3:
        shown = weight[:most].transpose(0, 2, 3, 1)
        note = _of(len(shown), out, "filters") + ", each as the colours that it answers to; middle grey is zero"
        images = np.clip(np.nan_to_num(shown) / (2 * high) + 0.5, 0, 1).astype(np.float32)
        return Tiles(f"{name}: filters of {size} on RGB", images, _numbers(len(shown)), -high, high, note, "", columns)
    if channels == 1:
        shown = weight[:most, 0]
        note = _of(len(shown), out, "filters")
        return Tiles(f"{name}: filters of {size}", shown, _numbers(len(shown)), -high, high, note, "", columns)
    shown = weight[:ROWS, :COLUMNS]
    rows, columns = shown.shape[:2]
    labels = tuple(f"filter {r}, input channel {c}" for r in range(rows) for c in range(columns))
    note = f"{_of(rows, out, 'filters')} as rows, {_of(columns, channels, 'input channels')} as columns"
    return Tiles(
        f"{name}: filters of {size}", shown.reshape(-1, *shown.shape[2:]), labels, -high, high, note, "", columns
    )


def _matrix(name: str, weight: Array) -> Heatmap:
    """A heat map of (outputs, inputs...), thinned to the largest magnitude of each block."""
    flat = weight.reshape(weight.shape[0], -1)
    small = thin(flat, SIDE)
    high = extent(small)
    note = "" if small.shape == flat.shape else f"each cell shows the largest of its block of {block(flat, small)}"
    axes = (Axis("input"), Axis("output")) if name.endswith("weight") else (Axis("column"), Axis("row"))
    title = f"{name}: {' x '.join(f'{n:,}' for n in weight.shape)}"
    return Heatmap(title, small, *axes, -high, high, "", note)


def _vectors(subject: Subject, vectors: dict[str, Array]) -> Lines:
    curves: dict[str, tuple[Array, Array]] = {
        subject.short(n): (np.arange(len(t), dtype=np.float32), t) for n, t in list(vectors.items())[:4]
    }
    return Lines("Values by channel", curves, Axis("channel"), Axis("value"))


def _numbers(count: int) -> tuple[str, ...]:
    return tuple(f"filter {i}" for i in range(count))


def _of(shown: int, total: int, what: str) -> str:
    return f"all {total:,} {what}" if shown == total else f"the first {shown} of {total:,} {what}"


VIEW = View("Filters", "The layer's first filters as pictures: what it answers to", 10, compute)
