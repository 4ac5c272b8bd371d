"""Number formats: float32 throughout, or automatic mixed precision (torch.amp)."""

from contextlib import AbstractContextManager, nullcontext

import torch

TYPES = {"bf16": torch.bfloat16, "fp16": torch.float16}


def autocast(precision: str, device: torch.device) -> AbstractContextManager[object]:
    """The context in which a forward pass and its loss are computed."""
    return torch.autocast(device.type, TYPES[precision]) if precision in TYPES else nullcontext()


def scaler(precision: str, device: torch.device) -> torch.amp.GradScaler:
    """Scales the loss so that small gradients survive float16; does nothing in the other formats."""
    return torch.amp.GradScaler(device.type, enabled=precision == "fp16")
