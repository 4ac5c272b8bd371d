"""A state dict against a model: which tensors fit, which do not, by name; and loading those that do."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ..errors import Refused

LEAST = 0.9
"""Share of the tensors, of the model's backbone and of the file's, that must fit."""
_STRIPS = 4
_AUXILIARY = re.compile(r"^(aux\d*|AuxLogits|aux_classifier)\.")
_DENSE_LAYER = re.compile(r"(denselayer\d+\.(?:norm|relu|conv))\.(\d)\.")
_MLP = re.compile(r"\.mlp\.linear_(\d)\.")


@dataclass(frozen=True)
class Match:
    """How a state dict fits a model. Every name is as in the model where it has it, else as in the file."""

    loaded: tuple[str, ...]
    missing: tuple[str, ...]
    """Tensors of the model's backbone that the file lacks."""
    unexpected: tuple[str, ...]
    """Tensors of the file for which the model has no place."""
    misshaped: tuple[tuple[str, tuple[int, ...], tuple[int, ...]], ...]
    """Name, shape in the file, shape in the model."""
    new_head: bool
    """The head is new: whatever the file holds for it was left out."""
    head_outputs: int | None = None
    """How many classes the head in the file tells apart."""
    auxiliary: tuple[str, ...] = ()
    """Tensors of extra heads that serve training from scratch alone; left out."""
    prefix: str = ""
    """What stood before every name in the file and was taken off."""
    not_numbers: tuple[str, ...] = ()
    """Tensors that hold NaN or infinity."""

    @property
    def share(self) -> float:
        """The share of tensors that fit: of the model's backbone or of the file's, whichever is less. 0..1."""
        fitting = len(self.loaded)
        return fitting / max(fitting + len(self.misshaped) + max(len(self.missing), len(self.unexpected)), 1)


def aligned(model: nn.Module, state: Mapping[str, Tensor]) -> tuple[dict[str, Tensor], str]:
    """`state` under the model's names, and the prefix that was taken off: `module.`, `model.backbone.`...

    The prefix that most names share is taken off, again and again, where that makes more names fit. Names that
    torchvision itself once used (dense layers, a transformer's MLP) are brought up to date.
    """
    names = set(model.state_dict().keys())

    def fit(candidate: Iterable[str]) -> int:
        return sum(name in names for name in candidate)

    best, best_prefix, current, prefix = dict(state), "", dict(state), ""
    for _ in range(_STRIPS):
        common = Counter(name.partition(".")[0] for name in current if "." in name).most_common(1)
        if not common or common[0][1] < len(current) / 2:
            break
        first = common[0][0] + "."
        current = {name.removeprefix(first): tensor for name, tensor in current.items()}
        prefix += first
        if fit(map(_modern, current)) > fit(map(_modern, best)):
            best, best_prefix = current, prefix
    modern = {_modern(name) if name not in names and _modern(name) in names else name: t for name, t in best.items()}
    return modern, best_prefix


def _modern(name: str) -> str:
    name = _DENSE_LAYER.sub(r"\1\2.", name)
    return _MLP.sub(lambda m: f".mlp.{0 if m[1] == '1' else 3}.", name)


def match(model: nn.Module, state: Mapping[str, Tensor], heads: Iterable[str] = ()) -> Match:
    """How `state` fits `model`; the modules at `heads` are new and take nothing from it."""
    return placed(model, state, heads)[0]


def placed(
    model: nn.Module, state: Mapping[str, Tensor], heads: Iterable[str] = (), numbers: bool = True
) -> tuple[Match, dict[str, Tensor]]:
    """How `state` fits `model`, and `state` under the model's names.

    Without `numbers` only names and shapes are looked at, and no tensor is read: of a mapped file next to nothing is.
    """
    current, prefix = aligned(model, state)
    return _match(model, current, prefix, tuple(heads), numbers), current


