"""What a view of one example is: one file in `views/` that exports a `VIEW`, found by being there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import torch
from torch import Tensor

from ..data.domain import Passage, Pixels, Shown
from ..data.domains import find
from ..discover import discover
from ..errors import UserError
from ..inspect.figures import Figure
from ..progress import Long
from ..runs.looked import Looked
from .features import lined
from .gradcam import default_layer
from .integrated import embeds


@dataclass(frozen=True)
class Look:
    """One example as a network sees it. What several views need is computed once."""

    looked: Looked
    path: Path
    layer: str = ""
    """Path of the layer that is looked at; empty for the whole network."""
    target: int | None = None
    """The class that is explained; None for the most probable one."""

    @cached_property
    def input(self) -> Tensor:
        """What the network reads, float32 (3, height, width) for a picture. Raises Unreadable."""
        return self.looked.read(self.path)

    @cached_property
    def shown(self) -> Shown:
        """The same for a person. Raises Unreadable."""
        return find(self.looked.domain).preview(str(self.path), self.looked.preprocessing)

    @property
    def picture(self) -> Pixels:
        """The same, uint8 (height, width, 3). Raises Unreadable, and UserError where it is no picture."""
        if isinstance(self.shown, Passage):
            raise UserError("This view is one of pictures.", "Choose another.")
        return self.shown

    @property
    def passage(self) -> Passage:
        """The same as a text, with the place of each number that the network reads. Raises Unreadable, and UserError
        where it is no text."""
        if not isinstance(self.shown, Passage):
            raise UserError("This view is one of texts.", "Choose another.")
        return self.shown

    @cached_property
    def logits(self) -> Tensor:
        """float32 (classes,). Raises Unreadable."""
        with torch.no_grad():
            return self.looked.model(self.input[None])[0].float()

    @cached_property
    def probabilities(self) -> Tensor:
        """float32 (classes,), which add up to 1. Raises Unreadable."""
        return self.logits.softmax(0)

    @cached_property
    def explained(self) -> int:
        """The class that is explained, as an output of the network. Raises UserError where there is no such class."""
        if self.target is None:
            return int(self.probabilities.argmax())
        if not 0 <= self.target < len(self.logits):
            raise UserError(
                f"{self.looked.name} has no class number {self.target}.", f"It has {len(self.logits)}, from number 0."
            )
        return self.target

    @cached_property
    def place(self) -> str:
        """The layer where Grad-CAM looks: the one chosen, or for the whole network the last with places in it."""
        return self.layer or default_layer(self.looked.model, self.input.shape[-1], self.input.shape[0])

    def name(self, output: int) -> str:
        """What a class is called."""
        return self.looked.classes[output] if output < len(self.looked.classes) else f"class {output}"

    def words(self) -> str:
        """The class that is explained and its probability, for a title: "'dog' (97.3%)"."""
        return f"'{self.name(self.explained)}' ({float(self.probabilities[self.explained]):.1%})"


@dataclass(frozen=True)
class PictureView:
    """One way to look at what a network makes of one example."""

    title: str
    description: str
    """What it shows, for the tooltip."""
    order: int
    """Where it stands among the views, from the top."""
    needs: frozenset[str]
    """What it depends on beside the picture: 'layer', 'class'."""
    fits: Callable[[Looked], bool]
    """Whether it can be computed for this network."""
    compute: Callable[[Look], Long[tuple[Figure, ...]]]
    """Yields Progress and returns the figures. Raises UserError."""
    slow: bool = False
    """Takes many runs of the network."""
    beside: bool = False
    """Is shown beside an example wherever the answer for it is."""


def always(looked: Looked) -> bool:
    """Fits every network."""
    return True


def worded(looked: Looked) -> bool:
    """Fits every network that reads whole numbers one after another, and has vectors for them."""
    return lined(looked) and embeds(looked.model)


@cache
def views() -> dict[str, PictureView]:
    """Every view by its file's name, in the order in which they are shown."""
    from . import views as package

    return dict(sorted(discover(package, "VIEW").items(), key=lambda item: item[1].order))
