"""Run a job in the terminal: the same run as in the window, with the same numbers for the same seed.

Ctrl-C stops after the running batch and keeps the best and the last checkpoint; a second one ends at once.
"""

import argparse
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from ..core import job as jobs
from ..core.errors import UserError
from ..core.events import RunFailed, RunStarted
from ..core.frozen import replace
from ..core.job import Job
from ..core.sample_job import EXAMPLE, named
from ..core.training.control import Control
from . import fields, memory_lines, ranks
from .training_lines import JsonLines, Lines, Quiet, Reporter, Screen, Silent

EXAMPLES = """\
examples:
  transfer-gui train sample                         SqueezeNet, head only, on the sample pictures
  transfer-gui train sample:glosses                 GloVe word vectors on sentences; sample:sounds: a voice encoder
  transfer-gui train keras-to-text                  a Keras file and a network for texts, layer by layer
  transfer-gui train sample --set training.epochs=3 --out runs/first
  transfer-gui train job.toml                       a job written by the window or by 'transfer-gui job'
  transfer-gui train runs/first --resume            go on where an interrupted run was
  torchrun --nproc-per-node 2 -m transfer_gui train job.toml
"""

FAILED = 1
USER_FAULT = 2


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("job", metavar="JOB", help=f"a job file, 'sample', '{EXAMPLE}', or the folder of a run")
    fields.add_set(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="the run's folder [a new one among the user's]")
    parser.add_argument("--resume", action="store_true", help="go on from the folder's last checkpoint")
    parser.add_argument(
        "--folder",
        action="append",
        default=[],
        type=Path,
        metavar="DIR",
        help="a folder to look for weight files in; may be given more than once",
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--quiet", action="store_true", help="say nothing but warnings and how it ended")
    how.add_argument("--json", action="store_true", help="write every event as one line of JSON")


def run(arguments: argparse.Namespace) -> int:
    """Train, tell of it, and return the exit code."""
    folder, job = _start(arguments)
    reporter = _reporter(arguments)
    control = Control()
    started, ending = False, None
    with reporter, _interrupts(control, reporter) as signals:
        from ..core.runs.run import run as start

        if ranks.first():
            for line in memory_lines.lines(job, arguments.folder, enough=not (arguments.quiet or arguments.json)):
                reporter.line(line)
        for event in start(job, folder, control, arguments.resume, tuple(arguments.folder)):
            reporter.tell(event)
            started = started or isinstance(event, RunStarted)
            ending = event if isinstance(event, RunFailed) else None
    if isinstance(ending, RunFailed):
        reporter.failed(ending)
        return FAILED if started or ending.details else USER_FAULT
    return 128 + signals[0] if signals else 0


def _start(arguments: argparse.Namespace) -> tuple[Path | None, Job]:
    """The run's folder (None: a new one) and its job, the edits made."""
    name, out, resume = arguments.job, arguments.out, arguments.resume
    path = Path(name)
    if (shipped := named(name)) is not None:
        job, beside = shipped, Path()
    elif path.is_dir():
        if not (path / "job.toml").is_file():
            raise UserError(f"{name} is not the folder of a run: it has no job.toml.", "Name a job or a run's folder.")
        if out is None and not resume:
            raise UserError(
                f"{name} is the folder of an earlier run.", "Go on with it by --resume, or train anew by --out DIR."
            )
        job, beside, out = jobs.load(path / "job.toml"), path, out or path
    elif path.exists():
        job, beside = jobs.load(path), path.parent
    else:
        raise UserError(
            f"There is no job file {name}.", f"Write one with 'transfer-gui job', or say 'sample' or '{EXAMPLE}'."
        )
    if resume and out is None:
        raise UserError("--resume needs the run to go on with.", "Name its folder in place of JOB, or by --out DIR.")
    return out, located(fields.apply(job, arguments.edits), beside)


def located(job: Job, beside: Path) -> Job:
    """`job` with relative paths made absolute: seen from the working folder, or else from the job file's own."""
    for path in ("data.path", "source.weights"):
        part, _, field = path.partition(".")
        name = getattr(getattr(job, part), field)
        found = next((p for p in (Path(name), beside / name) if name and p.exists()), None)
        if found is not None and name not in {"shipped", "none"}:
            job = replace(job, path, str(found.resolve()))
    return job


def _reporter(arguments: argparse.Namespace) -> Reporter:
    """Who tells of the run. Under torchrun, the first process alone."""
    if not ranks.first():
        return Silent()
    if arguments.json:
        return JsonLines()
    if arguments.quiet:
        return Quiet()
    return Screen.if_terminal() or Lines()


@contextmanager
def _interrupts(control: Control, reporter: Reporter) -> Iterator[list[int]]:
    """Inside, the first Ctrl-C (or SIGTERM) stops the run after its batch, and the second ends it at once.

    Yields the list of signals that came.
    """
    came: list[int] = []

    def stop(number: int, _: FrameType | None) -> None:
        came.append(number)
        if len(came) > 1:
            raise KeyboardInterrupt
        control.stop()
        reporter.line("Stopping after this batch; the checkpoints are kept. Ctrl-C once more ends at once.")

    kept = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield came
    finally:
        for number, handler in kept.items():
            signal.signal(number, handler)
