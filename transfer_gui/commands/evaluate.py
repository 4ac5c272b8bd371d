"""Score a trained network on examples whose classes are known, each score with its 95 % interval.

Without DATA, a run is scored on its own validation side. The intervals say how far a score would move with other
examples of the same kind (bootstrap). With --plain, the network is set beside features that no network has made.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rich.table import Table

from ..core.data.dataset import Dataset
from ..core.errors import UserError
from ..core.evaluate.results import Results
from ..core.job import Job
from . import fields
from .console import count, percent, plain, print_json, table, text
from .runs import Trained, trained
from .waiting import wait
from .written import target

EXAMPLES = """\
examples:
  transfer-gui evaluate latest                          on the run's own validation side
  transfer-gui evaluate runs/first --side test --json scores.json
  transfer-gui evaluate latest --plain                  does transfer pay here?
  transfer-gui evaluate model.pt other-pictures/
  transfer-gui evaluate model.pt sample:clipart-10 --side test --json -
"""

FLAGS = {"--path-column": "data.path_column", "--label-column": "data.label_column"}
SIDES = {"val": "validation", "test": "test", "train": "training", "all": "all"}
FEW = 20
SMALL = 12
"""Classes at most whose confusion matrix is printed."""
SHARES = ("accuracy", "macro F1")
"""How the names of scores that are shares of 1 end; the others are plain numbers."""


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("checkpoint", metavar="CHECKPOINT", help="an exported file, a checkpoint, a run, or 'latest'")
    parser.add_argument(
        "data",
        metavar="DATA",
        nargs="?",
        help="a folder with one folder per class, a CSV/TSV, or sample:NAME [the run's own split]",
    )
    parser.add_argument("--side", choices=tuple(SIDES), help="which examples [val of the run's split, all of DATA]")
    parser.add_argument("--which", choices=("best", "last"), help="which checkpoint of a run [best]")
    parser.add_argument(
        "--json", nargs="?", const="-", metavar="FILE", help="write everything as JSON to FILE, or - in place of tables"
    )
    parser.add_argument(
        "--plain",
        action="store_true",
        help="fit logistic regression to features that no network has made, on the run's training side, and compare",
    )
    parser.add_argument("--overwrite", action="store_true", help="replace FILE where it exists")
    fields.add_flags(parser, FLAGS)


def run(arguments: argparse.Namespace) -> int:
    """Evaluate, tell of it and return the exit code."""
    from ..core.evaluate import plain as plain_features
    from ..core.evaluate.collect import collect
    from ..core.runs.place import Place

    network = trained(arguments.checkpoint, arguments.which)
    if arguments.plain and (network.run is None or arguments.data is not None or arguments.side in {"train", "all"}):
        raise UserError(
            "--plain compares on the validation or the test side of a run.",
            "Name a run and such a side, and no DATA.",
        )
    file = target(Path(arguments.json), arguments.overwrite) if arguments.json not in {None, "-"} else None
    dataset, indices, side, learned = _examples(network, arguments)
    place = Place(network.file.name, network.file.absolute())
    results = wait(collect(place, dataset, indices, side), "Evaluating")
    if not len(results.labels):
        raise UserError(
            f"None of the {len(indices)} examples can be scored.",
            f"The first: {results.skipped[0].path}: {results.skipped[0].reason}." if results.skipped else "",
        )
    found = {
        "checkpoint": network.file,
        "run": network.run,
        "data": arguments.data or dataset.root,
        "trained_on": None if learned is None else sum(path in learned for path in results.paths),
        **as_object(results),
    }
    if arguments.plain:
        assert network.run is not None
        compared = wait(plain_features.compare(results, network.run), "Comparing with plain features")
        found["plain"] = {**asdict(compared), "sentence": compared.sentence()}
    if arguments.json == "-":
        print_json(found)
        return 0
    _show(found)
    if file is not None:
        from ..core import atomic

        atomic.write_text(file, json.dumps(plain(found), indent=2, ensure_ascii=False, allow_nan=False) + "\n")
        text(f"Written: {file}")
    return 0


def _examples(
    network: Trained, arguments: argparse.Namespace
) -> tuple[Dataset, Sequence[int], str, frozenset[str] | None]:
    """The dataset, the indices that are scored, their side, and the files that were trained on where that is known.

    Raises UserError.
    """
    import numpy as np

    from ..core.data import scan, split
    from ..core.data.packed import Indices, number
    from ..core.runs.folder import RunFolder

    own = RunFolder(network.run).split if network.run is not None else None
    kept = split.read(own) if own is not None and own.is_file() else None
    learned = None if kept is None else frozenset(kept[0].examples[i].path for i in kept[1].train)
    side: str = arguments.side or ("val" if arguments.data is None else "all")
    if arguments.data is not None:
        edits = [("data.path", arguments.data), *fields.flag_edits(arguments, FLAGS)]
        dataset = wait(scan.scan(fields.apply(Job(), edits).data), "Scanning")
        places: dict[str, Sequence[int]] = {
            name: Indices(np.flatnonzero(dataset.packed.sides == number(name))) for name in ("train", "val", "test")
        }
        cure = "Leave out --side to take all; a run's own split is used without DATA."
    elif kept is not None:
        dataset, sides = kept
        places = {"train": sides.train, "val": sides.val, "test": sides.test}
        cure = f"Choose --side {' or '.join(name for name, some in places.items() if some)}, or name other DATA."
    elif network.run is not None:
        raise UserError(f"The run {network.run} has no split.csv.", "Name the DATA.")
    else:
        raise UserError(
            f"{network.file} is a file on its own, without examples.", "Name the DATA: a folder, a CSV, sample:NAME."
        )
    indices = range(len(dataset.examples)) if side == "all" else places[side]
    if not indices:
        raise UserError(f"{arguments.data or network.run} has no {SIDES[side]} side.", cure)
    return dataset, indices, side, learned


def as_object(results: Results) -> dict[str, Any]:
    """Everything that is known of the results, for JSON."""
    from ..core.evaluate import bootstrap, calibration, roc, scores

    labels, probabilities, classes = results.labels, results.probabilities, results.classes
    matrix = scores.confusion(labels, results.predicted, len(classes))
    each = scores.per_class(matrix)
    rocs, precisions = roc.rocs(labels, probabilities), roc.precisions_recalls(labels, probabilities)
    largest, share = scores.majority(matrix)
    trust = calibration.of(labels, probabilities)
    return {
        "side": results.side,
        "examples": len(labels),
        "classes": classes,
        "level": bootstrap.LEVEL,
        "resamples": bootstrap.RESAMPLES,
        "scores": bootstrap.intervals(results),
        "majority": {"class": classes[largest], "share": share},
        "per_class": [
            {
                "class": name,
                "examples": int(each.support[i]),
                "precision": float(each.precision[i]),
                "recall": float(each.recall[i]),
                "f1": float(each.f1[i]),
                "roc_auc": rocs[i].area if i in rocs else None,
                "average_precision": precisions[i].area if i in precisions else None,
            }
            for i, name in enumerate(classes)
        ],
        "confusion": matrix.tolist(),
        "calibration": [
            {"from": low, "to": high, "examples": number, "confidence": confidence, "accuracy": right}
            for low, high, number, confidence, right in zip(
                trust.edges.tolist(), trust.edges[1:].tolist(), trust.counts.tolist(), trust.confidence.tolist(),
                trust.accuracy.tolist(), strict=False,
            )
        ],
        "unknown": results.unknown,
        "left_out": results.left_out,
        "skipped": results.skipped,
        "predictions": [
            {"path": path, "class": classes[label], "predicted": classes[named], "probability": float(row[named])}
            for path, label, named, row in zip(
                results.paths, labels.tolist(), results.predicted.tolist(), probabilities, strict=True
            )
        ],
    }  # fmt: skip


def _show(found: dict[str, Any]) -> None:
    classes: tuple[str, ...] = found["classes"]
    kind = "" if found["side"] == "all" else f"{SIDES[found['side']]} "
    text(f"{found['checkpoint']} on {count(found['examples'])} {kind}examples of {found['data']}")
    rows = Table("score", box=None, pad_edge=False)
    for title in ("", f"{100 * found['level']:g} % interval"):
        rows.add_column(title, justify="right")
    for name, score in found["scores"].items():
        as_text = percent if name.endswith(SHARES) else "{:.3f}".format
        rows.add_row(name, as_text(score.estimate), f"{as_text(score.low)} to {as_text(score.high)}")
    table(rows)
    majority = found["majority"]
    text(f"Naming always {majority['class']!r} would be right for {percent(majority['share'])}.")
    if "plain" in found:
        text(found["plain"]["sentence"])
    text()
    _show_classes(found["per_class"])
    if len(classes) <= SMALL:
        text()
        _show_confusion(classes, found["confusion"])
    for note in _notes(found):
        text(f"Note: {note}")


def _show_classes(each: list[dict[str, Any]]) -> None:
    rows = Table("class", box=None, pad_edge=False)
    for title in ("examples", "precision", "recall", "F1"):
        rows.add_column(title, justify="right")
    for one in each:
        shares = (_share(one[name]) for name in ("precision", "recall", "f1"))
        rows.add_row(one["class"], count(one["examples"]), *shares)
    table(rows)


def _show_confusion(classes: tuple[str, ...], matrix: list[list[int]]) -> None:
    rows = Table("is, named as", box=None, pad_edge=False)
    for name in classes:
        rows.add_column(name, justify="right")
    for name, counts in zip(classes, matrix, strict=True):
        rows.add_row(name, *(count(number) for number in counts))
    table(rows)


def _share(value: float) -> str:
    """A share; '-' where there is none."""
    return percent(value) if value == value else "-"


def _notes(found: dict[str, Any]) -> list[str]:
    """What the scores do not say."""
    notes: list[str] = []
    if found["trained_on"]:
        notes.append(
            f"{count(found['trained_on'])} of these {count(found['examples'])} examples were trained on, so the scores "
            "are better than on new ones."
        )
    if found["left_out"]:
        names = ", ".join(map(repr, found["unknown"]))
        notes.append(f"{count(found['left_out'])} left out, as the network does not know their class: {names}.")
    skipped = found["skipped"]
    notes += [f"{one.path} left out: {one.reason}." for one in skipped[:FEW]]
    if len(skipped) > FEW:
        notes.append(f"{len(skipped) - FEW} more left out (--json lists them).")
    return notes
