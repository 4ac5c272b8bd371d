"""Write a job file from options, and say the job in words.

The job file (TOML) holds everything that decides a run's result; the window and 'train' read it alike.
"""

import argparse
import sys
from pathlib import Path

from rich.table import Table

from ..core import job as jobs
from ..core.errors import UserError
from ..core.frozen import replace
from ..core.job import Job
from ..core.plan import Plan
from ..core.sample_job import of_sample
from . import fields
from .console import print_json, table, text
from .words import words

EXAMPLES = """\
examples:
  transfer-gui job --data pictures/ --model resnet18 --preset head -o job.toml
  transfer-gui job --from sample --set training.seed=1 > second.toml
  transfer-gui job --fields
"""

FLAGS = {
    "--model": "source.model",
    "--weights": "source.weights",
    "--data": "data.path",
    "--domain": "data.domain",
    "--augmentation": "data.augmentation",
    "--input-size": "data.input_size",
    "--epochs": "training.epochs",
    "--batch-size": "training.batch_size",
    "--learning-rate": "training.learning_rate",
    "--schedule": "training.schedule",
    "--seed": "training.seed",
    "--device": "device.name",
    "--precision": "device.precision",
}


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("--from", dest="base", metavar="JOB.toml|sample", help="start from this job [the defaults]")
    parser.add_argument(
        "--preset", choices=fields.PRESETS, help="which layers are trained: the head, also the last stage, all"
    )
    fields.add_flags(parser, FLAGS)
    fields.add_set(parser)
    parser.add_argument("-o", "--out", type=Path, metavar="FILE", help="write the job there [to the standard output]")
    parser.add_argument("--overwrite", action="store_true", help="replace FILE where it exists")
    parser.add_argument("--json", action="store_true", help="write JSON in place of TOML to the standard output")
    parser.add_argument("--fields", action="store_true", help="list every field with what it takes, and end")


def run(arguments: argparse.Namespace) -> int:
    """Write the job and return the exit code."""
    if arguments.fields:
        _list_fields()
        return 0
    job = _base(arguments.base)
    given = fields.flag_edits(arguments, FLAGS)
    job = fields.apply(job, given)
    if job.data.path and "data.domain" not in {path for path, _ in given}:
        from ..core.data import kinds

        job = replace(job, "data.domain", kinds.guess(job.data))
    if {"source.model"} == {"source.model", "source.weights"} & {path for path, _ in given}:
        job = replace(job, "source.weights", best_weights(job.source.model))
    if arguments.preset:
        job = replace(job, "plan", preset(job, arguments.preset))
    job = fields.apply(job, arguments.edits)
    for line in words(job):
        _say(line)
    if arguments.json:
        print_json(job)
    elif arguments.out is None:
        text(job.to_toml().rstrip())
    else:
        _write(arguments.out, job, arguments.overwrite)
    return 0


def best_weights(model: str) -> str:
    """The weights to start `model` from: those that are here, else the best published ones, else none.

    Says on the standard error which file to bring, where they are not here.
    """
    from ..core.models import catalogue, places

    entry = catalogue.find(model)
    best = entry.ready or next(iter(entry.weights), None)
    if best is None:
        return "none"
    if best.where in {"import", "download"}:
        _say(f"The weights of {entry.title} are not on this disk. {places.bring(best)}")
    return best.id


def preset(job: Job, name: str) -> Plan:
    """The plan that the preset `name` means for the job's source model."""
    from ..core.models import catalogue, presets, tree

    root = tree.layers(job.source.model, 2, job.data.input_size, catalogue.options_of(job.source))
    return presets.presets(root)[name]


def _base(name: str | None) -> Job:
    if name is None:
        return Job()
    return of_sample(name) or jobs.load(Path(name))


def _write(path: Path, job: Job, overwrite: bool) -> None:
    from ..core import atomic

    if path.exists() and not overwrite:
        raise UserError(f"{path} is there already.", "Choose another name, or add --overwrite.")
    atomic.write_text(path, job.to_toml())
    _say(f"Written to {path}. Run it: transfer-gui train {path}")


def _say(line: str) -> None:
    """One line beside the job, which may be on the standard output."""
    print(line, file=sys.stderr)  # noqa: T201


def _list_fields() -> None:
    rows = Table("field", "takes", "default", "what it is", box=None, pad_edge=False)
    for path, info in fields.every():
        rows.add_row(path, fields.kind(info), fields.default(info), info.description or "")
    table(rows)
