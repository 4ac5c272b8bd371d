"""Take a trained model out of a run, as a file that plain PyTorch reads.

What was written is loaded again and its logits are compared with the run's model before it is called done.
"""

import argparse
from pathlib import Path

from ..core import job as jobs
from ..core.errors import UserError
from .console import text
from .runs import find
from .waiting import wait

EXAMPLES = """\
examples:
  transfer-gui export latest
  transfer-gui export runs/first --which last --format safetensors --out model.safetensors
  transfer-gui export runs/first --rename cat=katze
  transfer-gui export runs/first --script --out train.py
"""

FORMATS = ("checkpoint", "safetensors")


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("run", metavar="RUN", help="the folder of a run, or 'latest'")
    parser.add_argument("--which", choices=("best", "last"), default="best", help="which checkpoint [best]")
    parser.add_argument("--format", choices=FORMATS, help="the kind of file [by the name of --out, else checkpoint]")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the file to write [here, named after the model]")
    parser.add_argument("--overwrite", action="store_true", help="replace FILE where it exists")
    parser.add_argument(
        "--rename", action="append", default=[], type=_rename, metavar="OLD=NEW", help="another name for a class"
    )
    parser.add_argument("--script", action="store_true", help="write the job as one readable plain-torch file instead")


def run(arguments: argparse.Namespace) -> int:
    """Export and return the exit code."""
    folder = find(arguments.run)
    if arguments.script:
        _script(folder, arguments.out, arguments.overwrite)
        return 0
    from ..core.export import export

    target: Path = arguments.out or Path()
    kind = arguments.format or ("safetensors" if target.suffix == ".safetensors" else "checkpoint")
    action = export.export(folder, arguments.which, target, kind, dict(arguments.rename), arguments.overwrite)
    exported = wait(action, "Exporting")
    text(f"Written and checked on {exported.checked_on}: {exported.path}")
    how = "Try it without this program" if exported.stands_alone else "Try it"
    what = "PICTURE" if exported.stands_alone else "EXAMPLE"
    text(f"{how}: python {exported.predict_script} {exported.path} {what}...")
    return 0


def _script(folder: Path, out: Path | None, overwrite: bool) -> None:
    """Write the run's job as one plain-torch file."""
    from ..core import atomic
    from ..core.export import script

    job = jobs.load(folder / "job.toml")
    target = out or Path(f"train-{job.source.model}.py")
    if target.is_dir():
        target = target / f"train-{job.source.model}.py"
    if target.exists() and not overwrite:
        raise UserError(f"{target} is there already.", "Choose another name by --out, or add --overwrite.")
    atomic.write_text(target, script.of_run(folder))
    text(f"Written: {target}. It needs torch and torchvision alone: python {target}")


def _rename(text: str) -> tuple[str, str]:
    old, sign, new = text.partition("=")
    if not sign or not old or not new:
        raise argparse.ArgumentTypeError(f"{text!r} is not OLD=NEW")
    return old, new
