"""Name what examples are by a trained network, as a table (CSV): one row an example, one column a class.

Pictures are read and prepared as in training. A file that cannot be read is a row without a prediction; the column
'problem' says why.
"""

import argparse
import sys
from pathlib import Path

from ..core.evaluate import predictions
from .console import count, text
from .runs import trained
from .waiting import wait
from .written import target

EXAMPLES = """\
examples:
  transfer-gui predict latest picture.jpg
  transfer-gui predict runs/first pictures/ --out found.csv
  transfer-gui predict model.safetensors *.jpg --top 3
"""


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument("checkpoint", metavar="CHECKPOINT", help="an exported file, a checkpoint, a run, or 'latest'")
    parser.add_argument(
        "paths", metavar="PATH", nargs="+", type=Path, help="a file, or a folder that is searched through"
    )
    parser.add_argument("--which", choices=("best", "last"), help="which checkpoint of a run [best]")
    parser.add_argument("--top", type=_whole, metavar="K", help="the K most probable classes, not a column for each")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the file to write [the standard output]")
    parser.add_argument("--overwrite", action="store_true", help="replace FILE where it exists")


def run(arguments: argparse.Namespace) -> int:
    """Predict, write the table and return the exit code."""
    network = trained(arguments.checkpoint, arguments.which)
    out: Path | None = target(arguments.out, arguments.overwrite) if arguments.out else None
    from ..core import atomic
    from ..core.evaluate import predict
    from ..core.runs import restore

    payload = restore.read(network.file, lambda name: False)
    pictures, problems = predictions.search(arguments.paths, restore.preprocessing(payload).kind)

    found = wait(predict.predict(network.file, [p for p in pictures if str(p) not in problems]), "Predicting")
    table = predictions.as_csv(pictures, found, problems, arguments.top)
    if out is None:
        text(table.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace").rstrip("\n"))
    else:
        atomic.write_bytes(out, table.encode("utf-8", "surrogateescape"))
        text(f"Written: {out}, {count(len(pictures))} examples")
    unread = predictions.unread(pictures, found)
    if unread:
        told = f"{count(unread)} of {count(len(pictures))} files have no prediction; the column 'problem' says why."
        print(f"transfer-gui: {told}", file=sys.stderr)  # noqa: T201
    return 0


def _whole(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 1 on")
    return int(text)
