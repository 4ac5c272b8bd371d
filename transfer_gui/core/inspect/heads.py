"""The heads of an attention: how much each weighs, what it compares, and which places it looks at."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .figures import Array, Axis, Figure, Heatmap, Tiles
from .slices import extent, thin
from .view import Subject, View

PACKED = ("in_proj_weight", "qkv.weight", "to_qkv.weight")
"""Query, key and value in one matrix (3 width, width), of torch's, Swin's and MaxViT's attention."""
APART = tuple(f"{part}.weight" for part in ("query", "key", "value"))
"""Each in a matrix of its own (width, width), of BERT's attention."""
OUTPUT = ("out_proj.weight", "proj.weight", "merge.weight")
BESIDE = "output.dense.weight"
"""BERT's, in a module beside the one that attends."""
BIASES = "relative_position_bias_table"
PARTS = ("query", "key", "value")
SIDE = 40
"""Rows and columns of a head's map at most."""
MOST = 12
"""Attentions listed at most."""


@dataclass(frozen=True)
class _Attention:
    """The weights of one attention, as far as they are in the layer that is looked at."""

    path: str
    heads: int
    packed: Array | None
    """(3, heads, width of a head, width)."""
    output: Array | None
    """(width, heads, width of a head)."""
    biases: Array | None
    """(offsets, heads)."""


def compute(subject: Subject) -> tuple[Figure, ...]:
    """Norms of each head's blocks; of a lone attention also what its heads compare, and their biases by place."""
    found = list(_attentions(subject))
    figures = [_norms(subject, found)] if any(a.packed is not None for a in found) else []
    if len(found) == 1:
        figures += [figure for figure in (_compared(found[0]), _by_place(found[0])) if figure is not None]
    return tuple(figures)


def split(packed: NDArray[Any], heads: int) -> NDArray[Any]:
    """(3 width, columns) as (query key value, heads, width of a head, columns): a head is a run of rows of each."""
    return packed.reshape(3, heads, -1, packed.shape[1])


def _attentions(subject: Subject) -> Iterator[_Attention]:
    for path, heads in subject.heads.items():
        packed = _of(subject, path, PACKED)
        if packed is None:
            packed = _joined([_of(subject, path, (name,)) for name in APART])
        if packed is not None and (packed.ndim != 2 or packed.shape[0] % (3 * heads)):
            packed = None
        output = _of(subject, path, OUTPUT)
        if output is None:
            output = _of(subject, path.rpartition(".")[0], (BESIDE,))
        if packed is None or output is None or output.ndim != 2 or output.shape[1] % heads:
            output = None
        biases = _of(subject, path, (BIASES,))
        if biases is not None and (biases.ndim != 2 or biases.shape[1] != heads):
            biases = None
        if packed is not None or biases is not None:
            yield _Attention(
                path,
                heads,
                None if packed is None else split(packed, heads),
                None if output is None else output.reshape(len(output), heads, -1),
                biases,
            )


def _joined(parts: list[Array | None]) -> Array | None:
    """Matrices of the same shape below each other; None where one is missing."""
    there = [part for part in parts if part is not None and part.ndim == 2 and part.shape == parts[0].shape]  # type: ignore[union-attr]
    return np.concatenate(there) if len(there) == len(parts) else None


def _of(subject: Subject, path: str, names: tuple[str, ...]) -> Array | None:
    for name in names:
        tensor = subject.tensors.get(f"{path}.{name}" if path else name)
        if tensor is not None and tensor.size and np.issubdtype(tensor.dtype, np.floating):
            return tensor
    return None


def _norms(subject: Subject, found: list[_Attention]) -> Heatmap:
    """Frobenius norm of each head's block, a row each part of each attention."""
    known = [a for a in found if a.packed is not None]
    shown = known[:MOST]
    rows: list[str] = []
    values: list[Array] = []
    most = max(a.heads for a in shown)
    for attention in shown:
        assert attention.packed is not None
        norms: dict[str, Array] = dict(zip(PARTS, _norm(attention.packed, (2, 3)), strict=True))
        if attention.output is not None:
            norms["output"] = _norm(attention.output, (0, 2))
        before = "" if len(shown) == 1 else f"{subject.short(attention.path)} "
        rows += [before + part for part in norms]
        values += [np.pad(norm, (0, most - len(norm)), constant_values=np.nan) for norm in norms.values()]
    matrix = np.array(values, np.float32)
    finite = matrix[np.isfinite(matrix)]
    high = float(finite.max()) if finite.size and finite.max() > 0 else 1.0
    note = f"The first {len(shown)} of {len(known)} attentions." if len(known) > len(shown) else ""
    if len(shown) > 1:
        note = f"{note} Choose one attention to see what its heads compare.".strip()
    columns = tuple(f"head {head}" for head in range(most))
    return Heatmap(
        "L2 norm of each head's weights", matrix, Axis("head"), Axis("block"), 0.0, high, "", note,
        tuple(rows), columns, written=len(shown) == 1 and most <= 16,
    )  # fmt: skip


def _norm(blocks: Array, axes: tuple[int, int]) -> Array:
    with np.errstate(over="ignore", invalid="ignore"):
        return np.sqrt(np.square(blocks).sum(axes, dtype=np.float64)).astype(np.float32)


def _compared(attention: _Attention) -> Tiles | None:
    """W_query^T W_key of each head: the bilinear form by which it scores a pair of places."""
    if attention.packed is None:
        return None
    query, key, _ = attention.packed
    maps = np.empty((attention.heads, *(min(SIDE, query.shape[2]),) * 2), np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        for head in range(attention.heads):
            maps[head] = thin(query[head].T @ key[head], SIDE)
    high = extent(maps)
    note = "a row each input channel of the query, a column each of the key; before the scores are scaled"
    if query.shape[2] > SIDE:
        note += f"; each cell shows the largest of its block of about {round(query.shape[2] / SIDE)} channels a side"
    return Tiles(
        "What each head compares: query weights by key weights", maps, _numbers(attention.heads), -high, high, note
    )


def _by_place(attention: _Attention) -> Tiles | None:
    """What each head adds to a score by how the two places lie: (2 window - 1) rows and columns of offsets."""
    biases = attention.biases
    if biases is None or isqrt(len(biases)) ** 2 != len(biases):
        return None
    side = isqrt(len(biases))
    high = extent(biases)
    note = (
        f"added to a score by how far the query lies below (rows) and right of (columns) the key, {-(side // 2)} to "
        f"{side // 2}; the middle is the same place"
    )
    return Tiles(
        "Bias of each head by relative position", biases.T.reshape(-1, side, side), _numbers(attention.heads),
        -high, high, note,
    )  # fmt: skip


def _numbers(heads: int) -> tuple[str, ...]:
    return tuple(f"head {head}" for head in range(heads))


VIEW = View("Attention heads", "The query, key and value weights of an attention, head by head", 14, compute)
