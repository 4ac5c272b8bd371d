"""Texts as pieces of words, for transformer encoders (`recipes.pieces`)."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import UserError
from ...recipes.pieces import Pieces
from ...text.pieces import Tokenizer
from ..domain import Mark, Passage

if TYPE_CHECKING:
    import torch


def prepare(text: str, recipe: Pieces, lost: float, generator: "torch.Generator | None") -> "torch.Tensor":
    """The ids of the pieces, int32 (length,). Those that are lost are hidden as [MASK], which the network met while it
    learned, else as unknown. Raises UserError."""
    import torch

    rules = tokenizer(recipe)
    pieces = rules.pieces(text)
    found = torch.full(recipe.shape, recipe.padding, dtype=torch.int32)
    found[: len(pieces)] = torch.tensor([piece.id for piece in pieces], dtype=torch.int32)
    instead = rules.unknown if rules.hidden is None else rules.hidden
    if lost and generator is not None and instead is not None:
        drawn = torch.rand(len(found), generator=generator) < lost
        drawn[: len(pieces)] &= torch.tensor([not piece.special for piece in pieces], dtype=torch.bool)
        drawn[len(pieces) :] = False
        found[drawn] = instead
    return found


def normalise(prepared: "torch.Tensor") -> "torch.Tensor":
    """int64."""
    return prepared.long()


def nothing(recipe: Pieces) -> "torch.Tensor":
    """No piece at all."""
    import torch

    return torch.full(recipe.shape, recipe.padding, dtype=torch.int32)


def passage(text: str, recipe: Pieces, lost: float, generator: "torch.Generator | None") -> Passage:
    """The pieces as the vocabulary spells them, special ones too ('[CLS]', '##ing'). In the place of what the
    vocabulary lacks stands the word itself, marked."""
    rules, ids = tokenizer(recipe), prepare(text, recipe, lost, generator).tolist()
    shown, marks, parts = "", list[Mark](), list[tuple[int, int]]()
    for piece, id in zip(rules.pieces(text), ids, strict=False):
        word, unknown = piece.token if id == piece.id else rules.token(id), id == rules.unknown and not piece.special
        word = (text[piece.start : piece.end] if unknown else "") or word
        parts.append((len(shown), len(shown) + len(word)))
        if unknown:
            marks.append(Mark(*parts[-1], -1.0))
        shown += f"{word} "
    return Passage(shown.rstrip(), tuple(marks), tuple(parts))


@lru_cache(maxsize=4)
def tokenizer(recipe: Pieces) -> Tokenizer:
    """What a recipe prescribes. Raises as `Tokenizer`, and UserError for a recipe without a tokeniser."""
    if not recipe.tokenizer:
        raise UserError(
            "There is no tokeniser with these weights, so that no text can be read for them.",
            "Choose a folder with config.json, tokenizer.json and model.safetensors, as transformers writes it.",
        )
    content = recipe.tokenizer.encode("utf-8", "replace")
    return Tokenizer(Path("tokenizer.json"), recipe.length, recipe.padding, recipe.count, content)
