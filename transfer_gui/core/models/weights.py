"""Reads weight files. A weight file is data: safetensors, or `torch.load` with `weights_only`; nothing in it is run."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, cast

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from ..errors import Refused, UserError
from . import exported, sniff
from .match import Match, load_into, match

__all__ = ["Match", "WeightFile", "load_into", "match", "read"]

State = dict[str, Tensor]

_MAIN = ("state_dict", "model_state_dict", "model_state", "model", "net", "network", "weights", "params", "module")
"""Where the weights lie in a training checkpoint, the surest first."""
_AVERAGED = re.compile(r"(^|[_.\-])(ema|swa|averaged?|shadow|polyak|teacher)([_.\-\d]|$)", re.IGNORECASE)
"""Names of weights averaged over the training: another set, never taken unasked."""
_DEPTH = 3
_TYPES = {
    "F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
    "F8_E4M3": torch.float8_e4m3fn, "F8_E5M2": torch.float8_e5m2, "BOOL": torch.bool, "U8": torch.uint8,
    "I8": torch.int8, "I16": torch.int16, "I32": torch.int32, "I64": torch.int64,
}  # fmt: skip
"""safetensors' names of types (https://huggingface.co/docs/safetensors)."""


@dataclass(frozen=True)
class WeightFile:
    """What a weight file holds."""

    path: Path
    entries: dict[str, State]
    """Sets of weights by name; "" is the file's own, the others ("state_dict_ema"...) must be chosen."""
    metadata: dict[str, Any] = field(default_factory=dict[str, Any])
    """What a checkpoint of this program, or a safetensors header, says of itself."""
    notes: tuple[str, ...] = ()
    kind: str = ""
    """What the network in the file reads, as in `job.data.domain`; empty where the file does not say."""
    names: dict[int, str] = field(default_factory=dict[int, str])
    """The names in a file of which an outline was read, by the identity of the tensors that stand for its own."""

    def fetch(self, tensor: Tensor) -> Tensor:
        """A tensor of one of the sets with its numbers: of an outline, these are read now."""
        if id(tensor) not in self.names:
            return tensor
        opened: Any = safe_open(self.path, "pt")
        with opened as file:
            return file.get_tensor(self.names[id(tensor)])

    def entry(self, name: str = "") -> State:
        """The set called `name`. Raises UserError naming those that there are."""
        if name in self.entries:
            return self.entries[name]
        choices = ", ".join(f"'{n}'" for n in self.entries if n)
        if name:
            cure = f"Choose {choices}, or the file's own weights." if choices else "Leave the choice of a set empty."
            raise UserError(f"{self.path} has no set of weights called '{name}'.", cure)
        raise UserError(
            f"{self.path} holds several sets of weights and none that is plainly the one.", f"Choose {choices}."
        )


def read(path: Path, outline: bool = False) -> WeightFile:
    """The weight file at `path`, on the CPU, its tensors as they are (half precision stays half).

    Understands a plain state dict, one wrapped in a training checkpoint (`state_dict`, `model`, Lightning...), averaged
    sets beside it, this program's own checkpoints, safetensors, and models of Keras. Tensors of a zip file are mapped,
    not loaded; of a safetensors file, which is read as soon as a tensor is asked for, an `outline` has stand-ins on the
    meta device: `WeightFile.fetch` reads those that are wanted.

    Raises Refused, saying what the file is and what to do, for anything else; UserError where it cannot be read.
    """
    kind = sniff.kind(path)
    if kind == "keras":
        from . import keras

        converted = keras.read(path)
        found = _file(path, {"": converted.state}, {}, list(converted.notes))
        kind = "text" if converted.words is not None else "image" if len(converted.input_shape) == 3 else ""
        return replace(found, kind=kind)
    if kind == "safetensors":
        metadata, state = _safetensors(path, outline)
        names = {id(tensor): name for name, tensor in state.items() if tensor.is_meta}
        return replace(_file(path, {"": state}, metadata, []), names=names)
    content = _mapping(path, _torch(path))
    metadata: dict[str, Any] = {}
    if exported.is_ours(content):
        metadata = {key: value for key, value in content.items() if key not in {"state_dict", "training"}}
        content = {"state_dict": content.get("state_dict")}
    notes: list[str] = []
    return _file(path, _entries(path, content, notes), metadata, notes)


def _safetensors(path: Path, outline: bool) -> tuple[dict[str, Any], State]:
    try:
        opened: Any = safe_open(path, "pt")
        with opened as file:
            names: list[str] = sorted(file.keys(), key=_places)  # the format keeps no order of its own
            state: State = {name: _stand_in(file, name) if outline else file.get_tensor(name) for name in names}
            return exported.decode(file.metadata() or {}), state
    except (SafetensorError, OSError, ValueError, RuntimeError) as error:
        raise Refused(f"{path} is no sound safetensors file: {_first_line(error)}.", sniff.AGAIN) from error


def _places(name: str) -> list[tuple[int, str]]:
    """By which tensors are sorted as the layers of most networks stand: layer 2 before layer 10."""
    return [(int(part), "") if part.isdigit() else (-1, part) for part in name.split(".")]


