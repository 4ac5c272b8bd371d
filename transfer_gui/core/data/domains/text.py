"""Texts: one in each file, or one in each row of a table; as the words that a network has vectors for."""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ... import contents, paths
from ...errors import Unreadable, UserError
from ...recipes import Recipe
from ...recipes.text import Words
from ...tables import encodings
from ...text.words import FIRST, PADDING, UNKNOWN, Vocabulary, words
from ..domain import Augmentation, Mark, Passage

if TYPE_CHECKING:
    import torch

ENDINGS = frozenset({".txt", ".text", ".md"})
LOST = {"light": 0.1, "reference": 0.2, "trivial": 0.3}
"""Share of the words that an augmentation takes for unknown."""
SHOWN = 400
"""Characters of a text that stand on a tile."""


class TextDomain:
    """Texts (see `core.data.domain.Domain`)."""

    name = "text"
    noun = ("text", "texts")
    sized = False
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

    def check(self, path: str) -> tuple[int, int]:
        """Words and characters of a text. Raises Unreadable, also where there is no word in it."""
        text = self.open(path)
        count = len(words(text))
        if not count:
            raise Unreadable(path, "no words inside")
        return count, len(text)

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
        preprocessing: Words,
        augmentation: str,
        generator: "torch.Generator | None",
        exact: bool = False,
    ) -> "torch.Tensor":
        """int32 (length,). Augmentation takes some words for unknown: a tenth, a fifth, three tenths of them."""
        import torch

        ids = torch.from_numpy(vocabulary(preprocessing.vocabulary).encode([self.open(path)], preprocessing.length)[0])
        if augmentation != "none" and generator is not None:
            lost = torch.rand(len(ids), generator=generator) < LOST[augmentation]
            ids = torch.where(lost & (ids >= FIRST), UNKNOWN, ids).to(torch.int32)
        return ids

    def normalise(self, prepared: "torch.Tensor", preprocessing: Words) -> "torch.Tensor":
        """int64, as the network reads it."""
        return prepared.long()

    def collate(self, examples: Sequence["torch.Tensor"], preprocessing: Words) -> "torch.Tensor":
        """int32 (n, length)."""
        import torch

        if not examples:
            return torch.empty((0, preprocessing.length), dtype=torch.int32)
        return torch.from_numpy(np.stack([example.numpy() for example in examples]))

    def nothing(self, preprocessing: Words) -> "torch.Tensor":
        """No word at all."""
        import torch

        return torch.full(preprocessing.shape, PADDING, dtype=torch.int32)

    def preview(self, path: str, preprocessing: Words, augmentation: str = "none", seed: int = 0) -> Passage:
        """The words as the network sees them: those that it takes for unknown are marked."""
        import torch

        known = vocabulary(preprocessing.vocabulary)
        ids = self.prepare(path, preprocessing, augmentation, torch.Generator().manual_seed(seed)).tolist()
        split = known.split(self.open(path))[: preprocessing.length]
        text, marks, parts = "", list[Mark](), list[tuple[int, int]]()
        for word, number in zip(split, ids, strict=False):
            parts.append((len(text), len(text) + len(word)))
            if number == UNKNOWN:
                marks.append(Mark(*parts[-1], -1.0))
            text += f"{word} "
        return Passage(text.rstrip(), tuple(marks), tuple(parts))

    def thumbnail(self, path: str, size: int) -> Passage:
        """The beginning of the text. Raises Unreadable."""
        text = " ".join(self.open(path)[: 4 * SHOWN].split())
        return Passage(text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…")

    def reads(self, recipe: Recipe) -> Words | None:
        """Networks that were made for words."""
        return recipe if isinstance(recipe, Words) else None


@cache
def vocabulary(name: str) -> Vocabulary:
    """The words of a vocabulary that ships. Raises UserError where it does not."""
    path = paths.resources() / "models" / f"{name}.vocab.txt"
    if Path(name).name != name or not path.is_file():
        raise UserError(f"There is no vocabulary called {name!r} here.", "Choose a checkpoint of this program's own.")
    return Vocabulary.read(path)


DOMAIN = TextDomain()
