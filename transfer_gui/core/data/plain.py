"""Features of examples that no network has made: what a network has to do better than, to be worth its while."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Plain:
    """How the examples of a domain become vectors without a network."""

    words: str
    """What the vectors hold, to stand after 'on': 'mel statistics'."""
    vector: Callable[[str], NDArray[np.float32]]
    """The vector (features,) of the example at a path. Raises Unreadable."""
    scaled: bool = True
    """Whether each feature is to be divided by its deviation; False where its size says how much it counts."""
