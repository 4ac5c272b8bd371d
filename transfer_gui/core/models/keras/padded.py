"""Convolutions and pooling with TensorFlow's padding, where that of torch's own modules is another.

'same' makes ceil(size / stride) outputs, the odd one of padding right and below
(https://www.tensorflow.org/api_docs/python/tf/nn#notes_on_padding_2); 'causal' pads in front alone.
"""

from collections.abc import Sequence
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn


def edges(input: Tensor, kernel: Sequence[int], strides: Sequence[int], dilation: Sequence[int]) -> list[int]:
    """What to pad for 'same', as `F.pad` takes it: before and behind, the last side first.

    `torch.sym_max` and no comparison, so that a network can be traced for any size.
    """
    found: list[int] = []
    for i in reversed(range(len(kernel))):
        size = input.shape[2 + i]
        outputs = (size + strides[i] - 1) // strides[i]
        lacking: Any = torch.sym_max((outputs - 1) * strides[i] + dilation[i] * (kernel[i] - 1) + 1 - size, 0)
        found += [lacking // 2, lacking - lacking // 2]
    return found


def even(kernel: Sequence[int], strides: Sequence[int], dilation: Sequence[int]) -> bool:
    """Whether 'same' pads as much before as behind, whatever the size."""
    return all(s == 1 and d * (k - 1) % 2 == 0 for k, s, d in zip(kernel, strides, dilation, strict=True))


class SameConv1d(nn.Conv1d):
    """A convolution along a sequence with TensorFlow's 'same' padding."""

    def forward(self, input: Tensor) -> Tensor:
        return super().forward(F.pad(input, edges(input, self.kernel_size, self.stride, self.dilation)))


class SameConv2d(nn.Conv2d):
    """A convolution of pictures with TensorFlow's 'same' padding."""

    def forward(self, input: Tensor) -> Tensor:
        return super().forward(F.pad(input, edges(input, self.kernel_size, self.stride, self.dilation)))


class CausalConv1d(nn.Conv1d):
    """A convolution in which no output depends on a later input."""

    def forward(self, input: Tensor) -> Tensor:
        return super().forward(F.pad(input, (self.dilation[0] * (self.kernel_size[0] - 1), 0)))


class _Trimmed(nn.Module):
    """Before a transposed convolution: cuts off the last `trim` outputs along each side."""

    def __init__(self, *args: Any, trim: tuple[int, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.trim = trim

    def forward(self, input: Tensor, output_size: list[int] | None = None) -> Tensor:
        whole: Tensor = super().forward(input, output_size)
        return whole[(slice(None), slice(None), *(slice(None, -t or None) for t in self.trim))]

    def extra_repr(self) -> str:
        return f"{super().extra_repr()}, trim={self.trim}"


class TrimmedConvTranspose1d(_Trimmed, nn.ConvTranspose1d):
    """A transposed convolution whose last `trim` outputs are cut off."""


class TrimmedConvTranspose2d(_Trimmed, nn.ConvTranspose2d):
    """A transposed convolution of which `trim` rows below and columns on the right are cut off."""


class SameMaxPool(nn.Module):
    """The largest number in each window, with 'same' padding, along one side or two."""

    def __init__(self, kernel: tuple[int, ...], strides: tuple[int, ...]) -> None:
        super().__init__()
        self.kernel, self.strides = kernel, strides

    def forward(self, input: Tensor) -> Tensor:
        pads = edges(input, self.kernel, self.strides, [1] * len(self.kernel))
        padded = F.pad(input, pads, value=float("-inf"))
        pool = F.max_pool1d if len(self.kernel) == 1 else F.max_pool2d
        return pool(padded, self.kernel, self.strides)

    def extra_repr(self) -> str:
        return f"kernel={self.kernel}, strides={self.strides}"


class SameAveragePool(nn.Module):
    """The mean of each window, with 'same' padding, along one side or two. What is padded does not count."""

    def __init__(self, kernel: tuple[int, ...], strides: tuple[int, ...]) -> None:
        super().__init__()
        self.kernel, self.strides = kernel, strides

    def forward(self, input: Tensor) -> Tensor:
        pads = edges(input, self.kernel, self.strides, [1] * len(self.kernel))
        pool = F.avg_pool1d if len(self.kernel) == 1 else F.avg_pool2d
        share = pool(F.pad(torch.ones_like(input), pads), self.kernel, self.strides)
        return pool(F.pad(input, pads), self.kernel, self.strides) / share

    def extra_repr(self) -> str:
        return f"kernel={self.kernel}, strides={self.strides}"


def convolution(
    channels: int,
    filters: int,
    kernel: tuple[int, ...],
    strides: tuple[int, ...],
    padding: str,
    dilation: tuple[int, ...],
    groups: int,
    bias: bool,
) -> nn.Module:
    """A convolution along as many sides as `kernel` has; torch's own class wherever it pads alike."""
    plain, same = (nn.Conv1d, SameConv1d) if len(kernel) == 1 else (nn.Conv2d, SameConv2d)
    around: Any = 0
    kind: Any = plain
    if padding == "causal":
        kind = CausalConv1d
    elif padding == "same" and even(kernel, strides, dilation):
        around = tuple(d * (k - 1) // 2 for k, d in zip(kernel, dilation, strict=True))
    elif padding == "same":
        kind = same
    return kind(channels, filters, kernel, strides, around, dilation, groups, bias)
