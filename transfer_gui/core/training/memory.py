"""What to do when the memory is not enough."""

import torch

from ..inputs import zeros
from . import freezing
from .device import give_back
from .step import dry_step
from .trainer import Parts


def is_out_of_memory(error: Exception) -> bool:
    """Whether an error is the device's or this machine's memory running out."""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    return isinstance(error, RuntimeError) and "can't allocate memory" in str(error)


def fitting_batch(parts: Parts, batch: int) -> int | None:
    """The largest half, quarter... of `batch` that can be computed at once, found by trying; None where not even 1 can.

    The model's weights are left as they are.
    """
    model = parts.model
    while batch > 1:
        batch //= 2
        give_back()
        freezing.set_modes(model, parts.job.plan, 0)
        if _works(parts, batch):
            return batch
    return None


def _works(parts: Parts, batch: int) -> bool:
    try:
        dry_step(parts.job, parts.model, parts.device, zeros(parts.train.preprocessing, batch))
    except (torch.OutOfMemoryError, MemoryError, RuntimeError):
        return False
    finally:
        parts.model.zero_grad(set_to_none=True)
    return True
