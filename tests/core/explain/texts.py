"""Small networks over words with random weights, opened as a person would look into them, and texts for them."""

from pathlib import Path

import torch

from transfer_gui.core.data.dataset import Dataset, Example
from transfer_gui.core.models.text.bert import Bert
from transfer_gui.core.models.text.bert_config import BertConfig
from transfer_gui.core.models.text.words import WordCNN, WordGRU, WordMean
from transfer_gui.core.random_state import seeded
from transfer_gui.core.recipes.text import Words
from transfer_gui.core.runs.looked import Looked

CLASSES = ("animal", "food", "tool")
RECIPE = Words(length=16)
WIDTH = 6
TEXTS = {
    "animal": ("a striped horse runs", "the small dog barks at another dog", "a fish"),
    "food": ("bread that is baked with cheese and eaten hot", "sweet soup", "an apple or a pear"),
    "tool": ("a hammer drives nails into wood", "xqzzt", "it cuts paper, cloth and hair"),
}
BERT = BertConfig(
    vocabulary=RECIPE.count, width=8, layers=2, heads=2, inner=12, positions=20, segments=2, padding=0,
    first_position=0, activation="gelu", dropout=0.1, attention_dropout=0.1, eps=1e-12,
)  # fmt: skip


def network(name: str) -> torch.nn.Module:
    """In evaluation mode; its weights are so large that every word counts."""
    with seeded(0):
        made = {
            "glove_mean": lambda: WordMean(RECIPE.count, WIDTH, len(CLASSES)),
            "glove_cnn": lambda: WordCNN(RECIPE.count, WIDTH, len(CLASSES), filters=5),
            "glove_gru": lambda: WordGRU(RECIPE.count, WIDTH, len(CLASSES), hidden=5),
            "bert": lambda: Bert(BERT, len(CLASSES)),
            "bert_cls": lambda: Bert(BERT, len(CLASSES), "cls"),
        }[name]()
        with torch.no_grad():
            for path, parameter in made.named_parameters():
                if not path.endswith("word_embeddings.weight") and path != "embedding.weight":
                    parameter.add_(0.3 * torch.randn_like(parameter))
    return made.eval().requires_grad_(False)


def looked(name: str) -> Looked:
    return Looked(network(name), name, CLASSES, RECIPE)


def dataset(folder: Path) -> Dataset:
    """The texts above, a file each."""
    examples: list[Example] = []
    for label, name in enumerate(CLASSES):
        (folder / name).mkdir(parents=True)
        for number, text in enumerate(TEXTS[name]):
            path = folder / name / f"{number}.txt"
            path.write_text(text, encoding="utf-8")
            examples.append(Example(str(path), label))
    return Dataset(str(folder), "folders", CLASSES, tuple(examples))
