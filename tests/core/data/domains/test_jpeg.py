"""JPEG files that are looked through without decoding all of them, beside decoding all of them."""

import io

import numpy as np
import pytest
from PIL import Image, ImageFile

from transfer_gui.core.data.domain import Unreadable
from transfer_gui.core.data.domains import jpeg, picture

NOISE = np.random.default_rng(0).integers(0, 256, (500, 400, 4), np.uint8)
KINDS = {
    "4:2:0": ("RGB", {}),
    "4:4:4": ("RGB", {"subsampling": 0}),
    "grey": ("L", {}),
    "CMYK": ("CMYK", {}),
    "restarts": ("RGB", {"restart_marker_rows": 1}),
    "own tables": ("RGB", {"optimize": True}),
    "progressive": ("RGB", {"progressive": True}),
}
SHORTENED = KINDS.keys() - {"progressive"}


def written(kind: str) -> bytes:
    mode, options = KINDS[kind]
    channels = {"RGB": NOISE[..., :3], "L": NOISE[..., 0], "CMYK": NOISE}[mode]
    file = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(channels), mode).save(file, "JPEG", quality=95, **options)
    return file.getvalue()


def decodes(data: bytes) -> bool:
    """Whether Pillow decodes all of it."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
    except Exception:  # Pillow raises nearly anything
        return False
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_little_of_a_sequential_picture_is_decoded_and_all_of_others(kind):
    data = written(kind)
    short = jpeg.shortened(data)
    assert decodes(short)
    assert len(short) < len(data) / 3 if kind in SHORTENED else short is data


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::UserWarning")
@pytest.mark.parametrize("kind", KINDS)
def test_what_is_broken_anywhere_is_found_as_by_decoding_all(kind, tmp_path):
    data, rng = written(kind), np.random.default_rng(1)
    head, broken = data.index(b"\xff\xda") + 20, 0
    for number in range(150):
        spoilt = bytearray(data)
        where = rng.integers(2, head if number % 2 else len(data), 1 + number % 3)
        for place in where:
            spoilt[place] = rng.choice([0, 0xFF, 0xD9, 0xC4, int(rng.integers(256))])
        path = tmp_path / "picture.jpg"
        path.write_bytes(spoilt)
        try:
            found = bool(picture.check(str(path)))
        except Unreadable:
            found = False
        good = decodes(bytes(spoilt))
        broken += not good
        assert found == good or not jpeg.whole(bytes(spoilt)), f"{kind}: {number}, at {where}"
    assert broken


def test_another_marker_within_the_codes_means_that_all_is_decoded():
    data = bytearray(written("4:2:0"))
    data[-2000:-1996] = b"\xff\xc4\x00\x02"
    assert jpeg.shortened(bytes(data)) == data


def test_the_end_is_looked_for_behind_a_thumbnail_in_the_head():
    small = io.BytesIO()
    Image.new("RGB", (16, 16)).save(small, "JPEG")
    data = written("4:2:0")
    told = b"\xff\xe1" + (len(small.getvalue()) + 2).to_bytes(2, "big") + small.getvalue()
    framed = data[:2] + told + data[2:]
    assert jpeg.whole(framed)
    assert not jpeg.whole(framed[: len(framed) // 2])
    assert len(jpeg.shortened(framed)) < len(framed) / 3


@pytest.mark.parametrize(
    "data", [b"", b"\xff", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\xd8\xff\xda", b"\xff\xd8\xff\xe0\0"]
)
def test_stumps_are_left_to_the_decoder(data):
    assert not jpeg.whole(data)
    assert jpeg.shortened(data) == data


def test_the_codes_are_not_decoded_when_a_dataset_is_scanned(tmp_path, monkeypatch):
    path, read = tmp_path / "a.jpg", []
    path.write_bytes(written("4:2:0"))
    load = ImageFile.ImageFile.load
    monkeypatch.setattr(ImageFile.ImageFile, "load", lambda self: (read.append(len(self.fp.getvalue())), load(self))[1])
    assert picture.check(str(path)) == (400, 500)
    assert read[0] < path.stat().st_size / 3
