"""Picture files: kind by content, whole or not, and pixels as RGB."""

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from transfer_gui.core.data.domain import Unreadable
from transfer_gui.core.data.domains import picture
from transfer_gui.core.data.domains.image import DOMAIN, open_image

from ..pictures import noise, save


def encoded(image, kind, **options):
    buffer = io.BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def reason(path):
    with pytest.raises(Unreadable) as caught:
        picture.check(str(path))
    assert str(path) in caught.value.what
    with pytest.raises(Unreadable) as opened:
        open_image(path)
    assert opened.value.reason == caught.value.reason
    return caught.value.reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "PPM", "JPEG2000", "AVIF"])
def test_every_kind_is_known_by_its_content(tmp_path, kind):
    options = {"lossless": True} if kind == "WEBP" else {}
    file = tmp_path / "no_ending"
    image = noise(40, 30)
    file.write_bytes(encoded(image, kind, **options))
    assert picture.kind(file.read_bytes()[:64]).upper().replace(" ", "")[:3] == kind[:3].replace("PPM", "PNM")
    assert picture.check(str(file)) == (40, 30)
    opened = open_image(file)
    assert (opened.mode, opened.size) == ("RGB", (40, 30))
    if kind in {"PNG", "BMP", "TIFF", "WEBP", "PPM", "JPEG2000"}:
        assert np.array_equal(np.asarray(opened), np.asarray(image))
    assert DOMAIN.wanted("no_ending", lambda: file.read_bytes()[:64])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "BMP", "TIFF", "WEBP", "PPM", "JPEG2000", "AVIF"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_file_cut_off_anywhere_is_unreadable(tmp_path, kind, share):
    whole = encoded(noise(60, 50), kind)
    file = tmp_path / "x.jpg"
    file.write_bytes(whole[: int(len(whole) * share)])
    assert reason(file)


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_filled_up_with_zeros_is_cut_off_not_grey(tmp_path, progressive):
    whole = encoded(noise(60, 50), "JPEG", progressive=progressive)
    file = tmp_path / "x.jpg"
    file.write_bytes(whole[: len(whole) // 2] + bytes(len(whole) - len(whole) // 2))
    assert "cut off" in reason(file)


def test_a_whole_jpeg_with_something_behind_it_is_fine(tmp_path):
    file = tmp_path / "x.jpg"
    file.write_bytes(encoded(noise(60, 50), "JPEG") + bytes(500))
    assert picture.check(str(file)) == (60, 50)


def test_a_whole_thumbnail_in_the_head_does_not_hide_that_the_picture_is_cut(tmp_path):
    thumbnail = encoded(noise(16, 16), "JPEG")
    exif = b"Exif\0\0" + thumbnail
    whole = encoded(noise(60, 50), "JPEG", exif=exif)
    assert whole.count(b"\xff\xd9") == 2
    file = tmp_path / "x.jpg"
    file.write_bytes(whole[: len(whole) * 3 // 4])
    assert "cut off" in reason(file)


def png_head(width, height, depth=8):
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, 0, 0, 0, 0))
        + chunk(b"IEND", b"")
    )


def bmp_head(width, height):
    return (
        b"BM"
        + struct.pack("<IHHI", 54, 0, 0, 54)
        + struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)
    )


@pytest.mark.parametrize(
    ("content", "size"),
    [
        (png_head(20_000, 10_000, 1), "20000 x 10000"),
        (png_head(60_000, 60_000), "60000 x 60000"),
        (bmp_head(30_000, 30_000), "30000 x 30000"),
        (b"P6 50000 50000 255\n", "50000 x 50000"),
        (b"GIF89a" + struct.pack("<HH", 65_535, 65_535) + encoded(Image.new("P", (4, 4)), "GIF")[10:], "65535 x 65535"),
    ],
)
def test_a_giant_is_refused_by_its_head_with_its_size(tmp_path, content, size):
    file = tmp_path / "scan.png"
    file.write_bytes(content + bytes(64))
    limit = Image.MAX_IMAGE_PIXELS
    assert size in reason(file)
    assert limit == Image.MAX_IMAGE_PIXELS == 89_478_485


def test_the_limit_is_pillow_s_own():
    assert picture.max_pixels() == 178_956_970


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "x.jpg", "empty (0 bytes)"),
        (b"<!DOCTYPE html><html>", "x.png", "web page"),
        (b"\n <HTML><body>", "x.png", "web page"),
        (b"version https://git-lfs.github.com/spec/v1\n", "x.jpg", "Git LFS pointer"),
        (b"some words", "x.png", "text"),
        (b"<svg xmlns='x'>", "x.svg", "SVG is not supported"),
        (b"%PDF-1.7", "x.jpg", "PDF"),
        (b"8BPS\0\1", "x.psd", "PSD is not supported"),
        (bytes(2000), "x.jpg", "zeros"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "x.heic", "HEIC is not supported; convert it to JPEG"),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", "x.jpg", "HEIC is not supported"),
        (b"\0\0\0\x18ftypisom\0\0\0\0isommp42", "x.jpg", "video"),
        (b"II*\0\x10\0\0\0CR\2\0", "x.CR2", "camera raw"),
        (b"%!PS-Adobe-3.0 EPSF", "x.eps", "text"),
        (b"\x80\x91\xa2\xb3" * 40, "x.jpg", "not a picture of a known kind"),
        (b"\xff\xd8\xff\xe0", "x.jpg", "cut off"),
        (b"\x89PNG\r\n\x1a\n", "x.png", ""),
        (b"RIFF\0\0\0\0WEBP", "x.webp", ""),
        (b"II*\0", "x.tif", ""),
    ],
)
def test_what_is_no_readable_picture_is_told_in_words(tmp_path, content, name, said):
    file = tmp_path / name
    file.write_bytes(content)
    assert said in reason(file)


