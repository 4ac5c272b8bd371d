"""The long actions by which the window looks inside networks and at their results, each run by `Tasks`.

Torch is imported inside them, so that the window is painted before it is loaded.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ..core.inspect.figures import Figure
from ..core.progress import Long, Progress
from ..core.runs.examples import Examples, gather
from ..core.runs.place import Place


def picture_views(place: Place, folders: Sequence[Path]) -> Long[list[tuple[str, Any]]]:
    """The ways to look at one picture that fit the network: (name, `core.explain.view.PictureView`)."""
    yield Progress(0, 0, "Opening the network")
    from ..core.explain.view import views
    from ..core.runs.looked import look_into

    looked = look_into(place, folders)
    return [(name, view) for name, view in views().items() if view.fits(looked)]


def explain(
    place: Place, path: Path, layer: str, target: int | None, names: Sequence[str], folders: Sequence[Path]
) -> Long[Any]:
    """The figures of one picture; Progress.item is (name, figures or the UserError) as each is ready."""
    yield Progress(0, 0, "Opening the network")
    from ..core.explain import explain as core

    return (yield from core.explain(place, path, layer, target, names, folders))


def embedding_methods() -> Long[dict[str, str]]:
    """The ways to lay examples out by name, with what is missing for each (empty where it can be used)."""
    yield Progress(0, 0)
    from ..core.explain import embedding

    return {name: "" if name in embedding.methods() else embedding.why_not(name) for name in ("pca", "tsne", "umap")}


def embed(
    places: Sequence[Place], examples: Examples, layer: str, method: Any, seed: int, folders: Sequence[Path]
) -> Long[tuple[Figure, ...]]:
    """The examples in two dimensions as each of the networks sees them."""
    dataset, indices = yield from gather(examples)
    yield Progress(0, 0, "Opening the network")
    from ..core.explain import embedding

    return (yield from embedding.embed(places, dataset, indices, layer, method, seed, folders))


def exciting(
    place: Place, examples: Examples, layer: str, channel: int | None, count: int, folders: Sequence[Path]
) -> Long[Any]:
    """The examples that excite a channel of a layer most."""
    dataset, indices = yield from gather(examples)
    yield Progress(0, 0, "Opening the network")
    from ..core.explain import exciting as core

    return (yield from core.exciting(place, dataset, indices, layer, channel, count, folders))


def compare(a: Place, b: Place, examples: Examples | None, folders: Sequence[Path]) -> Long[tuple[Figure, ...]]:
    """Two networks side by side: their weights, and with examples their activations too."""
    dataset, indices = (yield from gather(examples)) if examples is not None else (None, ())
    yield Progress(0, 0, "Opening the networks")
    from ..core.explain import compare as core

    return (yield from core.compare(a, b, dataset, indices, folders))


def collect(place: Place, examples: Examples, folders: Sequence[Path]) -> Long[Any]:
    """What a network says of the examples (`core.evaluate.results.Results`)."""
    dataset, indices = yield from gather(examples)
    yield Progress(0, len(indices), "Opening the network")
    from ..core.evaluate import collect as core

    return (yield from core.collect(place, dataset, indices, examples.title, folders))


def result_figures(results: Any) -> Long[list[tuple[str, tuple[Figure, ...]]]]:
    """The figures of every view of results, by the view's name, in order."""
    from ..core.evaluate.view import views

    found: list[tuple[str, tuple[Figure, ...]]] = []
    for done, (name, view) in enumerate(views().items()):
        yield Progress(done, len(views()), view.title)
        found.append((name, view.compute(results)))
    return found


def predict(checkpoint: Path, pictures: Sequence[Path]) -> Long[Any]:
    """Name what is in pictures; folders among them are searched through. Progress.item is each prediction."""
    yield Progress(0, 0, "Looking for pictures")
    from ..core.evaluate import predict as core
    from ..core.evaluate import predictions

    files, problems = predictions.search(pictures)
    return (yield from core.predict(checkpoint, [file for file in files if str(file) not in problems]))


def movements(folder: Path) -> Long[Any]:
    """How far each layer of a run had come at the end of each epoch (`core.events.Measured`)."""
    yield Progress(0, 0, "Reading the run")
    from ..core.runs import movements as core

    return core.read(folder)


def network_map(place: Place, source: Place, folders: Sequence[Path]) -> Long[Any]:
    """How far every tensor at `place` is from `source` (Movement by name), and the spectral hint by layer."""
    yield Progress(0, 0, "Reading the weights")
    from ..core.explain import network_map as core

    return (yield from core.network_map(place, source, folders))


def tensors(place: Place, layer: str, folders: Sequence[Path]) -> Long[Any]:
    """The tensors of a layer (`core.runs.tensors.Read`)."""
    yield Progress(0, 0, "Reading the weights")
    from ..core.runs import tensors as core

    if place.checkpoint is not None:
        return core.of_checkpoint(place.checkpoint, layer)
    assert place.job is not None
    return core.of_source(place.job.source, len(place.classes), place.job.training.seed, folders, layer)


def numpy_code(name: str, array: Any) -> Long[str]:
    """Text that gives the array back in Python."""
    yield Progress(0, 0, "Writing the numbers as text")
    from ..core.inspect import slices

    return slices.numpy_code(name, array)
