"""A look at some weights: of a model in use, or of a file."""

from typing import Any

import torch
from torch import Tensor, nn


def snapshot(model: nn.Module, layer: str) -> dict[str, Any]:
    """The tensors of `layer` and all inside it as numpy arrays (floats as float32), by state-dict name."""
    return {
        name: as_array(tensor)
        for name, tensor in model.state_dict().items()
        if not layer or name == layer or name.startswith(layer + ".")
    }


def as_array(tensor: Tensor) -> Any:
    """A tensor of any type and device as a numpy array of its own: floats (half, bfloat16, float8...) as float32."""
    tensor = tensor.detach()
    return (tensor.float() if tensor.is_floating_point() else tensor).cpu().numpy().copy()


def type_name(dtype: torch.dtype) -> str:
    """'float16' for torch.float16."""
    return str(dtype).removeprefix("torch.")
