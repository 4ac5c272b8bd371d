"""List the source models: their size, their published accuracy on ImageNet-1K, and where their weights are.

Nothing is downloaded.
"""

import argparse
from fnmatch import fnmatch
from pathlib import Path

from rich.table import Table

from ..core.models.entry import ModelEntry
from .console import print_json, table, text
from .waiting import wait

EXAMPLES = """\
examples:
  transfer-gui models
  transfer-gui models 'resnet*' --ready
  transfer-gui models --folder ~/weights --json
"""

PLACES = {"shipped": "shipped", "disk": "on this disk", "import": "file to bring", "download": "downloadable"}


def fill(parser: argparse.ArgumentParser) -> None:
    """Add the verb's arguments."""
    parser.add_argument(
        "pattern", nargs="?", default="*", metavar="PATTERN", help="only models whose name has this; * is any text"
    )
    parser.add_argument("--ready", action="store_true", help="only models whose weights are here")
    parser.add_argument("--sort", choices=("name", "parameters", "gflops", "accuracy"), default="name")
    parser.add_argument(
        "--folder", action="append", default=[], type=Path, metavar="DIR", help="look for weight files here too"
    )
    parser.add_argument("--json", action="store_true", help="write JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the catalogue and return the exit code."""
    from ..core.models import catalogue

    entries = wait(catalogue.load(arguments.folder), "Reading the catalogue")
    pattern = _pattern(arguments.pattern)
    shown = [e for e in entries if fnmatch(e.name.lower(), pattern) and (e.ready or not arguments.ready)]
    shown.sort(key=lambda e: e.name if arguments.sort == "name" else (getattr(e, arguments.sort) or 0, e.name))
    if arguments.json:
        print_json(shown)
        return 0
    rows = Table(box=None, pad_edge=False)
    for title in ("model", "family"):
        rows.add_column(title, no_wrap=True)
    for title in ("parameters", "GFLOPs", "top-1 %", "input px"):
        rows.add_column(title, justify="right", no_wrap=True)
    rows.add_column("weights")
    for entry in shown:
        rows.add_row(
            entry.name,
            entry.family,
            f"{entry.parameters / 1e6:.1f} M" if entry.parameters else "",
            "" if entry.gflops is None else f"{entry.gflops:.2f}",
            "" if entry.accuracy is None else f"{entry.accuracy:.1f}",
            str(entry.input_size),
            place(entry),
        )
    table(rows)
    ready = sum(1 for e in shown if e.ready)
    text(f"{len(shown)} models, {ready} with weights here. 'transfer-gui layers MODEL' shows a model's layers.")
    return 0


def place(entry: ModelEntry) -> str:
    """Where the best weights of a model are, in words."""
    best = entry.ready or (entry.weights[0] if entry.weights else None)
    if best is None:
        return "a folder of yours" if entry.brings == "folder" else "none (from scratch)"
    return f"{PLACES[best.where]}: {best.file}" if best.where == "import" and best.file else PLACES[best.where]


def _pattern(text: str) -> str:
    return text.lower() if any(mark in text for mark in "*?[") else f"*{text.lower()}*"
