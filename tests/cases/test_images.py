"""Pictures as they come from phones, scanners, cameras and the web."""

import io
import struct
import zlib

import numpy as np
import pytest
import torch
from PIL import Image

from tests.core.data.pictures import classes, found, noise, save
from transfer_gui.core.data.domains.image import DOMAIN, open_image
from transfer_gui.core.data.loader import Loader
from transfer_gui.core.data.split import split
from transfer_gui.core.errors import UserError
from transfer_gui.core.job import Data
from transfer_gui.core.recipes.image import Preprocessing

SMALL = Preprocessing(32, 32, mean=(0.0, 0.0, 0.0), std=(1.0, 1.0, 1.0))
TURN_BACK = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def seen(path):
    """The picture's middle as the preview and as a training batch show it: both the same."""
    shown = DOMAIN.preview(str(path), SMALL)
    dataset = found(path.parents[1])
    index = next(i for i, e in enumerate(dataset.examples) if e.path == str(path))
    with Loader(dataset, [index], SMALL, batch_size=1, shuffle=False, seed=0) as loader:
        fed = next(loader.epoch(0)).inputs(torch.device("cpu"))[0]
    assert np.abs(fed.permute(1, 2, 0).numpy() * 255 - shown).max() < 0.01
    return shown


@pytest.fixture
def folder(tmp_path):
    """Two classes with pictures, into which a case puts its own."""
    return classes(tmp_path / "data", {"a": 2, "b": 2})


# ---- IMG-01: photographs from phones lie on their side


@pytest.fixture
def upright():
    image = Image.new("RGB", (48, 32), (205, 40, 40))
    image.paste((40, 60, 205), (24, 0, 48, 32))
    image.paste((250, 250, 250), (0, 0, 8, 8))
    return image


def is_upright(pixels):
    near = [((3, 3), (250, 250, 250)), ((28, 8), (205, 40, 40)), ((16, 44), (40, 60, 205))]
    return all(np.abs(pixels[at].astype(int) - colour).max() <= 12 for at, colour in near)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "tif"])
def test_every_orientation_is_turned_upright(folder, upright, orientation, ending):
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = upright.transpose(TURN_BACK[orientation]) if orientation in TURN_BACK else upright
    path = save(folder / "a" / f"x.{ending}", stored, exif=exif, quality=95)
    image = open_image(path)
    assert image.size == (48, 32)
    assert is_upright(np.asarray(image))
    assert is_upright(DOMAIN.thumbnail(str(path), 48))
    plain = save(folder / "a" / "plain.png", image)
    assert np.array_equal(seen(path), seen(plain))


@pytest.mark.filterwarnings("ignore:Corrupt EXIF:UserWarning")
@pytest.mark.parametrize(
    "block", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\xff", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff", b"Exif\0\0junk"]
)
def test_a_broken_exif_block_is_no_error(folder, upright, block):
    path = save(folder / "a" / "x.jpg", upright, exif=block, quality=95)
    assert is_upright(np.asarray(open_image(path)))
    assert found(folder).skipped == ()


# ---- IMG-03: CMYK


def test_cmyk_keeps_its_colours(folder):
    cmyk = Image.new("RGB", (32, 32), (200, 30, 40)).convert("CMYK")
    marked = save(folder / "a" / "marked.jpg", cmyk, quality=95)
    tiff = save(folder / "a" / "x.tif", cmyk)
    raw = marked.read_bytes()
    at = raw.index(b"\xff\xee")
    bare = folder / "a" / "bare.jpg"
    bare.write_bytes(raw[:at] + raw[at + 2 + int.from_bytes(raw[at + 2 : at + 4], "big") :])
    for path in (marked, tiff):
        assert np.abs(seen(path).astype(int) - (200, 30, 40)).max() <= 12
    assert seen(bare).shape == (32, 32, 3)
    assert len(found(folder).examples) == 7


# ---- IMG-04: see-through pictures


def square(mode, ink, clear):
    image = Image.new(mode, (32, 32), clear)
    image.paste(ink, (8, 8, 24, 24))
    return image


def palette(transparency, folder, name):
    image = Image.new("P", (32, 32), 1)
    image.putpalette([205, 40, 40, 0, 255, 0])
    image.paste(0, (8, 8, 24, 24))
    return save(folder / "a" / name, image, transparency=transparency)


