"""Transformer encoders for texts: any of the BERT family from a local folder, and MiniLM by its name."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from torch import Tensor, nn

from ...errors import Refused, UserError
from ...recipes import Recipe
from ...recipes.pieces import Pieces
from ...text.pieces import Tokenizer, read
from .. import places
from ..entry import ModelEntry, Weights
from ..text import bert_folder
from ..text.bert import Bert
from ..text.bert_config import BertConfig
from ..zoo import Zoo

ANY, MINILM = "bert_encoder", "minilm"
SIZES = {MINILM: BertConfig(vocabulary=30_522, width=384, layers=6, heads=12, inner=1536, positions=512)}
"""Of encoders that are known by name (https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2)."""
TITLES = {ANY: "Text encoder of the BERT family", MINILM: "MiniLM L6"}
PUBLISHED = {
    MINILM: Weights(
        id="huggingface:all-MiniLM-L6-v2",
        where="import",
        title="all-MiniLM-L6-v2 (sentence-transformers)",
        preprocessing=Pieces(),
        file="all-MiniLM-L6-v2",
        url="https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2",
        megabytes=91,
        licence="Apache-2.0 (sentence-transformers)",
        files=("config.json", "model.safetensors", "tokenizer.json"),
    )
}
LENGTH = 128
"""Pieces that are read of a text where the job does not say."""


class Encoders(Zoo):
    """See `models.zoo.Zoo`."""

    kind = "text"
    settings: Mapping[str, type] = {
        "vocabulary": int, "width": int, "layers": int, "heads": int, "inner": int, "positions": int, "segments": int,
        "activation": str, "eps": float, "padding": int, "first_position": int, "dropout": float,
        "attention_dropout": float, "pooling": str,
    }  # fmt: skip

    def names(self) -> Collection[str]:
        return TITLES

    def entry(self, name: str) -> ModelEntry:
        return ModelEntry(
            name=name,
            title=TITLES[name],
            family="Text encoder",
            origin="shipped",
            parameters=SIZES[name].parameters if name in SIZES else 0,
            gflops=None,
            accuracy=None,
            input_size=LENGTH,
            min_size=1,
            fixed_size=False,
            weights=(),
            brings="folder",
            by_file=True,
        )

    def recipe(self, name: str) -> Pieces:
        """Without a tokeniser: that comes with the weights."""
        return Pieces(length=LENGTH)

    def file(self, name: str) -> Path | None:
        return None

    def published(self, name: str) -> tuple[Weights, ...]:
        return (PUBLISHED[name],) if name in PUBLISHED else ()

    def options(self, name: str, *, pretrained: bool = False, size: int | None = None) -> dict[str, Any]:
        """The sizes of one that is known by name; of any other, its folder tells them."""
        return asdict(SIZES[name]) | {"pooling": "mean"} if name in SIZES else {}

    def translated(self, name: str, state: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
        return bert_folder.renamed(state)

    def construct(self, name: str, classes: int, options: Mapping[str, Any], fresh: bool = False) -> nn.Module:
        options = self.options(name) | dict(options)
        pooling = options.get("pooling", "mean")
        if pooling not in {"mean", "cls"}:
            raise Refused(f"There is no pooling called {pooling!r}.", "Choose a checkpoint that is whole.")
        return Bert(BertConfig.of(options), classes, pooling)

    def described(self, entry: ModelEntry, options: Mapping[str, Any]) -> ModelEntry:
        return replace(entry, parameters=BertConfig.of(self.options(entry.name) | dict(options)).parameters)

    def brought(self, path: Path) -> Weights:
        """An encoder's folder, or the file of weights in it."""
        folder = path.parent if path.is_file() else path
        found = bert_folder.look(folder)
        if path not in {folder, found.weights}:
            raise UserError(f"{path} is not the file with the weights of its folder.", f"Choose the folder {folder}.")
        config = found.config
        recipe = Pieces(
            read(found.tokenizer), config.vocabulary, min(LENGTH, config.longest), config.padding, config.longest
        )
        return Weights(
            id=str(path),
            where="disk",
            title=places.called(folder),
            preprocessing=recipe,
            path=str(found.weights),
            file=found.weights.name,
            megabytes=round(found.weights.stat().st_size / 1e6, 2),
            options=tuple((asdict(config) | {"pooling": found.pooling}).items()),
        )

    def sound(
        self, path: Path, recipe: Recipe, model: nn.Module | None, state: Mapping[str, Tensor], brought: bool
    ) -> None:
        if brought and model is not None:
            bert_folder.check(model, state, path)
        if isinstance(recipe, Pieces):
            beside = path.with_name(bert_folder.TOKENIZER) if brought else path
            content = recipe.tokenizer.encode("utf-8", "replace")
            Tokenizer(beside, recipe.length, recipe.padding, recipe.count, content)


ZOO = Encoders()
