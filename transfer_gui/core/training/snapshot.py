"""A look at some weights of a model in use."""

from typing import Any

from torch import nn


def snapshot(model: nn.Module, layer: str) -> dict[str, Any]:
    """The tensors of `layer` and all inside it as numpy arrays (floats as float32), by state-dict name."""
    return {
        name: (t.detach().float() if t.is_floating_point() else t.detach()).cpu().numpy().copy()
        for name, t in model.state_dict().items()
        if not layer or name == layer or name.startswith(layer + ".")
    }
