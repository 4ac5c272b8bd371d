"""Pictures: found, opened, prepared as the source model's own recipe says, and shown as the network sees them.

Preprocessing equals torchvision's `ImageClassification` preset on a Pillow picture, to the bit. From a file it does so
too, unless that is a large JPEG, which is decoded smaller (see `draft`). Torch is loaded only when a picture is
prepared for a network.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from ...recipes import Recipe
from ...recipes.image import Preprocessing
from ..domain import Augmentation, Content, DomainOf, Pixels
from ..plain import Plain
from . import draft, edges, picture

if TYPE_CHECKING:
    import torch

_LONGEST = 32
"""A picture longer than this many times its shorter side is cut to that length before it is enlarged."""


def open_image(path: str | Path) -> Image.Image:
    """The picture at `path` upright and in RGB; see-through parts are white. Raises Unreadable, naming the file."""
    return picture.open_image(str(path))


def preprocess(image: Image.Image | picture.Jpeg, preprocessing: Preprocessing) -> "torch.Tensor":
    """Resize the shorter side and cut the centre: uint8 (channels, crop, crop), 0..255.

    Raises Unreadable for a JPEG that is not decoded yet.
    """
    from torchvision.transforms import functional

    F: Any = functional  # noqa: N806 - typed for tensors alone, but it takes pictures as well
    kept = draft.cut(image, _centre(image.width, image.height, preprocessing), preprocessing.interpolation)
    centre = F.center_crop(kept, [preprocessing.crop])  # black around it where the crop is the larger
    return to_tensor(centre, preprocessing.channels)


def to_tensor(image: Image.Image, channels: int = 3) -> "torch.Tensor":
    """An RGB picture as uint8 (channels, height, width), as torchvision's `pil_to_tensor`; for one channel made grey as
    Pillow does (ITU-R 601).

    Copied by numpy: torch would start a team of threads of its own inside every reading thread.
    """
    import torch

    if channels == 1:
        return torch.from_numpy(np.array(image.convert("L"))[None])
    return torch.from_numpy(np.ascontiguousarray(np.asarray(image).transpose(2, 0, 1)))


def as_seen(prepared: "torch.Tensor") -> Pixels:
    """A prepared picture (channels, height, width) for a person: uint8 (height, width, 3), grey where it has one."""
    seen = prepared.numpy().transpose(1, 2, 0)
    return np.ascontiguousarray(seen if seen.shape[2] == 3 else seen.repeat(3, 2))


def normalise(images: "torch.Tensor", preprocessing: Preprocessing) -> "torch.Tensor":
    """uint8 (..., channels, h, w) to float32, where the images are: scaled to 0..1, less the mean, by the deviation."""
    import torch

    mean, std = (
        torch.tensor(numbers, dtype=torch.float32)[:, None, None].to(images.device, non_blocking=True)
        for numbers in (preprocessing.mean, preprocessing.std)
    )
    return images.float().div_(255).sub_(mean).div_(std)


def _centre(width: int, height: int, preprocessing: Preprocessing) -> draft.Part:
    """The part of a picture of this size that its centre crop keeps, as torchvision rounds it."""
    frame = _bounded(width, height)
    shorter = min(frame[2:])
    across, down = (int(preprocessing.resize * side / shorter) for side in frame[2:])
    kept = min(across, preprocessing.crop), min(down, preprocessing.crop)
    corner = round((across - kept[0]) / 2), round((down - kept[1]) / 2)
    return draft.Part(frame, (across, down), (*corner, *kept))


def _bounded(width: int, height: int) -> draft.Box:
    """All of a picture; of a strip (say 20000 x 1) its middle, as it would need gigabytes once it is enlarged."""
    longest = _LONGEST * min(width, height)
    across, down = min(width, longest), min(height, longest)
    return (width - across) // 2, (height - down) // 2, across, down


class ImageDomain(DomainOf[Preprocessing]):
    """Pictures (see `core.data.domain.Domain`)."""

    name = "image"
    noun = ("picture", "pictures")
    sized = True
    augmentations: Mapping[str, Augmentation] = {
        "none": Augmentation("None", "left as it is: each epoch sees the same ones."),
        "light": Augmentation(
            "Light: crop and flip",
            "changed a little at random, anew in every epoch: mirrored half of the time, moved by up to a tenth and "
            "scaled by up to 15 %.",
        ),
        "reference": Augmentation(
            "Torchvision reference",
            "changed at random, anew in every epoch, as in torchvision's own recipe: a random part of 8 to 100 % "
            "of its area, mirrored half of the time.",
        ),
        "trivial": Augmentation(
            "TrivialAugment",
            "changed at random, anew in every epoch: a random part of 8 to 100 % of its area, mirrored half of the "
            "time, and one change of colour or shape (TrivialAugment).",
        ),
    }
    endings = picture.ENDINGS

    def wanted(self, name: str, head: Callable[[], bytes]) -> bool:
        """By its ending, or else by its content."""
        return Path(name).suffix.lower() in picture.ENDINGS or bool(picture.kind(head()))

    def check(self, path: str) -> Content:
        """Upright size (width, height) of a picture that can be decoded to its last byte. Raises Unreadable."""
        return Content(*picture.check(path))

    def open(self, path: str) -> Image.Image:
        """The picture upright, in RGB. Raises Unreadable."""
        return picture.open_image(path)

    def prepare(
        self,
        path: str,
        preprocessing: Preprocessing,
        augmentation: str,
        generator: "torch.Generator | None",
        exact: bool = False,
    ) -> "torch.Tensor":
        """uint8 (channels, crop, crop); `generator` is needed for every augmentation but 'none'. Raises Unreadable.

        With `exact`, a large JPEG is decoded in full: torchvision's numbers to the bit, several times as slowly.
        """
        image = picture.open_image(path) if exact else picture.open_undecoded(path)
        if augmentation == "none" or generator is None:
            return preprocess(image, preprocessing)
        from ..augment import augment

        return augment(image, augmentation, preprocessing, generator)

    def normalise(self, prepared: "torch.Tensor", preprocessing: Preprocessing) -> "torch.Tensor":
        """float32, as the network reads it, in the same layout of memory."""
        return normalise(prepared, preprocessing)

    def collate(self, examples: Sequence["torch.Tensor"], preprocessing: Preprocessing) -> "torch.Tensor":
        """uint8 (n, channels, crop, crop)."""
        import torch

        if not examples:
            return torch.empty((0, *preprocessing.shape), dtype=torch.uint8)
        return torch.from_numpy(np.stack([example.numpy() for example in examples]))

    def nothing(self, preprocessing: Preprocessing) -> "torch.Tensor":
        """A black picture, uint8 (channels, crop, crop)."""
        import torch

        return torch.zeros(preprocessing.shape, dtype=torch.uint8)

    def cover(self, preprocessing: Preprocessing) -> "tuple[torch.Tensor, str]":
        """The mean colour, which is 0 to the network."""
        import torch

        return torch.zeros(()), "the mean colour"

    def preview(self, path: str, preprocessing: Preprocessing, augmentation: str = "none", seed: int = 0) -> Pixels:
        """What the network will see, before its numbers are normalised: uint8 (crop, crop, 3). Raises Unreadable."""
        import torch

        generator = torch.Generator().manual_seed(seed)
        return as_seen(self.prepare(path, preprocessing, augmentation, generator))

    def thumbnail(self, path: str, size: int) -> Pixels:
        """uint8 (height, width, 3), the longer side at most `size`. Raises Unreadable."""
        return np.array(picture.thumbnail(path, size))

    def reads(self, recipe: Recipe) -> Preprocessing | None:
        """Networks that were made for pictures."""
        return recipe if isinstance(recipe, Preprocessing) else None

    def plain(self, train: Sequence[str]) -> Plain:
        """Histograms of edges and of colours (see `edges`)."""
        return Plain("edges and colours (HOG and a histogram)", _described)


def _described(path: str) -> NDArray[np.float32]:
    return edges.describe(picture.thumbnail(path, 2 * edges.SIDE))


DOMAIN = ImageDomain()
