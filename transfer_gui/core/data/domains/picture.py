"""Picture files: what kind one is by its content, whether it is whole, and its pixels, upright and in RGB.

Everything that shows or trains on a picture opens it here, so that all see the same.
"""

import io
import re
import threading
import warnings
from codecs import getincrementaldecoder
from collections.abc import Callable, Generator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, Any

import numpy as np
from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageFile,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    PpmImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from ..domain import Unreadable
from . import jpeg

try:  # Pillow reads AVIF since 11.3
    from PIL import AvifImagePlugin
except ImportError:  # pragma: no cover
    AvifImagePlugin = None

# A picture's faults are told in our own words, each with its file; Pillow's warnings go to a terminal without one.
warnings.filterwarnings("ignore", module=r"PIL\.")

GROUND = (255, 255, 255)
"""What see-through parts are laid upon, everywhere: white."""

_READERS: dict[str, Any] = {
    "JPEG": JpegImagePlugin.jpeg_factory,  # also the first picture of an MPO
    "PNG": PngImagePlugin.PngImageFile,
    "GIF": GifImagePlugin.GifImageFile,
    "BMP": BmpImagePlugin.BmpImageFile,
    "TIFF": TiffImagePlugin.TiffImageFile,
    "WebP": WebPImagePlugin.WebPImageFile,
    "PNM": PpmImagePlugin.PpmImageFile,
    "JPEG 2000": Jpeg2KImagePlugin.Jpeg2KImageFile,
}
if AvifImagePlugin is not None:
    _READERS["AVIF"] = AvifImagePlugin.AvifImageFile

_HEADS = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"BM": "BMP",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"II+\0": "TIFF",
    b"MM\0+": "TIFF",
    b"\xff\x4f\xff\x51": "JPEG 2000",
    b"\0\0\0\x0cjP  \r\n\x87\n": "JPEG 2000",
}
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"}
_RAW = frozenset([".cr2", ".cr3", ".nef", ".nrw", ".arw", ".sr2", ".dng", ".orf", ".rw2", ".raf", ".pef", ".srw"])
_PICTURES = """
    .jpg .jpeg .jpe .jfif .png .apng .gif .bmp .dib .tif .tiff .webp .pbm .pgm .ppm .pnm .avif .jp2 .j2k .jpx .mpo
    .heic .heif .hif .svg .psd .tga .exr .jxl .ico
"""
ENDINGS = _RAW | frozenset(_PICTURES.split())
"""Endings that say 'this is meant as a picture'; whether it is one, its content says."""

HEAD = 64
"""Bytes that tell the kind of a file."""

_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_RIGHT_TO_LEFT, _BOTTOM_TO_TOP = {2, 3, 6, 7}, {3, 4, 7, 8}
"""Orientations whose upright left (top) side is the right or lower one of the file."""
_LARGE_PIXELS = 40_000_000
_large = threading.Lock()
"""Held while a very large picture is decoded, so that threads do not hold several at once."""


def max_pixels() -> int:
    """The most pixels that a picture may have: where Pillow, too, calls it a decompression bomb (178,956,970)."""
    return 2 * (Image.MAX_IMAGE_PIXELS or 89_478_485)


def kind(head: bytes) -> str:
    """'JPEG', 'PNG'... by the first bytes of a file; 'HEIC' is known but cannot be read; '' is not a known picture."""
    for start, name in _HEADS.items():
        if head.startswith(start):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WebP"
    if re.match(rb"P[1-6][\s#]", head):
        return "PNM"
    if head[4:8] == b"ftyp":
        end = min(int.from_bytes(head[:4], "big"), len(head))
        brands = {head[8:12], *(head[i : i + 4] for i in range(16, end - 3, 4))}
        if brands & {b"avif", b"avis"}:
            return "AVIF"
        if brands & _HEIC:
            return "HEIC"
    return ""


