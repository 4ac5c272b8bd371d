"""Networks for texts over the vectors of words that ship (GloVe)."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from torch import Tensor, nn

from ...recipes.text import Words
from .. import shipped
from ..entry import ModelEntry
from ..text.words import WordCNN, WordGRU, WordMean, rows
from ..zoo import Zoo

KINDS: dict[str, tuple[type[nn.Module], str, tuple[str, ...]]] = {
    "glove_mean": (WordMean, "Mean of GloVe word vectors", ()),
    "glove_cnn": (WordCNN, "Text CNN over GloVe word vectors", ("convolutions",)),
    "glove_gru": (WordGRU, "GRU over GloVe word vectors", ("gru",)),
}
"""By name: the network, what it is called, and its parts that no source has weights for."""
_PARTS = {"glove_mean": 0, "glove_cnn": 60_300, "glove_gru": 45_600}
"""Numbers in what lies between the vectors and the head."""
WIDTH = 50
"""Numbers of a word's vector."""
EMBEDDING = "embedding.weight"


class WordNetworks(Zoo):
    """See `models.zoo.Zoo`."""

    kind = "text"
    settings: Mapping[str, type] = {}

    def names(self) -> Collection[str]:
        return KINDS

    def entry(self, name: str) -> ModelEntry:
        title = KINDS[name][1]
        return ModelEntry(
            name=name,
            title=title,
            family="Word vectors",
            origin="shipped",
            parameters=self.recipe(name).count * WIDTH + _PARTS[name],
            gflops=None,
            accuracy=None,
            input_size=self.recipe(name).size,
            min_size=1,
            fixed_size=False,
            weights=(),
        )

    def recipe(self, name: str) -> Words:
        return Words()

    def file(self, name: str) -> Path | None:
        return shipped.files().get("glove")

    def translated(self, name: str, state: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
        """Vectors of the words alone get rows for padding and for unknown words before them."""
        vectors = state.get(EMBEDDING)
        if vectors is None or vectors.ndim != 2 or len(vectors) + 2 != self.recipe(name).count:
            return state
        return {**state, EMBEDDING: rows(vectors)}

    def new(self, name: str, state: Mapping[str, Tensor]) -> tuple[str, ...]:
        return tuple(part for part in KINDS[name][2] if not any(key.startswith(f"{part}.") for key in state))

    def construct(self, name: str, classes: int, options: Mapping[str, Any], fresh: bool = False) -> nn.Module:
        made: Any = KINDS[name][0]
        return made(self.recipe(name).count, WIDTH, classes)


ZOO = WordNetworks()
