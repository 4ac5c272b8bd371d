"""Where weight files are looked for on this disk, and how to bring one that is not there. No torch here."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from .. import paths
from .entry import Weights

SUFFIXES = frozenset({".pth", ".pt", ".ckpt", ".safetensors", ".bin", ".tar", ".pkl", ".h5", ".hdf5", ".keras"})
"""Names under which weights are kept; what a file really is, its content says."""

PACKAGE = frozenset({"config.json", "tokenizer.json"})
"""What is in a folder that is a model as other programs write it, beside its weights."""

_DEPTH = 3
_MOST = 5000


def hub() -> Path:
    """The folder into which torch and torchvision download weights (`torch.hub.get_dir()`, without torch)."""
    cache = Path(os.environ.get("XDG_CACHE_HOME", "~/.cache")).expanduser()
    return Path(os.environ.get("TORCH_HOME", cache / "torch")).expanduser() / "hub" / "checkpoints"


def folders(user: Sequence[Path] = ()) -> list[Path]:
    """Where weight files are looked for, in order: torch's own cache, this program's folder, the user's folders."""
    return list(dict.fromkeys([hub(), paths.weights(), *(Path(folder).expanduser() for folder in user)]))


def files(user: Sequence[Path] = ()) -> dict[str, list[Path]]:
    """Every file that may hold weights, and every folder that is a model (`PACKAGE`), by its name, in the order of
    `folders`.

    Looks three folders deep and at 5000 files a folder at most: a user may add a home directory. Links between
    folders are not followed; a folder that cannot be read is passed over.
    """
    found: dict[str, list[Path]] = {}
    for folder in folders(user):
        for path in _weight_files(folder):
            found.setdefault(called(path), []).append(path)
    return found


def is_package(path: Path) -> bool:
    """Whether a folder is a model as other programs write it."""
    return all((path / name).is_file() for name in PACKAGE)


def called(path: Path) -> str:
    """The name of a file, or of a folder; of one in Hugging Face's cache (models--AUTHOR--NAME/snapshots/...) the
    model's."""
    if path.parent.name == "snapshots":
        return path.parent.parent.name.rpartition("--")[2]
    return path.name


def stamp(path: Path) -> int:
    """When a file, or any file in a folder, was changed last, in nanoseconds; 0 where there is none."""
    try:
        times = [p.stat().st_mtime_ns for p in (path.iterdir() if path.is_dir() else (path,))]
    except OSError:
        return 0
    return max(times, default=0)


def _weight_files(folder: Path) -> Iterator[Path]:
    seen = 0
    for parent, inner, names in os.walk(folder):
        here = Path(parent)
        if len(here.relative_to(folder).parts) >= _DEPTH:
            inner.clear()
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        if PACKAGE.issubset(names):
            yield here
        for name in sorted(names):
            seen += 1
            if seen > _MOST:
                return
            if Path(name).suffix.lower() in SUFFIXES:
                yield here / name


def bring(weights: Weights) -> str:
    """What to do when published weights are not on this disk: the file to bring, from where, and where to put it."""
    size = f" ({weights.megabytes:.0f} MB)" if weights.megabytes else ""
    if weights.files:
        return (
            f"Bring the files {', '.join(weights.files)}{size} from a computer with internet (they are at "
            f"{weights.url}) and put them into the folder {paths.weights() / weights.file}."
        )
    return (
        f"Bring the file {weights.file}{size} from a computer with internet (it is at {weights.url}) "
        f"and put it into {paths.weights()}, or into {hub()}; its name must stay as it is."
    )
