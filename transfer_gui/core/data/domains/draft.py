"""The part of a picture that a network reads, resized: exactly, or from a JPEG that is decoded smaller.

Most of a large JPEG's decoding and resizing makes pixels that the resizing averages away again. libjpeg can leave them
out: at a half or a quarter it gives the mean of each 2 x 2 or 4 x 4 pixels, at an eighth that of each block of 8 x 8
(`jidctred.c` of https://libjpeg-turbo.org), for little more than reading the file. What is resized from these means
differs from what is resized from the pixels, and the less, the smaller it becomes. Mean difference, and what 999 of
1000 values do not exceed, in levels of 255, of the worst picture, bilinear and bicubic:

    decoded / wanted                      1         1.5       2         2.5       2.9       4         6
    photographs                           3.2  30   1.5  13   0.9  10   0.6   5   0.5   4   0.3   2   0.2   2
    noise, hard edges and fine text       5.6  60   2.3  30   1.6  21   1.0  18   0.9  16   0.7  13   0.5   9

(two photographs, and ten made pictures of 800 x 600 to 6000 x 4000 pixels; JPEG quality 75 to 95, 4:2:0 and 4:4:4.)
So the margins keep the mean under one level in all of them, and let 3000 rows be a quarter of themselves for a network
that resizes to 256; larger ones would cost half as much time again. The largest differences, at low quality where ink
is on white, would stay: there the decoder clips to 0..255 before the averaging in one case, and after it in the other.
"""

import math
from dataclasses import dataclass

from PIL import Image

from .picture import Jpeg

MARGINS = {8: 4.0, 4: 2.9, 2: 2.9}
"""Decoded so many times smaller, a part must still be this many times the size it is resized to, in both directions.

An eighth has the larger one as crops of 25 pixels were found to differ by 1.06 levels at 2.9.
"""

SMALLEST = 400_000
"""Pixels from which on a JPEG may be decoded smaller. Below, little is won, and drawings have hard edges all over:
clip art of 160 x 160 pixels differs by up to 1.7 levels in the mean."""

_MODES = {
    "nearest": Image.Resampling.NEAREST,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
}

Box = tuple[int, int, int, int]
"""Left, top, width, height."""


@dataclass(frozen=True, slots=True)
class Part:
    """What is read of a picture."""

    frame: Box
    """What is cut out, in the upright picture's own pixels."""
    size: tuple[int, int]
    """Width and height that the frame is resized to."""
    kept: Box
    """What is kept of that, in its pixels."""

    @classmethod
    def whole(cls, frame: Box, size: tuple[int, int]) -> "Part":
        """All of `frame`, resized to `size`."""
        return cls(frame, size, (0, 0, *size))


def cut(image: Image.Image | Jpeg, part: Part, interpolation: str) -> Image.Image:
    """The part as an RGB picture of its kept width and height.

    Of a decoded picture to the bit what torchvision's `resize` and `crop` give; of a JPEG that is not decoded yet it
    may differ as the head of this module says. `interpolation` is that of a `Preprocessing`. Raises Unreadable.
    """
    mode = _MODES[interpolation]
    if isinstance(image, Image.Image):
        return _exact(image, part, mode)
    times = 1 if interpolation == "nearest" else scale(image, part)
    return _exact(image.decode(1)[0], part, mode) if times == 1 else _small(image, times, part, mode)


def scale(image: Jpeg, part: Part) -> int:
    """How many times smaller (1, 2, 4 or 8) the picture may be decoded for this part."""
    if image.width * image.height < SMALLEST:
        return 1
    ratio = min(part.frame[2] / part.size[0], part.frame[3] / part.size[1]) / image.unevenness
    return next((times for times, margin in MARGINS.items() if ratio >= times * margin), 1)


def _exact(image: Image.Image, part: Part, mode: Image.Resampling) -> Image.Image:
    (left, top, width, height), size = part.frame, part.size
    if (left, top, width, height) != (0, 0, *image.size):
        image = image.crop((left, top, left + width, top + height))
    left, top, width, height = part.kept
    if width < size[0]:  # Pillow, too, resizes across first: columns that are not kept need not be resized down
        image = image.resize((size[0], image.height), mode).crop((left, 0, left + width, image.height))
    if image.size != (width, size[1]):
        image = image.resize((width, size[1]), mode)
    return image if image.size == (width, height) else image.crop((0, top, width, top + height))


def _small(jpeg: Jpeg, times: int, part: Part, mode: Image.Resampling) -> Image.Image:
    """The same from a picture decoded `times` smaller, whose pixels the borders of the frame and the kept part cross.

    What is outside the frame must have no weight, so the pixels that it touches are cut out first.
    """
    image, corner = jpeg.decode(times)
    (left, right, start, stop), (top, bottom, first, last) = (
        _span(corner[axis] + part.frame[axis] / times, part.frame[axis + 2] / times, image.size[axis], part, axis)
        for axis in (0, 1)
    )
    if (left, top, right, bottom) != (0, 0, *image.size):
        image = image.crop((left, top, right, bottom))
    return image.resize(part.kept[2:], mode, box=(start, first, stop, last))


def _span(start: float, length: float, limit: int, part: Part, axis: int) -> tuple[int, int, float, float]:
    """Along one axis: first and last pixel to cut out, then from where to where of these to resize."""
    low, high = math.floor(start), min(math.ceil(start + length), limit)
    step = length / part.size[axis]
    kept = start - low + part.kept[axis] * step
    return low, high, kept, min(kept + part.kept[axis + 2] * step, high - low)
