"""Where a run was computed, and the commands that do it again."""

import json
import shlex
from pathlib import Path
from typing import Any

from ..errors import UserError
from ..job import Job
from ..runs.folder import RunFolder
from . import words
from .report import Block, Command, Facts

_NAMES = {
    "device": "Device",
    "platform": "System",
    "processor": "Processor's instructions",
    "threads": "Threads",
    "cuda": "CUDA",
}


def facts(folder: Path, job: Job) -> Facts:
    """Versions, machine, device and seeds. Raises UserError where the record cannot be read."""
    path = RunFolder(folder).environment
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(found, dict):
            raise ValueError("it is no object")
    except (OSError, ValueError) as error:
        raise UserError(f"{path} cannot be read ({error}).", "The versions and the device are not known.") from error
    record: dict[str, Any] = found
    rows = [(title, str(value)) for key, title in _NAMES.items() if (value := record.get(key)) not in ("", None)]
    rows.append(("Numbers", words.device(job.device)))
    rows.append(("Seeds", f"{job.training.seed} for training, {job.data.seed} for the split"))
    versions: Any = record.get("versions")
    if isinstance(versions, dict):
        rows += [(str(name), str(version)) for name, version in versions.items()]
    return Facts(tuple(rows))


def command(folder: Path) -> str:
    """The command that the run was started by; empty where it is not on record, or was the window."""
    try:
        found: Any = json.loads(RunFolder(folder).environment.read_text(encoding="utf-8"))
        argv: Any = found["command"]
        words_ = [str(word) for word in argv]
    except (OSError, ValueError, TypeError, KeyError):
        return ""
    return shlex.join(["transfer-gui", *words_[1:]]) if "train" in words_[1:2] else ""


def again(folder: Path, job: Job, which: str) -> list[Block]:
    """How to train the same once more, and how to use what came out."""
    place = RunFolder(folder.absolute())
    best = place.best if which == "best" else place.last
    data = job.data.path or "DATA"
    blocks: list[Block] = [
        "The same job on the same data with the same versions gives the same weights, on the CPU to the bit; it draws "
        "the same split as long as the files are the same. It is written in job.toml, and the split in split.csv.",
        Command(
            "\n".join(
                [
                    shlex.join(["transfer-gui", "train", str(place.job), "--out", "again"]),
                    shlex.join(["transfer-gui", "evaluate", str(best), data]),
                    shlex.join(["transfer-gui", "export", str(place.path), "--which", which]),
                    shlex.join(["transfer-gui", "export", str(place.path), "--script", "--out", "train.py"]),
                ]
            )
        ),
        "The last line writes the job as one file of plain PyTorch, which needs nothing of this program.",
    ]
    if first := command(folder):
        blocks += ["It was started by:", Command(first)]
    return blocks