def test_see_through_parts_are_white_and_hidden_colours_stay_hidden(folder):
    red = (205, 40, 40)
    wanted = np.asarray(square("RGB", red, (255, 255, 255)))
    paths = [
        palette(1, folder, "index.png"),
        palette(b"\xff\x00", folder, "bytes.png"),
        save(folder / "a" / "rgba.png", square("RGBA", (*red, 255), (255, 0, 255, 0))),
        save(folder / "a" / "rgba.webp", square("RGBA", (*red, 255), (255, 0, 255, 0)), lossless=True, exact=True),
        save(folder / "a" / "key.png", square("RGB", red, (0, 255, 0)), transparency=(0, 255, 0)),
        palette(1, folder, "x.gif"),
    ]
    for path in paths:
        assert np.array_equal(np.asarray(open_image(path)), wanted), path.name
        assert np.array_equal(seen(path), wanted), path.name
        assert np.array_equal(DOMAIN.thumbnail(str(path), 32), wanted), path.name
    grey = save(folder / "a" / "la.png", square("LA", (90, 255), (10, 0)))
    assert np.array_equal(seen(grey), np.asarray(square("RGB", (90, 90, 90), (255, 255, 255))))


def test_half_clear_is_half_white(tmp_path):
    path = save(tmp_path / "x.png", Image.new("RGBA", (4, 4), (0, 0, 0, 128)))
    assert np.asarray(open_image(path))[0, 0].tolist() == [127] * 3


# ---- IMG-05: cut-off files


