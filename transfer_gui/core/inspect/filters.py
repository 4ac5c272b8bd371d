"""The first filters of a layer as pictures; a matrix as a heat map; a vector as a curve over its channels."""

import numpy as np

from .figures import Array, Axis, Figure, Heatmap, Lines, Tiles
from .view import Subject, View

MOST = 144
"""Filters shown at most."""
ROWS = COLUMNS = 10
"""Filters and input channels shown of a convolution over many channels."""
SIDE = 128
"""Rows and columns of a heat map at most; a larger matrix is thinned."""


def compute(subject: Subject) -> tuple[Figure, ...]:
    """Figures of the first tensor with filters in it, or of the first matrix, or of the vectors."""
    learned = subject.learned()
    for name, tensor in learned.items():
        if tensor.ndim == 4 and tensor.shape[2] * tensor.shape[3] > 1:
            return (_filters(subject.short(name), np.asarray(tensor, np.float32)),)
    for name, tensor in learned.items():
        if tensor.ndim >= 2 and min(tensor.shape[:2]) > 0:
            return (_matrix(subject.short(name), np.asarray(tensor, np.float32)),)
    vectors = {n: t for n, t in learned.items() if t.ndim == 1}
    return (_vectors(subject, vectors),) if vectors else ()


def extent(values: Array) -> float:
    """The magnitude that a symmetric colour scale ends at: 99.5 percent of all lie within. Never 0 or NaN."""
    sizes = np.abs(values[np.isfinite(values)])
    found = float(np.percentile(sizes, 99.5)) if sizes.size else 0.0
    return found or (float(sizes.max()) if sizes.size else 0.0) or 1.0


def _filters(name: str, weight: Array) -> Tiles:
    """Tiles of a convolution's weight (out, in, height, width)."""
    out, channels = weight.shape[:2]
    high = extent(weight)
    size = f"{weight.shape[2]} x {weight.shape[3]}"
    if channels == 3:
        shown = weight[:MOST].transpose(0, 2, 3, 1)
        note = _of(len(shown), out, "filters") + ", each as the colours that it answers to; middle grey is zero"
        images = np.clip(np.nan_to_num(shown) / (2 * high) + 0.5, 0, 1).astype(np.float32)
        return Tiles(f"{name}: filters of {size} on RGB", images, _numbers(len(shown)), -high, high, note)
    if channels == 1:
        shown = weight[:MOST, 0]
        return Tiles(
            f"{name}: filters of {size}", shown, _numbers(len(shown)), -high, high, _of(len(shown), out, "filters")
        )
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
    thin = _thin(_thin(flat, 0), 1)
    high = extent(flat)
    note = "" if thin.shape == flat.shape else f"each cell shows the largest of its block of {_block(flat, thin)}"
    title = f"{name}: {' x '.join(f'{n:,}' for n in weight.shape)}"
    return Heatmap(title, thin, Axis("input"), Axis("output"), -high, high, "", note)


def _thin(matrix: Array, axis: int) -> Array:
    """The entries of largest magnitude of blocks along `axis`, at most `SIDE` of them."""
    length = matrix.shape[axis]
    if length <= SIDE:
        return matrix
    starts = np.linspace(0, length, SIDE, endpoint=False).astype(int)
    high, low = np.maximum.reduceat(matrix, starts, axis), np.minimum.reduceat(matrix, starts, axis)
    return np.where(high >= -low, high, low)


def _block(whole: Array, thin: Array) -> str:
    rows, columns = (round(a / b) for a, b in zip(whole.shape, thin.shape, strict=True))
    return f"about {rows} x {columns}"


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
