"""How alike the embeddings of a vision transformer's positions are, as in fig. 7 of Dosovitskiy et al. 2021
(arXiv:2010.11929)."""

from math import isqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .figures import Array, Axis, Figure, Heatmap, Lines, Tiles
from .slices import SIDE, thin
from .view import Subject, View

NAMES = ("pos_embedding", "pos_embed", "position_embedding", "position_embeddings", "positional_embedding")
MOST = 8
"""Rows and columns of positions shown at most."""


def compute(subject: Subject) -> tuple[Figure, ...]:
    """Cosine similarity of positions on the picture, and how it falls with their distance."""
    for name, tensor in subject.learned().items():
        if name.rpartition(".")[2] in NAMES and tensor.ndim in {2, 3} and (tensor.ndim == 2 or len(tensor) == 1):
            embedding = tensor.reshape(tensor.shape[-2:])
            patches = _patches(embedding)
            if patches is None:
                return (_all(subject.short(name), embedding),)
            before = subject.before(name)
            old = None if before is None else _patches(before.reshape(embedding.shape))
            return _mosaic(patches), _falling(patches, old)
    return ()


def cosines(some: NDArray[Any], others: NDArray[Any]) -> Array:
    """Cosine (m, n), -1..1, of rows (m, width) with rows (n, width); NaN for one that is zero or not finite."""
    with np.errstate(all="ignore"):
        left, right = (_unit(rows.astype(np.float64)) for rows in (some, others))
        return np.clip(left @ right.T, -1, 1).astype(np.float32)


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return rows / np.sqrt(np.square(rows).sum(1, keepdims=True))


def _patches(embedding: Array) -> Array | None:
    """The positions on a square grid, without the class token's before them; None where they lie on none."""
    count = len(embedding)
    if isqrt(count - 1) ** 2 == count - 1 and count > 2:
        return embedding[1:]
    return embedding if isqrt(count) ** 2 == count and count > 1 else None


def _mosaic(patches: Array) -> Tiles:
    side = isqrt(len(patches))
    shown, places = _shown(side)
    images = cosines(patches[places], patches).reshape(-1, side, side)
    labels = tuple(f"position in row {p // side}, column {p % side}" for p in places.tolist())
    of = f"all {side} x {side}" if len(shown) == side else f"{len(shown)} x {len(shown)} of {side} x {side}"
    note = f"{of} positions, each tile at its place in the picture: its cosine with every other position"
    return Tiles("Similarity of position embeddings", images, labels, -1.0, 1.0, note, "cosine", len(shown))


def _shown(side: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The rows, which are the columns too, of the positions looked at, and these positions."""
    shown = np.unique(np.linspace(0, side - 1, min(MOST, side)).round().astype(np.int64))
    return shown, (shown[:, None] * side + shown).ravel()


def _falling(patches: Array, before: Array | None) -> Lines:
    """Mean cosine of the positions shown with all others, by distance in whole patches."""
    side = isqrt(len(patches))
    row, column = np.divmod(np.arange(side * side), side)
    _, places = _shown(side)
    distance = np.hypot(row[places, None] - row, column[places, None] - column).round().astype(int).ravel()
    pairs = np.bincount(distance)

    def curve(vectors: Array) -> tuple[Array, Array]:
        with np.errstate(invalid="ignore"):
            means = np.bincount(distance, cosines(vectors[places], vectors).ravel().astype(np.float64)) / pairs
        return np.arange(len(means), dtype=np.float32), means.astype(np.float32)

    curves = ({} if before is None else {"source": curve(before)}) | {"now": curve(patches)}
    return Lines("Similarity by distance", curves, Axis("distance", "patches"), Axis("mean cosine"), points=True)


def _all(name: str, embedding: Array) -> Heatmap:
    return Heatmap(
        f"{name}: similarity of positions", thin(cosines(embedding, embedding), SIDE), Axis("position"),
        Axis("position"), -1.0, 1.0, "cosine",
    )  # fmt: skip


VIEW = View("Positions", "How alike the embeddings of a vision transformer's positions are", 16, compute)
