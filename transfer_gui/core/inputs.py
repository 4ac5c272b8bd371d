"""Inputs for a network without any data: of the shape and the type that its recipe makes."""

import torch
from torch import Tensor

from .recipes import Recipe


def zeros(recipe: Recipe, count: int, device: str | torch.device = "cpu") -> Tensor:
    """So many examples of nothing, (count, ...)."""
    dtype = torch.int64 if recipe.values else torch.float32
    return torch.zeros(count, *recipe.shape, dtype=dtype, device=device)


def pair(recipe: Recipe, device: str | torch.device = "cpu") -> Tensor:
    """Two examples, (2, ...): of nothing, or where that would hide what is made of them, of different numbers."""
    if recipe.values:
        return noise(recipe, 2, torch.Generator().manual_seed(0)).to(device)
    return zeros(recipe, 2, device)


def noise(recipe: Recipe, count: int, generator: torch.Generator | None = None) -> Tensor:
    """So many random examples, (count, ...): of unit deviation, or whole numbers drawn evenly. On the CPU."""
    shape = (count, *recipe.shape)
    if recipe.values:
        return torch.randint(recipe.values, shape, generator=generator)
    return torch.randn(shape, generator=generator)


def moved(inputs: Tensor, device: torch.device, layout: torch.memory_format = torch.contiguous_format) -> Tensor:
    """A batch on a device; the layout is for batches of four dimensions."""
    there = inputs.to(device, non_blocking=True)
    return there.contiguous(memory_format=layout) if there.ndim == 4 else there
