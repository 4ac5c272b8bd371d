"""How a text becomes a network's input: as a bag of words, each term's weight by tf-idf."""

from dataclasses import dataclass
from typing import Any, ClassVar, cast


@dataclass(frozen=True, slots=True)
class Bag:
    """The weights (tf-idf, see `text.tfidf`) of the `most` terms that the training texts have most often, in
    alphabetical order; zeros behind them where there are fewer. See `recipes.Recipe`.

    Without terms it is open: it prepares nothing before it has been fitted to training texts (`Domain.fitted`).
    """

    most: int = 1000
    terms: tuple[str, ...] = ()
    idf: tuple[float, ...] = ()
    """Weight of each term."""

    kind: ClassVar[str] = "text"
    unit: ClassVar[str] = "terms"

    @property
    def size(self) -> int:
        """Terms that are weighed at most."""
        return self.most

    @property
    def shape(self) -> tuple[int, ...]:
        """(most,)."""
        return (self.most,)

    @property
    def values(self) -> int:
        """0: decimal numbers."""
        return 0

    @property
    def stored(self) -> tuple[tuple[int, ...], str]:
        """As the network reads it."""
        return self.shape, "float32"

    def words(self) -> str:
        """The recipe in one sentence, for a person."""
        which = (
            f"The {len(self.terms):,} terms that the training texts had most often"
            if self.terms
            else f"The up to {self.most:,} terms that the training texts have most often"
        )
        return f"{which}, weighed by tf-idf; their order does not count, nor does any other word."

    def to_dict(self) -> dict[str, Any]:
        """Plain types only, for a checkpoint."""
        return {"recipe": "bag", "most": self.most, "terms": list(self.terms), "idf": list(self.idf)}

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> "Bag":
        """The inverse of `to_dict`."""
        most, terms, idf = fields["most"], fields["terms"], fields["idf"]
        if not isinstance(most, int) or not isinstance(terms, list) or not isinstance(idf, list):
            raise TypeError("not a bag of words")
        words, weights = cast("list[Any]", terms), cast("list[Any]", idf)
        fits = len(weights) == len(set(words)) == len(words) <= most
        if not fits or not all(isinstance(word, str) for word in words):
            raise ValueError("the terms are no terms, or not as many as their weights")
        if not all(isinstance(weight, float) and 0 < weight < float("inf") for weight in weights):
            raise ValueError("a weight of a term is none")
        return cls(most, tuple(words), tuple(weights))

    def at_size(self, size: int) -> "Bag":
        """For so many terms, which are to be found anew."""
        return self if size == self.most else Bag(size)


RECIPE = Bag
