"""Texts as bags of words, weighted by tf-idf, as scikit-learn's TfidfVectorizer weighs them.

A term counts as often as it stands in the text, times ln((1 + n) / (1 + df)) + 1 for n texts of which df have it; each
text's weights are then divided by their Euclidean length
(https://scikit-learn.org/stable/modules/feature_extraction.html#tfidf-term-weighting).
"""

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from ..errors import Refused, UserError

MOST = 1000

T = TypeVar("T")

_TERM = re.compile(r"\b\w\w+\b")


@dataclass(frozen=True)
class TfIdf:
    """The terms that texts are weighed by."""

    terms: tuple[str, ...]
    """In alphabetical order."""
    idf: tuple[float, ...]
    """The weight of each term."""

    @classmethod
    def fit(cls, texts: Sequence[str], most: int = MOST) -> "TfIdf":
        """The terms of `texts` that occur most often in all, `most` at most; of equals, those first in the alphabet.

        Give it the training side alone. Raises UserError where the texts have no term.
        """
        counts, documents = Counter[str](), Counter[str]()
        for text in texts:
            found = Counter(terms_in(text))
            counts.update(found)
            documents.update(found.keys())
        if not counts:
            raise UserError(
                "The texts for training have no words of two letters or more.", "Check which column holds the text."
            )
        terms = sorted(sorted(counts, key=lambda term: (-counts[term], term))[:most])
        return cls(tuple(terms), tuple(math.log((1 + len(texts)) / (1 + documents[term])) + 1 for term in terms))

    def weights(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Weights of the terms in each text, (len(texts), len(terms)); a text without any of them has zeros alone."""
        places = {term: i for i, term in enumerate(self.terms)}
        rows = np.zeros((len(texts), len(self.terms)), np.float32)
        idf = np.array(self.idf)
        for row, text in zip(rows, texts, strict=True):
            found = Counter(places[term] for term in terms_in(text) if term in places)
            if found:
                columns = np.fromiter(found, np.int64, len(found))
                weighted = np.fromiter(found.values(), np.float64, len(found)) * idf[columns]
                row[columns] = weighted / np.linalg.norm(weighted)
        return rows

    def state(self) -> dict[str, Any]:
        """Plain lists, for a checkpoint."""
        return {"terms": list(self.terms), "idf": list(self.idf)}

    @classmethod
    def from_state(cls, state: Mapping[str, Any]) -> "TfIdf":
        """What `state` gave. Raises Refused for anything else."""
        terms, idf = _listed(state.get("terms"), str), _listed(state.get("idf"), float)
        sound = 0 < len(terms) == len(idf) == len(set(terms)) and all(math.isfinite(w) and w > 0 for w in idf)
        if not sound:
            raise Refused("The checkpoint's bag of words is damaged.", "Choose another checkpoint.")
        return cls(terms, idf)


def _listed(values: Any, kind: type[T]) -> tuple[T, ...]:
    """A list of such values; nothing for anything else."""
    if not isinstance(values, list):
        return ()
    items = cast("list[Any]", values)
    return tuple(items) if all(isinstance(item, kind) for item in items) else ()


def terms_in(text: str) -> list[str]:
    """All that could be terms, in order: words of two letters or more, in lower case."""
    return _TERM.findall(text.lower())
