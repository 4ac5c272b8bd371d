"""The sizes of a BERT-like encoder, from the `config.json` beside its weights."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, cast

from ...errors import Refused, UserError

_MOST_BYTES = 10_000_000
_MOST, _MOST_LAYERS = 1 << 24, 1000
"""Of any size, and of blocks: what is more is a mistake."""
_BERT = {
    "vocabulary": "vocab_size",
    "width": "hidden_size",
    "layers": "num_hidden_layers",
    "heads": "num_attention_heads",
    "inner": "intermediate_size",
    "positions": "max_position_embeddings",
    "activation": "hidden_act",
    "dropout": "hidden_dropout_prob",
    "attention_dropout": "attention_probs_dropout_prob",
}
_DISTILBERT = {
    "vocabulary": "vocab_size",
    "width": "dim",
    "layers": "n_layers",
    "heads": "n_heads",
    "inner": "hidden_dim",
    "positions": "max_position_embeddings",
    "activation": "activation",
    "dropout": "dropout",
    "attention_dropout": "attention_dropout",
}
_FAMILIES = {"bert": _BERT, "roberta": _BERT, "xlm-roberta": _BERT, "camembert": _BERT, "distilbert": _DISTILBERT}
"""What each family calls its settings in config.json."""
_FAIRSEQ = {"roberta", "xlm-roberta", "camembert"}
"""Families whose padding id is 1 unless told, and whose first word has the position after the padding id."""
_ACTIVATIONS: dict[Any, Literal["gelu", "gelu_tanh", "relu"]] = {
    "gelu": "gelu",
    "gelu_new": "gelu_tanh",
    "gelu_pytorch_tanh": "gelu_tanh",
    "relu": "relu",
}


@dataclass(frozen=True)
class BertConfig:
    """What decides the shape of the network and what it computes."""

    vocabulary: int
    """Ids that it knows."""
    width: int
    layers: int
    heads: int
    inner: int
    """Width between the two layers of a feed-forward part."""
    positions: int
    """Rows of the table of positions."""
    segments: int = 2
    """Kinds of sentences that it tells apart (token types), of which texts here have the first; 0: it has none."""
    activation: Literal["gelu", "gelu_tanh", "relu"] = "gelu"
    eps: float = 1e-12
    padding: int = 0
    """The id that fills up a text."""
    first_position: int = 0
    """The row of the table of positions that the first piece of a text has."""
    dropout: float = 0.1
    attention_dropout: float = 0.1

    @property
    def longest(self) -> int:
        """Pieces that a text may have, special tokens and padding among them."""
        return self.positions - self.first_position

    @property
    def parameters(self) -> int:
        """Numbers that learn, without those of a head."""
        rows = self.vocabulary + self.positions + self.segments + 2
        block = 4 * (self.width + 1) * self.width + (2 * self.width + 1) * self.inner + 5 * self.width
        return rows * self.width + self.layers * block

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> "BertConfig":
        """The sizes in a checkpoint's options; what is not there is as in BERT base. Raises Refused for what cannot be
        built."""
        given: dict[str, Any] = {"vocabulary": 30_522, "width": 768, "layers": 12, "heads": 12, "inner": 3072}
        given |= {"positions": 512} | {f.name: options[f.name] for f in fields(cls) if f.name in options}
        config = cls(**given)
        counts = (config.vocabulary, config.width, config.heads, config.inner, config.positions)
        if not (
            all(1 <= count <= _MOST for count in counts)
            and 1 <= config.layers <= _MOST_LAYERS
            and 0 <= config.segments <= _MOST
            and config.width % config.heads == 0
            and 0 <= config.padding < config.vocabulary
            and 0 <= config.first_position < config.positions
            and config.activation in _ACTIVATIONS.values()
            and 0 < config.eps <= 0.1
            and 0 <= config.dropout < 1
            and 0 <= config.attention_dropout < 1
        ):
            raise Refused(
                f"The sizes in the checkpoint make no text encoder: {config}.", "Choose a checkpoint that is whole."
            )
        return config


def read(path: Path) -> BertConfig:
    """The settings in the `config.json` at `path`. Raises Refused, naming the setting, for what is not understood."""
    given = _Given(path, _table(path))
    kind = given.values.get("model_type")
    names = _FAMILIES.get(kind) if isinstance(kind, str) else None
    if names is None:
        raise given.refused("model_type", f"one of {', '.join(_FAMILIES)}")
    for name in ("is_decoder", "add_cross_attention"):
        if given.values.get(name):
            raise given.refused(name, "false: only encoders are read")
    if (given.values.get("position_embedding_type") or "absolute") != "absolute":
        raise given.refused("position_embedding_type", "'absolute'")
    activation = given.values.get(names["activation"], "gelu")
    if not isinstance(activation, str) or activation not in _ACTIVATIONS:
        raise given.refused(names["activation"], f"one of {', '.join(_ACTIVATIONS)}")
    vocabulary = given.size(names["vocabulary"])
    padding = given.size("pad_token_id", 1 if kind in _FAIRSEQ else 0, least=0)
    if padding >= vocabulary:
        raise given.refused("pad_token_id", f"below the number of ids, {vocabulary}")
    distil = kind == "distilbert"
    config = BertConfig(
        vocabulary=vocabulary,
        width=given.size(names["width"]),
        layers=given.size(names["layers"], most=_MOST_LAYERS),
        heads=given.size(names["heads"]),
        inner=given.size(names["inner"]),
        positions=given.size(names["positions"]),
        segments=0 if distil else given.size("type_vocab_size", 2),
        activation=_ACTIVATIONS[activation],
        eps=1e-12 if distil else given.number("layer_norm_eps", 1e-12, 1e-20, 0.1),
        padding=padding,
        first_position=padding + 1 if kind in _FAIRSEQ else 0,
        dropout=given.number(names["dropout"], 0.1, 0, 0.99),
        attention_dropout=given.number(names["attention_dropout"], 0.1, 0, 0.99),
    )
    if config.width % config.heads:
        raise given.refused(names["heads"], f"a divisor of {names['width']}, {config.width}")
    if config.longest < 1:
        raise given.refused(names["positions"], f"more than {config.first_position}")
    return config


def _table(path: Path) -> Mapping[str, Any]:
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise Refused(f"{path} is too large for a config.json.", "Take the one that came with the weights.")
        values: Any = json.loads(path.read_bytes())
    except OSError as error:
        raise UserError(f"{path} cannot be read ({error.strerror}).", "Check the path.") from error
    except (ValueError, RecursionError) as error:
        raise Refused(f"{path} is no sound JSON ({error}).", "Take the one that came with the weights.") from error
    if not isinstance(values, dict):
        raise Refused(f"{path} is no table of settings.", "Take the one that came with the weights.")
    return cast("dict[str, Any]", values)


@dataclass(frozen=True)
class _Given:
    """The settings as the file has them."""

    path: Path
    values: Mapping[str, Any]

    def _value(self, name: str, usual: float | None) -> Any:
        value = self.values.get(name)
        return usual if value is None else value

    def size(self, name: str, usual: int | None = None, least: int = 1, most: int = _MOST) -> int:
        """A whole number; one that the file must give where there is no `usual` one."""
        value = self._value(name, usual)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise self.refused(name, f"a whole number from {least} to {most}")
        return value

    def number(self, name: str, usual: float, least: float, most: float) -> float:
        value = self._value(name, usual)
        if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
            raise self.refused(name, f"a number from {least:g} to {most:g}")
        return float(value)

    def refused(self, name: str, wanted: str) -> Refused:
        there = f"{name} is {_short(self.values[name])}" if name in self.values else f"{name} is missing"
        return Refused(f"{self.path}: {there}; it must be {wanted}.", "Choose another model, or mend the file.")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"
