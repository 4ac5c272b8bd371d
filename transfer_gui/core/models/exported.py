"""What a checkpoint of this program, or a shipped model, says of itself; read without loading its tensors.

A `.safetensors` file says it in its header (https://huggingface.co/docs/safetensors), all as text; a checkpoint by
`torch.save` in its payload, of which `weights_only` and a memory map read the plain values alone.
"""

import contextlib
import json
import math
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import torch

from .. import recipes
from ..recipes import Recipe
from ..recipes.image import Preprocessing

FORMAT = "transfer_gui/"
"""How a payload's `format` begins."""

_LONGEST_HEADER = 100_000_000
"""safetensors' own limit, bytes."""
_STATISTICS = ("running_mean", "running_var", "num_batches_tracked", "relative_position_index", "relative_coords_table")
"""Last names of tensors that are kept beside the parameters, but do not learn."""


def header(path: Path) -> tuple[dict[str, Any], dict[str, tuple[int, ...]]]:
    """Metadata and tensor shapes of a safetensors file. Raises ValueError where its header is not one."""
    with path.open("rb") as file:
        length = int.from_bytes(file.read(8), "little")
        if not 2 <= length <= min(_LONGEST_HEADER, path.stat().st_size - 8):
            raise ValueError(f"the header should be {length} bytes long")
        fields: Any = json.loads(file.read(length))
    if not isinstance(fields, dict):
        raise ValueError("the header is not a table")
    table = cast("dict[str, Any]", fields)
    metadata: dict[str, str] = table.pop("__metadata__", {})
    return decode(metadata), {name: tuple(tensor["shape"]) for name, tensor in table.items()}


def decode(metadata: Mapping[str, str]) -> dict[str, Any]:
    """safetensors' metadata with what is JSON in it (lists, tables) read; all else stays text."""
    out: dict[str, Any] = dict(metadata)
    for key, value in metadata.items():
        if value[:1] in {"[", "{"}:
            with contextlib.suppress(ValueError):
                out[key] = json.loads(value)
    return out


def metadata(path: Path) -> dict[str, Any] | None:
    """The payload of a checkpoint of this program without its tensors; None for any other file.

    Raises OSError where the file cannot be read.
    """
    stat = path.stat()
    return _metadata(path, stat.st_mtime_ns, stat.st_size)


@lru_cache(maxsize=512)
def _metadata(path: Path, _changed: int, _size: int) -> dict[str, Any] | None:
    try:
        found = header(path)[0] if path.suffix.lower() == ".safetensors" else _payload(path)
    except (ValueError, KeyError, TypeError, EOFError, RuntimeError, zipfile.BadZipFile):
        return None
    return found if is_ours(found) else None


def is_ours(payload: Mapping[str, Any] | None) -> bool:
    """Whether this program wrote the payload: by its `format`, and a model it names."""
    if not payload:
        return False
    return str(payload.get("format", "")).startswith(FORMAT) and isinstance(payload.get("model"), str)


def _payload(path: Path) -> dict[str, Any] | None:
    """The plain values of a payload. Its pickle is searched for the format first, so that a folder of large foreign
    checkpoints costs nothing."""
    with path.open("rb") as file:
        if file.read(2) != b"PK":
            return None
    with zipfile.ZipFile(path) as archive:
        pickles = [name for name in archive.namelist() if name.endswith("/data.pkl")]
        if len(pickles) != 1 or FORMAT.encode() not in archive.read(pickles[0]):
            return None
    try:
        payload: Any = torch.load(path, map_location="cpu", weights_only=True, mmap=True)
    except Exception:  # an unpickler may raise anything on a damaged file
        return None
    if not isinstance(payload, dict):
        return None
    values = cast("dict[str, Any]", payload)
    return {key: value for key, value in values.items() if key not in {"state_dict", "training"}}


def preprocessing(metadata: Mapping[str, Any]) -> Recipe | None:
    """The recipe in a payload's or a shipped file's metadata; None where there is none."""
    try:
        if "preprocessing" in metadata:
            return recipes.read(metadata["preprocessing"])
        if "input_size" in metadata and "mean" in metadata:
            return Preprocessing.from_dict(
                {
                    "resize": int(metadata["resize"]),
                    "crop": int(metadata["input_size"]),
                    "interpolation": metadata["interpolation"],
                    "mean": metadata["mean"],
                    "std": metadata["std"],
                }
            )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return None


def parameters(shapes: Mapping[str, tuple[int, ...]]) -> int:
    """How many numbers in a state dict learn."""
    return sum(math.prod(shape) for name, shape in shapes.items() if not name.endswith(_STATISTICS))