def test_damaged_files_are_listed_and_the_rest_is_trained_on(folder):
    jpeg, png = io.BytesIO(), io.BytesIO()
    noise(64, 64).save(jpeg, "JPEG")
    noise(64, 64).save(png, "PNG")
    flipped = bytearray(png.getvalue())
    flipped[len(flipped) // 2] ^= 0xFF
    bad = {
        "cut.jpg": jpeg.getvalue()[: len(jpeg.getvalue()) * 6 // 10],
        "cut.png": png.getvalue()[: len(png.getvalue()) // 2],
        "flipped.png": bytes(flipped),
    }
    for name, content in bad.items():
        (folder / "a" / name).write_bytes(content)
    dataset = found(folder)
    assert {s.path: s.reason for s in dataset.skipped} == {
        str(folder / "a" / "cut.jpg"): "cut off (truncated)",
        str(folder / "a" / "cut.png"): "cut off (truncated)",
        str(folder / "a" / "flipped.png"): "damaged",
    }
    assert "2 files skipped: cut off (truncated)." in dataset.notes
    assert dataset.counts == (2, 2)
    sides = split(dataset, Data(validation=0.5))
    for indices, shuffle in ((sides.train, True), (sides.val, False)):
        with Loader(dataset, indices, SMALL, batch_size=2, shuffle=shuffle, seed=0, workers=2) as loader:
            batches = list(loader.epoch(0))
        assert sum(len(b.labels) for b in batches) == len(indices)
        assert all(not b.failed for b in batches)


def test_a_jpeg_two_bytes_short_is_used_or_listed(folder):
    """Pillow does not read it to the end, so it is listed; never a half grey picture without a word."""
    buffer = io.BytesIO()
    noise(64, 64).save(buffer, "JPEG")
    (folder / "a" / "short.jpg").write_bytes(buffer.getvalue()[:-2])
    dataset = found(folder)
    assert len(dataset.examples) + len(dataset.skipped) == 5


# ---- IMG-06: names that lie


def heic():
    return b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64)


def test_the_content_says_what_a_file_is(folder):
    for kind, name in (
        ("WEBP", "webp.jpg"),
        ("BMP", "bmp.jpg"),
        ("GIF", "gif.png"),
        ("JPEG", "jpeg.tif"),
        ("PNG", "png.dat"),
    ):
        noise().save(folder / "a" / name, kind)
    bad = {"zero.jpg": b"", "page.png": b"<!doctype html>\n<p>404", "photo.heic": heic(), "photo.jpg": heic()}
    for name, content in bad.items():
        (folder / "b" / name).write_bytes(content)
    (folder / "b" / "notes.txt").write_text("not a picture, and not meant as one")
    dataset = found(folder)
    assert dataset.counts == (7, 2)
    assert {s.path.rpartition("/")[2] for s in dataset.skipped} == set(bad)
    assert "2 files skipped: HEIC is not supported; convert them to JPEG." in dataset.notes
    assert "1 file skipped: empty (0 bytes)." in dataset.notes
    assert "1 file skipped: a web page, not a picture." in dataset.notes


@pytest.mark.parametrize("ending", ["HEIC", "heic", "heif", "jpg"])
def test_a_folder_of_heic_alone_is_not_called_empty(tmp_path, ending):
    for name in ("a/0", "a/1", "a/2", "b/0", "b/1", "b/2"):
        path = tmp_path / f"{name}.{ending}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(heic() + name.encode())
    with pytest.raises(UserError, match="6 files skipped: HEIC is not supported; convert them to JPEG") as caught:
        found(tmp_path)
    assert "empty" not in str(caught.value)


# ---- IMG-07: files with several pictures inside


def test_the_first_frame_counts_and_a_file_is_one_example(folder):
    def frames():
        return Image.new("RGB", (32, 32), (205, 40, 40)), [Image.new("RGB", (32, 32), (40, 60, 205))]

    paths = []
    for name, options in {
        "mpo.jpg": {"format": "MPO", "quality": 95},
        "x.gif": {},
        "x.webp": {"lossless": True},
        "x.png": {},
        "x.tif": {},
    }.items():
        first, rest = frames()
        paths.append(save(folder / "a" / name, first, save_all=True, append_images=rest, **options))
    for path in paths:
        assert np.abs(seen(path).astype(int) - (205, 40, 40)).max() <= 20, path.name
    assert found(folder).counts == (7, 2)


def test_an_mpo_is_turned_upright_like_a_jpeg(folder, upright):
    exif = Image.Exif()
    exif[0x0112] = 6
    second = Image.new("RGB", (32, 48))
    path = folder / "a" / "mpo.jpg"
    upright.transpose(Image.Transpose.ROTATE_90).save(
        path, "MPO", save_all=True, append_images=[second], exif=exif, quality=95
    )
    assert b"MPF\0" in path.read_bytes()
    assert is_upright(np.asarray(open_image(path)))


# ---- IMG-08: giant pictures


def giant(width, height, depth, data=b""):
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def test_giant_pictures_are_skipped_with_their_size_and_not_decoded(folder):
    resource = pytest.importorskip("resource")  # not on Windows
    rows = zlib.compressobj(9)
    data = b"".join(rows.compress(bytes(1 + 20_000 // 8)) for _ in range(10_000)) + rows.flush()
    (folder / "a" / "real.png").write_bytes(giant(20_000, 10_000, 1, data))
    (folder / "b" / "claimed.png").write_bytes(giant(60_000, 60_000, 8))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    dataset = found(folder)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000  # kB
    assert dataset.counts == (2, 2)
    assert [s.reason for s in dataset.skipped] == [
        "too large (20000 x 10000 pixels); make it smaller",
        "too large (60000 x 60000 pixels); make it smaller",
    ]
    assert Image.MAX_IMAGE_PIXELS == 89_478_485


# ---- TRN-01 and TRN-10, the loader's part


def test_a_last_batch_of_one_joins_the_batch_before_it_and_validation_drops_nothing(tmp_path):
    classes(tmp_path / "train", {"cat": 5, "dog": 4})
    classes(tmp_path / "val", {"cat": 3, "dog": 2})
    dataset = found(tmp_path)
    sides = split(dataset, Data())
    with Loader(dataset, sides.train, SMALL, batch_size=4, shuffle=True, seed=0) as loader:
        assert [len(b.labels) for b in loader.epoch(0)] == [4, 5]
    with Loader(dataset, sides.val, SMALL, batch_size=4, shuffle=False, seed=0) as loader:
        assert [len(b.labels) for b in loader.epoch(0)] == [4, 1]


def test_reading_ahead_starts_no_process(tmp_path, monkeypatch):
    dataset = found(classes(tmp_path, {"cat": 5, "dog": 4}))
    monkeypatch.setattr("os.fork", lambda: pytest.fail("a process was started"))
    monkeypatch.setattr("subprocess.Popen", lambda *a, **k: pytest.fail("a process was started"))
    with Loader(dataset, range(9), SMALL, batch_size=2, shuffle=True, seed=0, workers=2) as loader:
        assert torch.cat([b.labels for b in loader.epoch(0)]).sum() == 4
