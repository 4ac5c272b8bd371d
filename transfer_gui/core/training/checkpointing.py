"""Less memory for more time: blocks computed twice (gradient checkpointing), and batches computed in parts.

Chen et al. 2016, Training Deep Nets with Sublinear Memory Cost (arXiv:1604.06174): of a block only what goes in is
kept; for its gradient it is computed anew, with the same random numbers (`torch.utils.checkpoint`).
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import replace
from functools import cache
from typing import Any

import torch
from torch import Tensor, fx, nn
from torch.nn.modules.batchnorm import _NormBase  # pyright: ignore[reportPrivateUsage] - the base of all of them
from torch.utils.checkpoint import checkpoint

from ..data.loader import Batch
from ..models.blocks import Block, blocks
from ..models.tree import outline


def apply(model: nn.Module, wanted: bool) -> None:
    """Have the model's blocks computed twice where they are trained, or (again) once.

    A model that is looked at or evaluated behaves as before, and its state dict never differs. Blocks before the first
    one that learns stay as they are: no gradient comes to them. Traced, a block is one operation, computed twice like
    any other; a chain in runs is traced layer by layer, so that it can be cut, and then computed once.
    """
    for module in model.modules():
        if (plain := getattr(type(module), "computed_once", None)) is not None:
            module.__class__ = plain
            vars(module).pop("_runs", None)
    if not wanted:
        return
    found = blocks(outline(model))
    first = next((i for i, block in enumerate(found) if _learns(_parts(model, block))), len(found))
    for block in found[first:]:
        module = model.get_submodule(block.path)
        if block.children:
            runs = vars(module).get("_runs", ())
            module.__class__ = _twice(type(module), in_runs=True) if not runs else type(module)
            vars(module)["_runs"] = (*runs, block.children)
        else:
            module.__class__ = _twice(type(module), in_runs=False)


def parts(batch: Batch, count: int, processes: int = 1) -> Iterator[Batch]:
    """A batch in up to `count` parts of nearly equal size: as many as leave two examples to each, which batch norm
    needs, and as many in each of the `processes` that have a share of it."""
    size = len(batch.labels)
    count = min(count, max(1, batch.total // processes // 2))
    if count == 1:
        yield batch
        return
    for number in range(count):
        here = slice(size * number // count, size * (number + 1) // count)
        yield replace(
            batch,
            images=batch.images[here] if len(batch.images) == size else batch.images,
            labels=batch.labels[here],
            indices=batch.indices[here],
            failed=() if number else batch.failed,
            stored=tuple(value[here] for value in batch.stored),
            mixed=batch.mixed[here] if batch.mixed is not None else None,
        )


def _parts(model: nn.Module, block: Block) -> list[nn.Module]:
    module = model.get_submodule(block.path)
    return [module.get_submodule(name) for name in block.children] or [module]


def _learns(modules: Iterable[nn.Module]) -> bool:
    return any(parameter.requires_grad for module in modules for parameter in module.parameters())


@cache
def _twice(kind: type[nn.Module], in_runs: bool) -> type[nn.Module]:
    """The class of modules of a `kind` that are computed twice; whole, or in the runs of layers in `_runs`."""

    def forward(self: nn.Module, *given: Any) -> Any:
        traced = any(isinstance(value, fx.Proxy) for value in _flat(given))
        if not in_runs:
            if traced:  # what a tracer made of the inside would be computed once
                raise TypeError("a block that is computed twice is one operation")
            return _computed(lambda *inputs: kind.forward(self, *inputs), [self], given)
        if traced:
            return kind.forward(self, *given)
        (value,) = given
        names = [name for name, _ in self.named_children()]
        runs: tuple[tuple[str, ...], ...] = vars(self)["_runs"]
        started = {run[0]: run for run in runs}
        while names:
            run = started.get(names[0], (names[0],))
            layers = [self.get_submodule(name) for name in run]
            chain = nn.Sequential(*layers)
            value = _computed(chain.forward, layers, (value,)) if len(run) > 1 else chain.forward(value)
            names = names[len(run) :]
        return value

    about = {"__module__": kind.__module__, "__qualname__": kind.__qualname__, "__doc__": kind.__doc__}
    return type(kind.__name__, (kind,), about | {"forward": forward, "computed_once": kind})


def _computed(function: Callable[..., Any], modules: list[nn.Module], given: tuple[Any, ...]) -> Any:
    given = tuple(list(value) if isinstance(value, list) else value for value in given)  # the caller may add to it
    needed = _learns(modules) or any(isinstance(value, Tensor) and value.requires_grad for value in _flat(given))
    if not (torch.is_grad_enabled() and needed):
        return function(*given)

    def contexts() -> tuple[AbstractContextManager[Any], AbstractContextManager[Any]]:
        return nullcontext(), _statistics_held(modules)

    return checkpoint(function, *given, use_reentrant=False, context_fn=contexts)


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    """A dense layer is given a list of tensors."""
    for value in values:
        if isinstance(value, (list, tuple)):
            yield from _flat(value)  # pyright: ignore[reportUnknownArgumentType]
        else:
            yield value


@contextmanager
def _statistics_held(modules: Iterable[nn.Module]) -> Iterator[None]:
    """Inside, batch norms normalise as ever but do not count: they have counted this batch already."""
    norms = [part for module in modules for part in module.modules() if isinstance(part, _NormBase)]
    counted = [(norm, norm.momentum, norm.num_batches_tracked) for norm in norms]
    for norm in norms:
        norm.momentum, norm.num_batches_tracked = 0.0, None
    try:
        yield
    finally:
        for norm, momentum, tracked in counted:
            norm.momentum, norm.num_batches_tracked = momentum, tracked
