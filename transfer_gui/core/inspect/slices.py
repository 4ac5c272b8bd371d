"""One slice of a tensor of any number of dimensions: as a matrix, as a heat map, and as text to be pasted.

And how a large matrix is made small, and where its colours end: the views go by that too.
"""

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import UserError
from .figures import Array, Axis, Heatmap

SIDE = 128
"""Rows and columns of a heat map at most; a larger slice is thinned."""
SAMPLED = 1_000_000
"""Numbers that the end of a colour scale is found from at most; of more, every third, fifth... counts."""
MOST = 1_000_000
"""Numbers written as text at most."""


def as_matrix(tensor: NDArray[Any], index: Sequence[int] = ()) -> NDArray[Any]:
    """The last two dimensions of `tensor`, those before fixed at `index` (one entry each; from the end if negative).

    A vector is one row, a scalar one cell. A view where it can be. Raises IndexError for an index that is not there.
    """
    leading = max(0, tensor.ndim - 2)
    if len(index) != leading:
        raise IndexError(f"{leading} leading dimensions, but an index of {len(index)}")
    return np.atleast_2d(tensor[tuple(index)] if index else tensor)


def heatmap(name: str, tensor: NDArray[Any], index: Sequence[int] = ()) -> Heatmap:
    """`as_matrix` in colours; of a large slice, the number of largest magnitude in each block."""
    whole = _real(as_matrix(tensor, index))
    small = thin(whole, SIDE)
    high = extent(small)
    note = "" if small.shape == whole.shape else f"each cell shows the largest of its block of {block(whole, small)}"
    place = f"[{', '.join(map(str, index))}, :, :]" if index else ""
    return Heatmap(f"{name}{place}", small, Axis("column"), Axis("row"), -high, high, "", note)


def thin(matrix: Array, side: int) -> Array:
    """`matrix` (rows, columns) with at most `side` of each: of each block the entry of largest magnitude, signed.

    NaN wherever a block holds one.
    """
    return _thin(_thin(matrix, 0, side), 1, side)


def extent(values: Array) -> float:
    """The magnitude that a symmetric colour scale ends at: 99.5 percent of all lie within. Never 0 or NaN."""
    flat = values.reshape(-1)[:: -(-values.size // SAMPLED) | 1]
    sizes = np.abs(flat[np.isfinite(flat)])
    found = float(np.percentile(sizes, 99.5)) if sizes.size else 0.0
    return found or (float(sizes.max()) if sizes.size else 0.0) or 1.0


def block(whole: Array, small: Array) -> str:
    """How many cells of `whole` one of `small` stands for, in words."""
    rows, columns = (round(a / b) for a, b in zip(whole.shape, small.shape, strict=True))
    return f"about {rows} x {columns}"


def _thin(matrix: Array, axis: int, side: int) -> Array:
    length = matrix.shape[axis]
    if length <= side:
        return matrix
    starts = np.linspace(0, length, side, endpoint=False).astype(int)
    high, low = np.maximum.reduceat(matrix, starts, axis), np.minimum.reduceat(matrix, starts, axis)
    return np.where(high >= -low, high, low)


def _real(matrix: NDArray[Any]) -> Array:
    return (np.abs(matrix) if np.iscomplexobj(matrix) else matrix).astype(np.float32)


def numpy_code(name: str, array: NDArray[Any]) -> str:
    """Text that Python, with numpy as `np`, evaluates to just this array: type, shape, and every number to the bit.

    Bools, integers and floats; a comment above it tells the name. Raises UserError for more numbers than `MOST`.
    """
    if array.size > MOST:
        raise UserError(
            f"{name} holds {array.size:,} numbers, too many to copy as text.",
            "Copy one slice of it, or save the figure as CSV.",
        )
    kind = "np.bool_" if array.dtype == bool else f"np.{array.dtype.name}"
    words = ", ".join(_words(array.ravel()))
    shape = ", ".join(map(str, array.shape))
    title = f"# {name}: {' x '.join(map(str, array.shape)) or 'one number'}, {array.dtype.name}"
    return f"{title}\nnp.array([{words}], dtype={kind}).reshape(({shape}{',' if array.ndim == 1 else ''}))"


def _words(flat: NDArray[Any]) -> list[str]:
    if not np.issubdtype(flat.dtype, np.floating):
        return [repr(value) for value in flat.tolist()]
    return [_word(value) for value in flat]


def _word(value: Any) -> str:
    """The shortest decimal that gives the number back."""
    if math.isnan(value):
        return "np.nan"
    if math.isinf(value):
        return "np.inf" if value > 0 else "-np.inf"
    short = str(value)
    # A decimal is read as a double first: where that would round twice to another number, all digits are written.
    return short if type(value)(float(short)) == value else repr(float(value))
