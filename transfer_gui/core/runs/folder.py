"""A run's folder: what is in it, and how a new one is named."""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ..atomic import check_writable
from ..errors import UserError
from ..job import Job
from ..paths import runs


@dataclass(frozen=True, slots=True)
class RunFolder:
    """The paths inside a run's folder."""

    path: Path

    @property
    def job(self) -> Path:
        return self.path / "job.toml"

    @property
    def split(self) -> Path:
        return self.path / "split.csv"

    @property
    def metrics(self) -> Path:
        return self.path / "metrics.csv"

    @property
    def layers(self) -> Path:
        return self.path / "layers.csv"

    @property
    def environment(self) -> Path:
        return self.path / "environment.json"

    @property
    def log(self) -> Path:
        return self.path / "log.txt"

    @property
    def best(self) -> Path:
        return self.path / "checkpoints" / "best.pt"

    @property
    def last(self) -> Path:
        return self.path / "checkpoints" / "last.pt"


def new_folder(job: Job) -> Path:
    """A path that is not there yet, named by time, model and data, in the user's folder of runs."""
    data = re.sub(r"[^\w.-]+", "-", Path(job.data.path.removeprefix("sample:")).name).strip("-") or "data"
    name = f"{datetime.now():%Y-%m-%d_%H%M%S}_{job.source.model}_{data}"
    path, number = runs() / name, 2
    while path.exists():
        path, number = runs() / f"{name}-{number}", number + 1
    return path


def open_folder(folder: RunFolder, resume: bool) -> None:
    """Make the run's folder, or, to resume, make sure that there is a run in it.

    Raises UserError where it cannot be written, or where a new run would write over an older one.
    """
    if resume and not folder.job.exists():
        raise UserError(f"{folder.path} holds no run to go on with.", "Choose the folder of a run (it has a job.toml).")
    if not resume and (folder.job.exists() or folder.metrics.exists() or folder.last.exists()):
        raise UserError(
            f"{folder.path} already holds a run.", "Choose another folder, or go on with that run (--resume)."
        )
    check_writable(folder.path)
    folder.last.parent.mkdir(parents=True, exist_ok=True)
