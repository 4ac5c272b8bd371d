"""The source models: the architectures of every collection (`zoos`) with their weights, wherever these are; and the
user's own exported checkpoints. No model is built, and the network is never touched.
"""

import difflib
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, Literal

from ..errors import UserError
from ..job import Source
from ..progress import Long, Progress
from ..recipes.image import Preprocessing
from . import exported, places, shipped, zoos
from .entry import PUBLISHED, ModelEntry, Weights, check_size, titled
from .zoo import Zoo

__all__ = ["check_size", "find", "load", "names", "own_weights", "weights_of"]


def load(folders: Sequence[Path] = (), allow_network: bool = False) -> Long[tuple[ModelEntry, ...]]:
    """Every source model. `folders` are the user's own, searched beside torch's cache and this program's folder.

    `allow_network` only turns 'import' into 'download'; nothing is downloaded here.
    """
    yield Progress(0, 0, "Looking for weight files")
    files = places.files(folders)
    rows = [_entry(name, files, allow_network) for name in names()]
    known = {w.file for row in rows for w in row.weights}
    own = [path for name, found in files.items() if name not in known for path in found]
    for number, path in enumerate(dict.fromkeys(own)):
        yield Progress(number, len(own), f"Looking into {path.name}")
        if row := _own_folder(path) if path.is_dir() else _own_row(path):
            rows.append(row)
    return tuple(rows)


def names() -> list[str]:
    """Names of all architectures, sorted."""
    return list(zoos.names())


def find(name: str, folders: Sequence[Path] = ()) -> ModelEntry:
    """The entry of the architecture `name`. Raises UserError, with the names nearest to it, where there is none."""
    find_name(name)
    return _entry(name, places.files(folders))


def find_entry(name: str) -> ModelEntry:
    """The entry of the architecture `name` without a look at the disk. Raises UserError as `find` does."""
    find_name(name)
    return _entry(name)


def find_name(name: str) -> None:
    """Raises UserError, with the names nearest to it, where no architecture is called `name`."""
    if name not in names():
        near = difflib.get_close_matches(name.lower(), names(), 3, 0.5)
        cure = f"Did you mean {' or '.join(near)}?" if near else "`transfer-gui models` lists them all."
        raise UserError(f"There is no model called {name!r}.", cure)


def weights_of(source: Source, folders: Sequence[Path] = ()) -> Weights | None:
    """The set of weights that `source` names; None where it says 'none', or a plain file of weights.

    Raises UserError where the model has no such set, and for a folder of another program that is not sound.
    """
    entry = find(source.model, folders)
    if source.weights == "none":
        return None
    chosen = next((w for w in entry.weights if w.id == source.weights), None)
    if chosen:
        return chosen
    if source.weights == "shipped" or source.weights.startswith(PUBLISHED):
        have, folder = ", ".join(f"'{w.id}'" for w in entry.weights), entry.brings == "folder"
        others = "the path of a folder" if folder else "'none'"
        cure = f"It has {have} or {others}" if have else f"Give {others}"
        cure += "." if folder else "; the path of a file does too."
        raise UserError(f"{entry.title} has no weights called '{source.weights}'.", cure)
    path = shipped.place(source.weights)
    return own_weights(path) or zoos.of(source.model).brought(path)


def options_of(source: Source, chosen: Weights | None) -> dict[str, Any] | None:
    """What the weights of a source, `chosen` as `weights_of` found them, tell of its network (see `Zoo.options_of_file`
    and `Zoo.brought`); None where its name says all. Raises UserError where they cannot be used."""
    if source.weights == "none" or not find_entry(source.model).by_file:
        return None
    if chosen and chosen.options:
        return dict(chosen.options)
    if source.weights == "shipped" or source.weights.startswith(PUBLISHED):
        return None
    return zoos.of(source.model).options_of_file(source.model, shipped.place(source.weights))


def told_by(path: Path) -> str | None:
    """The architecture of the network that a file tells of itself, layers and all; None where it holds weights alone.

    Raises UserError where it tells of a network that cannot be used.
    """
    return next((name for name, zoo in zoos.names().items() if zoo.options_of_file(name, path) is not None), None)


def with_parameters(shapes: Mapping[str, tuple[int, ...]]) -> list[str]:
    """Models with just as many parameters as a state dict of these shapes, whatever the number of its classes."""
    least = {name: shape for name, shape in shapes.items() if not name.lower().startswith("aux")}
    counts = {exported.parameters(kept) + _more_outputs(kept) for kept in (shapes, least)}
    return [name for name in names() if _entry(name).parameters in counts]


