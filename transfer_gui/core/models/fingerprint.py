"""Digests of what decides what a part of a network computes: its operations, settings and the bits of its tensors."""

import enum
import functools
import hashlib
from collections.abc import Iterable, Sequence
from typing import Any, cast

import numpy as np
import torch
from torch import Tensor, fx, nn
from torch.fx.node import map_arg

from .tracing import BASE, Traced, above, arguments, drops_nothing, title
from .watching import tensors

_PLAIN = (bool, int, float, complex, str, bytes, enum.Enum, slice, torch.dtype, torch.device, torch.memory_format)


def outline(graph: fx.Graph, stored: Sequence[fx.Node]) -> str:
    """The operations that some nodes are computed by, whatever the numbers in them."""
    before = above(stored)
    numbers = {node: i for i, node in enumerate(node for node in graph.nodes if node in before)}

    def name(argument: Any) -> Any:
        return map_arg(argument, lambda node: f"%{numbers[node]}")

    lines: list[str] = []
    for node in numbers:
        what: Any = (node.args, dict(node.kwargs))
        if node.op == "call_function" and drops_nothing(told := arguments(node)):
            what = {key: value for key, value in told.items() if key != "training"}  # which then makes no difference
        lines.append(f"{node.op} {title(node.target)} {name(what)}")
    return _digest("\n".join([*lines, str([numbers[node] for node in stored])]).encode())


def identity(model: nn.Module, traced: Traced, stored: Sequence[fx.Node]) -> str:
    """`outline` with all that the operations read: settings, parameters, buffers, other tensors."""
    before = above(stored)
    found = hashlib.blake2b(outline(traced.graph, stored).encode(), digest_size=16)
    for node in traced.graph.nodes:
        if node in before and node.op == "call_module":
            module = model.get_submodule(str(node.target))
            found.update(settings(module).encode())
            for path, part in module.named_modules():
                for name, tensor in tensors(part):
                    found.update(f"{path} {name} {_bits(tensor)}".encode())
        elif node in before and node.op == "get_attr":
            found.update(_plain(traced.attribute(model, str(node.target)), ()).encode())
    return found.hexdigest()


def alike(traced: Traced, one: nn.Module, other: nn.Module, nodes: Iterable[fx.Node]) -> bool:
    """Whether some operations of two copies of a network, on the same parameters, hold the same."""
    for node in nodes:
        target = str(node.target)
        if node.op == "call_module":
            parts = one.get_submodule(target), other.get_submodule(target)
            if settings(parts[0]) != settings(parts[1]):
                return False
            pairs: list[tuple[Any, Any]] = list(zip(_held(parts[0]), _held(parts[1]), strict=True))
        elif node.op == "get_attr":
            pairs = [(traced.attribute(one, target), traced.attribute(other, target))]
        else:
            continue
        if any(a is not b and not (isinstance(a, Tensor) and torch.equal(a, b)) for a, b in pairs):
            return False
    return True


def settings(module: nn.Module) -> str:
    """What a module and those in it hold beside parameters and buffers; the mode does not count."""
    return "\n".join(
        f"{path} {title(type(part))} "
        + " ".join(f"{key}={_plain(value, ())}" for key, value in sorted(vars(part).items()) if key not in BASE)
        for path, part in module.named_modules()
    )


def _plain(value: Any, within: tuple[int, ...]) -> str:
    """A value as text that is the same in every process."""
    if value is None or isinstance(value, _PLAIN):
        return repr(value)
    if isinstance(value, Tensor):
        return _bits(value)
    if isinstance(value, np.ndarray):
        return f"{value.dtype} {value.shape} {_digest(np.ascontiguousarray(value).tobytes())}"
    if id(value) in within:
        return "itself"
    within = (*within, id(value))
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(_plain(one, within) for one in cast('list[Any]', value))}]"
    if isinstance(value, (set, frozenset)):
        return f"{{{', '.join(sorted(_plain(one, within) for one in cast('set[Any]', value)))}}}"
    if isinstance(value, dict):
        pairs = cast("dict[Any, Any]", value).items()
        return f"{{{', '.join(f'{_plain(key, within)}: {_plain(one, within)}' for key, one in pairs)}}}"
    if isinstance(value, functools.partial):
        return f"{_plain(value.func, within)}{_plain((value.args, value.keywords), within)}"
    if callable(value) and hasattr(value, "__qualname__"):
        return title(value)
    kept = BASE - {"_parameters", "_buffers", "_modules"}
    held = {key: one for key, one in getattr(value, "__dict__", {}).items() if key not in kept}
    return f"{title(type(value))} {_plain(held, within)}"


def _held(module: nn.Module) -> list[Tensor]:
    return [tensor for part in module.modules() for _, tensor in tensors(part)]


def _bits(tensor: Tensor) -> str:
    content = tensor.detach().contiguous().cpu().reshape(-1).view(torch.uint8).numpy()
    return f"{tuple(tensor.shape)} {tensor.dtype} {_digest(content.data)}"


def _digest(content: Any) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
