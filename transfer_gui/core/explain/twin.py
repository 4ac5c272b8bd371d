"""A network that may be hooked without anybody else noticing."""

import copy
from typing import Any, TypeVar

from torch import nn

M = TypeVar("M", bound=nn.Module)


def twin(model: M) -> M:
    """The same network as modules of its own, which hold the very same tensors: no weight is copied.

    A network that is looked at is shared between threads. Hooks on its own modules would be called by, and give their
    values to, whoever else runs it at that moment, and would have to be taken off again; a twin's are seen by its
    maker alone and go with it. Takes some 10 to 100 ms. `model` itself is only read.
    """
    same: dict[int, Any] = {id(tensor): tensor for tensor in (*model.parameters(), *model.buffers())}
    return copy.deepcopy(model, same)  # what stands in the memo is taken as it is


def without_numbers(model: M) -> M:
    """A twin on the meta device: it tells the shapes of what it computes, in milliseconds."""
    empty: dict[int, Any] = {id(p): nn.Parameter(p.to("meta"), requires_grad=False) for p in model.parameters()}
    empty |= {id(buffer): buffer.to("meta") for buffer in model.buffers()}
    return copy.deepcopy(model, empty)
