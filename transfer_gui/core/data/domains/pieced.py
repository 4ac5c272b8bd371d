"""Texts for transformer encoders, as the domain of texts prepares and shows them."""

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...errors import UserError
from ...recipes.pieces import Pieces
from ...text.pieces import Tokenizer
from ...text.words import Ids
from ..domain import Mark, Passage

if TYPE_CHECKING:
    import torch


def ids(text: str, recipe: Pieces, lost: float = 0.0, generator: "torch.Generator | None" = None) -> Ids:
    """The ids of the pieces, int32 (length,). Of all that stand for text a share is hidden, drawn with `generator`: as
    [MASK], which the network met while it learned, else as unknown. Raises UserError."""
    rules = tokenizer(recipe)
    pieces = rules.pieces(text)
    found = np.full(recipe.length, recipe.padding, np.int32)
    found[: len(pieces)] = [piece.id for piece in pieces]
    instead = rules.unknown if rules.hidden is None else rules.hidden
    if lost and generator is not None and instead is not None:
        import torch

        drawn = torch.rand(len(found), generator=generator).numpy() < lost
        drawn[: len(pieces)] &= [not piece.special for piece in pieces]
        drawn[len(pieces) :] = False
        found[drawn] = instead
    return found


def passage(text: str, recipe: Pieces, seen: Ids) -> Passage:
    """The pieces as the vocabulary spells them, special ones too ('[CLS]', '##ing'). In the place of what the
    vocabulary lacks stands the word itself, marked."""
    rules = tokenizer(recipe)
    shown, marks = "", list[Mark]()
    for piece, id in zip(rules.pieces(text), seen.tolist(), strict=False):
        word, unknown = piece.token if id == piece.id else rules.token(id), id == rules.unknown and not piece.special
        word = (text[piece.start : piece.end] if unknown else "") or word
        place = len(shown), len(shown) + len(word)
        if unknown:
            marks.append(Mark(*place, -1.0))
        shown += f"{word} "
    return Passage(shown.rstrip(), tuple(marks))


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