def test_missing_files_folders_and_broken_links(tmp_path):
    assert reason(tmp_path / "none.png") == "not there"
    assert "folder" in reason(tmp_path)
    (tmp_path / "link.png").symlink_to(tmp_path / "gone.png")
    assert reason(tmp_path / "link.png") == "a broken link"


def shades(dtype, top):
    return np.linspace(0, top, 256).astype(dtype).reshape(16, 16)


@pytest.mark.parametrize(
    ("image", "kind"),
    [
        (Image.fromarray(shades(np.uint16, 65535)), "PNG"),
        (Image.fromarray(shades(np.uint16, 65535)), "TIFF"),
        (Image.fromarray(shades(np.int32, 65535)), "TIFF"),
        (Image.fromarray(shades(np.float32, 1.0)), "TIFF"),
        (Image.fromarray(shades(np.float32, 255.0)), "TIFF"),
        (Image.fromarray(shades(np.uint8, 255)), "PNG"),
        (Image.fromarray(shades(np.uint8, 255)), "JPEG"),
        (Image.fromarray(shades(np.uint8, 255)).convert("LA"), "PNG"),
        (Image.fromarray(shades(np.uint8, 255)).convert("P"), "PNG"),
        (Image.fromarray(shades(np.uint8, 255)).convert("RGBA"), "PNG"),
    ],
)
def test_every_mode_shows_the_same_shades(tmp_path, image, kind):
    path = save(tmp_path / "x", image, format=kind)
    values = np.asarray(open_image(path)).astype(int)
    assert values.shape == (16, 16, 3)
    assert np.abs(values - np.arange(256).reshape(16, 16, 1)).max() <= (4 if kind == "JPEG" else 1)


def test_black_and_white(tmp_path):
    drawing = Image.new("1", (10, 10))
    drawing.putpixel((3, 4), 1)
    values = np.asarray(open_image(save(tmp_path / "x.png", drawing)))
    assert values[4, 3].tolist() == [255] * 3
    assert int(values.sum()) == 3 * 255


def test_not_a_number_in_a_decimal_tiff_is_black(tmp_path):
    values = np.full((4, 4), 0.5, np.float32)
    values[0, 0] = np.nan
    opened = np.asarray(open_image(save(tmp_path / "x.tif", Image.fromarray(values))))
    assert opened[0, 0].tolist() == [0] * 3
    assert opened[1, 1].tolist() == [128] * 3


def test_a_clear_value_in_16_bit_grey_is_white(tmp_path):
    image = Image.fromarray(np.full((4, 4), 1000, np.uint16))
    path = save(tmp_path / "x.png", image, transparency=1000)
    assert np.asarray(open_image(path)).min() == 255


@pytest.mark.parametrize("orientation", range(1, 9))
def test_thumbnail_size_and_picture_agree_on_what_is_up(tmp_path, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    image = Image.new("RGB", (400, 200), "white")
    image.paste((255, 0, 0), (0, 0, 200, 100))
    path = save(tmp_path / "x.jpg", image, exif=exif, quality=95)
    opened, small = open_image(path), DOMAIN.thumbnail(str(path), 64)
    assert opened.size == picture.check(str(path))
    assert max(small.shape[:2]) == 64
    assert (small.shape[1] > small.shape[0]) == (opened.width > opened.height)
    large = np.asarray(opened.resize((small.shape[1], small.shape[0]), Image.Resampling.BICUBIC)).astype(int)
    assert np.abs(large - small).mean() < 6


def test_a_thumbnail_is_never_enlarged(tmp_path):
    assert DOMAIN.thumbnail(str(save(tmp_path / "x.png", noise(20, 10))), 64).shape == (10, 20, 3)


def exif_block(kind, value):
    return b"Exif\0\0II*\0\x08\0\0\0\1\0" + struct.pack("<HHI4sI", 0x0112, kind, 1 if kind == 3 else 3, value, 0)


@pytest.mark.parametrize(
    "exif",
    [exif_block(3, b"\0\0\0\0"), exif_block(3, b"\x09\0\0\0"), exif_block(3, b"\xff\0\0\0"), exif_block(2, b"up\0\0")],
)
def test_an_orientation_that_does_not_exist_changes_nothing(tmp_path, exif):
    path = save(tmp_path / "x.png", noise(20, 10, seed=1), exif=exif)
    assert np.array_equal(np.asarray(open_image(path)), np.asarray(noise(20, 10, seed=1)))


def test_a_tiff_is_turned_once(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    for compression in (None, "tiff_lzw"):
        path = save(tmp_path / "x.tif", noise(20, 10, seed=1), exif=exif, compression=compression)
        wanted = noise(20, 10, seed=1).transpose(Image.Transpose.ROTATE_270)
        assert np.array_equal(np.asarray(open_image(path)), np.asarray(wanted))
        assert picture.check(str(path)) == (10, 20)
