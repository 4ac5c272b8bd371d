"""Write the report of a run as one HTML file that opens anywhere, with nothing beside it.

It holds the result, the job in words, the data, the curves, every view of the results, the most wrong examples and
what happened to the weights. The network is asked about its validation and test examples anew, on the CPU.
"""

import argparse
from pathlib import Path

from ..core import libraries
from ..core.errors import UserError
from ..workers import work  # loads pydantic before Qt: PySide6 looks into every module that is loaded after it
from .console import text
from .runs import find
from .waiting import wait

EXAMPLES = """\
examples:
  transfer-gui report latest
  transfer-gui report runs/first --out first.html
  transfer-gui report runs/first --which last --out last.html --overwrite
"""

NAME = "report.html"


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("run", metavar="RUN", help="the folder or the name of a run, or 'latest'")
    parser.add_argument("--which", choices=("best", "last"), default="best", help="which checkpoint [best]")
    parser.add_argument("--out", type=Path, metavar="FILE", help=f"the file to write [{NAME} in the run's folder]")
    parser.add_argument("--overwrite", action="store_true", help="replace FILE where it exists")


def run(arguments: argparse.Namespace) -> int:
    """Write the report and return the exit code."""
    folder = find(arguments.run)
    target = _target(folder, arguments.out, arguments.overwrite)
    check_drawing()
    from ..ui import report as drawing

    drawing.start()
    written = wait(work.report(folder, target, drawing.draw, (), arguments.which), "Writing the report")
    text(f"Written: {written}. It opens in any browser.")
    return 0


def _target(folder: Path, out: Path | None, overwrite: bool) -> Path:
    """The file to write: the run's own report is replaced, another file only if asked. Raises UserError."""
    if out is None:
        return folder / NAME
    target = out / NAME if out.is_dir() else out
    if target.exists() and not overwrite:
        raise UserError(f"{target} is there already.", "Choose another name by --out, or add --overwrite.")
    return target


def check_drawing() -> None:
    """Raises UserError where Qt, which draws the figures, cannot be loaded: it would end the whole process."""
    if libraries.qt() is None:
        raise UserError("PySide6 is not installed, so no figure can be drawn.", "Install the program again.")
    if lacking := libraries.missing(["offscreen"]):
        raise UserError(
            f"{libraries.told(lacking)}, so no figure can be drawn.", f"Install with '{libraries.apt(lacking)}'."
        )
