"""Random changes to a training picture, drawn from a generator of the caller's own.

torchvision's random transforms draw from torch's global state, which is neither safe nor repeatable in threads. Here
the same numbers are drawn in the same order from `generator`, and torchvision's own functions change the pixels: seeded
alike, 'reference' and 'trivial' give torchvision's result to the bit.
"""

import math
from typing import Any

import torch
from PIL import Image
from torchvision.transforms import InterpolationMode, functional

from ..recipes.image import Preprocessing
from .domains import draft
from .domains.image import preprocess, to_tensor
from .domains.picture import Jpeg

F: Any = functional  # typed for tensors alone, but it takes pictures as well

_AREA, _RATIO = (0.08, 1.0), (3 / 4, 4 / 3)
_BINS = 31


def augment(
    image: Image.Image | Jpeg, name: str, preprocessing: Preprocessing, generator: torch.Generator
) -> torch.Tensor:
    """uint8 (channels, crop, crop) from an RGB picture, or a JPEG whose pixels are not needed before the crop is drawn.

    - none: the source model's own preprocessing.
    - light: mirrored half of the time; the usual crop moved by up to a tenth and scaled by up to 15 percent.
    - reference: torchvision's training recipe, `RandomResizedCrop` and `RandomHorizontalFlip`
      (Szegedy et al. 2015, https://arxiv.org/abs/1409.4842).
    - trivial: the same and `TrivialAugmentWide` (Mueller and Hutter 2021, https://arxiv.org/abs/2103.10158).

    Raises ValueError for another name, and Unreadable for a JPEG that is not decoded yet.
    """
    if name == "none":
        return preprocess(image, preprocessing)
    if name == "light":
        frame = _nudged(image.width, image.height, preprocessing, generator)
        return to_tensor(_mirrored(_resized(image, frame, preprocessing), generator), preprocessing.channels)
    if name in {"reference", "trivial"}:
        frame = _random_crop(image.width, image.height, generator)
        cut = _mirrored(_resized(image, frame, preprocessing), generator)
        mode = InterpolationMode(preprocessing.interpolation)
        changed = _trivial(cut, mode, generator) if name == "trivial" else cut
        return to_tensor(changed, preprocessing.channels)
    raise ValueError(f"there is no augmentation called {name!r}")


def _resized(image: Image.Image | Jpeg, frame: draft.Box, preprocessing: Preprocessing) -> Image.Image:
    part = draft.Part.whole(frame, (preprocessing.crop, preprocessing.crop))
    return draft.cut(image, part, preprocessing.interpolation)


def _uniform(low: float, high: float, generator: torch.Generator) -> float:
    return torch.empty(1).uniform_(low, high, generator=generator).item()


def _below(limit: int, generator: torch.Generator) -> int:
    return int(torch.randint(0, limit, (1,), generator=generator).item())


def _mirrored(image: Image.Image, generator: torch.Generator) -> Image.Image:
    return F.hflip(image) if torch.rand(1, generator=generator).item() < 0.5 else image


def _nudged(width: int, height: int, preprocessing: Preprocessing, generator: torch.Generator) -> draft.Box:
    """The usual centre crop, scaled and moved inside the picture, in its own pixels."""
    shorter = min(width, height)
    usual = shorter * preprocessing.crop / preprocessing.resize
    side = max(1, min(shorter, round(usual * _uniform(0.85, 1.15, generator))))
    corner: list[int] = []
    for length in (height, width):
        centre = length / 2 + usual * _uniform(-0.1, 0.1, generator)
        corner.append(min(max(round(centre - side / 2), 0), length - side))
    return corner[1], corner[0], side, side


def _random_crop(width: int, height: int, generator: torch.Generator) -> draft.Box:
    """As `RandomResizedCrop.get_params` of torchvision draws it."""
    area = height * width
    low, high = (x.item() for x in torch.log(torch.tensor(_RATIO)))
    for _ in range(10):
        target = area * _uniform(*_AREA, generator)
        ratio = torch.exp(torch.empty(1).uniform_(low, high, generator=generator)).item()
        w, h = round(math.sqrt(target * ratio)), round(math.sqrt(target / ratio))
        if 0 < w <= width and 0 < h <= height:
            top = _below(height - h + 1, generator)
            return _below(width - w + 1, generator), top, w, h
    w, h = width, height
    if width / height < min(_RATIO):
        h = round(w / min(_RATIO))
    elif width / height > max(_RATIO):
        w = round(h * max(_RATIO))
    return (width - w) // 2, (height - h) // 2, w, h


_TRIVIAL: dict[str, tuple[torch.Tensor, bool]] = {
    "identity": (torch.tensor(0.0), False),
    "shear x": (torch.linspace(0.0, 0.99, _BINS), True),
    "shear y": (torch.linspace(0.0, 0.99, _BINS), True),
    "translate x": (torch.linspace(0.0, 32.0, _BINS), True),
    "translate y": (torch.linspace(0.0, 32.0, _BINS), True),
    "rotate": (torch.linspace(0.0, 135.0, _BINS), True),
    "brightness": (torch.linspace(0.0, 0.99, _BINS), True),
    "colour": (torch.linspace(0.0, 0.99, _BINS), True),
    "contrast": (torch.linspace(0.0, 0.99, _BINS), True),
    "sharpness": (torch.linspace(0.0, 0.99, _BINS), True),
    "posterize": (8 - (torch.arange(_BINS) / ((_BINS - 1) / 6)).round().int(), False),
    "solarize": (torch.linspace(255.0, 0.0, _BINS), False),
    "autocontrast": (torch.tensor(0.0), False),
    "equalize": (torch.tensor(0.0), False),
}
"""Each change with its strengths, and whether its sign is drawn too: torchvision's order."""


def _trivial(image: Image.Image, mode: InterpolationMode, generator: torch.Generator) -> Image.Image:
    """One change drawn from `_TRIVIAL` at a drawn strength."""
    name = list(_TRIVIAL)[_below(len(_TRIVIAL), generator)]
    strengths, signed = _TRIVIAL[name]
    strength = float(strengths[_below(len(strengths), generator)].item()) if strengths.ndim else 0.0
    if signed and _below(2, generator):
        strength = -strength
    return _change(image, name, strength, mode)


def _change(image: Image.Image, name: str, strength: float, mode: InterpolationMode) -> Image.Image:
    def affine(shear: tuple[float, float], shift: tuple[int, int], centre: list[int] | None) -> Image.Image:
        return F.affine(image, 0.0, list(shift), 1.0, list(shear), interpolation=mode, center=centre)

    angle = math.degrees(math.atan(strength))
    changes = {
        "identity": lambda: image,
        "shear x": lambda: affine((angle, 0.0), (0, 0), [0, 0]),
        "shear y": lambda: affine((0.0, angle), (0, 0), [0, 0]),
        "translate x": lambda: affine((0.0, 0.0), (int(strength), 0), None),
        "translate y": lambda: affine((0.0, 0.0), (0, int(strength)), None),
        "rotate": lambda: F.rotate(image, strength, interpolation=mode),
        "brightness": lambda: F.adjust_brightness(image, 1.0 + strength),
        "colour": lambda: F.adjust_saturation(image, 1.0 + strength),
        "contrast": lambda: F.adjust_contrast(image, 1.0 + strength),
        "sharpness": lambda: F.adjust_sharpness(image, 1.0 + strength),
        "posterize": lambda: F.posterize(image, int(strength)),
        "solarize": lambda: F.solarize(image, strength),
        "autocontrast": lambda: F.autocontrast(image),
        "equalize": lambda: F.equalize(image),
    }
    return changes[name]()
