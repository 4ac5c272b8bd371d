"""What fused kernels keep of a pass, for the meta device, which knows the plain operations alone.

Computed step by step, attention would keep a matrix of tokens by tokens, and an LSTM a dozen tensors for every step.
"""

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.overrides import TorchFunctionMode

_OF_STEPS, _OF_INPUTS = 10, 6
"""Floats that oneDNN's LSTM keeps for each step and example: so many times its width, and so many times the larger of
its width and that of its input. Measured with torch 2.14 on widths of 64 to 512: within 5 %."""


class Fused(TorchFunctionMode):
    """Has attention and LSTMs keep what their fused kernels keep, while it is entered.

    Self-attention with a packed projection, as torchvision's models use it; LSTMs of one width, on padded sequences.
    """

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if func is F.multi_head_attention_forward:
            return _attention(*args)
        if func is torch.lstm and isinstance(args[1], tuple):  # of packed sequences it is their lengths
            return _lstm(*args)
        return func(*args, **(kwargs or {}))


class _Attention(torch.autograd.Function):
    """What fused attention keeps (Dao et al. 2022, arXiv:2205.14135): its inputs, its output and one number a query
    and head. Inputs of shape (tokens, batch, width)."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        output = torch.empty_like(query)
        ctx.save_for_backward(query, key, value, output, query.new_empty((*query.shape[:-1], heads)))
        return output

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Any:
        query, key, value, *_ = ctx.saved_tensors
        return torch.empty_like(query), torch.empty_like(key), torch.empty_like(value), None


def _attention(*args: Any) -> Any:
    query, _, _, width, heads, weight, bias, *_ = args
    packed = F.linear(query, weight, bias).unflatten(-1, (3, width)).unsqueeze(0).transpose(0, -2).squeeze(-2)
    attended: Any = _Attention.apply(*packed.contiguous(), heads)
    return F.linear(attended, args[11], args[12]), None


class _Direction(torch.autograd.Function):
    """One layer of an LSTM in one direction, as torch computes it on the CPU (aten::mkldnn_rnn_layer): it keeps its
    input, its outputs and a workspace. The input has the shape (steps, batch, width)."""

    @staticmethod
    def forward(ctx: Any, inputs: Tensor, hidden: Tensor, cell: Tensor, *weights: Tensor) -> Any:
        for weight in weights:
            weight.detach()  # seen to be read
        steps, batch, width = inputs.shape
        outputs, last, memory = inputs.new_empty((steps, batch, hidden.shape[-1])), hidden.clone(), cell.clone()
        floats = _OF_STEPS * hidden.shape[-1] + _OF_INPUTS * max(width, hidden.shape[-1])
        workspace = inputs.new_empty((steps, batch, floats))
        ctx.save_for_backward(inputs, hidden, cell, outputs, last, memory, workspace, *weights)
        return outputs, last, memory

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> Any:
        inputs, hidden, cell, _, _, _, _, *weights = ctx.saved_tensors
        return tuple(map(torch.empty_like, (inputs, hidden, cell, *weights)))


def _lstm(
    inputs: Tensor, start: tuple[Tensor, Tensor], weights: list[Tensor], biased: bool, layers: int, dropout: float,
    train: bool, both_ways: bool, batch_first: bool,
) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
    """As torch.lstm: the outputs, and of each layer and direction the last output and memory."""
    ways, each = 1 + both_ways, 4 if biased else 2
    found = inputs.transpose(0, 1).contiguous() if batch_first else inputs
    ends: list[tuple[Tensor, Tensor]] = []
    for layer in range(layers):
        outputs: list[Tensor] = []
        for way in range(layer * ways, (layer + 1) * ways):
            own = weights[each * way : each * (way + 1)]
            made: Any = _Direction.apply(found, start[0][way], start[1][way], *own)
            outputs.append(made[0])
            ends.append(made[1:])
        found = torch.cat(outputs, -1) if both_ways else outputs[0]
        if dropout and layer < layers - 1:
            found = F.dropout(found, dropout, train)
    last, memory = (torch.stack(parts) for parts in zip(*ends, strict=True))
    return found.transpose(0, 1) if batch_first else found, last, memory
