"""What a kind of data (pictures, text, sound) must be able to do. One file in `domains/` exports one `DOMAIN`."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..errors import Unreadable
from ..recipes import Recipe
from .plain import Plain
from .told import Spread, Survey

if TYPE_CHECKING:
    import torch

__all__ = [
    "Augmentation", "Content", "Domain", "DomainOf", "Heard", "Mark", "Passage", "Pixels", "Shown", "Small", "Trace",
    "Unreadable",
]  # fmt: skip

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


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """A signal over time, to be drawn in whatever colours."""

    peaks: NDArray[np.floating[Any]]
    """(columns, 2): the lowest and the highest value in each of as many equal stretches."""

    def drawn(self, ink: tuple[int, int, int], ground: tuple[int, int, int]) -> Pixels:
        """On a square, a pixel for each column; the largest value nearly fills the height."""
        size, loudest = len(self.peaks), float(np.abs(self.peaks).max(initial=0.0)) or 1.0
        middle, reach = (size - 1) / 2, 0.46 * size
        rows = np.arange(size)[:, None]
        top, bottom = middle - reach * self.peaks[:, 1] / loudest, middle - reach * self.peaks[:, 0] / loudest
        inked = (rows >= np.floor(top)) & (rows <= np.ceil(bottom))
        return np.where(inked[..., None], np.array(ink, np.uint8), np.array(ground, np.uint8))


@dataclass(frozen=True, slots=True)
class Augmentation:
    """A way to change training examples at random."""

    title: str
    words: str
    """What it does, after 'Each training picture was'; 'anew in every epoch' where it draws."""


class Content(NamedTuple):
    """What a file turned out to hold."""

    width: int
    height: int
    traits: str = ""
    """What is worth counting of it (see `told.Survey`): words without spaces inside, the same for many files."""


Shown = Pixels | Passage
"""What a person sees of an example: (height, width, 3), or a text."""
Small = Shown | Trace
"""The same, made small."""
Heard = tuple[NDArray[np.float32], int]
"""What a person hears of an example: samples (frames, channels), full scale at 1, and how many frames a second has."""
R = TypeVar("R", bound=Recipe)
"""The recipes that a domain prepares by."""


class DomainOf(Protocol[R]):
    """One kind of examples. Methods run in threads; they keep no state and never touch a global random state.

    What most domains have nothing to say to is answered here; a domain is a subclass.
    """

    name: str
    """As in `job.data.domain`."""
    noun: tuple[str, str]
    """One example and several, for messages: ('picture', 'pictures')."""
    sized: bool = False
    """Whether `check` gives width and height in pixels."""
    in_cells: bool = False
    """Whether the cells of a table are examples themselves, and not the paths of files."""
    augmentations: Mapping[str, Augmentation]
    """By what `job.data.augmentation` calls them: all of its choices."""
    typed: bool = False
    """Whether a person can type an example: a path of `core.contents.of_typed` is then one."""
    audible: bool = False
    """Whether examples can be heard, by `listen`."""
    endings: frozenset[str]
    """Of files that may be examples, in lower case with the dot, for who looks for some."""

    def wanted(self, name: str, head: Callable[[], bytes]) -> bool:
        """Whether a file in a class folder is meant as an example: by the ending of its name, else by its first bytes,
        which `head()` reads."""
        ...

    def check(self, path: str) -> Content:
        """Read the whole file as training would; its size, in what the domain measures. Raises Unreadable."""
        ...

    def told(self, survey: Survey) -> list[str]:
        """What to know of all the examples that were opened, one sentence each, by what `check` found."""
        return []

    def lengths(self, survey: Survey) -> Spread | None:
        """How long they are; None where examples have no length, or all have the same."""
        return None

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

    def cover(self, preprocessing: R) -> "tuple[torch.Tensor, str]":
        """What the network reads in place of a part that is hidden from it, as it spreads over an input; and in words,
        as in 'a square of 20 px in the mean colour'."""
        ...

    def preview(self, path: str, preprocessing: R, augmentation: str = "none", seed: int = 0) -> Shown:
        """What the network will see. The same seed gives the same."""
        ...

    def thumbnail(self, path: str, size: int) -> Small:
        """The example made small: a picture's longer side is at most `size`. Raises Unreadable."""
        ...

    def listen(self, path: str) -> Iterator[Heard]:
        """An audible example, block by block, all of one shape but for the frames. Raises Unreadable."""
        return iter(())

    def reads(self, recipe: Recipe) -> R | None:
        """The recipe by which such examples become inputs for a network that was made for `recipe`; None where it
        cannot read them."""
        ...

    def unfitted(self, recipe: R) -> bool:
        """Whether a recipe is still open: it has to be fitted to training examples before it prepares any."""
        return False

    def fitted(self, recipe: R, paths: Iterable[str]) -> R:
        """The recipe, fitted to the training examples where it is open. Raises UserError where they do not do."""
        return recipe

    def plain(self, train: Sequence[str]) -> Plain:
        """Vectors of such examples without a network; what they have to be fitted to is in `train`, and that alone.

        Raises UserError where nothing can be fitted to it."""
        ...


Domain = DomainOf[Any]
"""A domain, whatever its recipes are."""
