"""The long actions by which the window looks inside networks and at their results, each run by `Tasks`.

Torch is imported inside them, so that the window is painted before it is loaded.
"""

from collections.abc import Sequence
from dataclasses import replace
from math import nan
from pathlib import Path
from typing import Any

from ..core.errors import UserError
from ..core.inspect.figures import Figure
from ..core.progress import Long, Progress
from ..core.runs.examples import Examples, gather
from ..core.runs.place import Place


def picture_views(place: Place, folders: Sequence[Path]) -> Long[tuple[tuple[str, ...], list[tuple[str, Any]]]]:
    """The network's classes, and the ways to look at one picture that fit it: (name, `explain.view.PictureView`)."""
    yield Progress(0, 0, "Opening the network")
    from ..core.explain.view import views
    from ..core.runs.looked import look_into

    looked = look_into(place, folders)
    return looked.classes, [(name, view) for name, view in views().items() if view.fits(looked)]


def explain(
    place: Place, path: Path, layer: str, target: int | None, names: Sequence[str], folders: Sequence[Path],
    truth: str = "",
) -> Long[Any]:  # fmt: skip
    """The figures of one picture, whose class is `truth`; Progress.item is (name, figures or the UserError)."""
    yield Progress(0, 0, "Opening the network")
    from ..core.explain import explain as core

    return (yield from core.explain(place, path, layer, target, names, folders, truth))


def beside(place: Place, path: Path, folders: Sequence[Path], truth: str = "") -> Long[tuple[Figure, ...] | None]:
    """What is shown of an example beside the answer for it; None where the network has nothing such."""
    yield Progress(0, 0, "Opening the network")
    from ..core.explain import explain as core

    return (yield from core.beside(place, path, folders, truth))


def embedding_methods() -> Long[dict[str, str]]:
    """The ways to lay examples out by name, with what is missing for each (empty where it can be used)."""
    yield Progress(0, 0)
    from ..core.explain import embedding

    return {name: "" if name in embedding.methods() else embedding.why_not(name) for name in ("pca", "tsne", "umap")}


def embed(
    place: Place, examples: Examples, layer: str, method: Any, seed: int, folders: Sequence[Path]
) -> Long[tuple[tuple[Figure, ...], str]]:
    """The examples in two dimensions as the network sees them, and before that as the source that its run started
    from saw them; with them, why there is no 'before' where there is none."""
    dataset, indices = yield from gather(examples)
    yield Progress(0, 0, "Opening the network")
    from ..core.explain import embedding

    before, why = _before(place, folders)
    places = [before, place] if before is not None else [place]
    return (yield from embedding.embed(places, dataset, indices, layer, method, seed, folders)), why


def exciting(
    place: Place, examples: Examples, layer: str, channel: int | None, count: int, folders: Sequence[Path]
) -> Long[Any]:
    """The examples that excite a channel of a layer most."""
    dataset, indices = yield from gather(examples)
    yield Progress(0, 0, "Opening the network")
    from ..core.explain import exciting as core

    return (yield from core.exciting(place, dataset, indices, layer, channel, count, folders))


def compare(a: Place, b: Place, examples: Examples | None, folders: Sequence[Path]) -> Long[tuple[Figure, ...]]:
    """Two networks side by side: their weights, and with examples their activations too. Beside a checkpoint, a
    source has a head for the checkpoint's classes."""
    dataset, indices = (yield from gather(examples)) if examples is not None else (None, ())
    yield Progress(0, 0, "Opening the networks")
    from ..core.explain import compare as core
    from ..core.runs import start

    if a.checkpoint is None and b.checkpoint is not None:
        a = start.beside(a, b.checkpoint)
    elif b.checkpoint is None and a.checkpoint is not None:
        b = start.beside(b, a.checkpoint)
    return (yield from core.compare(a, b, dataset, indices, folders))


def collect(place: Place, examples: Examples, folders: Sequence[Path]) -> Long[Any]:
    """What a network says of the examples (`core.evaluate.results.Results`)."""
    dataset, indices = yield from gather(examples)
    yield Progress(0, len(indices), "Opening the network")
    from ..core.evaluate import collect as core

    return (yield from core.collect(place, dataset, indices, examples.title, folders))


def plain(results: Any, run: Path) -> Long[Any]:
    """What a network of `run` said of its examples, beside plain features (`core.evaluate.plain.Comparison`)."""
    yield Progress(0, 0, "Reading the run")
    from ..core.evaluate import plain as core

    return (yield from core.compare(results, run))


def result_figures(results: Any) -> Long[list[tuple[str, tuple[Figure, ...]]]]:
    """The figures of every view of results, by the view's name, in order."""
    from ..core.evaluate.view import views

    found: list[tuple[str, tuple[Figure, ...]]] = []
    for done, (name, view) in enumerate(views().items()):
        yield Progress(done, len(views()), view.title)
        found.append((name, view.compute(results)))
    return found


def kind(checkpoint: Path) -> Long[str]:
    """What the examples of a trained network are, as in `job.data.domain`."""
    yield Progress(0, 0)
    from ..core.runs.checkpoint import load_recipe

    return load_recipe(checkpoint).kind


def predict(checkpoint: Path, paths: Sequence[Path]) -> Long[Any]:
    """Name examples; folders among them are searched through. Progress.item is each prediction."""
    yield Progress(0, 0, "Looking for examples")
    from ..core.evaluate import predict as core
    from ..core.evaluate import predictions

    files, problems = predictions.search(paths, (yield from kind(checkpoint)))
    return (yield from core.predict(checkpoint, [file for file in files if str(file) not in problems]))


def movements(folder: Path, which: str = "last") -> Long[Any]:
    """How far each layer of a run had come at the end of each epoch (`core.events.Measured`), up to that whose
    checkpoint is `which`."""
    yield Progress(0, 0, "Reading the run")
    from ..core.runs import movements as core

    return core.read(folder, which)


def network_map(place: Place, folders: Sequence[Path]) -> Long[Any]:
    """How far every tensor at `place` is from the source that its run started from (Movement by name), the spectral
    hint by layer, and why the source is not known where it is not."""
    yield Progress(0, 0, "Reading the weights")
    from ..core.explain import network_map as core

    source, why = _before(place, folders)
    found, hint = yield from core.network_map(place, source or place, folders)
    if why:  # it was measured against itself, which says nothing of how far it came
        found = {name: replace(one, source=nan, moved=nan, dot=nan) for name, one in found.items()}
    return found, hint, why


def _before(place: Place, folders: Sequence[Path]) -> tuple[Place | None, str]:
    """The source that the run of a checkpoint started from, or why it is not known; neither for a source itself."""
    from ..core.runs import start

    if place.checkpoint is None:
        return None, ""
    try:
        return start.found_start_of(place.checkpoint, folders), ""
    except UserError as error:
        return None, str(error)


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
