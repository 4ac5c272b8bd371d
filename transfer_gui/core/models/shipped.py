"""The source models that come with the program. No torch here."""

from functools import cache
from pathlib import Path

from .. import paths
from ..errors import UserError
from .places import SUFFIXES

PREFIX = "shipped:"
"""Before the name of a file that ships, in `job.source.weights`: a job file holds so on every machine."""


def place(weights: str) -> Path:
    """The file that `job.source.weights` names: 'shipped:NAME' is one that ships, all else a path.

    Raises UserError for a name of none.
    """
    if not weights.startswith(PREFIX):
        return Path(weights).expanduser()
    folder, name = paths.resources() / "models", weights.removeprefix(PREFIX)
    known = sorted(path.name for path in folder.iterdir() if path.suffix in SUFFIXES)
    if name not in known:
        raise UserError(f"No weight file called {name!r} comes with the program.", f"Known: {', '.join(known)}.")
    return folder / name


@cache
def files() -> dict[str, Path]:
    """Their weights by architecture: 'squeezenet1_1-imagenet.safetensors' is a squeezenet1_1."""
    return {p.name.partition("-")[0]: p for p in sorted((paths.resources() / "models").glob("*.safetensors"))}
