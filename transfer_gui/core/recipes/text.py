"""How a text becomes a network's input: the ids of its words."""

from dataclasses import dataclass, replace
from typing import Any, ClassVar

from .ids import Ids


@dataclass(frozen=True, slots=True)
class Words(Ids):
    """The first `length` words of a text, in lower case and with signs apart, as their numbers in a `vocabulary` that
    ships; 0 behind the last one, 1 for a word that is not in it. See `recipes.Recipe`."""

    vocabulary: str = "glove-6b-50d-30k"
    """Name of the file of words, without its ending."""
    count: int = 30_002
    """Numbers that there are."""
    length: int = 64

    kind: ClassVar[str] = "text"
    unit: ClassVar[str] = "words"

    def words(self) -> str:
        """The recipe in one sentence, for a person."""
        return (
            f"The first {self.length} words, in lower case and with signs apart, as their numbers in a vocabulary of "
            f"{self.count - 2:,} words; one that is not in it counts as unknown."
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain types only, for a checkpoint."""
        return {"recipe": "text", "vocabulary": self.vocabulary, "count": self.count, "length": self.length}

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> "Words":
        """The inverse of `to_dict`."""
        return cls(str(fields["vocabulary"]), int(fields["count"]), int(fields["length"]))

    def at_size(self, size: int) -> "Words":
        """The same for so many words."""
        return replace(self, length=size)


RECIPE = Words
