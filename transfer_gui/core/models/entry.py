"""What is known of a source model before anything is loaded. No torch here."""

from dataclasses import dataclass
from typing import Literal

from ..preprocessing import Preprocessing


@dataclass(frozen=True, slots=True)
class Weights:
    """One set of weights that a model can start from."""

    id: str
    """As in `job.source.weights`: 'shipped', 'torchvision:IMAGENET1K_V1' or a path."""
    where: Literal["shipped", "disk", "import", "download"]
    """'import': published, but not on this disk; a file to bring. 'download': the same, and the user allowed the network."""
    title: str
    preprocessing: Preprocessing
    accuracy: float | None = None
    """Published top-1 accuracy on ImageNet-1K, percent."""
    path: str = ""
    """Where the file is, when it is here."""
    file: str = ""
    """Name of the published file."""
    url: str = ""
    megabytes: float | None = None
    licence: str = ""


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """A row of the model browser."""

    name: str
    title: str
    family: str
    origin: Literal["torchvision", "shipped", "file"]
    parameters: int
    gflops: float | None
    accuracy: float | None
    """Best published top-1 accuracy on ImageNet-1K of its weights, percent."""
    input_size: int
    min_size: int
    fixed_size: bool
    """Works at `input_size` alone (a vision transformer's position embedding)."""
    weights: tuple[Weights, ...]
    """Best first; empty: from scratch only."""

    @property
    def ready(self) -> Weights | None:
        """The set of weights that can be used at once, if any."""
        return next((w for w in self.weights if w.where in {"shipped", "disk"}), None)
