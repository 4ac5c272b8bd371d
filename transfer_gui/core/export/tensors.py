"""A checkpoint in the terms of safetensors: tensors that own their storage, and metadata that is text alone."""

import json
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor


def separate(state: Mapping[str, Any]) -> dict[str, Tensor]:
    """`state` as dense CPU tensors in row-major order that share no storage, equal by value.

    safetensors refuses tied weights, views of a larger storage, channels-last layouts and plain numbers; a number
    becomes a tensor of no dimension. Nothing is copied that need not be.
    """
    out: dict[str, Tensor] = {}
    seen: set[int] = set()
    for name, value in state.items():
        tensor = value.detach() if isinstance(value, Tensor) else torch.tensor(value)
        tensor = (tensor.to_dense() if tensor.layout != torch.strided else tensor).cpu().contiguous()
        storage = tensor.untyped_storage()
        if tensor.numel() and (storage.data_ptr() in seen or storage.nbytes() != tensor.nbytes):
            tensor = tensor.clone()
            storage = tensor.untyped_storage()
        seen.add(storage.data_ptr())
        out[name] = tensor
    return out


def metadata(payload: Mapping[str, Any]) -> dict[str, str]:
    """All of a checkpoint but its tensors as text: a text as it is, everything else as JSON."""
    return {
        key: value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        for key, value in payload.items()
        if key != "state_dict"
    }
