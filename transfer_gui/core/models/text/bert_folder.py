"""Reads an encoder of the BERT family from a local folder as Hugging Face's transformers writes it."""

import re
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor, nn

from ...errors import Refused, UserError
from ...random_state import seeded
from .. import weights
from ..match import complaints, load_into, placed
from . import bert_config
from .bert import Bert, Pooling, initialise

CONFIG, TOKENIZER = "config.json", "tokenizer.json"
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


def from_folder(folder: Path, classes: int, pooling: Pooling = "mean", seed: int = 0) -> Bert:
    """The encoder in `folder` (`config.json`, `tokenizer.json`, and `model.safetensors` or `pytorch_model.bin`) with a
    new head for `classes` classes, drawn with `seed`; on the CPU, float32, in training mode.

    BERT, RoBERTa, XLM-RoBERTa, CamemBERT and DistilBERT are read, with or without a prefix before all names; heads for
    other tasks are left out. Raises UserError for a file that is missing, and Refused, naming settings or tensors, for
    what does not fit.
    """
    config = bert_config.read(_file(folder, CONFIG))
    _file(folder, TOKENIZER)
    path = _weights(folder)
    with torch.device("meta"):
        model = Bert(config, classes, pooling)
    state = _renamed(weights.read(path).entry())
    found, _ = placed(model, state, (_HEAD,), numbers=False)
    if found.missing or found.unexpected or found.misshaped:
        raise Refused(
            f"{path} does not fit the {CONFIG} beside it. {complaints(found)}",
            "Take all files of the folder from the same model.",
        )
    load_into(model, state, (_HEAD,), str(path))
    with seeded(seed):
        model.head = nn.Linear(config.width, classes)
        initialise(model.head)
    return model


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


def _renamed(state: Mapping[str, Tensor]) -> dict[str, Tensor]:
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
