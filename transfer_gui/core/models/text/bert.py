"""An encoder of the BERT family with a head for classes (Devlin et al. 2019, arXiv:1810.04805).

It takes ids (n, length) of whole numbers, where the padding id tells what is no text, and gives logits (n, classes).
Modules are named as in Hugging Face's BertModel, so that its weights fit by name. The file stands alone but for the
sizes (`bert_config.py`).
"""

from typing import Literal

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from .bert_config import BertConfig

Pooling = Literal["mean", "cls"]


class Bert(nn.Module):
    """Embeddings, blocks of self-attention, one vector for the text, and a head."""

    def __init__(self, config: BertConfig, classes: int, pooling: Pooling = "mean") -> None:
        """`pooling` makes one vector of a text: the mean over its pieces, or what stands at its first one ([CLS])."""
        super().__init__()
        self.padding, self.longest = config.padding, config.longest
        self.embeddings = Embeddings(config)
        self.encoder = Encoder(config)
        self.pooling = MeanOfPieces() if pooling == "mean" else FirstPiece()
        self.dropout = nn.Dropout(config.dropout)
        self.head = nn.Linear(config.width, classes)
        self.apply(initialise)

    def hidden(self, ids: Tensor) -> Tensor:
        """The vectors of all pieces after the last block, (n, length, width); those of padding mean nothing."""
        torch._assert(ids.shape[1] <= self.longest, f"texts may have {self.longest} pieces at most")
        real = ids != self.padding
        # A text of padding alone attends to all of it: to nothing would be no number.
        mask = (real | ~real.any(1, keepdim=True)).unsqueeze(1).unsqueeze(1)
        return self.encoder(self.embeddings(ids, real), mask)

    def features(self, ids: Tensor) -> Tensor:
        """What the head reads, (n, width)."""
        return self.pooling(self.hidden(ids), ids != self.padding)

    def forward(self, ids: Tensor) -> Tensor:
        return self.head(self.dropout(self.features(ids)))


class Embeddings(nn.Module):
    """The sum of what stands for the piece, its place and the kind of its sentence, which is always the first."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.first_position = config.first_position
        self.word_embeddings = nn.Embedding(config.vocabulary, config.width, padding_idx=config.padding)
        self.position_embeddings = nn.Embedding(config.positions, config.width)
        self.token_type_embeddings = nn.Embedding(config.segments, config.width) if config.segments else None
        self.LayerNorm = nn.LayerNorm(config.width, config.eps)
        self.dropout = nn.Dropout(config.dropout)

    def forward(self, ids: Tensor, real: Tensor) -> Tensor:
        positions = (real.cumsum(1) - 1).clamp(min=0) + self.first_position
        vectors = self.word_embeddings(ids) + self.position_embeddings(positions)
        if self.token_type_embeddings is not None:
            vectors = vectors + self.token_type_embeddings(torch.zeros_like(ids))
        return self.dropout(self.LayerNorm(vectors))


class Encoder(nn.Module):
    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.layer = nn.ModuleList(Block(config) for _ in range(config.layers))

    def forward(self, vectors: Tensor, mask: Tensor) -> Tensor:
        for block in self.layer:
            vectors = block(vectors, mask)
        return vectors


class Block(nn.Module):
    """Self-attention and a feed-forward part, each added to what it reads and normalised after."""

    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.attention = Attention(config)
        self.intermediate = Intermediate(config)
        self.output = Output(config.inner, config)

    def forward(self, vectors: Tensor, mask: Tensor) -> Tensor:
        attended = self.attention(vectors, mask)
        return self.output(self.intermediate(attended), attended)


class Attention(nn.Module):
    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.self = SelfAttention(config)
        self.output = Output(config.width, config)

    def forward(self, vectors: Tensor, mask: Tensor) -> Tensor:
        return self.output(self.self(vectors, mask), vectors)


class SelfAttention(nn.Module):
    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.query = nn.Linear(config.width, config.width)
        self.key = nn.Linear(config.width, config.width)
        self.value = nn.Linear(config.width, config.width)
        self.attend = Attend(config.heads, config.attention_dropout)

    def forward(self, vectors: Tensor, mask: Tensor) -> Tensor:
        return self.attend(self.query(vectors), self.key(vectors), self.value(vectors), mask)


class Attend(nn.Module):
    """Scaled dot-product attention of `heads` heads; `mask` (n, 1, 1, length) is false for what none may look at.

    It has no weights of its own, and so is one operation where a network is traced.
    """

    def __init__(self, heads: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout

    def forward(self, query: Tensor, key: Tensor, value: Tensor, mask: Tensor) -> Tensor:
        parted = [x.unflatten(-1, (self.heads, -1)).transpose(1, 2) for x in (query, key, value)]
        dropout = self.dropout if self.training else 0.0
        mixed = F.scaled_dot_product_attention(*parted, attn_mask=mask, dropout_p=dropout)
        return mixed.transpose(1, 2).flatten(2)

    def shares(self, query: Tensor, key: Tensor, mask: Tensor) -> Tensor:
        """How much each piece (row) attends to each, (n, heads, length, length); rows add up to 1."""
        queries, keys = (x.unflatten(-1, (self.heads, -1)).transpose(1, 2) for x in (query, key))
        scores = queries @ keys.transpose(-1, -2) / queries.shape[-1] ** 0.5
        return scores.masked_fill(~mask, float("-inf")).softmax(-1)


class Intermediate(nn.Module):
    def __init__(self, config: BertConfig) -> None:
        super().__init__()
        self.dense = nn.Linear(config.width, config.inner)
        exact = "tanh" if config.activation == "gelu_tanh" else "none"
        self.activation = nn.ReLU() if config.activation == "relu" else nn.GELU(exact)

    def forward(self, vectors: Tensor) -> Tensor:
        return self.activation(self.dense(vectors))


class Output(nn.Module):
    """A layer whose result is added to `before` and normalised."""

    def __init__(self, inputs: int, config: BertConfig) -> None:
        super().__init__()
        self.dense = nn.Linear(inputs, config.width)
        self.dropout = nn.Dropout(config.dropout)
        self.LayerNorm = nn.LayerNorm(config.width, config.eps)

    def forward(self, vectors: Tensor, before: Tensor) -> Tensor:
        return self.LayerNorm(self.dropout(self.dense(vectors)) + before)


class MeanOfPieces(nn.Module):
    """The mean over the pieces that are no padding (`real`): (n, length, width) to (n, width)."""

    def forward(self, vectors: Tensor, real: Tensor) -> Tensor:
        there = real.unsqueeze(-1)
        return (vectors * there).sum(1) / there.sum(1).clamp(min=1)


class FirstPiece(nn.Module):
    """The vector of the first piece, which is the special token [CLS]: (n, length, width) to (n, width)."""

    def forward(self, vectors: Tensor, real: Tensor) -> Tensor:
        return vectors[:, 0]


def initialise(module: nn.Module) -> None:
    """Draw the weights of one layer as BERT's authors do: normal with a standard deviation of 0.02, biases zero."""
    if isinstance(module, nn.Linear | nn.Embedding):
        nn.init.normal_(module.weight, std=0.02)
    if isinstance(module, nn.Linear):
        nn.init.zeros_(module.bias)
    elif isinstance(module, nn.Embedding) and module.padding_idx is not None:
        with torch.no_grad():
            module.weight[module.padding_idx].zero_()
