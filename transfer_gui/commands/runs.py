"""Finds a run, or a checkpoint, by what a person calls it on the command line."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from ..core import paths
from ..core.errors import UserError


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained network's file, and the run that it belongs to; None for a file on its own, such as an export."""

    file: Path
    run: Path | None


def find(name: str) -> Path:
    """The folder of the run called `name`: a path, the name of a folder among the user's runs, or 'latest'."""
    if name == "latest":
        runs = sorted(paths.runs().glob("*/job.toml"), key=lambda p: p.stat().st_mtime)
        if not runs:
            raise UserError(f"There is no run in {paths.runs()} yet.", "Name the run's folder, or train one first.")
        return runs[-1].parent
    for folder in (Path(name), paths.runs() / name):
        if (folder / "job.toml").is_file():
            return folder
    if Path(name).exists():
        raise UserError(f"{name} is not the folder of a run: it has no job.toml.", "Name the folder that 'train' told.")
    raise UserError(f"There is no run {name}.", f"Name a run's folder, or one in {paths.runs()}, or 'latest'.")


def trained(name: str, which: Literal["best", "last"] | None = None) -> Trained:
    """The network called `name`: the `which` (best) checkpoint of a run (see `find`), or a checkpoint's file.

    Raises UserError where there is none. What is in the file is not looked at.
    """
    file = Path(name)
    if file.is_file():
        if which is not None:
            raise UserError(f"{name} is one file: it has no {which} checkpoint.", "Leave out --which, or name a run.")
        folder = file.absolute().parent.parent
        inside = file.absolute().parent.name == "checkpoints" and (folder / "job.toml").is_file()
        return Trained(file, folder if inside else None)
    if not file.is_dir() and file.suffix in {".pt", ".pth", ".safetensors"}:
        raise UserError(f"There is no file {name}.", "Name a checkpoint, an exported file, or the folder of a run.")
    folder = find(name)
    file = folder / "checkpoints" / f"{which or 'best'}.pt"
    if not file.is_file():
        other = "last" if which != "last" else "best"
        there = (folder / "checkpoints" / f"{other}.pt").is_file()
        cure = f"Its {other} one is there: --which {other}." if there else "Train it first: 'train RUN --resume'."
        raise UserError(f"The run {folder} has no {which or 'best'} checkpoint.", cure)
    return Trained(file, folder)
