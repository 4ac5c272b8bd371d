"""Measure whether transfer pays: the sample job over several seeds, beside the same network from scratch.

Each seed draws its own training pictures; all others are for the test, and decide nothing. The figures are
class-balanced accuracies: mean and standard deviation over the seeds.
"""

import argparse

from rich.table import Table

from ..core.evaluate.ways import Way
from ..core.sample_job import MODELS
from .console import duration, percent, print_json, table, text
from .waiting import wait

EXAMPLES = """\
examples:
  transfer-gui measure sample
  transfer-gui measure sample --model efficientnet_lite0 --seeds 5 --json
"""

WAYS: dict[Way, str] = {"transfer": "ImageNet weights, head only", "scratch": "random weights, all layers"}


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("what", choices=("sample",), metavar="sample", help="the clip-art pictures that ship")
    parser.add_argument("--model", choices=MODELS, default=MODELS[0], help="the source model [%(default)s]")
    parser.add_argument("--seeds", type=_count, default=5, metavar="N", help="how many seeds [%(default)s]")
    parser.add_argument("--pictures", type=_count, default=10, metavar="N", help="to train on, a class [%(default)s]")
    parser.add_argument("--epochs", type=_count, default=0, metavar="N", help="[the sample job's own]")
    parser.add_argument("--no-scratch", action="store_true", help="leave out the runs from scratch")
    parser.add_argument("--json", action="store_true", help="every run as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Measure and return the exit code."""
    from ..core.evaluate.study import study

    seeds, scratch = range(arguments.seeds), not arguments.no_scratch
    found = wait(study(arguments.model, seeds, scratch, arguments.pictures, arguments.epochs), "Measuring")
    means: dict[Way, tuple[float, float]] = {
        way: (found.mean(way), found.deviation(way)) for way in WAYS if found.of(way)
    }
    if arguments.json:
        print_json({"study": found, "means": {w: {"mean": m, "deviation": d} for w, (m, d) in means.items()}})
        return 0
    rows = Table("", "Balanced accuracy", "Each seed", "Training", box=None, pad_edge=False)
    for way, (mean, deviation) in means.items():
        trials = found.of(way)
        each = " ".join(f"{100 * trial.balanced_accuracy:.1f}" for trial in trials)
        seconds = sum(trial.seconds for trial in trials) / len(trials)
        rows.add_row(WAYS[way], f"{100 * mean:.1f} ± {100 * deviation:.1f} %", each, duration(seconds))
    trial = found.trials[0]
    text(f"{found.model}, {found.training_pictures} training pictures a class, {found.epochs} epochs")
    text(f"Tested on {trial.examples} pictures that were not trained on; chance is {percent(1 / found.classes)}")
    table(rows)
    return 0


def _count(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 10_000:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 on")
    return int(text)
