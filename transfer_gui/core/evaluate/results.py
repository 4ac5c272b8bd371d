"""What a network said of a set of examples whose classes are known, as plain arrays. No torch here."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..data.dataset import Skipped
from .scores import losses


@dataclass(frozen=True)
class Results:
    """n examples, k classes. Only examples whose class the network knows and that could be read are here."""

    classes: tuple[str, ...]
    """The network's, in the order of its outputs."""
    paths: tuple[str, ...]
    """(n,) the examples' files."""
    labels: NDArray[np.int64]
    """(n,) the true class of each, as an output of the network."""
    probabilities: NDArray[np.float32]
    """(n, k), each row adds up to 1."""
    side: str = ""
    """Where they come from, for a title: 'validation', 'test', the name of a folder."""
    unknown: tuple[str, ...] = ()
    """Classes of the dataset that the network does not know; their examples are left out."""
    left_out: int = 0
    """How many those are."""
    skipped: tuple[Skipped, ...] = ()
    """Examples that could not be read."""
    entropies: NDArray[np.float64] | None = None
    """(n,) cross-entropy of each in nats, from the logits; None where only the probabilities are known."""

    @property
    def predicted(self) -> NDArray[np.int64]:
        """(n,) the class that the network names."""
        return self.probabilities.argmax(1)

    @property
    def losses(self) -> NDArray[np.float64]:
        """(n,) cross-entropy of each example in nats. Probabilities alone cannot tell one above about 100 apart."""
        return losses(self.labels, self.probabilities) if self.entropies is None else self.entropies

    def only(self, places: Sequence[int]) -> "Results":
        """Those at `places` alone, in that order."""
        chosen = np.asarray(places, np.int64)
        paths = tuple(self.paths[i] for i in chosen)
        entropies = None if self.entropies is None else self.entropies[chosen]
        return replace(
            self, paths=paths, labels=self.labels[chosen], probabilities=self.probabilities[chosen], entropies=entropies
        )
