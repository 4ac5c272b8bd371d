"""The long actions that the window may ask for, each a generator run by `Tasks`.

Torch is imported inside them, so that the window is painted before it is loaded.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from ..core import torch_libraries
from ..core.data.dataset import Dataset, Split
from ..core.garbage import loading
from ..core.job import Data, Job, Source
from ..core.models.entry import ModelEntry, Weights
from ..core.models.layer import Layer
from ..core.progress import Long, Progress
from ..core.recipes import Recipe
from ..core.training import costs as core_costs
from ..core.training import savings as core_savings
from ..core.training.costs import Cost, Times
from ..core.training.savings import Saving
from .niceness import AHEAD, give_way

if TYPE_CHECKING:  # they load NumPy, and the window is painted before that too
    from ..core.inspect.figures import Figure
    from ..core.inspect.view import Subject

TELL = 0.1
"""Seconds after which what is found in the meantime is told."""


def catalogue(folders: Sequence[Path], allow_network: bool) -> Long[tuple[ModelEntry, ...]]:
    """Every source model, and where its weights are."""
    yield Progress(0, 0, "Loading PyTorch")
    torch_libraries.load()
    with loading("torch"):
        from ..core.models import catalogue as core

    return (yield from core.load(folders, allow_network))


def ahead() -> Long[None]:
    """Load what a run needs, so that it begins at once."""
    yield Progress(0, 0, "")
    with loading("runs"):
        from ..core.runs import run as _  # noqa: F401


def layers(source: Source, classes: int, input_size: int | None, folders: Sequence[Path] = ()) -> Long[Layer]:
    """The layer tree of a source model with a head of `classes` outputs."""
    yield Progress(0, 0, "Reading the model's structure")
    torch_libraries.load()
    from ..core.models import tree

    return tree.of_source(source, classes, input_size, folders)


@dataclass(frozen=True, slots=True)
class Kind:
    """What the examples of a dataset are, where it is not what the job says."""

    domain: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A dataset as the job takes it, told before it is split."""

    dataset: Dataset


def scan(data: Data, every: bool = False) -> Long[tuple[Dataset, Dataset, Split]]:
    """What is in the dataset as its files are (also told early, as Progress.item); as the job takes it; its split.

    With `every`, each file is opened that has not been, however many there are. Where the examples are of another kind
    than the job says, that is told at once (Progress.item is a `Kind`), and they are scanned as what they are.
    """
    from ..core.data import kinds
    from ..core.data import scan as core

    if (kind := kinds.guess(data)) != data.domain:
        data = data.model_copy(update={"domain": kind})
        yield Progress(0, 0, item=Kind(kind))
    dataset = yield from core.unedited(data, every)
    yield Progress(0, 0, "Dividing the dataset", item=dataset)
    return (yield from divide(dataset, data))


def divide(dataset: Dataset, data: Data) -> Long[tuple[Dataset, Dataset, Split]]:
    """A dataset that has been scanned, taken in another way: split or edited anew. Before it is split, Progress.item
    is `Taken`. Raises UserError."""
    yield Progress(0, 0, "Dividing the dataset")
    from ..core.data import edits

    taken = edits.apply(dataset, data)
    yield Progress(0, 0, "Dividing the dataset", item=Taken(taken))
    return dataset, taken, edits.divided(taken, data)


def probe(job: Job, dataset: Dataset, split: Split, folders: Sequence[Path]) -> Long[Any]:
    """One real step of the job: peak memory and seconds per epoch, measured."""
    yield Progress(0, 0, "Measuring one step")
    from ..core.runs import probe as core

    return (yield from core.probe(job, dataset, split, folders))


def batches(job: Job, dataset: Dataset, split: Split, folders: Sequence[Path]) -> Long[Any]:
    """Find the batch size by trying (`core.runs.batches.Found`)."""
    yield Progress(0, 0, "Looking for the batch size")
    from ..core.runs import batches as core

    return (yield from core.find(job, dataset, split, folders))


def costs(job: Job, classes: int, folders: Sequence[Path]) -> Long[Times]:
    """Every layer of the job's network timed by itself."""
    yield Progress(0, 0, "Measuring the layers")
    from ..core.runs import costs as core

    return (yield from core.measure(job, classes, folders))


def layer_memory(root: Layer, job: Job, kind: str, layers: Mapping[str, Cost], first: Sequence[str] = ()) -> Long[None]:
    """The bytes to each layer's cost, told as they are found: Progress.item is a dictionary by path, or None.

    What is not among the `first` is worked out with pauses: the window's thread shares the interpreter.
    """
    found, told = dict[str, int](), time.monotonic()
    started = told
    for count, (path, size) in enumerate(core_costs.memory(root, job, kind, layers, first), 1):
        found[path] = size
        now = time.monotonic()
        if now - told > TELL or count == len(first):
            yield Progress(count, len(layers), item=found)
            found, told = {}, now
        yield Progress(count, len(layers))
        if count > len(first):
            time.sleep(2 * (now - started))
        started = time.monotonic()
    yield Progress(len(layers), len(layers), item=found)


