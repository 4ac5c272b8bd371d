"""The examples of a dataset as points: what a layer makes of them, brought to two dimensions."""

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..data.dataset import Dataset, Skipped
from ..errors import UserError
from ..inspect.figures import Array, Axis, Figure, Scatter
from ..progress import Long, Progress
from ..runs.looked import look_into
from ..runs.place import Place
from .features import HEAD, Features, features, named, nothing_read, told

Method = Literal["pca", "tsne", "umap"]

TITLES: dict[str, str] = {"pca": "PCA", "tsne": "t-SNE", "umap": "UMAP"}
_PACKAGES = {"tsne": ("sklearn", "scikit-learn"), "umap": ("umap", "umap-learn")}
"""What each method needs: the module, and the package that brings it."""

MOST = {"pca": 2000, "tsne": 1000, "umap": 2000}
"""Examples drawn at most; t-SNE, which cannot be left halfway, takes some 10 s for so many."""
NEIGHBOURS = 5
REDUCED = 50
"""Components that t-SNE and UMAP are given where there are more (van der Maaten and Hinton 2008, section 4.2)."""
LEAST = 3
"""Examples that a picture of how they lie needs."""


def methods() -> tuple[Method, ...]:
    """Those that can be used on this machine; PCA always."""
    known: tuple[Method, ...] = ("pca", "tsne", "umap")
    return tuple(method for method in known if not why_not(method))


def why_not(method: Method) -> str:
    """What is missing for `method`, in words; empty where nothing is. Imports nothing."""
    if method not in _PACKAGES:
        return ""
    module, package = _PACKAGES[method]
    if importlib.util.find_spec(module) is not None:
        return ""
    return f"{TITLES[method]} needs {package}: pip install {package}."


def embed(
    places: Sequence[Place],
    dataset: Dataset,
    indices: Sequence[int],
    layer: str = HEAD,
    method: Method = "pca",
    seed: int = 0,
    folders: Sequence[Path] = (),
) -> Long[tuple[Figure, ...]]:
    """A `Scatter` for each of `places` (before and after training, say) of the examples `indices` of `dataset`.

    All of the same examples: those that every network could read, at most `MOST` of the method, drawn by `seed`. Each
    figure has axes of its own. The note says how far the classes are apart in the layer itself (`neighbours`), before
    anything is brought to two dimensions. Raises UserError where the method's package is missing, for a layer that is
    not there, for activations that are not finite, and for fewer than `LEAST` examples that can be read.
    """
    if reason := why_not(method):
        raise UserError(reason.partition(":")[0] + ", which is not installed.", f"{reason} Or choose PCA.")
    chosen = subset(indices, MOST[method], seed)
    paths = [dataset.examples[i].path for i in chosen]
    found: list[Features] = []
    for number, place in enumerate(places):
        looked = look_into(place, folders)
        action = features(looked, paths, layer)
        one = yield from _step(action, number, len(places), place.title)
        if not np.isfinite(one.values).all():
            raise UserError(
                f"{place.title}: {named(layer)} gives NaN or infinite numbers.",
                "The training diverged: look at an earlier checkpoint, or train with a smaller learning rate.",
            )
        found.append(one)
    common = sorted(set(found[0].kept).intersection(*(one.kept for one in found[1:]))) if found else []
    skipped = tuple({s.path: s for one in found for s in one.skipped}.values())
    if len(common) < LEAST:
        raise _too_few(len(common), skipped)
    groups = np.array([dataset.examples[chosen[i]].label for i in common], np.int64)
    items = tuple(paths[i] for i in common)
    notes = [note for note in (_drawn(len(chosen), len(indices)), told(skipped)) if note]
    figures: list[Figure] = []
    for number, (place, one) in enumerate(zip(places, found, strict=True)):
        yield Progress(number, len(places), f"{TITLES[method]} of {len(common)} examples")
        values = one.values[np.searchsorted(one.kept, common)]
        points, x, y = _flatten(values, method, seed)
        title = f"{place.title}: {TITLES[method]} of {named(layer)}"
        note = "; ".join([_apart(values, groups), *notes])
        figures.append(Scatter(title, points, groups, dataset.classes, items, x, y, note))
    return tuple(figures)


def subset(indices: Sequence[int], most: int, seed: int) -> list[int]:
    """`most` of `indices` in their order, drawn by `seed`; all where there are no more."""
    if len(indices) <= most:
        return list(indices)
    drawn = np.random.default_rng(seed).choice(len(indices), most, replace=False)
    return [indices[i] for i in np.sort(drawn)]