def _stand_in(file: Any, name: str) -> Tensor:
    """A tensor of the shape and type of one in the file, without memory; that tensor itself where the type is rare."""
    there = file.get_slice(name)
    dtype = _TYPES.get(there.get_dtype())
    return file.get_tensor(name) if dtype is None else torch.empty(there.get_shape(), dtype=dtype, device="meta")


def _torch(path: Path) -> object:
    try:
        if path.suffix.lower() == ".safetensors":  # torch goes by the name, the content says otherwise
            with path.open("rb") as file:
                return torch.load(file, map_location="cpu", weights_only=True)
        try:
            return torch.load(path, map_location="cpu", weights_only=True, mmap=True)
        except RuntimeError as error:
            if "mmap" not in str(error):  # a file of before torch 1.6 cannot be mapped
                raise
            return torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # an unpickler may raise anything on a damaged file
        sniff.explain(path, error)


def _file(path: Path, entries: dict[str, State], metadata: dict[str, Any], notes: list[str]) -> WeightFile:
    entries = {name: state for name, whole in entries.items() for name, state in _sorted_out(name, whole).items()}
    if not any(entries.values()):
        raise Refused(f"{path} holds no weights.", sniff.SAVE_AS)
    for state in entries.values():
        for name, tensor in state.items():
            if tensor.is_quantized or tensor.layout != torch.strided:
                kind = "quantised" if tensor.is_quantized else "sparse"
                raise Refused(
                    f"{path} holds {kind} tensors ({name}), which cannot be trained.",
                    "Choose the weights from before they were converted.",
                )
    floats = {t.dtype for state in entries.values() for t in state.values() if t.is_floating_point()}
    if small := sorted(str(dtype).removeprefix("torch.") for dtype in floats - {torch.float32}):
        notes.append(f"The file holds {' and '.join(small)} numbers; they are trained as float32.")
    if choices := [name for name in entries if name]:
        named = ", ".join(f"'{c}'" for c in choices)
        have = "also holds" if "" in entries else "holds"
        notes.append(f"The file {have} {named}; choose such a set by name to use it.")
    return WeightFile(path, entries, metadata, tuple(notes))


def _sorted_out(name: str, state: State) -> dict[str, State]:
    """One flat set, parted where averaged weights lie among the others under a prefix of their own."""
    averaged: dict[str, State] = {}
    rest: State = {}
    for key, tensor in state.items():
        first, _, last = key.partition(".")
        if last and _AVERAGED.search(first):
            averaged.setdefault(first, {})[last] = tensor
        else:
            rest[key] = tensor
    if not averaged or name:
        return {name: state}
    return ({name: rest} if rest else {}) | averaged


def _mapping(path: Path, content: object) -> Mapping[Any, Any]:
    if isinstance(content, Tensor):
        raise Refused(f"{path} holds one tensor, not a model's weights.", sniff.SAVE_AS)
    if not isinstance(content, Mapping):
        raise Refused(f"{path} holds a {type(content).__name__}, not a model's weights.", sniff.SAVE_AS)
    return cast("Mapping[Any, Any]", content)


def _entries(path: Path, content: Mapping[Any, Any], notes: list[str]) -> dict[str, State]:
    if state := _state(content, notes):
        return {"": state}
    found = dict(_search(content, "", _DEPTH, notes))
    if not found:
        keys = ", ".join(repr(str(key)) for key in list(content)[:5])
        raise Refused(f"{path} holds no weights: it has {keys or 'nothing in it'}.", sniff.SAVE_AS)
    plain = [name for name in found if not _AVERAGED.search(name)]
    surest = [name for key in _MAIN for name in plain if name == key or name.startswith(key + ".")]
    main = surest[0] if surest else plain[0] if len(plain) == 1 else None
    return {("" if name == main else name): state for name, state in found.items()}


def _search(content: Mapping[Any, Any], place: str, depth: int, notes: list[str]) -> list[tuple[str, State]]:
    """Every state dict inside, under its keys joined by dots; an optimiser's is none."""
    found: list[tuple[str, State]] = []
    for key, value in content.items():
        if not isinstance(value, Mapping) or re.search(r"optim|sched|scaler|hyper|amp|rng", str(key), re.IGNORECASE):
            continue
        name = f"{place}.{key}" if place else str(key)
        if state := _state(value, notes):
            found.append((name, state))
        elif depth > 1:
            found.extend(_search(value, name, depth - 1, notes))
    return found


def _state(content: Mapping[Any, Any], notes: list[str]) -> State | None:
    """`content` as a state dict; None where it is something else. Plain numbers among the tensors are left out."""
    if not content or not all(isinstance(key, str) for key in content):
        return None
    tensors = {key: value for key, value in content.items() if isinstance(value, Tensor)}
    if not tensors or len(tensors) < len(content) / 2:
        return None
    others = [key for key, value in content.items() if not isinstance(value, Tensor)]
    if any(isinstance(content[key], Mapping) and _state(content[key], []) for key in others):
        return None
    if others:
        notes.append(f"Left out, as they are no tensors: {', '.join(others[:5])}.")
    return tensors


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0].removeprefix("Error while deserializing header: ")
