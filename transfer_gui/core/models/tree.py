"""The layer tree of a model: its modules with their shapes, found by one forward pass without numbers."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.modules.batchnorm import _BatchNorm  # pyright: ignore[reportPrivateUsage]
from torch.overrides import TorchFunctionMode

from . import catalogue
from .build import empty, options
from .detail import detail, heads, times
from .entry import check_size
from .head import head_of
from .layer import Layer

_BATCH = 2
"""Examples in the forward pass: batch norm cannot train on one."""


@dataclass
class _Seen:
    """What the forward pass showed of one module."""

    order: int = -1
    shape: tuple[int, ...] = ()
    saved: int = 0


@dataclass
class _Watch:
    """The modules that are being computed, innermost last, and what was seen of all."""

    seen: dict[nn.Module, _Seen] = field(default_factory=dict[nn.Module, _Seen])
    inside: list[nn.Module] = field(default_factory=list[nn.Module])
    count: int = 0
    kept: dict[int, Tensor] = field(default_factory=dict[int, Tensor])
    """Storages that are kept already, by identity; held, so that none is given out anew."""


def layers(model: str, classes: int, input_size: int | None = None) -> Layer:
    """The tree of the model called `model` with a head of `classes` outputs, for pictures of `input_size` px.

    `saved` is counted, not estimated: it is what autograd keeps in a forward pass in training mode when everything is
    trained, in numbers of 4 bytes an example; what two layers share is counted where it is kept first. Attention
    is taken to be fused, as torch computes it wherever it can.

    Raises UserError for an unknown model or a size that it cannot take.
    """
    entry = catalogue.find_entry(model)
    size = input_size or entry.input_size
    if not model.startswith("vit_"):  # one can be built for any size that its patches divide; its weights decide which
        check_size(entry, size)
    module = empty(model, classes, options(model, image_size=input_size)).train()
    watch = _Watch()
    with _watching(module, watch), _FusedAttention():
        module(torch.empty(_BATCH, 3, size, size, device="meta", requires_grad=True))
    _settle(module, watch)
    return _layer(module, "", "", head_of(module), watch)


@contextmanager
def _watching(model: nn.Module, watch: _Watch) -> Generator[None]:
    """Note the order, the output and what is kept for the backward pass, module by module."""

    def enter(module: nn.Module, _: Any) -> None:
        seen = watch.seen.setdefault(module, _Seen())
        if seen.order < 0:
            seen.order = watch.count
        watch.count += 1
        watch.inside.append(module)

    def leave(module: nn.Module, _: Any, output: Any) -> None:
        watch.inside.pop()
        first: Any = output[0] if isinstance(output, tuple) else output
        if isinstance(first, Tensor):
            watch.seen[module].shape = tuple(first.shape[1:])

    def identity(tensor: Tensor) -> int:
        return tensor.untyped_storage()._cdata  # pyright: ignore[reportPrivateUsage]

    own = {identity(p) for p in (*model.parameters(), *model.buffers())}

    def keep(tensor: Tensor) -> Tensor:
        storage = identity(tensor)
        if watch.inside and storage not in own and storage not in watch.kept:
            watch.kept[storage] = tensor
            watch.seen[watch.inside[-1]].saved += tensor.untyped_storage().nbytes()
        return tensor

    handles = [m.register_forward_pre_hook(enter) for m in model.modules()]
    handles += [m.register_forward_hook(leave) for m in model.modules()]
    try:
        with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
            yield
    finally:
        for handle in handles:
            handle.remove()


class _Fused(torch.autograd.Function):
    """What fused attention keeps (Dao et al. 2022, arXiv:2205.14135): its inputs, its output and one number a query
    and head. Inputs of shape (tokens, batch, width)."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        output = torch.empty_like(query)
        ctx.save_for_backward(query, key, value, output, query.new_empty((*query.shape[:-1], heads)))
        return output

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Any:
        raise NotImplementedError  # only what is kept is looked at


class _FusedAttention(TorchFunctionMode):
    """Has a transformer's attention keep what the fused kernels keep: the meta device knows the plain one alone, which
    keeps a matrix of tokens by tokens. Self-attention with a packed projection, as torchvision's models use it."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func is F.multi_head_attention_forward:
            query, _, _, width, heads, weight, bias, *_ = args
            packed = F.linear(query, weight, bias).unflatten(-1, (3, width)).unsqueeze(0).transpose(0, -2).squeeze(-2)
            attended: Any = _Fused.apply(*packed.contiguous(), heads)
            return F.linear(attended, args[11], args[12]), None
        return func(*args, **(kwargs or {}))


def _settle(model: nn.Module, watch: _Watch) -> None:
    """Give every count a leaf to stand in.

    A module that its parent uses without calling it (the projections of an attention) is computed when its parent is.
    What a container keeps itself goes to such a child, else to the leaf that was computed last before its end.
    """
    for parent in model.modules():
        mine = watch.seen.get(parent)
        children = [c for c in parent.children() if not list(c.children())]
        if mine is None or mine.order < 0:
            continue
        for child in children:
            if child not in watch.seen and any(True for _ in child.parameters()):
                watch.seen[child] = _Seen(mine.order)
    for parent in model.modules():
        mine = watch.seen.get(parent)
        if mine is None or not mine.saved or not list(parent.children()):
            continue
        leaves = [watch.seen[m] for m in parent.modules() if m in watch.seen and not list(m.children())]
        if leaves:
            unshaped = [leaf for leaf in leaves if not leaf.shape]
            (unshaped[-1] if unshaped else max(leaves, key=lambda leaf: leaf.order)).saved += mine.saved
            mine.saved = 0


def _layer(module: nn.Module, path: str, name: str, head: str, watch: _Watch) -> Layer:
    seen = watch.seen.get(module, _Seen())
    children = [
        _layer(child, f"{path}.{key}" if path else key, key, head, watch) for key, child in module.named_children()
    ]
    if children:
        own = module.named_parameters(recurse=False)
        children = [_parameter(p, f"{path}.{key}" if path else key, key) for key, p in own] + children
    inside = path == head or path.startswith(head + ".")
    holders = [child for child in children if child.parameters]
    return Layer(
        path=path,
        name=name or type(module).__name__,
        kind=type(module).__name__,
        detail=detail(module),
        parameters=sum(p.numel() for p in module.parameters()),
        output_shape=seen.shape,
        saved=-(-seen.saved // (4 * _BATCH)),
        order=seen.order if seen.order >= 0 else min((c.order for c in children if c.order >= 0), default=-1),
        task_specific=inside or (bool(holders) and all(child.task_specific for child in holders)),
        norm=isinstance(module, _BatchNorm) and module.track_running_stats,
        children=tuple(children),
        heads=heads(module),
    )


def _parameter(parameter: nn.Parameter, path: str, name: str) -> Layer:
    shape = tuple(parameter.shape)
    return Layer(path, name, "Parameter", times(shape), parameter.numel(), shape, 0, -1, False, False)
