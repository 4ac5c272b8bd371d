"""The settings of a layer that matter, in a few words."""

from collections.abc import Iterable
from typing import Any

from torch import nn
from torch.nn.modules.batchnorm import _BatchNorm  # pyright: ignore[reportPrivateUsage]
from torch.nn.modules.conv import _ConvNd  # pyright: ignore[reportPrivateUsage]
from torchvision.models.maxvit import RelativePositionalMultiHeadAttention
from torchvision.models.swin_transformer import ShiftedWindowAttention
from torchvision.ops import StochasticDepth

from .text.bert import SelfAttention


def times(sizes: Iterable[int]) -> str:
    """'3 x 3'."""
    return " x ".join(map(str, sizes))


def detail(module: nn.Module) -> str:
    """'3 -> 64, 3 x 3, stride 2' for a convolution; empty where the kind says all."""
    if isinstance(module, _ConvNd):
        return _convolution(module)
    if isinstance(module, nn.Linear):
        return f"{module.in_features} -> {module.out_features}"
    if isinstance(module, nn.MultiheadAttention):
        wide: Any = module
        return f"{wide.embed_dim} wide, {wide.num_heads} heads"
    if isinstance(module, SelfAttention):
        return f"{module.query.out_features} wide, {module.attend.heads} heads"
    if isinstance(module, nn.Embedding):
        return f"{module.num_embeddings:,} x {module.embedding_dim}"
    if isinstance(module, _BatchNorm):
        return f"{module.num_features} channels"
    if isinstance(module, nn.LayerNorm):
        return f"over {times(module.normalized_shape)}"
    if isinstance(module, nn.MaxPool2d | nn.AvgPool2d):
        return f"{times(_pair(module.kernel_size))}, stride {_short(_pair(module.stride))}"
    if isinstance(module, nn.AdaptiveAvgPool2d | nn.AdaptiveMaxPool2d):
        return f"to {times(s or 0 for s in _pair(module.output_size))}"
    if isinstance(module, nn.Dropout | StochasticDepth):
        return f"{module.p:.2g} dropped"
    return ""


def heads(module: nn.Module) -> int:
    """The number of attention heads of a module that attends itself, as torch, torchvision and BERT call it; else 0."""
    if isinstance(module, nn.MultiheadAttention | ShiftedWindowAttention):
        return int(module.num_heads)
    if isinstance(module, SelfAttention):
        return module.attend.heads
    return int(module.n_heads) if isinstance(module, RelativePositionalMultiHeadAttention) else 0


def _convolution(module: _ConvNd) -> str:
    words = [f"{module.in_channels} -> {module.out_channels}", times(module.kernel_size)]
    if any(s != 1 for s in module.stride):
        words.append(f"stride {_short(module.stride)}")
    if any(d != 1 for d in module.dilation):
        words.append(f"dilation {_short(module.dilation)}")
    if module.groups == module.in_channels > 1:
        words.append("depthwise")
    elif module.groups > 1:
        words.append(f"{module.groups} groups")
    return ", ".join(words)


def _pair(value: Any) -> tuple[int, ...]:
    return (value, value) if isinstance(value, int) else tuple(value)


def _short(sizes: tuple[int, ...]) -> str:
    return str(sizes[0]) if len(set(sizes)) == 1 else times(sizes)
