"""What is known of a source model before anything is loaded. No torch here."""

from dataclasses import dataclass, field, replace
from typing import Any, Literal

from ..errors import UserError
from ..recipes import Recipe
from ..recipes.image import Preprocessing

PUBLISHED = ("torchvision:", "huggingface:")
"""How the id of a published set begins, by who published it."""


@dataclass(frozen=True, slots=True)
class Weights:
    """One set of weights that a model can start from."""

    id: str
    """As in `job.source.weights`: 'shipped', 'torchvision:IMAGENET1K_V1', 'huggingface:NAME' or a path."""
    where: Literal["shipped", "disk", "import", "download"]
    """'import': published, but not on this disk; a file to bring. 'download': the same, with the network allowed."""
    title: str
    preprocessing: Recipe
    accuracy: float | None = None
    """Published top-1 accuracy on ImageNet-1K, percent."""
    path: str = ""
    """Where the file is, when it is here."""
    file: str = ""
    """Name of the published file, or folder."""
    url: str = ""
    """Of the file, or of the page that has all files of the folder."""
    megabytes: float | None = None
    licence: str = ""
    files: tuple[str, ...] = ()
    """What is in it, where it is a folder."""
    options: tuple[tuple[str, Any], ...] = ()
    """What it says of how the network is built (see `Zoo.options`)."""


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A row of the model browser."""

    name: str
    """As in `job.source.model`: the architecture. A row for the user's own file (origin 'file') bears the name of the
    architecture inside it, so a row is told apart by its name and its weights."""
    title: str
    family: str
    origin: Literal["torchvision", "shipped", "file"]
    parameters: int
    """0 where only the weights decide."""
    gflops: float | None
    """Multiply-adds for one picture of `input_size`, in thousand millions (torchvision's own figure)."""
    accuracy: float | None
    """Best published top-1 accuracy on ImageNet-1K of its weights, percent."""
    input_size: int
    min_size: int
    fixed_size: bool
    """Works at `input_size` alone (a vision transformer's position embedding), or at that of its weights."""
    weights: tuple[Weights, ...]
    """Those at hand first, then best first; empty: from scratch only."""
    recipe: Recipe = field(default_factory=Preprocessing)
    """What its networks read where no weights say it."""
    brings: Literal["file", "folder"] = "file"
    """What weights of a person's own are. Without a folder such a network cannot read, so that it is never trained from
    scratch."""
    layers: int = 0
    """How many layers it has; 0 where it is not known without building it."""
    by_file: bool = False
    """Whether its layers are told by what comes with its weights, and not by its name alone."""

    @property
    def ready(self) -> Weights | None:
        """The set of weights that can be used at once, if any."""
        return next((w for w in self.weights if w.where in {"shipped", "disk"}), None)

    @property
    def usual(self) -> Recipe:
        """The recipe of the published weights for the model's own input size."""
        return next((w.preprocessing for w in self.weights if w.preprocessing.size == self.input_size), self.recipe)


def titled(entry: ModelEntry, called: str) -> ModelEntry:
    """The entry of an architecture as that of weights for it."""
    return replace(entry, title=f"{called} ({entry.title})")


def check_size(entry: ModelEntry, size: int, native: int | None = None) -> None:
    """Raises UserError, naming the size that works, where the model cannot take inputs of `size` (`Recipe.size`).

    `native` is the size that the chosen weights were made for (their recipe's), which a model of fixed size
    takes alone; where it is not given, the size of any published set will do.
    """
    if entry.fixed_size:
        sizes = {native} if native else {w.preprocessing.size for w in entry.weights} | {entry.input_size}
        if size not in sizes:
            if (unit := entry.usual.unit) != "px":
                words = " or ".join(f"{s:,}" for s in sorted(sizes))
                raise UserError(
                    f"{entry.title} takes inputs of {words} {unit} and no others, not of {size:,}.",
                    "Leave the input size empty.",
                )
            words = " or ".join(f"{s} x {s}" for s in sorted(sizes))
            raise UserError(
                f"{entry.title} takes pictures of {words} px and no other size, not {size} x {size}.",
                "Leave the input size empty: pictures are then brought to that size.",
            )
    elif size < entry.min_size:
        least = entry.min_size
        raise UserError(
            f"{entry.title} needs pictures of at least {least} x {least} px, not {size} x {size}: "
            "smaller ones vanish in its pooling.",
            f"Set the input size to {least} or more, or leave it empty for the model's own {entry.input_size}.",
        )