def fill(job: Job, dataset: Dataset, split: Split, folders: Sequence[Path]) -> Long[Any]:
    """Compute what a run would keep, ahead of it (`core.runs.fill.Filled`). The thread gives way from now on."""
    give_way(AHEAD)
    yield Progress(0, 0, "Preparing ahead")
    from ..core.runs import fill as core

    return (yield from core.fill(job, dataset, split, folders))


def thumbnails(domain: str, paths: Sequence[str], size: int) -> Long[None]:
    """Small pictures of `paths`, each told as Progress.item (path, uint8 array (h, w, 3), or None where unreadable)."""
    from ..core.data.domain import Unreadable
    from ..core.data.domains import find

    reader = find(domain)
    for number, path in enumerate(paths, 1):
        try:
            picture = reader.thumbnail(path, size)
        except (Unreadable, OSError):
            picture = None
        yield Progress(number, len(paths), item=(path, picture))


def previews(
    domain: str, paths: Sequence[str], preprocessing: Recipe, augmentation: str, draws: int, seed: int,
    examples: tuple[Dataset, Split] | None = None,
) -> Long[None]:  # fmt: skip
    """What the network will see of `paths`: Progress.item is (row, column, uint8 array (h, w, 3)).

    Column 0 is the picture as validation sees it, the others are `draws` draws of the augmentation. `examples` are
    those that a recipe may have to be fitted to.
    """
    yield Progress(0, 0, "Preparing the preview")
    from ..core.data import fitting
    from ..core.data.domain import Unreadable
    from ..core.data.domains import find

    reader = find(domain)
    recipe = reader.reads(preprocessing)
    if recipe is None:
        return  # the run will say why
    if examples is not None:
        recipe = fitting.shown(recipe, domain, *examples)
    for column in range(draws + 1):
        for row, path in enumerate(paths):
            name = augmentation if column else "none"
            try:
                picture = reader.preview(path, recipe, name, seed * 1000 + row * 100 + column)
            except (Unreadable, OSError):
                continue
            yield Progress(0, 0, item=(row, column, picture))


def table_preview(path: str, rows: int) -> Long[tuple[tuple[str, ...], list[list[str]]]]:
    """A table's columns and its first rows, for choosing the columns of path and label."""
    yield Progress(0, 0, "Reading the table")
    from ..core.data import sample, table

    place = sample.place(path) if path.startswith(sample.PREFIX) else Path(path).expanduser()
    sheet = table.read(place)
    return sheet.columns, [cells for _, cells in sheet.rows[:rows]]


def devices() -> Long[list[Any]]:
    """Every device of this machine (`core.training.device.DeviceInfo`), the one that 'auto' takes first."""
    yield Progress(0, 0, "Looking for devices")
    from ..core.training import device

    return device.devices()


def room(name: str) -> Long[Any]:
    """The memory of a device (`core.training.device.Room`). Raises UserError where there is no such device."""
    yield Progress(0, 0, "Looking at the memory")
    from ..core.training import device

    return device.room(name)


def savings(root: Layer, job: Job, kind: str, free: int) -> Long[tuple[Saving, ...]]:
    """Ways to make a job fit into the free memory."""
    yield Progress(0, 0, "Looking for what needs less memory")
    return core_savings.savings(root, job, kind, free)


def runs(also: Path | None = None) -> Long[list[Any]]:
    """The runs on this machine (`core.runs.history.RunInfo`), newest first; `also` names one that lies elsewhere."""
    yield Progress(0, 0, "Reading the runs")
    from ..core.runs import history

    found = history.runs()
    if also is not None and also.resolve() not in {run.folder.resolve() for run in found}:
        found.insert(0, history.info(also))
    return found


def check_weights(source: Source, classes: int, folders: Sequence[Path]) -> Long[tuple[Source, tuple[str, ...], Any]]:
    """How the weight file, or the folder of weights, `source.weights` fits its model, before use.

    Returns the source, its `entry` set where the file has no set that is plainly the one; the sets of weights in the
    file by name ("" is the file's own); and `core.models.build.Examined`. Where the file tells of a network, layers and
    all, that is its model, unless it is to be taken over layer by layer. Raises UserError for what is no weights.
    """
    yield Progress(0, 0, "Checking the weight file")
    from ..core.errors import Refused, UserError
    from ..core.models import build, catalogue, shipped, weights

    brought = catalogue.weights_of(source, folders)
    path = Path(brought.path) if brought else shipped.place(source.weights)
    choices = tuple(weights.read(path).entries)
    if source.entry not in choices and "" not in choices:
        source = source.model_copy(update={"entry": choices[0]})
    if source.transfer == "whole":
        try:
            model = catalogue.told_by(path) or source.model
        except UserError as error:  # a network that cannot be used as it is
            found = build.examine(source, classes, folders)
            return source, choices, replace(found, refusal=Refused(error.what, error.cure))
        source = source.model_copy(update={"model": model})
    return source, choices, build.examine(source, classes, folders)


