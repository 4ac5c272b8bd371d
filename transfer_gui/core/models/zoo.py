"""What a collection of architectures must be able to do. One file in `zoos/` exports one `ZOO`."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, Protocol

from torch import Tensor, nn

from ..recipes import Recipe
from .entry import ModelEntry, Weights


class Zoo(Protocol):
    """Architectures that are built alike. Names are its own; whoever calls has made sure of them.

    What most collections have nothing to say to is answered here; a collection is a subclass.
    """

    kind: str
    """What its networks read: the name of a domain, as in `job.data.domain`."""
    settings: Mapping[str, type]
    """What `options` may give, by name: a checkpoint decides no more than that."""
    plain: bool = False
    """Whether torchvision, or a few lines of plain torch, build its networks: scripts then do without this program."""

    def names(self) -> Collection[str]:
        """Of all its architectures."""
        ...

    def entry(self, name: str) -> ModelEntry:
        """An architecture without any weights. All figures are published ones or a file's own; nothing is built."""
        ...

    def recipe(self, name: str) -> Recipe:
        """What its networks read where a file of weights does not say."""
        ...

    def file(self, name: str) -> Path | None:
        """The weights that ship for it, if any do."""
        ...

    def published(self, name: str) -> tuple[Weights, ...]:
        """The sets of weights that are published for it, as files to import."""
        return ()

    def options(self, name: str, *, pretrained: bool = False, size: int | None = None) -> dict[str, Any]:
        """What `construct` takes beside the number of classes, for published weights or others, and an input of
        `size` (see `Recipe.size`). Raises UserError for a size that the architecture cannot be built for."""
        return {}

    def options_of_file(self, name: str, path: Path) -> dict[str, Any] | None:
        """What `construct` takes for the network that a file, or a folder, tells of itself; None where it tells of
        none of this collection's, so that `options` hold. Raises UserError where it does, and cannot be used."""
        return None

    def described(self, entry: ModelEntry, options: Mapping[str, Any]) -> ModelEntry:
        """`entry` for the network of these options, where they tell more than its name."""
        return entry

    def size_of(self, name: str, state: Mapping[str, Tensor]) -> int | None:
        """The input size that a state dict was made for, where its tensors tell."""
        return None

    def translated(self, name: str, state: Mapping[str, Tensor]) -> Mapping[str, Tensor]:
        """The tensors of a file as its networks have them."""
        return state

    def new(self, name: str, state: Mapping[str, Tensor]) -> tuple[str, ...]:
        """The modules, beside the head, that a source's weights say nothing of: they are drawn at random."""
        return ()

    def construct(self, name: str, classes: int, options: Mapping[str, Any], fresh: bool = False) -> nn.Module:
        """The network with random weights, drawn from torch's global generator; with care where it is to be trained
        from scratch (`fresh`). A model on the meta device where its factories are patched so."""
        ...

    def assumed(self, name: str, options: Mapping[str, Any]) -> str:
        """What is taken for granted of a weight file that says nothing of itself, after 'is taken'; or empty."""
        return ""

    def brought(self, path: Path) -> Weights | None:
        """What a person brings that is more than a plain file of weights: a folder by another program, or the weights
        in it. None where this collection knows no such thing. No tensor is read. Raises UserError saying what is
        missing or not understood."""
        return None

    def sound(
        self, path: Path, recipe: Recipe, model: nn.Module | None, state: Mapping[str, Tensor], brought: bool
    ) -> None:
        """Make sure that what goes with the weights at `path` is whole: the recipe, and for what was `brought` its
        tensors with a `model` built by its options, where they are to fit it. Raises UserError."""
