"""What a kind of data (pictures, text, sound) must be able to do. One file in `domains/` exports one `DOMAIN`."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..errors import Unreadable
from ..recipes import Recipe

if TYPE_CHECKING:
    import torch

__all__ = ["Augmentation", "Domain", "DomainOf", "Mark", "Passage", "Pixels", "Shown", "Unreadable"]

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a text that stands out, from `start` to before `end`."""

    start: int
    end: int
    strength: float
    """-1..1: below zero against something, above for it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A text to be shown."""

    text: str
    marks: tuple[Mark, ...] = ()
    parts: tuple[tuple[int, int], ...] = ()
    """Of each number that the network reads of it, in their order, where it stands in the text: from, to before. One
    that stands for no part of it (a piece that only says where a text begins) has an empty place."""


@dataclass(frozen=True, slots=True)
class Augmentation:
    """A way to change training examples at random."""

    title: str
    words: str
    """What it does, after 'Each training picture was'; 'anew in every epoch' where it draws."""


Shown = Pixels | Passage
"""What a person sees of an example: (height, width, 3), or a text."""
R = TypeVar("R", bound=Recipe)
"""The recipes that a domain prepares by."""


class DomainOf(Protocol[R]):
    """One kind of examples. Methods run in threads; they keep no state and never touch a global random state."""

    name: str
    """As in `job.data.domain`."""
    noun: tuple[str, str]
    """One example and several, for messages: ('picture', 'pictures')."""
    sized: bool
    """Whether `check` gives width and height in pixels."""
    in_cells: bool
    """Whether the cells of a table are examples themselves, and not the paths of files."""
    augmentations: Mapping[str, Augmentation]
    """By what `job.data.augmentation` calls them: all of its choices."""
    typed: bool
    """Whether a person can type an example: a path of `core.contents.of_typed` is then one."""
    endings: frozenset[str]
    """Of files that may be examples, in lower case with the dot, for who looks for some."""

    def wanted(self, name: str, head: Callable[[], bytes]) -> bool:
        """Whether a file in a class folder is meant as an example: by the ending of its name, else by its first bytes,
        which `head()` reads."""
        ...

    def check(self, path: str) -> tuple[int, int]:
        """Read the whole file as training would; its size (width, height). Raises Unreadable."""
        ...

    def open(self, path: str) -> Any:
        """The example as it is, before preprocessing. Raises Unreadable."""
        ...

    def prepare(
        self,
        path: str,
        preprocessing: R,
        augmentation: str,
        generator: "torch.Generator | None",
        exact: bool = False,
    ) -> "torch.Tensor":
        """The example ready for `normalise`, augmented by `generator` alone; `exact` where haste would be seen in the
        numbers. Raises Unreadable."""
        ...

    def normalise(self, prepared: "torch.Tensor", preprocessing: R) -> "torch.Tensor":
        """What the network reads, float32: of a batch, or of one example, on any device."""
        ...

    def collate(self, examples: Sequence["torch.Tensor"], preprocessing: R) -> "torch.Tensor":
        """Prepared examples as one batch; none give a batch of 0 of the right shape."""
        ...

    def nothing(self, preprocessing: R) -> "torch.Tensor":
        """A prepared example without content: what an example's parts are compared with."""
        ...

    def preview(self, path: str, preprocessing: R, augmentation: str = "none", seed: int = 0) -> Shown:
        """What the network will see. The same seed gives the same."""
        ...

    def thumbnail(self, path: str, size: int) -> Shown:
        """The example made small: a picture's longer side is at most `size`. Raises Unreadable."""
        ...

    def reads(self, recipe: Recipe) -> R | None:
        """The recipe by which such examples become inputs for a network that was made for `recipe`; None where it
        cannot read them."""
        ...


Domain = DomainOf[Any]
"""A domain, whatever its recipes are."""