def _match(model: nn.Module, state: Mapping[str, Tensor], prefix: str, heads: tuple[str, ...], numbers: bool) -> Match:
    shapes = {name: tuple(tensor.shape) for name, tensor in model.state_dict().items()}
    in_head = tuple(head + "." for head in heads)
    loaded: list[str] = []
    missing: list[str] = []
    unexpected: list[str] = []
    misshaped: list[tuple[str, tuple[int, ...], tuple[int, ...]]] = []
    auxiliary: list[str] = []
    bad: list[str] = []
    outputs: int | None = None
    for name, shape in shapes.items():
        if in_head and name.startswith(in_head):
            continue
        if name not in state:
            if not name.endswith("num_batches_tracked"):  # not in files of before torch 0.4.1, and not used
                missing.append(name)
        elif tuple(state[name].shape) != shape:
            misshaped.append((name, tuple(state[name].shape), shape))
        else:
            loaded.append(name)
    for name, tensor in state.items():
        if in_head and name.startswith(in_head):
            outputs = outputs or (int(tensor.shape[0]) if tensor.dim() > 1 else None)
        elif name not in shapes:
            (auxiliary if _AUXILIARY.match(name) else unexpected).append(name)
        elif numbers and tensor.is_floating_point() and not finite(tensor):
            bad.append(name)
    return Match(
        loaded=tuple(loaded),
        missing=tuple(missing),
        unexpected=tuple(unexpected),
        misshaped=tuple(misshaped),
        new_head=bool(heads),
        head_outputs=outputs,
        auxiliary=tuple(auxiliary),
        prefix=prefix,
        not_numbers=tuple(bad),
    )


def finite(tensor: Tensor) -> bool:
    """Whether all numbers are; torch does not know it of every type of 8 bits itself."""
    return bool(torch.isfinite(tensor.float() if tensor.element_size() == 1 else tensor).all())


def load_into(
    model: nn.Module, state: Mapping[str, Tensor], heads: Iterable[str] = (), name: str = "The file"
) -> Match:
    """Put the tensors of `state` that fit into `model`, as float32 copies in its own memory; says what fitted.

    The modules at `heads` stay as they are. A model on the meta device is filled in place, and what the file lacks
    stays there without memory. Raises Refused, naming tensors, where under nine in ten fit, where the backbone's are of
    another shape, and where some are no numbers.
    """
    found, current = placed(model, state, heads)
    refuse(found, name)
    target = dict(model.state_dict(keep_vars=True))
    for tensor_name in (*found.loaded, *_counters(found, target)):
        like = target[tensor_name]
        new = current[tensor_name].detach() if tensor_name in current else torch.zeros((), dtype=like.dtype)
        _put(model, tensor_name, like, new)
    return found


def _counters(found: Match, target: Mapping[str, Tensor]) -> list[str]:
    """Batch norm's counters that an old file lacks: they begin at 0."""
    loaded = set(found.loaded)
    return [n for n, t in target.items() if n.endswith("num_batches_tracked") and n not in loaded and t.is_meta]


def _put(model: nn.Module, name: str, like: Tensor, new: Tensor) -> None:
    if not like.is_meta:
        with torch.no_grad():
            like.copy_(new)
        return
    value = new.to(like.dtype, copy=True, memory_format=torch.contiguous_format)
    parent, _, last = name.rpartition(".")
    module = model.get_submodule(parent)
    if isinstance(like, nn.Parameter):
        setattr(module, last, nn.Parameter(value, like.requires_grad))
    else:
        setattr(module, last, value)


def refuse(found: Match, name: str) -> None:
    """Raise Refused, listing tensors by name, where too little of a file fits."""
    if not found.loaded:
        extra = listed(found.unexpected) or listed([n for n, _, _ in found.misshaped])
        raise Refused(
            f"{name} holds weights of another model: not one of its tensors fits. It has {extra}; "
            f"the model needs {listed(found.missing) or 'others'}.",
            "Choose the model that the file was made for, or a file of this model.",
        )
    if found.not_numbers:
        raise Refused(
            f"{name} holds values that are not numbers (NaN) in {listed(found.not_numbers)}: "
            "the training that wrote it had diverged.",
            "Choose an earlier checkpoint.",
        )
    if found.misshaped and found.share >= LEAST:
        raise Refused(
            f"{name} holds weights of a variant of this model. {complaints(found)}",
            "Choose the model that the file was made for, or a file of this model.",
        )
    if found.share < LEAST:
        raise Refused(
            f"{name} holds weights of another model: only {found.share:.0%} fit. {complaints(found)}",
            "Choose the model that the file was made for, or a file of this model.",
        )


def complaints(found: Match) -> str:
    """What does not fit, by name, in sentences; empty where all does."""
    parts: list[str] = []
    if found.missing:
        parts.append(f"Missing in the file: {listed(found.missing)}.")
    if found.unexpected:
        parts.append(f"Without a place in the model: {listed(found.unexpected)}.")
    if found.misshaped:
        shapes = [f"{n} ({_by(file)} in the file, {_by(own)} in the model)" for n, file, own in found.misshaped]
        parts.append(f"Of another shape: {listed(shapes)}.")
    return " ".join(parts)


def listed(names: Iterable[str], most: int = 5) -> str:
    """The first few of `names`, and how many more there are."""
    names = list(names)
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")


def _by(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape)) or "one number"