def pca(values: Array, components: int = 2) -> tuple[Array, NDArray[np.float64]]:
    """Scores (n, components) of the principal components, and the share of the variance that each explains.

    By the eigenvalues of the inner products of the centred features (n, d), of examples or of channels, whichever are
    fewer. The sign of a component, which is arbitrary, is such that its loading of largest magnitude is positive.
    Where there are fewer components the scores and shares are zero.
    """
    centred = values.astype(np.float64) - values.mean(0, dtype=np.float64)
    wide = centred.shape[0] <= centred.shape[1]
    squares, vectors = np.linalg.eigh(centred @ centred.T if wide else centred.T @ centred)
    squares, vectors = squares[::-1][:components], vectors[:, ::-1][:, :components]
    total = float(np.square(centred).sum())
    count = int((squares > 1e-12 * total).sum())
    squares, vectors = squares[:count], vectors[:, :count]
    loadings = (centred.T @ vectors if wide else vectors).T
    scores = vectors * np.sqrt(squares) if wide else centred @ vectors
    signs = np.sign(loadings[np.arange(count), np.abs(loadings).argmax(1)]) if count else np.ones(0)
    points, explained = np.zeros((len(values), components)), np.zeros(components)
    points[:, :count], explained[:count] = scores * signs, squares / (total or 1.0)
    return points.astype(np.float32), explained


def neighbours(values: Array, groups: NDArray[np.int64], count: int = NEIGHBOURS) -> float:
    """The share of examples whose class is the most frequent one among the `count` nearest others (0..1).

    Leave-one-out accuracy of nearest neighbours by Euclidean distance in all of the features (n, d); where two
    classes are equally frequent the first one counts.
    """
    count = min(count, len(values) - 1)
    if count < 1:
        return float("nan")
    centred = values.astype(np.float64) - values.mean(0, dtype=np.float64)
    squares = np.square(centred).sum(1)
    distances = squares[:, None] + squares - 2 * centred @ centred.T
    np.fill_diagonal(distances, np.inf)
    nearest = groups[np.argsort(distances, axis=1, kind="stable")[:, :count]]
    votes = np.stack([(nearest == group).sum(1) for group in range(int(groups.max()) + 1)], 1)
    return float((votes.argmax(1) == groups).mean())


def _step(action: Long[Features], number: int, total: int, title: str) -> Long[Features]:
    """The progress of one of several passes as that of the whole."""
    try:
        while True:
            try:
                step = next(action)
            except StopIteration as stop:
                return stop.value
            yield Progress(number * step.total + step.done, total * step.total, f"{title}: {step.text}")
    finally:
        action.close()


def _flatten(values: Array, method: Method, seed: int) -> tuple[Array, Axis, Axis]:
    """Two dimensions, and what their axes are."""
    if method == "pca":
        points, explained = pca(values)
        labels = [f"component {i} ({share:.0%} of the variance)" for i, share in enumerate(explained, 1)]
        return points, Axis(labels[0]), Axis(labels[1])
    kept = min(REDUCED, *values.shape)
    reduced = pca(values, kept)[0] if values.shape[1] > REDUCED else values
    points = (_tsne if method == "tsne" else _umap)(reduced, seed)
    return points.astype(np.float32), Axis(f"{TITLES[method]} 1"), Axis(f"{TITLES[method]} 2")


def _tsne(values: Array, seed: int) -> NDArray[Any]:
    """t-SNE (van der Maaten and Hinton 2008), begun at the principal components."""
    from sklearn.manifold import TSNE

    if not np.ptp(values, 0).any():
        return np.zeros((len(values), 2))
    perplexity = min(30.0, max(1.0, (len(values) - 1) / 3))
    begin = pca(values)[0]
    begin = begin / (begin[:, 0].std() or 1.0) * 1e-4  # as scikit-learn's own init='pca', with a sign that is settled
    init: Any = begin  # an array is allowed, though the stubs know words alone
    return TSNE(2, perplexity=perplexity, init=init, random_state=seed).fit_transform(values)


def _umap(values: Array, seed: int) -> NDArray[Any]:
    """UMAP (McInnes, Healy and Melville 2018)."""
    from umap import UMAP  # pyright: ignore[reportMissingImports]

    near = min(15, len(values) - 1)
    begin: Any = "spectral" if len(values) > 10 else "random"
    return UMAP(n_neighbors=near, n_components=2, init=begin, random_state=seed, n_jobs=1).fit_transform(values)


def _apart(values: Array, groups: NDArray[np.int64]) -> str:
    count = min(NEIGHBOURS, len(values) - 1)
    share, largest = neighbours(values, groups), np.bincount(groups).max() / len(groups)
    found = f"the {count} nearest others name the right class for {share:.0%} of {len(values)} examples"
    return f"{found} (always naming the largest class: {largest:.0%})"


def _drawn(chosen: int, total: int) -> str:
    return f"{chosen:,} of {total:,} examples, drawn at random" if chosen < total else ""


def _too_few(count: int, skipped: Sequence[Skipped]) -> UserError:
    if not count:
        return nothing_read(skipped)
    return UserError(
        f"Only {count} of the examples can be read: too few to show how they lie.", "Choose a larger part of the data."
    )