def _more_outputs(shapes: Mapping[str, tuple[int, ...]]) -> int:
    """Parameters that the last layer would have more with a thousand outputs."""
    matrices = [(name, shape) for name, shape in shapes.items() if name.endswith("weight") and len(shape) in {2, 4}]
    called = [pair for pair in matrices if pair[0].startswith(("fc.", "head", "classifier."))]
    if not matrices:
        return 0
    name, shape = max(called, key=lambda pair: pair[0]) if called else matrices[-1]
    bias = name.removesuffix("weight") + "bias" in shapes
    return (1000 - shape[0]) * (math.prod(shape[1:]) + bias)


# ---- the collections' architectures, with their weights


def _entry(name: str, files: Mapping[str, Sequence[Path]] = {}, allow_network: bool = False) -> ModelEntry:
    zoo = zoos.of(name)
    sets = [_place(zoo, weights, files, allow_network) for weights in zoo.published(name)]
    if path := zoo.file(name):
        sets.append(_shipped(path, name))
    sets.sort(key=lambda w: (w.where in {"import", "download"}, -(w.accuracy or 0)))
    accuracy = max((w.accuracy for w in sets if w.accuracy), default=None)
    return replace(zoo.entry(name), accuracy=accuracy, weights=tuple(sets), recipe=zoo.recipe(name))


def _place(zoo: Zoo, weights: Weights, files: Mapping[str, Sequence[Path]], allow_network: bool) -> Weights:
    """The published set with where it is."""
    if weights.where == "shipped":
        return weights
    for path in files.get(weights.file, ()):
        if not weights.files:
            return replace(weights, where="disk", path=str(path))
        with suppress(UserError):  # not sound: it is as if it were not there
            if path.is_dir() and (found := zoo.brought(path)) is not None:
                return replace(found, id=weights.id, title=weights.title, file=weights.file, licence=weights.licence)
    where: Literal["import", "download"] = "download" if allow_network and not weights.files else "import"
    return replace(weights, where=where)


@cache
def _shipped(path: Path, model: str) -> Weights:
    return _from_metadata(path, exported.header(path)[0], "shipped", model)


# ---- the user's own files


def own_weights(path: Path) -> Weights | None:
    """What a checkpoint of this program says of itself; None where the file is not one."""
    try:
        metadata = exported.metadata(path)
    except (OSError, ValueError):
        return None
    return _from_metadata(path, metadata, "disk", str(metadata["model"])) if metadata else None


def _own_row(path: Path) -> ModelEntry | None:
    """The row of a checkpoint of this program, or of a file that tells its network's layers; None for any other."""
    weights = own_weights(path)
    metadata = exported.metadata(path) if weights else None
    try:
        model = str(metadata["model"]) if metadata else told_by(path)
        if model not in names():
            return None
        given = zoos.of(model).options_of_file(model, path)
        base = _entry(model) if given is None else zoos.of(model).described(_entry(model), given)
    except UserError:
        return None
    if weights is None:
        weights = replace(_from_metadata(path, {}, "disk", model), preprocessing=base.usual)
    return _row(base, path.stem, weights)


def _own_folder(path: Path) -> ModelEntry | None:
    """A folder of another program, as the row of the architecture that reads such."""
    for name, zoo in zoos.names().items():
        with suppress(UserError):
            if not zoo.published(name) and (found := zoo.brought(path)) is not None:
                return _row(zoo.described(_entry(name), dict(found.options)), found.title, found)
    return None


def _row(base: ModelEntry, called: str, weights: Weights) -> ModelEntry:
    size = weights.preprocessing.size
    return replace(titled(base, called), origin="file", accuracy=None, input_size=size, weights=(weights,))


def _from_metadata(path: Path, metadata: Mapping[str, Any], where: Literal["shipped", "disk"], model: str) -> Weights:
    usual = zoos.of(model).recipe(model) if model in zoos.names() else Preprocessing()
    return Weights(
        id="shipped" if where == "shipped" else str(path),
        where=where,
        title=_own_title(path, metadata),
        preprocessing=exported.preprocessing(metadata) or usual,
        accuracy=None,
        path=str(path),
        file=path.name,
        megabytes=round(path.stat().st_size / 1e6, 2),
        licence=str(metadata.get("licence", "")),
        options=tuple(zoos.known(model, metadata.get("model_options")).items()) if model in zoos.names() else (),
    )


def _own_title(path: Path, metadata: Mapping[str, Any]) -> str:
    classes: Iterable[Any] = metadata.get("classes") or ()
    if isinstance(classes, str):
        classes = json.loads(classes)
    count = len(tuple(classes))
    return str(metadata.get("name") or (f"{path.name}, {count} classes" if count else path.name))
