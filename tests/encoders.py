"""A tiny encoder of the BERT family as a folder of another program has it, made without that program."""

import json
import re
from collections import Counter
from pathlib import Path

import torch
from safetensors.torch import save_file

from tests.core.text.made import tokenizer
from transfer_gui.core.models.text.bert import Bert
from transfer_gui.core.models.text.bert_config import BertConfig

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
CONFIG = {
    "model_type": "bert",
    "architectures": ["BertModel"],
    "vocab_size": 60,
    "hidden_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "intermediate_size": 48,
    "max_position_embeddings": 64,
    "type_vocab_size": 2,
    "hidden_act": "gelu",
    "layer_norm_eps": 1e-12,
    "pad_token_id": 0,
}
SIZES = BertConfig(60, 32, 2, 4, 48, 64)
GLOSSES = {
    "animal": ["a small animal with fur", "the animal eats grass", "an animal of the sea", "a wild animal that runs"],
    "tool": ["a tool made of iron", "the tool for cutting wood", "a tool with a long handle", "an old tool to dig"],
    "music": ["the music of a band", "a song is music too", "slow music for two voices", "music made in a church"],
}
TABLE = [(f"{text} {end}".strip(), name) for name, texts in GLOSSES.items() for text in texts for end in ("", "now !")]


def vocabulary() -> list[str]:
    """The words of the glosses, the most frequent first, and a few pieces: 60 in all."""
    counts = Counter(word for text, _ in TABLE for word in re.findall(r"\w+|!", text))
    return [*SPECIAL, "un", "##aff", "##able", "##s", *(word for word, _ in counts.most_common())][:60]


def folder(path: Path, **settings: object) -> Path:
    """Write such a folder: random weights, a tokeniser of 60 pieces."""
    path.mkdir(parents=True, exist_ok=True)
    with torch.random.fork_rng():
        torch.manual_seed(0)
        model = Bert(SIZES, 1)
        state = {
            name: tensor + 0.1 * torch.randn_like(tensor)
            for name, tensor in model.state_dict().items()
            if not name.startswith("head.")
        }
    state |= {"pooler.dense.weight": torch.eye(32), "pooler.dense.bias": torch.zeros(32)}
    save_file(state, path / "model.safetensors")
    (path / "config.json").write_text(json.dumps(CONFIG | settings))
    tokenizer(vocabulary()).save(str(path / "tokenizer.json"))
    return path


def table(path: Path) -> Path:
    """Write 24 texts of three classes as a table."""
    path.write_text("text,label\n" + "".join(f"{text},{name}\n" for text, name in TABLE))
    return path
