"""Texts: one in each file, or one in each row of a table; as words, as pieces of words, or as a bag of words."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np

from ... import contents
from ...errors import Unreadable, UserError
from ...recipes import Recipe
from ...recipes.bag import Bag
from ...recipes.pieces import Pieces
from ...recipes.text import Words
from ...tables import alphabets, encodings
from ...text.tfidf import TfIdf
from ...text.words import words
from .. import told
from ..domain import Augmentation, Content, DomainOf, Passage
from ..listing import several
from ..plain import Plain
from ..texts import bagged, pieced, worded
from ..told import Spread, Survey

if TYPE_CHECKING:
    import torch

TextRecipe = Words | Bag | Pieces
FORMS: dict[type[TextRecipe], ModuleType] = {Words: worded, Bag: bagged, Pieces: pieced}
"""What prepares a text by each kind of recipe (see `data.texts`)."""
ENDINGS = frozenset({".txt", ".text", ".md"})
LOST = {"none": 0.0, "light": 0.1, "reference": 0.2, "trivial": 0.3}
"""Share of the words that an augmentation hides."""
TERMS = 5000
"""Of a bag of words without a network, at most."""
SHOWN = 400
"""Characters of a text that stand on a tile."""


class TextDomain(DomainOf[TextRecipe]):
    """Texts (see `core.data.domain.Domain`)."""

    name = "text"
    noun = ("text", "texts")
    in_cells = True
    augmentations: Mapping[str, Augmentation] = {
        "none": Augmentation("None", "left as it is: each epoch reads the same ones."),
        "light": Augmentation(
            "Light: a tenth of the words hidden",
            "changed at random, anew in every epoch: each word was hidden with a chance of 10 %.",
        ),
        "reference": Augmentation(
            "Strong: a fifth of the words hidden",
            "changed at random, anew in every epoch: each word was hidden with a chance of 20 %.",
        ),
        "trivial": Augmentation(
            "Strongest: three tenths hidden",
            "changed at random, anew in every epoch: each word was hidden with a chance of 30 %.",
        ),
    }
    typed = True
    endings = ENDINGS

    def wanted(self, name: str, head: Callable[[], bytes]) -> bool:
        """By its ending."""
        return Path(name).suffix.lower() in ENDINGS

    def check(self, path: str) -> Content:
        """Words and characters of a text, and the scripts it is written in. Raises Unreadable, also where there is no
        word in it."""
        text = self.open(path)
        count = len(words(text))
        if not count:
            raise Unreadable(path, "no words inside")
        return Content(count, len(text), " ".join(alphabets.scripts(text)))

    def told(self, survey: Survey) -> list[str]:
        """Lengths in words, and scripts."""
        found = told.lengths(survey, survey.sizes[:, 0], self.noun, lambda words: several(round(words), "word"), 2)
        scripts = survey.counts("")
        return [*found, told.counted("Scripts", scripts)] if scripts else found

    def lengths(self, survey: Survey) -> Spread | None:
        """In words."""
        return told.spread(survey.sizes[:, 0], "words")

    def open(self, path: str) -> str:
        """The text, whatever its encoding. Raises Unreadable."""
        raw = contents.read(path)
        try:
            return encodings.decode(raw, path)[0]
        except UserError as error:
            raise Unreadable(path, error.what.removeprefix(path).strip(" .:")) from error

    def prepare(
        self,
        path: str,
        preprocessing: TextRecipe,
        augmentation: str,
        generator: "torch.Generator | None",
        exact: bool = False,
    ) -> "torch.Tensor":
        """int32 (length,); of a bag float32 (most,). Augmentation hides some words: a tenth, a fifth, three tenths."""
        return FORMS[type(preprocessing)].prepare(self.open(path), preprocessing, LOST[augmentation], generator)

    def normalise(self, prepared: "torch.Tensor", preprocessing: TextRecipe) -> "torch.Tensor":
        """int64, as the network reads it; a bag as it is."""
        return FORMS[type(preprocessing)].normalise(prepared)

    def collate(self, examples: Sequence["torch.Tensor"], preprocessing: TextRecipe) -> "torch.Tensor":
        """(n, ...)."""
        import torch

        shape, dtype = preprocessing.stored
        if not examples:
            return torch.empty((0, *shape), dtype=getattr(torch, dtype))
        return torch.from_numpy(np.stack([example.numpy() for example in examples]))

    def nothing(self, preprocessing: TextRecipe) -> "torch.Tensor":
        """No word at all."""
        return FORMS[type(preprocessing)].nothing(preprocessing)

    def preview(self, path: str, preprocessing: TextRecipe, augmentation: str = "none", seed: int = 0) -> Passage:
        """The text as the network sees it: what it takes for unknown, or what does not count, is marked."""
        import torch

        generator = torch.Generator().manual_seed(seed)
        return FORMS[type(preprocessing)].passage(self.open(path), preprocessing, LOST[augmentation], generator)

    def cover(self, preprocessing: TextRecipe) -> "tuple[torch.Tensor, str]":
        """Words that are not there."""
        return self.normalise(self.nothing(preprocessing), preprocessing), "no words"

    def thumbnail(self, path: str, size: int) -> Passage:
        """The beginning of the text. Raises Unreadable."""
        text = " ".join(self.open(path)[: 4 * SHOWN].split())
        return Passage(text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…")

    def reads(self, recipe: Recipe) -> TextRecipe | None:
        """Networks that were made for texts."""
        return recipe if isinstance(recipe, Words | Bag | Pieces) else None

    def plain(self, train: Sequence[str]) -> Plain:
        """Bags of the words in `train`, weighed by tf-idf. Raises UserError where there are none."""
        found = TfIdf.fit(list(self._readable(train)), TERMS)
        return Plain("bags of words (tf-idf)", lambda path: found.weights([self.open(path)])[0], scaled=False)

    def unfitted(self, recipe: TextRecipe) -> bool:
        """A bag of words without terms."""
        return isinstance(recipe, Bag) and not recipe.terms

    def fitted(self, recipe: TextRecipe, paths: Iterable[str]) -> TextRecipe:
        """A bag with the terms of the training texts; those that cannot be read are passed over."""
        return bagged.fitted(recipe, self._readable(paths)) if isinstance(recipe, Bag) else recipe

    def _readable(self, paths: Iterable[str]) -> Iterator[str]:
        for path in paths:
            with suppress(Unreadable):
                yield self.open(path)


DOMAIN = TextDomain()
