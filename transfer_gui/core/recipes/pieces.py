"""How a text becomes the input of a transformer encoder: the ids of its pieces of words."""

import hashlib
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from .ids import Ids


@dataclass(frozen=True, slots=True)
class Pieces(Ids):
    """The first `length` pieces of a text by a tokeniser, its special ones among them; `padding` behind the last. See
    `recipes.Recipe`."""

    tokenizer: str = field(default="", repr=False)
    """What is in the `tokenizer.json` that came with the weights; empty where there are none yet."""
    count: int = 30_522
    """Ids that the network knows."""
    length: int = 128
    padding: int = 0
    longest: int = 512
    """Pieces that the network can read at most."""
    digest: str = field(default="", init=False, compare=False)
    """Of the tokeniser, for the `repr`."""

    kind: ClassVar[str] = "text"
    unit: ClassVar[str] = "pieces of words"

    def __post_init__(self) -> None:
        digest = hashlib.sha256(self.tokenizer.encode("utf-8", "surrogatepass")).hexdigest()
        object.__setattr__(self, "digest", digest)

    def words(self) -> str:
        """The recipe in one sentence, for a person."""
        return (
            f"The first {self.length} pieces of words, as the network's own tokeniser parts them, as their numbers "
            f"among {self.count:,}; the special ones at the ends count."
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain types only, for a checkpoint."""
        return {
            "recipe": "pieces",
            "tokenizer": self.tokenizer,
            "count": self.count,
            "length": self.length,
            "padding": self.padding,
            "longest": self.longest,
        }

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> "Pieces":
        """The inverse of `to_dict`."""
        count, length, padding, longest = (int(fields[name]) for name in ("count", "length", "padding", "longest"))
        if not (0 <= padding < count and 1 <= length <= longest):
            raise ValueError("the sizes do not go together")
        return cls(str(fields["tokenizer"]), count, length, padding, longest)

    def at_size(self, size: int) -> "Pieces":
        """The same for so many pieces, or for as many as the network can read."""
        return replace(self, length=min(size, self.longest))


RECIPE = Pieces
