"""Small networks over the ids of words, for vectors of words that are learned already (GloVe).

Each takes ids (n, length) of whole numbers, 0 for the padding behind the words, and gives logits (n, classes). What
comes out for a text depends neither on the others in the batch nor on how much padding there is. The file stands alone
(torch only): an exported checkpoint takes it along.
"""

from collections.abc import Sequence

import torch
import torch.nn.functional as F
from torch import Tensor, nn

PADDING = 0
"""Id of no word; id 1 is an unknown word, and a vocabulary's own words follow."""


def rows(vectors: Tensor) -> Tensor:
    """Weights of the embedding layer from the vectors of a vocabulary (words, width): (2 + words, width), float32.

    Padding has zeros. An unknown word has the mean of all vectors, as the authors of GloVe advise: zeros, as another
    vector that no word has, would be a meaning of their own and shorten the mean of a text with many unknown words.
    """
    vectors = vectors.float()
    return torch.cat([torch.zeros_like(vectors[:1]), vectors.mean(0, keepdim=True), vectors])


class WordMean(nn.Module):
    """The mean of the vectors of a text's words, and a head. A text without words has zeros in place of the mean."""

    def __init__(self, words: int, width: int, classes: int) -> None:
        """`words` counts all ids, padding and unknown too; `width` is the length of a word's vector."""
        super().__init__()
        self.embedding = nn.Embedding(words, width, padding_idx=PADDING)
        self.mean = MeanOfWords()
        self.head = nn.Linear(width, classes)

    def features(self, ids: Tensor) -> Tensor:
        """What the head reads, (n, width)."""
        return self.mean(self.embedding(ids), ids)

    def forward(self, ids: Tensor) -> Tensor:
        return self.head(self.features(ids))


class WordCNN(nn.Module):
    """Convolutions over windows of neighbouring words, of each filter the highest answer, and a head.

    After Kim 2014 (arXiv:1408.5882): windows of 3, 4 and 5 words, 100 filters each, ReLU, dropout of one half.
    """

    def __init__(
        self, words: int, width: int, classes: int, filters: int = 100, windows: Sequence[int] = (3, 4, 5)
    ) -> None:
        super().__init__()
        self.embedding = nn.Embedding(words, width, padding_idx=PADDING)
        self.convolutions = nn.ModuleList(WindowsOfWords(width, filters, size) for size in windows)
        self.highest = HighestAnswer()
        self.dropout = nn.Dropout(0.5)
        self.head = nn.Linear(filters * len(windows), classes)

    def features(self, ids: Tensor) -> Tensor:
        """What the head reads, (n, filters x kinds of windows)."""
        vectors = self.embedding(ids).transpose(1, 2)
        there = (ids != PADDING).unsqueeze(1).to(vectors)
        return torch.cat([self.highest(convolution(vectors * there, there)) for convolution in self.convolutions], 1)

    def forward(self, ids: Tensor) -> Tensor:
        return self.head(self.dropout(self.features(ids)))


class WordGRU(nn.Module):
    """A gated recurrent unit (Cho et al. 2014, arXiv:1406.1078) that reads the words in order: its state after the
    last one, and a head. A text without words has the state zero."""

    def __init__(self, words: int, width: int, classes: int, hidden: int = 100) -> None:
        super().__init__()
        self.embedding = nn.Embedding(words, width, padding_idx=PADDING)
        self.gru = nn.GRU(width, hidden, batch_first=True)
        self.last = LastOfWords()
        self.dropout = nn.Dropout(0.5)
        self.head = nn.Linear(hidden, classes)

    def features(self, ids: Tensor) -> Tensor:
        """What the head reads, (n, hidden)."""
        return self.last(self.gru(self.embedding(ids))[0], ids)

    def forward(self, ids: Tensor) -> Tensor:
        return self.head(self.dropout(self.features(ids)))


class MeanOfWords(nn.Module):
    """The mean over the places with words: (n, length, width) and ids (n, length) to (n, width)."""

    def forward(self, vectors: Tensor, ids: Tensor) -> Tensor:
        there = (ids != PADDING).unsqueeze(-1)
        return (vectors * there).sum(1) / there.sum(1).clamp(min=1)


class LastOfWords(nn.Module):
    """What is at the place of the last word: (n, length, width) and ids (n, length) to (n, width)."""

    def forward(self, states: Tensor, ids: Tensor) -> Tensor:
        there = ids != PADDING
        count = there.cumsum(1)
        last = there & (count == count[:, -1:])
        return (states * last.unsqueeze(-1)).sum(1)


class WindowsOfWords(nn.Conv1d):
    """A convolution over windows of `size` words, and ReLU.

    Every window with a word in it counts, also those that stand over an end of the text, and no other does (zero): so a
    text may be shorter than a window, and padding changes nothing.
    """

    def __init__(self, width: int, filters: int, size: int) -> None:
        super().__init__(width, filters, size, padding=size - 1)

    def forward(self, vectors: Tensor, there: Tensor) -> Tensor:  # pyright: ignore[reportIncompatibleMethodOverride]
        """`vectors` (n, width, length), zero where there is no word; `there` (n, 1, length) is 1 for a word, else 0.
        Gives (n, filters, length + size - 1)."""
        answers = F.relu(F.conv1d(vectors, self.weight, self.bias, padding=self.padding))
        size = self.kernel_size[0]
        windows = F.max_pool1d(F.pad(there, (size - 1, size - 1)), size, 1)
        return answers * windows


class HighestAnswer(nn.Module):
    """Of each filter the highest of its answers: (n, filters, windows) to (n, filters)."""

    def forward(self, answers: Tensor) -> Tensor:
        return answers.amax(-1)