def check(path: str) -> tuple[int, int]:
    """The upright size (width, height) of a picture that can be decoded to its last byte.

    All are decoded; of a JPEG, what it takes to know that (see `jpeg`), at reduced size. Raises Unreadable,
    also for a picture of more than `max_pixels()`, which is not decoded.
    """
    with _reading(path, jpeg.shortened) as image, _gate(image):
        width, height = image.size
        image.draft(None, (max(1, width // 8), max(1, height // 8)))
        image.load()
        return (height, width) if _orientation(image) >= 5 else (width, height)


def open_image(path: str) -> Image.Image:
    """The picture's first frame in RGB, turned upright by its EXIF orientation, on white where it is see-through.

    16-bit grey is scaled from its full range 0..65535; colour profiles are left aside, as torchvision does.
    Raises Unreadable (a UserError), naming the file.
    """
    with _reading(path) as image:
        return _decoded(image)


def open_undecoded(path: str) -> "Image.Image | Jpeg":
    """A JPEG whose size is known and which is decoded later, perhaps smaller; any other picture as `open_image` does.

    Raises Unreadable, naming the file.
    """
    with _reading(path) as image:
        return Jpeg(path, image) if isinstance(image, JpegImagePlugin.JpegImageFile) else _decoded(image)


class Jpeg:
    """A JPEG held in memory as it is in its file."""

    def __init__(self, path: str, image: JpegImagePlugin.JpegImageFile) -> None:
        self._path, self._image = path, image
        self._orientation = _orientation(image)
        self.width, self.height = image.size[::-1] if self._orientation >= 5 else image.size
        self.unevenness = _unevenness([(across, down) for _, across, down, _ in image.layer])

    @property
    def size(self) -> tuple[int, int]:
        """Width and height, upright."""
        return self.width, self.height

    def decode(self, scale: int) -> tuple[Image.Image, tuple[float, float]]:
        """What `open_image` gives, `scale` (1, 2, 4 or 8) times smaller, sides rounded up; may be called once.

        Also where in it the picture's left upper corner lies: where a side was rounded up, the last pixel reaches over
        the picture's end, and turned upright it may come first. Raises Unreadable.
        """
        with _faults(self._path), _gate(self):
            if scale > 1:
                self._image.draft(None, (max(1, self._image.width // scale), max(1, self._image.height // scale)))
            self._image.load()
            image = _upright(_rgb(self._image), self._orientation)
        assert image.size == (-(-self.width // scale), -(-self.height // scale))
        across = image.width - self.width / scale if self._orientation in _RIGHT_TO_LEFT else 0.0
        down = image.height - self.height / scale if self._orientation in _BOTTOM_TO_TOP else 0.0
        return image, (across, down)


def thumbnail(path: str, size: int) -> Image.Image:
    """The same picture as `open_image` gives, made small quickly: longer side at most `size`, never enlarged."""
    with _reading(path) as image, _gate(image):
        image.draft(None, (2 * size, 2 * size))
        image.load()
        small = _rgb(image)
        small.thumbnail((size, size), Image.Resampling.BICUBIC, reducing_gap=2.0)
        return _upright(small, _orientation(image))


def _decoded(image: ImageFile.ImageFile) -> Image.Image:
    """The whole picture, upright and in RGB."""
    with _gate(image):
        image.load()
        return _upright(_rgb(image), _orientation(image))


@contextmanager
def _reading(path: str, part: Callable[[bytes], bytes] = bytes) -> Generator[ImageFile.ImageFile]:
    """The file as the picture that its content says it is, of a JPEG's data a `part`.

    Every fault, of the block too, becomes Unreadable.
    """
    with _faults(path), Path(path).open("rb") as file:
        yield _opened(file, path, part)


@contextmanager
def _faults(path: str) -> Generator[None]:
    """Every fault of the block becomes Unreadable."""
    try:
        yield
    except (Unreadable, MemoryError):
        raise
    except Exception as error:  # Pillow's readers raise nearly anything on a broken file
        raise Unreadable(path, _words(error, path)) from error


def _opened(file: IO[bytes], path: str, part: Callable[[bytes], bytes]) -> ImageFile.ImageFile:
    head, suffix = file.read(HEAD), Path(path).suffix.lower()
    name = kind(head)
    if name not in _READERS or suffix in _RAW:
        raise Unreadable(path, _what_else(head, name, suffix))
    file.seek(0)
    if name == "JPEG":
        data = file.read()
        if not jpeg.whole(data):
            raise Unreadable(path, "cut off (truncated)")
        file = io.BytesIO(part(data))
    # The reader is called by itself, as Image.open only warns of 89 to 178 million pixels and refuses more
    # without saying the size; the limit is the same and is checked here, before anything is decoded.
    image: ImageFile.ImageFile = _READERS[name](file, path)
    if image.width * image.height > max_pixels():
        raise Unreadable(path, f"too large ({image.width} x {image.height} pixels); make it smaller")
    return image


def _gate(image: "Image.Image | Jpeg") -> Any:
    return _large if image.width * image.height > _LARGE_PIXELS else nullcontext()


def _orientation(image: Image.Image) -> int:
    """EXIF orientation 1..8 of a loaded picture; 1 where there is none or the block is broken."""
    try:
        turn = image.getexif().get(_ORIENTATION, 1)  # a TIFF has turned itself by now, and taken the tag away
    except Exception:  # a broken block is no reason to lose the picture
        return 1
    return turn if turn in _TURNS else 1


def _unevenness(factors: list[tuple[int, int]]) -> float:
    """How much coarser a colour is sampled one way than the other: 1 for 4:4:4 and 4:2:0, 2 for 4:2:2.

    `factors` are the sampling factors (across, down) of each component. What is coarser in both ways, libjpeg reduces
    the less; what is coarser in one way it reduces further, though there is less of it.
    """
    most = [max(axis) for axis in zip(*factors, strict=True)]
    coarser = [(most[0] / across, most[1] / down) for across, down in factors]
    return max((max(pair) / min(pair) for pair in coarser), default=1.0)


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    return image.transpose(_TURNS[orientation]) if orientation in _TURNS else image


def _rgb(image: Image.Image) -> Image.Image:
    """Any mode of Pillow as RGB, see-through parts on `GROUND`."""
    if image.mode.startswith("I;16"):
        values = np.asarray(image).astype(np.uint16)
        grey = (values >> 8).astype(np.uint8)
        if isinstance(clear := image.info.get("transparency"), int):
            grey[values == clear] = GROUND[0]
        return Image.fromarray(grey).convert("RGB")
    if image.mode in {"I", "F"}:
        return Image.fromarray(_grey(np.asarray(image, dtype=np.float64))).convert("RGB")
    if image.has_transparency_data:
        if image.mode in {"La", "RGBa"}:
            image = image.convert(image.mode[:-1] + "A")
        clear = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, (*GROUND, 255)), clear).convert("RGB")
    return image if image.mode == "RGB" else image.convert("RGB")


def _grey(values: np.ndarray) -> np.ndarray:
    """32-bit whole or decimal numbers as 0..255: the range is the smallest of 1, 255, 65535 that holds them all."""
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0).clip(min=0.0)
    most = float(values.max(initial=0.0))
    full = next((limit for limit in (255.0, 65535.0) if most <= limit), most)
    if 0 < most <= 1.0 and np.any(values % 1):
        full = 1.0
    return (values * (255.0 / full) + 0.5).astype(np.uint8)


def _words(error: Exception, path: str) -> str:
    """What is wrong with the file, in a few words that follow its name."""
    message = str(error)
    if isinstance(error, FileNotFoundError):
        return "a broken link" if Path(path).is_symlink() else "not there"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, IsADirectoryError):
        return "a folder, not a picture"
    if isinstance(error, Image.DecompressionBombError):
        pixels = re.search(r"\d+", message)
        return f"too large ({pixels[0] if pixels else 'very many'} pixels); make it smaller"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read ({error.strerror})"
    if "truncated" in message.lower() or isinstance(error, EOFError):
        return "cut off (truncated)"
    return "damaged"


def _what_else(head: bytes, name: str, suffix: str) -> str:
    """What a file is that cannot be read as a picture."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if name == "HEIC" or (name == "AVIF" and name not in _READERS):
        return f"{name} is not supported; convert it to JPEG"
    if suffix in _RAW and head:
        return "camera raw is not supported; convert it to JPEG"
    known = {
        b"version https://git-lfs": "a Git LFS pointer, not the picture; run 'git lfs pull' to get it",
        b"<!doctype html": "a web page, not a picture",
        b"<html": "a web page, not a picture",
        b"<svg": "SVG is not supported; convert it to PNG",
        b"<?xml": "SVG is not supported; convert it to PNG" if suffix == ".svg" else "text, not a picture",
        b"8bps": "PSD is not supported; convert it to PNG",
        b"%pdf": "a PDF, not a picture",
        b"\xff\x0a": "JPEG XL is not supported; convert it to PNG",
        b"\0\0\0\x0cjxl ": "JPEG XL is not supported; convert it to PNG",
    }
    if not head:
        return "empty (0 bytes)"
    for sign, words in known.items():
        if start.startswith(sign):
            return words
    if head[4:8] == b"ftyp":
        return "a video, not a picture"
    if not head.strip(b"\0"):
        return "nothing but zeros inside"
    return "text, not a picture" if _text(head) else "not a picture of a known kind"


def _text(head: bytes) -> bool:
    try:
        text = getincrementaldecoder("utf-8")().decode(head)  # the last character may be cut
    except UnicodeDecodeError:
        return False
    return all(character.isprintable() or character in "\t\r\n\f\ufeff" for character in text)
