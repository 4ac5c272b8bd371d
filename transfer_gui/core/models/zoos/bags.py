"""Networks for texts as bags of words: they learn from scratch, or take weights over layer by layer."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from torch import nn

from ...recipes.bag import Bag
from ..entry import ModelEntry
from ..text.mlp import BagMLP
from ..zoo import Zoo

NAME = "tfidf_mlp"
_PARAMETERS = 1000 * 128 + 128 + 128 * 64 + 64
"""Numbers in what lies before the head."""


class Bags(Zoo):
    """See `models.zoo.Zoo`."""

    kind = "text"
    settings: Mapping[str, type] = {}

    def names(self) -> Collection[str]:
        return (NAME,)

    def entry(self, name: str) -> ModelEntry:
        size = self.recipe(name).size
        return ModelEntry(
            name=name,
            title="Multi-layer perceptron on tf-idf",
            family="Bag of words",
            origin="shipped",
            parameters=_PARAMETERS,
            gflops=None,
            accuracy=None,
            input_size=size,
            min_size=size,
            fixed_size=True,
            weights=(),
        )

    def recipe(self, name: str) -> Bag:
        return Bag()

    def file(self, name: str) -> Path | None:
        return None

    def construct(self, name: str, classes: int, options: Mapping[str, Any], fresh: bool = False) -> nn.Module:
        return BagMLP(self.recipe(name).size, classes)


ZOO = Bags()
