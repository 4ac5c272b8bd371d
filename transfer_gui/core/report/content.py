"""The report of a run: everything that its folder knows, read back and put into sections.

What is gone (a checkpoint, the pictures, the source's weights) is told in its place; the rest of the report stands.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import numpy as np

from .. import job as jobs
from ..data import sample, split
from ..data.dataset import Dataset, Split
from ..data.domains import find
from ..data.listing import several, some
from ..errors import UserError
from ..evaluate import bootstrap
from ..evaluate.collect import collect
from ..evaluate.results import Results
from ..inspect.view import STATISTICS
from ..job import Job
from ..plan import Plan
from ..progress import Long, Progress
from ..recipes import Recipe
from ..runs import history as histories
from ..runs import restore
from ..runs.folder import RunFolder
from ..runs.place import Place
from . import curves, environment, layers, outcome, scored, weights, words
from . import dataset as data
from .report import Block, Missing, Report, Section

Which = Literal["best", "last"]


@dataclass(frozen=True)
class _Run:
    """What the folder holds, as far as it can be read; None for what cannot."""

    folder: Path
    which: Which
    job: Job
    history: histories.History | None
    split: tuple[Dataset, Split] | None
    payload: dict[str, Any] | None
    faults: tuple[str, ...]

    @property
    def checkpoint(self) -> Path:
        place = RunFolder(self.folder)
        return place.best if self.which == "best" else place.last

    @property
    def nouns(self) -> tuple[str, str]:
        return find(self.job.data.domain).noun


def contents(folder: Path, folders: Sequence[Path] = (), which: Which = "best") -> Long[Report]:
    """The report of the run in `folder`; `folders` hold weight files, for what the source looked like.

    The network of the checkpoint `which` is asked about the validation and the test side anew, on the CPU.
    Raises UserError where `folder` is not a run's.
    """
    yield Progress(0, 0, "Reading the run")
    run = _read(folder, which)
    results: list[Results] = []
    told: dict[str, list[Block]] = {}
    for side, name in (("val", "validation"), ("test", "test")):
        told[name] = []
        found = yield from _results(run, side, name, folders, told[name])
        if found is not None:
            results.append(found)
            told[name] += scored.left_out(found, run.split[0].root if run.split else "")
            if len(found.labels):
                told[name] += yield from scored.beside_plain(found, folder)
                told[name] += yield from scored.figures(found)
    wrong = yield from _most_wrong(run, results, folders)
    yield Progress(0, 0, "Looking at the weights")
    sections = [
        Section("Result", tuple(_outcome(run, results))),
        Section("The job", tuple(_job(run))),
        Section("Data", tuple(_data(run))),
        Section("Curves", tuple(curves.curves(run.history) if run.history else [])),
        Section("Results on the validation side", tuple(told["validation"])),
        Section("Results on the test side", tuple(told["test"])),
        Section("Most wrong", tuple(wrong)),
        Section("What the layers did", tuple(_guarded(lambda: layers.moved(folder, _epoch(run))))),
        Section("First filters", tuple(_filters(run, folders))),
        Section("Environment", tuple(_guarded(lambda: [environment.facts(folder, run.job)]))),
        Section("How to do it again", tuple(environment.again(folder, run.job, which))),
    ]
    title = f"{run.job.source.model} on {Path(run.job.data.path.removeprefix('sample:')).name or 'examples'}"
    return Report(title, f"Run {outcome.name_of(folder)}", tuple(s for s in sections if s.blocks))


# ---- reading


def _read(folder: Path, which: Which) -> _Run:
    place = RunFolder(folder)
    if not place.job.is_file():
        raise UserError(f"{folder} is not the folder of a run: it has no job.toml.", "Choose the folder of a run.")
    job, faults = jobs.load(place.job), list[str]()

    def maybe(read: Callable[[], Any]) -> Any:
        try:
            return read()
        except (UserError, OSError) as error:
            faults.append(str(error))
            return None

    checkpoint = place.best if which == "best" else place.last
    # All tensors are wanted, by name and shape: the checkpoint stays on disk and is read where it is looked at.
    return _Run(
        folder, which, job, maybe(lambda: histories.read(folder)), maybe(lambda: split.read(place.split)),
        maybe(lambda: restore.read(checkpoint, lambda _: True)), tuple(faults),
    )  # fmt: skip


def _results(run: _Run, side: str, name: str, folders: Sequence[Path], told: list[Block]) -> Long[Results | None]:
    """What the network says of a side; None, and why in `told`, where it cannot be asked."""
    if run.split is None or run.payload is None:
        if side == "val":
            told.append(Missing("The network cannot be asked anew: see 'Result' for what is missing."))
        return None
    dataset, sides = run.split
    indices = sides.val if side == "val" else sides.test
    if not indices:
        return None
    try:
        found = yield from collect(Place(run.which.title(), run.checkpoint), dataset, indices, name, folders)
    except (UserError, OSError) as error:
        told.append(Missing(str(error)))
        return None
    if not len(found.labels):
        told.append(Missing(f"Not one of the {len(indices)} {name} {run.nouns[1]} can be read any more."))
    return found


# ---- sections


def _outcome(run: _Run, results: Iterable[Results]) -> list[Block]:
    blocks: list[Block] = []
    results = [found for found in results if len(found.labels)]
    accuracy = {found.side: bootstrap.intervals(found)["accuracy"] for found in results}
    if run.history is not None:
        blocks += outcome.sentences(run.history, run.job, run.which, run.nouns, accuracy.get("validation"))
    for found in results:
        if found.side == "test":
            most = float(np.bincount(found.labels).max() / len(found.labels))
            blocks.insert(len(blocks) - 1, outcome.tested(accuracy["test"], len(found.labels), most, run.nouns))
    return blocks + [Missing(fault) for fault in run.faults]


def _job(run: _Run) -> list[Block]:
    given = run.job.data.path.startswith(sample.PREFIX)
    recipe, sizes, plan = None, dict[str, int](), run.job.plan
    classes = len(run.split[0].classes) if run.split else 0
    if run.payload is not None:
        recipe, plan = _recipe(run.payload), _plan(run.payload, plan)
        sizes = {name: t.numel() for name, t in run.payload["state_dict"].items() if _learns(name, t)}
        classes = len(run.payload["classes"])
    network = [words.source(run.job.source, classes), *words.learning(sizes, plan, run.job.training.epochs)]
    blocks: list[Block] = [" ".join(network)]
    if plan != run.job.plan:
        blocks.append("The plan was changed by hand during the run: this is the one it ended with.")
    return [*blocks, " ".join(words.data(run.job.data, recipe, given)), " ".join(words.training(run.job.training))]


def _data(run: _Run) -> list[Block]:
    blocks: list[Block] = []
    if run.split is not None:
        dataset, sides = run.split
        total = len(dataset.examples)
        blocks.append(f"{several(total, *run.nouns)} in {several(len(dataset.classes), 'class', 'classes')}.")
        blocks.append(data.counts(dataset, sides, run.job.data.renames))
        if lost := data.gone(dataset):
            names = some([data.below(path, dataset.root) for path in lost], 3)
            blocks.append(
                Missing(f"{several(len(lost), 'of these files is', 'of these files are')} no longer there: {names}.")
            )
    return blocks + data.notes(run.folder, run.split[0].root if run.split else "")


def _most_wrong(run: _Run, results: Sequence[Results], folders: Sequence[Path]) -> Long[list[Block]]:
    """Of the test side where there is one, which nothing was chosen by; else of the validation side."""
    found = next((r for r in reversed(results) if len(r.labels)), None)
    if found is None or run.split is None:
        return []
    place = Place(run.which.title(), run.checkpoint)
    blocks = yield from scored.most_wrong(found, run.job.data.domain, run.split[0].root, place, folders)
    return [f"On the {found.side} side:", *blocks]


def _epoch(run: _Run) -> int | None:
    """The epoch of the checkpoint, as far as it is on record."""
    epoch = outcome.chosen(run.history, run.which) if run.history else None
    return epoch.epoch if epoch else None


def _filters(run: _Run, folders: Sequence[Path]) -> list[Block]:
    if run.payload is None:
        return []
    state, classes = run.payload["state_dict"], len(run.payload["classes"])
    return _guarded(lambda: weights.first_filters(state, run.job, classes, run.checkpoint, folders))


def _guarded(made: Callable[[], list[Block]]) -> list[Block]:
    """The blocks, or why they cannot be made."""
    try:
        return made()
    except (UserError, OSError) as error:
        return [Missing(str(error))]


def _recipe(payload: dict[str, Any]) -> Recipe | None:
    try:
        return restore.preprocessing(payload)
    except (TypeError, KeyError, AttributeError):
        return None


def _plan(payload: dict[str, Any], otherwise: Plan) -> Plan:
    """The plan that the checkpoint was trained by."""
    try:
        return Plan.model_validate(payload["plan"])
    except (KeyError, ValueError):
        return otherwise


def _learns(name: str, tensor: Any) -> bool:
    return tensor.is_floating_point() and name.rpartition(".")[2] not in STATISTICS
