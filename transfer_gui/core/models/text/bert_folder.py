"""What is in the local folder of an encoder of the BERT family, as Hugging Face's transformers writes it.

BERT, RoBERTa, XLM-RoBERTa, CamemBERT and DistilBERT are read, with or without a prefix before all names; heads for
other tasks are left out.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from torch import Tensor, nn

from ...errors import Refused, UserError
from ..match import complaints, placed
from . import bert_config
from .bert import Pooling
from .bert_config import BertConfig

CONFIG, TOKENIZER, POOLING = "config.json", "tokenizer.json", "1_Pooling/config.json"
_WEIGHTS = ("model.safetensors", "pytorch_model.bin")
_WORDS = "embeddings.word_embeddings.weight"
_HEAD = "head"

_DISTILBERT = {
    "transformer.layer.": "encoder.layer.",
    ".attention.q_lin.": ".attention.self.query.",
    ".attention.k_lin.": ".attention.self.key.",
    ".attention.v_lin.": ".attention.self.value.",
    ".attention.out_lin.": ".attention.output.dense.",
    ".sa_layer_norm.": ".attention.output.LayerNorm.",
    ".ffn.lin1.": ".intermediate.dense.",
    ".ffn.lin2.": ".output.dense.",
    ".output_layer_norm.": ".output.LayerNorm.",
}
_OLD = {"LayerNorm.gamma": "LayerNorm.weight", "LayerNorm.beta": "LayerNorm.bias"}
_TASKS = re.compile(r"(pooler|cls|lm_head|classifier|pre_classifier|qa_outputs|vocab_\w+|span_\w+)\.")
"""Heads for other tasks."""
_COUNTERS = {"embeddings.position_ids", "embeddings.token_type_ids"}
"""Plain numbers from 0 on, and zeros, in old files."""


@dataclass(frozen=True)
class Folder:
    """What is where in a folder of an encoder."""

    config: BertConfig
    pooling: Pooling
    weights: Path
    tokenizer: Path


def look(folder: Path) -> Folder:
    """The settings and the files in `folder`: `config.json`, `tokenizer.json`, and `model.safetensors` or
    `pytorch_model.bin`; of sentence-transformers also how it makes one vector of a text. No tensor is read.

    Raises UserError for a file that is missing, and Refused, naming it, for a setting that is not understood.
    """
    config = bert_config.read(_file(folder, CONFIG))
    return Folder(config, _pooling(folder), _weights(folder), _file(folder, TOKENIZER))


def check(model: nn.Module, state: Mapping[str, Tensor], path: Path) -> None:
    """Raises Refused, naming tensors, where those of the file at `path` are not all that the settings beside it want:
    they are from the same model, or the folder is not sound."""
    found, _ = placed(model, state, (_HEAD,), numbers=False)
    if found.missing or found.unexpected or found.misshaped:
        raise Refused(
            f"{path} does not fit the {CONFIG} beside it. {complaints(found)}",
            "Take all files of the folder from the same model.",
        )


def _pooling(folder: Path) -> Pooling:
    try:
        told = json.loads((folder / POOLING).read_bytes())
    except (OSError, ValueError, RecursionError):
        return "mean"
    return "cls" if isinstance(told, dict) and told.get("pooling_mode_cls_token") is True else "mean"


def _file(folder: Path, name: str) -> Path:
    path = folder / name
    if not path.is_file():
        have = sorted(p.name for p in folder.iterdir() if p.is_file())[:8] if folder.is_dir() else []
        there = f"it has {', '.join(have)}" if have else "it is empty or not there"
        raise UserError(
            f"{folder} has no {name}; {there}.",
            "Choose a folder with config.json, tokenizer.json and model.safetensors, as transformers writes it.",
        )
    return path


def _weights(folder: Path) -> Path:
    for name in _WEIGHTS:
        if (folder / name).is_file():
            return folder / name
        if (folder / f"{name}.index.json").is_file():
            raise Refused(
                f"{folder} holds its weights in several parts ({name}.index.json), which is not read.",
                "Where the model was made, save it in one: save_pretrained(folder, max_shard_size='100GB').",
            )
    return _file(folder, _WEIGHTS[0])


def renamed(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """The encoder's tensors under this program's names; all of the file's where it is no such encoder."""
    prefix = next((name.removesuffix(_WORDS) for name in state if name.endswith(_WORDS)), "")
    renamed: dict[str, Tensor] = {}
    for name, tensor in state.items():
        name = name.removeprefix(prefix)
        for old, new in (_DISTILBERT | _OLD).items():
            name = name.replace(old, new)
        if name not in _COUNTERS and not _TASKS.match(name):
            renamed[name] = tensor
    return renamed
