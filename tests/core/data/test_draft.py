"""Large JPEGs decoded smaller, beside the same ones decoded in full; and torchvision on those that are not."""

import functools
import io

import numpy as np
import pytest
import torch
from PIL import Image, ImageDraw, ImageFont
from torchvision.transforms import InterpolationMode
from torchvision.transforms._presets import ImageClassification

from transfer_gui.core.data import augment as augmenting
from transfer_gui.core.data.domain import Unreadable
from transfer_gui.core.data.domains import draft, picture
from transfer_gui.core.data.domains.image import DOMAIN, normalise
from transfer_gui.core.data.domains.picture import Jpeg
from transfer_gui.core.recipes.image import Preprocessing

ORIENTATION = 0x0112
RECIPE = Preprocessing(128, 112)


@functools.lru_cache(maxsize=8)
def photograph(width, height, seed=0, text=True):
    """Octaves of noise of equal variance (amplitude 1/f), a gradient, hard edges and fine text."""
    rng = np.random.default_rng(seed)
    pixels = np.full((height, width, 3), 120.0, np.float32) + np.linspace(-40, 40, width)[:, None]
    for octave in range(9):
        small = rng.standard_normal((max(2, height >> octave), max(2, width >> octave))).astype(np.float32)
        wide = Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)
        pixels += (4 if octave == 0 else 13) * np.asarray(wide)[..., None] * rng.uniform(0.7, 1.3, 3)
    image = Image.fromarray(pixels.clip(0, 255).astype(np.uint8))
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(14)
    for _ in range(8):
        corners = [tuple(xy) for xy in rng.uniform(0, 1, (3, 2)) * (width, height)]
        pen.polygon(corners, fill=tuple(int(v) for v in rng.integers(30, 220, 3)))
    for line in range(8 if text else 0):
        pen.text((width * 0.3, height * 0.4 + 20 * line), "The quick brown fox jumps, " * 3, "black", font)
    return image


def saved(image, path, orientation=1, **options):
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    image.save(path, "JPEG", **({"quality": 90, "exif": exif} | options))
    return str(path)


def scaled(path, recipe=RECIPE):
    """How many times smaller it is decoded."""
    found = []

    class Seen(Jpeg):
        def decode(self, scale):
            found.append(scale)
            return super().decode(scale)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(picture, "Jpeg", Seen)
        DOMAIN.prepare(path, recipe, "none", None)
    return found[0] if found else None


def both(path, recipe=RECIPE, augmentation="none", seed=0):
    """Prepared as for training, and exactly."""
    generators = (torch.Generator().manual_seed(seed) for _ in range(2))
    fast, exact = (
        DOMAIN.prepare(path, recipe, augmentation, generator, exact=exact)
        for generator, exact in zip(generators, (False, True), strict=True)
    )
    assert fast.shape == exact.shape == (3, recipe.crop, recipe.crop)
    assert fast.dtype == torch.uint8
    return fast.int(), exact.int()


def differences(*args, **options):
    fast, exact = both(*args, **options)
    gap = (fast - exact).abs().flatten().numpy()
    return gap.mean(), np.percentile(gap, 99.9)


def torchvisions(path, recipe):
    """Its own preset on the picture decoded in full."""
    preset = ImageClassification(
        crop_size=recipe.crop,
        resize_size=recipe.resize,
        mean=recipe.mean,
        std=recipe.std,
        interpolation=InterpolationMode(recipe.interpolation),
    )
    return preset(picture.open_image(path))


