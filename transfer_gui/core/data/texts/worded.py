"""Texts as the words that a network has vectors for (`recipes.text`)."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from ... import paths
from ...errors import UserError
from ...recipes.text import Words
from ...text.words import FIRST, PADDING, UNKNOWN, Vocabulary
from ..domain import Mark, Passage

if TYPE_CHECKING:
    import torch


def prepare(text: str, recipe: Words, lost: float, generator: "torch.Generator | None") -> "torch.Tensor":
    """The numbers of the words, int32 (length,); those that are lost count as unknown."""
    import torch

    ids = torch.from_numpy(vocabulary(recipe.vocabulary).encode([text], recipe.length)[0])
    if lost and generator is not None:
        drawn = torch.rand(len(ids), generator=generator) < lost
        ids = torch.where(drawn & (ids >= FIRST), UNKNOWN, ids).to(torch.int32)
    return ids


def normalise(prepared: "torch.Tensor") -> "torch.Tensor":
    """int64."""
    return prepared.long()


def nothing(recipe: Words) -> "torch.Tensor":
    """No word at all."""
    import torch

    return torch.full(recipe.shape, PADDING, dtype=torch.int32)


def passage(text: str, recipe: Words, lost: float, generator: "torch.Generator | None") -> Passage:
    """The words that the network reads; those that it takes for unknown are marked."""
    ids = prepare(text, recipe, lost, generator).tolist()
    split = vocabulary(recipe.vocabulary).split(text)[: recipe.length]
    shown, marks, parts = "", list[Mark](), list[tuple[int, int]]()
    for word, number in zip(split, ids, strict=False):
        parts.append((len(shown), len(shown) + len(word)))
        if number == UNKNOWN:
            marks.append(Mark(*parts[-1], -1.0))
        shown += f"{word} "
    return Passage(shown.rstrip(), tuple(marks), tuple(parts))


@cache
def vocabulary(name: str) -> Vocabulary:
    """The words of a vocabulary that ships. Raises UserError where it does not."""
    path = paths.resources() / "models" / f"{name}.vocab.txt"
    if Path(name).name != name or not path.is_file():
        raise UserError(f"There is no vocabulary called {name!r} here.", "Choose a checkpoint of this program's own.")
    return Vocabulary.read(path)
