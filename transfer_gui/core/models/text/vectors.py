"""Vectors of words in a weight file, as GloVe's are shipped."""

from pathlib import Path

import torch
from torch import Tensor

from ...errors import Refused
from .. import weights

NAME = "embedding.weight"


def read(path: Path, words: int) -> Tensor:
    """The vectors (words, width) in the file at `path`, float32, of a vocabulary of so many words.

    Raises Refused for a file that holds no vectors, or those of another vocabulary, and as `weights.read` does.
    """
    state = weights.read(path).entry()
    vectors = state.get(NAME)
    if vectors is None or vectors.dim() != 2 or not vectors.is_floating_point():
        raise Refused(f"{path} holds no vectors of words (a matrix called {NAME}).", "Choose a file of word vectors.")
    if len(vectors) != words:
        raise Refused(
            f"{path} holds {len(vectors):,} vectors, and its vocabulary {words:,} words.",
            "Take the vocabulary that came with the vectors.",
        )
    if not bool(torch.isfinite(vectors).all()):
        raise Refused(f"{path} holds values that are not numbers (NaN).", "Fetch the file again.")
    return vectors.float()
