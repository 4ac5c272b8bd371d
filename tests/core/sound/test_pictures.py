"""Sounds as pictures: shades by a closed form, low notes at the bottom, always of one size."""

import json

import numpy as np
import pytest
from PIL import Image

from tests.core.sound.made import noise, shipped, tone
from transfer_gui.core.sound import pictures, wave
from transfer_gui.core.sound.mel import MelRecipe, mel
from transfer_gui.core.sound.pictures import PictureRecipe

RECIPE = PictureRecipe()


def test_a_picture_is_grey_on_three_channels_and_of_one_size():
    for path, _ in shipped()[::30]:
        found = pictures.picture(wave.read(path, 16_000), RECIPE)
        assert found.shape == (3, 224, 224)
        assert found.dtype == np.uint8
        assert (found == found[0]).all()
        assert found.max() > 200


@pytest.mark.parametrize("range_db", [40.0, 80.0])
def test_the_shades_are_db_below_the_peak(range_db):
    sound = noise(32_000) * np.logspace(0, -5, 32_000, dtype=np.float32)
    power = mel(sound, RECIPE.mel).astype(np.float64)
    below = 10 * np.log10(power / power.max() + 1e-30)
    expected = 255 * (1 + np.maximum(below, -range_db) / range_db)

    found = pictures.shades(sound, PictureRecipe(range_db=range_db))

    assert found.shape == (128, 126)
    assert (found.min(), found.max()) == (0, 255)
    np.testing.assert_allclose(found[::-1], expected, atol=0.51)


def test_how_loud_a_sound_is_does_not_matter():
    sound = noise(32_000)
    for scale in (2.0**-20, 0.125, 8.0):
        assert (pictures.picture(sound * np.float32(scale), RECIPE) == pictures.picture(sound, RECIPE)).all()


def test_low_notes_are_at_the_bottom_and_time_goes_to_the_right():
    found = pictures.picture(np.concatenate([tone(100, 1, 16_000), tone(6000, 1, 16_000)]), RECIPE)[0]
    top, bottom = found[:112], found[112:]
    assert bottom[:, 10:100].min(1).max() > 200
    assert top[:, 10:100].max() < 128
    assert top[:, 124:214].min(1).max() > 200
    assert bottom[:, 124:214].max() < 128


def test_silence_is_black():
    assert not pictures.picture(np.zeros(1000, np.float32), RECIPE).any()
    assert not pictures.picture(np.zeros(0, np.float32), RECIPE).any()


@pytest.mark.parametrize(
    ("samples", "keep", "before", "after"),
    [(100, "start", 0, 60), (101, "centre", 30, 29), (160, "start", 0, 0), (160, "centre", 0, 0)],
)
def test_a_short_sound_is_padded(samples, keep, before, after):
    sound = noise(samples)
    found = pictures.fitted(sound, PictureRecipe(seconds=0.01, keep=keep))
    assert len(found) == 160
    assert (found == np.concatenate([np.zeros(before), sound, np.zeros(after)])).all()


def test_a_long_sound_is_cut():
    sound = noise(200)
    assert (pictures.fitted(sound, PictureRecipe(seconds=0.01)) == sound[:160]).all()
    assert (pictures.fitted(sound, PictureRecipe(seconds=0.01, keep="centre")) == sound[20:180]).all()


def test_it_is_resized_as_pillow_does():
    shades = pictures.shades(noise(32_000), RECIPE)
    expected = np.asarray(Image.fromarray(shades).resize((96, 96), Image.Resampling.BILINEAR))
    assert (pictures.drawn(shades, PictureRecipe(size=96)) == expected).all()


def test_a_recipe_is_plain_data_and_says_what_it_does():
    recipe = PictureRecipe(MelRecipe(8000, 512, 128, 64, 20, 4000, "htk", None), 1.5, "centre", 60.0, 128)
    assert PictureRecipe.from_dict(json.loads(json.dumps(recipe.to_dict()))) == recipe
    for part in ("centre", "1.5 s", "128 x 128 px", "60 dB", "64 mel bands", "8000 Hz"):
        assert part in recipe.words()


@pytest.mark.parametrize(
    "fields",
    [
        {"mel": {"log": "db"}},
        {"mel": {"rate": -1}},
        {"seconds": 0},
        {"seconds": 1e9},
        {"keep": "end"},
        {"range_db": 0},
        {"size": 0},
        {"size": 10**6},
    ],
)
def test_no_recipe_of_nonsense(fields):
    with pytest.raises(ValueError, match=r"picture|mel"):
        PictureRecipe.from_dict(fields)
