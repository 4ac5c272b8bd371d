"""What operations do beside what they return, noticed while they run, in this thread alone.

Every operation of torch says of itself whether it draws random numbers (a tag) and which tensors it writes into (its
schema): https://docs.pytorch.org/docs/stable/library.html.
"""

import math
from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils.flop_counter import flop_registry


def _attention(query: Any, key: Any, value: Any, *_: Any, **__: Any) -> int:
    """Of scaled dot products (..., n, d) with (..., m, d)."""
    return 4 * math.prod(query.shape) * key.shape[-2]


def _whole_attention(query: Any, key: Any, value: Any, width: int, *_: Any, **__: Any) -> int:
    """The same with the four linear layers around it, for (b, n, width)."""
    return 2 * math.prod(query.shape) * (4 * width + 2 * key.shape[1])


FLOPS: dict[Any, Any] = flop_registry | {
    torch.ops.aten._scaled_dot_product_flash_attention_for_cpu: _attention,
    torch.ops.aten._native_multi_head_attention: _whole_attention,
}
"""Formulas for operations; torch itself has none for these two, which the CPU and evaluation mode take."""
_CHANCES = {"p", "dropout", "dropout_p"}
_MODES = {"train", "training"}


class Draws(Exception):
    """An operation was about to draw random numbers."""


class Watch(TorchDispatchMode):
    """Notices what the operations within do.

    With `refuse`, one that would draw random numbers raises Draws instead: the random state stays as it is.
    """

    def __init__(self, *, refuse: bool) -> None:
        super().__init__()
        self.flops = 0
        """Of multiplications of matrices and convolutions."""
        self.written: set[int] = set()
        """Memory that was written into, as `storages` has it; a batch norm's running statistics are not among it."""
        self._refuse = refuse

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        if self._refuse and _draws(func, args, kwargs):
            raise Draws(str(func))
        out = func(*args, **kwargs)
        if (count := FLOPS.get(func.overloadpacket)) is not None:
            self.flops += int(count(*args, **kwargs, out_val=out))
        if func._schema.is_mutable:
            for argument, value in _arguments(func, args, kwargs):
                if argument.alias_info is not None and argument.alias_info.is_write:
                    self.written |= storages(value)
        return out


def storages(value: Any) -> set[int]:
    """The memory of a tensor, or of all tensors in a list or tuple: tensors that share some are views of the same."""
    if isinstance(value, Tensor):
        place = value.untyped_storage().data_ptr()
        return {place} if place else set()
    if isinstance(value, (list, tuple)):
        return set[int]().union(*(storages(one) for one in value))  # pyright: ignore[reportUnknownVariableType]
    return set()


def tensors(module: nn.Module) -> Iterable[tuple[str, Tensor]]:
    """A module's own parameters, buffers and plain tensors, by name; not those of the modules in it."""
    yield from module.named_parameters(recurse=False)
    yield from module.named_buffers(recurse=False)
    yield from ((name, value) for name, value in vars(module).items() if isinstance(value, Tensor))


def _draws(func: Any, args: Any, kwargs: Any) -> bool:
    if torch.Tag.nondeterministic_seeded not in func.tags:
        return False
    told = {argument.name: value for argument, value in _arguments(func, args, kwargs)}
    never = any(isinstance(told.get(name), (int, float)) and told[name] == 0 for name in _CHANCES)
    return not never and not any(told.get(name) is False for name in _MODES)


def _arguments(func: Any, args: Any, kwargs: Any) -> Iterable[tuple[Any, Any]]:
    for i, argument in enumerate(func._schema.arguments):
        yield argument, args[i] if i < len(args) else kwargs.get(argument.name, argument.default_value)
