"""What the pieces of a text attend to in an encoder of the BERT family, and which of them its vector comes from.

Abnar and Zuidema 2020, "Quantifying Attention Flow in Transformers", arXiv:2005.00928.
"""

from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from ..models.text.bert import Attend, Bert, FirstPiece
from .twin import twin


@dataclass(frozen=True)
class Attention:
    """What the attention of an encoder says of one text. Padding is left out."""

    flow: Tensor
    """float32 (pieces, pieces): which share of each piece (row) after the last block comes from each that went in; rows
    add up to 1."""
    last: Tensor
    """float32 (heads, pieces, pieces): what each piece (row) attends to in the last block; rows add up to 1."""
    vector: Tensor
    """float32 (pieces,): which share of the text's vector comes from each piece; adds up to 1."""


def attention(model: Bert, ids: Tensor) -> Attention:
    """Follow the attention of every block over the text `ids` (length,).

    In each block the mean over heads, plus the identity for the residual connection, its rows made to add up to 1
    again; all multiplied, the last block from the left. `model` is not touched, and only the product is kept.
    """
    own, kept = twin(model).eval(), dict[str, Tensor]()
    count = max(1, int((ids != model.padding).sum()))

    def follow(module: nn.Module, given: Any) -> None:
        query, key, _, mask = given
        assert isinstance(module, Attend)
        shares = module.shares(query, key, mask)[0, :, :count, :count]
        share = shares.mean(0) + torch.eye(count)
        share /= share.sum(-1, keepdim=True)
        kept["flow"] = share @ kept["flow"] if "flow" in kept else share
        kept["last"] = shares.clone()

    for module in own.modules():
        if isinstance(module, Attend):
            module.register_forward_pre_hook(follow)
    with torch.no_grad():
        own(ids[None])
    flow = kept["flow"]
    return Attention(flow, kept["last"], flow[0] if isinstance(own.pooling, FirstPiece) else flow.mean(0))
