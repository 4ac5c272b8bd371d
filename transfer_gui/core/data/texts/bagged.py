"""Texts as bags of words (`recipes.bag`): fitted, prepared and shown."""

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...errors import UserError
from ...recipes.bag import Bag
from ...text.tfidf import TfIdf, terms_in
from ..domain import Mark, Passage

if TYPE_CHECKING:
    import torch

SHOWN = 80
"""Words of a text that a preview shows, of the many that may count."""
_WORD = re.compile(r"\w+")


def fitted(recipe: Bag, texts: Iterable[str]) -> Bag:
    """An open recipe with the terms of the training texts; one that is not open stays as it is.

    Raises UserError where they have no terms.
    """
    if recipe.terms:
        return recipe
    found = TfIdf.fit(list(texts), recipe.most)
    return Bag(recipe.most, found.terms, found.idf)


def prepare(text: str, recipe: Bag, lost: float, generator: "torch.Generator | None") -> "torch.Tensor":
    """float32 (most,): the weights of the terms, without a share of all words that is `lost` by chance.

    Raises UserError where the recipe is open.
    """
    import torch

    if not recipe.terms:
        raise UserError(
            "The terms of this bag of words are not known: they are found in the training texts.",
            "Choose a dataset of texts, or a checkpoint.",
        )
    words = terms_in(text)
    if (gone := _lost(len(words), lost, generator)) is not None:
        words = [word for word, off in zip(words, gone, strict=True) if not off]
    weights = torch.zeros(recipe.shape)
    found = TfIdf(recipe.terms, recipe.idf).weights([" ".join(words)])[0]
    weights[: len(recipe.terms)] = torch.from_numpy(found)
    return weights


def normalise(prepared: "torch.Tensor") -> "torch.Tensor":
    """As it is."""
    return prepared


def nothing(recipe: Bag) -> "torch.Tensor":
    """No term at all."""
    import torch

    return torch.zeros(recipe.shape)


def passage(text: str, recipe: Bag, lost: float, generator: "torch.Generator | None") -> Passage:
    """The beginning of a text in lower case; marked are the words that do not count, or that are lost by chance.

    Nothing is marked where the recipe is open.
    """
    text = " ".join(text.lower().split())
    counted, gone = set(recipe.terms), _lost(len(terms_in(text)), lost, generator)
    marks, place = list[Mark](), 0
    for number, word in enumerate(_WORD.finditer(text)):
        if number == SHOWN:
            text = f"{text[: word.start()]}…"
            break
        off = word[0] not in counted
        if len(word[0]) > 1:
            off, place = off or (gone is not None and bool(gone[place])), place + 1
        if off and recipe.terms:
            marks.append(Mark(word.start(), word.end(), -1.0))
    return Passage(text, tuple(marks))


def _lost(count: int, share: float, generator: "torch.Generator | None") -> "list[bool] | None":
    """Which of so many words are lost; None where none can be."""
    import torch

    if not share or generator is None:
        return None
    return (torch.rand(count, generator=generator) < share).tolist()
