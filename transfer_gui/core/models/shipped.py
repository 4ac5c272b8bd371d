"""The source models that come with the program. No torch here."""

from functools import cache
from pathlib import Path

from .. import paths


@cache
def files() -> dict[str, Path]:
    """Their weights by architecture: 'squeezenet1_1-imagenet.safetensors' is a squeezenet1_1."""
    return {p.name.partition("-")[0]: p for p in sorted((paths.resources() / "models").glob("*.safetensors"))}