@pytest.mark.parametrize("size", [(800, 600), (1403, 1051), (1051, 1403), (2000, 1500)])
@pytest.mark.parametrize("text", [False, True])
@pytest.mark.parametrize(("quality", "subsampling"), [(75, "4:2:0"), (95, "4:4:4"), (90, "4:2:2")])
def test_the_difference_is_below_one_level_in_the_mean(tmp_path, size, text, quality, subsampling):
    path = saved(photograph(*size, text=text), tmp_path / "x.jpg", quality=quality, subsampling=subsampling)
    shorter = min(size)
    for times, margin in draft.MARGINS.items():
        resize = int(shorter / times / margin / (2 if subsampling == "4:2:2" else 1))
        if resize < 32:
            continue
        assert scaled(path, Preprocessing(resize, resize)) == times
        for interpolation in ("bilinear", "bicubic"):
            mean, most = differences(path, Preprocessing(resize, resize * 7 // 8, interpolation))
            assert mean < (1 if text else 0.8)
            assert most <= (16 if text else 6)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_and_odd_sizes(tmp_path, orientation):
    """Sizes of every remainder by 4: the pixel that reaches over the end may come first."""
    for extra in range(4):
        image = photograph(903, 803, text=False).crop((0, 0, 900 + extra, 800 + 3 * extra % 4))
        path = saved(image, tmp_path / "x.jpg", orientation)
        recipe = Preprocessing(64, 64)
        assert scaled(path, recipe) == 4
        mean, most = differences(path, recipe)
        assert mean < 0.8
        assert most <= 8


def middle(prepared):
    """Centre of gravity (down, across) of what is bright in green, in pixels."""
    weights = (prepared[1].double() - 32).clamp(min=0)
    weights /= weights.sum()
    places = torch.arange(len(weights), dtype=torch.float64)
    return (weights.sum(1) * places).sum().item(), (weights.sum(0) * places).sum().item()


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("size", [(1201, 903), (905, 1203)])
def test_a_cross_lands_where_it_should(tmp_path, size, orientation):
    """By its place in the upright picture, to a tenth of a pixel: less than half of one of the picture's own."""
    width, height = size
    across, down = width // 2 + 61, height // 2 - 47
    image = Image.new("RGB", size, (20, 20, 20))
    pen = ImageDraw.Draw(image)
    pen.rectangle((across - 90, down - 15, across + 90, down + 15), fill=(20, 220, 20))
    pen.rectangle((across - 15, down - 90, across + 15, down + 90), fill=(20, 220, 20))
    stored = image.transpose(back) if (back := BACK.get(orientation)) is not None else image
    path = saved(stored, tmp_path / "x.jpg", orientation, quality=95)
    recipe = Preprocessing(72, 60)
    assert scaled(path, recipe) == 4
    shorter = min(size)
    wide, high = (72 * side // shorter for side in size)
    wanted = [
        (place + 0.5) * new / side - round((new - 60) / 2) - 0.5
        for place, side, new in ((down, height, high), (across, width, wide))
    ]
    assert middle(both(path, recipe)[0]) == pytest.approx(wanted, abs=0.1)


BACK = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}
"""How an upright picture is stored, so that its orientation says how to turn it back."""


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP", "BMP"])
def test_other_kinds_are_torchvision_s_to_the_bit(tmp_path, kind):
    path = tmp_path / "x"
    photograph(1201, 900).save(path, kind)
    for augmentation in ("none", "light", "reference", "trivial"):
        assert torch.equal(*both(str(path), RECIPE, augmentation))
    ours = normalise(DOMAIN.prepare(str(path), RECIPE, "none", None), RECIPE)
    assert torch.equal(ours, torchvisions(str(path), RECIPE))


@pytest.mark.parametrize(
    ("size", "recipe"),
    [
        ((500, 375), Preprocessing()),
        ((500, 375), Preprocessing(32, 28)),  # few pixels
        ((1600, 1200), Preprocessing()),  # less than twice the margin
        ((1600, 1200), Preprocessing(48, 40, "nearest")),
        ((375, 500), Preprocessing(256, 224, "bicubic")),
        ((300, 200), Preprocessing(64, 80)),
    ],
)
def test_what_is_not_scaled_is_torchvision_s_to_the_bit(tmp_path, size, recipe):
    path = saved(photograph(*size), tmp_path / "x.jpg", 6)
    assert scaled(path, recipe) == 1
    ours = normalise(DOMAIN.prepare(path, recipe, "none", None), recipe)
    assert torch.equal(ours, torchvisions(path, recipe))
    assert torch.equal(*both(path, recipe, "reference"))


@pytest.mark.parametrize("size", [(1000, 800), (800, 1001), (900, 900)])
@pytest.mark.parametrize("interpolation", ["nearest", "bilinear", "bicubic"])
def test_exact_is_torchvision_s_to_the_bit(tmp_path, size, interpolation):
    path = saved(photograph(*size), tmp_path / "x.jpg")
    recipe = Preprocessing(64, 56, interpolation)
    ours = normalise(DOMAIN.prepare(path, recipe, "none", None, exact=True), recipe)
    assert torch.equal(ours, torchvisions(path, recipe))


@pytest.mark.parametrize("options", [{"progressive": True}, {"optimize": True}, {"restart_marker_rows": 4}])
@pytest.mark.parametrize("mode", ["L", "CMYK", "RGB"])
def test_every_kind_of_jpeg(tmp_path, mode, options):
    path = saved(photograph(1000, 800, text=False).convert(mode), tmp_path / "x.jpg", 5, **options)
    recipe = Preprocessing(64, 56)
    assert scaled(path, recipe) == 4
    mean, most = differences(path, recipe)
    assert mean < 0.8
    assert most <= 6


def test_the_first_picture_of_several(tmp_path):
    path = tmp_path / "x.jpg"
    one = photograph(1000, 800, text=False)
    one.save(path, "MPO", save_all=True, append_images=[Image.new("RGB", (1000, 800), "red")], quality=90)
    assert scaled(str(path), Preprocessing(64, 56)) == 4
    assert differences(str(path), Preprocessing(64, 56))[0] < 0.8


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("padding", [0, 5000])
@pytest.mark.parametrize("share", [0.001, 0.02, 0.3, 0.7, 0.99])
def test_a_file_cut_off_is_refused_in_the_same_words(tmp_path, progressive, padding, share):
    buffer = io.BytesIO()
    photograph(1000, 800).save(buffer, "JPEG", progressive=progressive)
    path = tmp_path / "x.jpg"
    path.write_bytes(buffer.getvalue()[: int(len(buffer.getvalue()) * share)] + bytes(padding))
    refused = []
    for exact in (False, True):
        with pytest.raises(Unreadable) as caught:
            DOMAIN.prepare(str(path), Preprocessing(64, 56), "none", None, exact=exact)
        refused.append(caught.value.what)
    assert refused[0] == refused[1]
    assert str(path) in refused[0]


def test_data_that_end_too_early_are_refused_as_they_are_in_full(tmp_path):
    """A whole file by its end marker, whose data stop half way."""
    buffer = io.BytesIO()
    photograph(1000, 800).save(buffer, "JPEG")
    path = tmp_path / "x.jpg"
    path.write_bytes(buffer.getvalue()[: len(buffer.getvalue()) // 2] + b"\xff\xd9")
    told = []
    for exact in (False, True):
        try:
            DOMAIN.prepare(str(path), Preprocessing(64, 56), "none", None, exact=exact)
            told.append("")
        except Unreadable as error:
            told.append(error.reason)
    assert told[0] == told[1]


def test_no_file_is_refused_in_the_same_words(tmp_path):
    with pytest.raises(Unreadable, match="not there"):
        DOMAIN.prepare(str(tmp_path / "x.jpg"), RECIPE, "none", None)


@pytest.mark.parametrize("size", [(33_000, 600), (600, 33_000)])
def test_a_long_strip_is_cut_to_its_middle(tmp_path, size):
    path = saved(photograph(1100, 600, text=False).resize(size), tmp_path / "x.jpg")
    recipe = Preprocessing(48, 48)
    assert scaled(path, recipe) == 4
    assert differences(path, recipe)[0] < 0.8


def test_a_crop_larger_than_the_picture_has_the_same_black_border(tmp_path):
    path = saved(photograph(1000, 800, text=False), tmp_path / "x.jpg")
    recipe = Preprocessing(64, 90)
    assert scaled(path, recipe) == 4
    fast, exact = both(path, recipe)
    assert torch.equal(fast == 0, exact == 0)
    assert (fast - exact).abs().double().mean() < 0.8


@pytest.mark.parametrize("orientation", [1, 6])
@pytest.mark.parametrize("augmentation", ["light", "reference", "trivial"])
def test_augmentation_draws_the_same_crops(tmp_path, monkeypatch, augmentation, orientation):
    path = saved(photograph(1001, 803, text=False), tmp_path / "x.jpg", orientation)
    frames, times = [], []
    plain, decode = draft.cut, Jpeg.decode

    def seen(image, part, interpolation):
        frames.append(part.frame)
        return plain(image, part, interpolation)

    def decoded(self, scale):
        times.append(scale)
        return decode(self, scale)

    monkeypatch.setattr(augmenting.draft, "cut", seen)
    monkeypatch.setattr(Jpeg, "decode", decoded)
    for seed in range(24):
        frames.clear()
        fast, exact = both(path, Preprocessing(48, 40), augmentation, seed)
        assert frames[0] == frames[1]
        ratio = min(frames[0][2:]) / 40
        assert times[-1] <= max(1, ratio / 2.9)  # a small crop is not decoded too small
        if augmentation != "trivial":  # which may turn a level into many
            gap = (fast - exact).abs().double()
            assert gap.mean() < 1
            assert np.percentile(gap, 99.9) <= 12
    assert max(times) == 4
    assert augmentation == "light" or min(times) < 4


def test_the_preview_is_what_training_reads(tmp_path):
    path = saved(photograph(1600, 1200), tmp_path / "x.jpg")
    assert scaled(path) == 2
    for augmentation in ("none", "reference"):
        fed = DOMAIN.prepare(path, RECIPE, augmentation, torch.Generator().manual_seed(4))
        shown = DOMAIN.preview(path, RECIPE, augmentation, seed=4)
        assert np.array_equal(shown.transpose(2, 0, 1), fed.numpy())


@pytest.mark.parametrize(
    ("size", "subsampling", "resize", "wanted"),
    [
        ((4000, 3000), "4:2:0", 256, 4),
        ((4000, 3000), "4:4:4", 256, 4),
        ((4000, 3000), "4:2:2", 256, 2),
        ((4000, 3000), "4:2:0", 518, 1),
        ((4000, 3000), "4:2:0", 517, 2),
        ((4000, 3000), "4:2:0", 93, 8),
        ((4000, 3000), "4:2:0", 94, 4),
        ((1920, 1080), "4:2:0", 256, 1),
        ((700, 500), "4:2:0", 16, 1),
    ],
)
def test_how_much_smaller(tmp_path, size, subsampling, resize, wanted):
    path = saved(Image.new("RGB", size), tmp_path / "x.jpg", subsampling=subsampling)
    assert scaled(path, Preprocessing(resize, resize)) == wanted
