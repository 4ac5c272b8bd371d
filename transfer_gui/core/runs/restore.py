"""A checkpoint read back: what it holds, checked field by field, and its network. Nothing in a file is executed."""

import json
import pickle
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor, nn

from .. import recipes
from ..errors import Refused, UserError
from ..recipes import Recipe

FORMAT = "transfer_gui/"
JSON_KEYS = ("model_options", "classes", "original_classes", "preprocessing", "plan", "metrics", "versions")
"""The fields that a safetensors file, whose metadata is text alone, holds as JSON."""

_CURE = "Choose a checkpoint of a run (checkpoints/best.pt, checkpoints/last.pt) or an exported one."


def read(path: Path, wanted: Callable[[str], bool] | None = None) -> dict[str, Any]:
    """The checkpoint at `path` (a run's or an exported one, `.pt` or `.safetensors`, told apart by content).

    Its keys are those that a run writes (`format`, `model`, `model_options`, `state_dict`, `classes`,
    `preprocessing`, `plan`, `metrics`, `job`...), every value a plain type or a CPU tensor. Where `wanted`
    is given, the state dict has only the tensors whose names it accepts, and the rest of the file is not read.
    Raises Refused where it is not such a file, and UserError where it cannot be read.
    """
    try:
        with path.open("rb") as file:
            head = file.read(9)
    except OSError as error:
        raise UserError(f"{path} cannot be read: {error.strerror}.", "Check the path.") from error
    payload = (
        _read_torch(path, wanted)
        if head[:2] == b"PK"
        else _read_safetensors(path, wanted)
        if head[8:] == b"{"
        else None
    )
    if payload is None:
        _refuse(path)
    _check(path, payload)
    return payload


def network(payload: dict[str, Any]) -> nn.Module:
    """The network of a checkpoint as the program itself builds it: on the CPU, float32, in evaluation mode.

    Raises Refused naming the tensors that do not fit.
    """
    from ..models import build

    options, state = payload["model_options"], payload["state_dict"]
    return build.load(payload["model"], len(payload["classes"]), options, state).eval()


def preprocessing(payload: dict[str, Any]) -> Recipe:
    """The recipe by which an example becomes the network's input."""
    return recipes.read(payload["preprocessing"])


def _read_torch(path: Path, wanted: Callable[[str], bool] | None) -> dict[str, Any] | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            payload = torch.load(path, map_location="cpu", weights_only=True, mmap=wanted is not None)
    except (RuntimeError, pickle.UnpicklingError, ValueError, EOFError, KeyError, AttributeError, TypeError, OSError):
        return None  # `_refuse` finds out what it is
    if not isinstance(payload, dict) or "state_dict" not in payload:
        return None
    if wanted is not None and isinstance(state := payload["state_dict"], dict):
        payload["state_dict"] = {name: tensor for name, tensor in state.items() if wanted(str(name))}
    return payload


def _read_safetensors(path: Path, wanted: Callable[[str], bool] | None) -> dict[str, Any] | None:
    try:
        with safe_open(path, "pt") as file:  # type: ignore[no-untyped-call]
            metadata: dict[str, str] = file.metadata() or {}
            names = [name for name in file.keys() if wanted is None or wanted(name)]  # noqa: SIM118 - not a dict
            state = {name: file.get_tensor(name) for name in names}
        payload: dict[str, Any] = {k: json.loads(v) if k in JSON_KEYS else v for k, v in metadata.items()}
    except (SafetensorError, ValueError, OSError):
        return None
    return payload | {"state_dict": state}


def _check(path: Path, payload: dict[str, Any]) -> None:
    """Make sure of every field that is relied upon. Raises Refused."""
    if not str(payload.get("format", "")).startswith(FORMAT):
        raise Refused(f"{path} holds weights, but is no checkpoint of this program.", _CURE)
    classes = payload.get("classes")
    state = payload.get("state_dict")
    faults = {
        "format": payload["format"] != f"{FORMAT}1",
        "model": not isinstance(payload.get("model"), str),
        "model_options": not isinstance(payload.get("model_options"), dict),
        "classes": not (isinstance(classes, list) and classes and all(isinstance(c, str) for c in classes)),
        "state_dict": not (isinstance(state, dict) and all(isinstance(v, Tensor) for v in state.values())),
    }
    try:
        preprocessing(payload)
    except (KeyError, TypeError, ValueError, AttributeError):
        faults["preprocessing"] = True
    bad = [name for name, fault in faults.items() if fault]
    if bad == ["format"]:
        raise Refused(f"{path} was written by a newer version ({payload['format']}).", "Update this program.")
    if bad:
        raise Refused(f"{path} is damaged: {', '.join(bad)} is missing or not what it should be.", _CURE)


def _refuse(path: Path) -> NoReturn:
    """Say what the file is instead. Raises Refused."""
    from ..models import weights

    weights.read(path)
    raise Refused(f"{path} holds weights, but is no checkpoint of this program.", _CURE)