def keep_weights(path: Path) -> Long[Path]:
    """Copy a weight file into the program's own folder under its name; returns the copy's path.

    Progress is in bytes. Cancelled, or on any fault, nothing is left behind. Raises UserError.
    """
    from ..core import paths
    from .copying import copy

    return (yield from copy(path, paths.weights()))


def download(weights: Weights) -> Long[Path]:
    """Download published weights into the program's own folder. Only at the user's wish."""
    from ..core import paths
    from ..core.models import download as core

    return (yield from core.download(weights, paths.weights()))


def save_text(path: Path, text: str) -> Long[Path]:
    """Write a text file whole or not at all. Raises UserError naming it."""
    yield Progress(0, 0, f"Saving {path.name}")
    from ..core.atomic import write_text

    write_text(path, text)
    return path


def save_script(
    path: Path, job: Job, dataset: Dataset | None, split: Split | None, folders: Sequence[Path]
) -> Long[Path]:
    """Write the job as one plain-torch script."""
    yield Progress(0, 0, "Writing the script")
    from ..core.atomic import write_text
    from ..core.export.script import script

    write_text(path, script(job, dataset, split, folders))
    return path


def doctor(folders: Sequence[Path]) -> Long[list[Any]]:
    """What this machine has and what is missing (`core.doctor.Finding`s)."""
    yield Progress(0, 0, "Looking at this machine")
    from ..core import doctor as core

    return list(core.examine(folders))


def source_tensors(source: Source, classes: int, seed: int, folders: Sequence[Path], layer: str) -> Long[Any]:
    """A layer's tensors as a run would start from them (`core.runs.tensors.Read`). Raises UserError."""
    yield Progress(0, 0, "Reading the source's weights")
    from ..core.runs import tensors

    return tensors.of_source(source, classes, seed, folders, layer)


def checkpoint_tensors(path: Path, layer: str) -> Long[Any]:
    """A layer's tensors in a checkpoint (`core.runs.tensors.Read`). Raises UserError."""
    yield Progress(0, 0, f"Reading {path.name}")
    from ..core.runs import tensors

    return tensors.of_checkpoint(path, layer)


def look(subject: "Subject", names: Sequence[str]) -> "Long[dict[str, tuple[Figure, ...]]]":
    """The figures of the views called `names` of a layer's tensors."""
    from ..core.inspect.view import views

    figures: dict[str, tuple[Figure, ...]] = {}
    for done, name in enumerate(names):
        yield Progress(done, len(names))
        figures[name] = views()[name].compute(subject)
    return figures


def export(
    folder: Path, which: Literal["best", "last"], target: Path, kind: Literal["checkpoint", "safetensors"],
    renames: dict[str, str], overwrite: bool,
) -> Long[Any]:  # fmt: skip
    """Write a run's checkpoint and check what was written (`core.export.export.Exported`). Raises UserError."""
    yield Progress(0, 0, "Loading PyTorch")
    from ..core.export import export as core

    return (yield from core.export(folder, which, target, kind, renames, overwrite))


def save_run_script(path: Path, folder: Path, folders: Sequence[Path]) -> Long[Path]:
    """Write a run's own job, on its own split, as one plain-torch script."""
    yield Progress(0, 0, "Writing the script")
    from ..core.atomic import write_text
    from ..core.export.script import of_run

    write_text(path, of_run(folder, folders))
    return path


def run_classes(folder: Path, which: str) -> Long[tuple[str, ...]]:
    """The classes in a run's checkpoint, in the order of the network's outputs. Raises UserError."""
    yield Progress(0, 0, "Reading the checkpoint")
    from ..core.runs import restore

    return tuple(restore.read(folder / "checkpoints" / f"{which}.pt")["classes"])


def history(folder: Path) -> Long[Any]:
    """The curves of an earlier run (`core.runs.history.History`). Raises UserError."""
    yield Progress(0, 0, "Reading the run")
    from ..core.runs import history as core

    return core.read(folder)


def report(
    folder: Path, path: Path, draw: "Callable[[Figure], str]", folders: Sequence[Path] = (),
    which: Literal["best", "last"] = "best",
) -> Long[Path]:  # fmt: skip
    """Write the report of the run in `folder` to `path`, as one HTML file. Raises UserError.

    `draw` makes a picture's 'data:' address of a figure, in this thread (`ui.report.draw`).
    """
    yield Progress(0, 0, "Loading PyTorch")
    from ..core.atomic import write_text
    from ..core.report.content import contents
    from ..core.report.html import html

    found = yield from contents(folder, folders, which)
    figures = list(found.drawn())
    drawn: dict[int, str] = {}
    for number, figure in enumerate(figures):
        yield Progress(number, len(figures), f"Drawing {number + 1} of {len(figures)} figures")
        drawn[id(figure)] = draw(figure)
    write_text(path, html(found, lambda figure: drawn[id(figure)]))
    return path
