"""Attention roll-out: how much of the class token comes from each patch of the picture, through all layers.

Abnar and Zuidema 2020, "Quantifying Attention Flow in Transformers", arXiv:2005.00928.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torchvision.models import VisionTransformer

from .twin import twin


@dataclass(frozen=True)
class Rollout:
    """What the attention of a vision transformer says of one picture. Token 0 is the class token."""

    flow: Tensor
    """float32 (tokens, tokens): which share of each token (row) after the last block comes from each that went in;
    rows add up to 1."""
    last: Tensor
    """float32 (heads, tokens): what the class token attends to in the last block, by head; rows add up to 1."""

    def grid(self) -> Tensor:
        """The class token's flow over the patches, (rows, columns)."""
        return squared(self.flow[0])

    def heads(self) -> Tensor:
        """The class token's attention in the last block over the patches, (heads, rows, columns)."""
        return squared(self.last)


def squared(shares: Tensor) -> Tensor:
    """(..., tokens) as (..., rows, columns), without the class token."""
    side = round((shares.shape[-1] - 1) ** 0.5)
    return shares[..., 1:].unflatten(-1, (side, side))


def rollout(model: VisionTransformer, picture: Tensor) -> Rollout:
    """Roll the attention of every block out over `picture` (3, height, width).

    In each block the mean over heads of the attention, plus the identity for the residual connection, its rows made to
    add up to 1 again; all multiplied, the last block from the left. `model` is not touched: torch's attention is asked
    for its weights in a twin. Only the product is kept, not each block's matrices.
    """
    own = twin(model)
    kept: dict[str, Tensor] = {}

    def ask(_: nn.Module, inputs: Any, options: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        return inputs, {**options, "need_weights": True, "average_attn_weights": False}

    def multiply(_: nn.Module, inputs: Any, output: tuple[Tensor, Tensor]) -> None:
        attention = output[1][0]  # (heads, tokens, tokens)
        share = attention.mean(0) + torch.eye(attention.shape[-1])
        share /= share.sum(-1, keepdim=True)
        kept["flow"] = share @ kept["flow"] if "flow" in kept else share
        kept["last"] = attention[:, 0].clone()

    blocks: Any = own.encoder.layers
    for block in blocks:
        attention = block.self_attention
        attention.register_forward_pre_hook(ask, with_kwargs=True)
        attention.register_forward_hook(multiply)
    with torch.no_grad():
        own(picture[None])
    return Rollout(kept["flow"], kept["last"])
