"""Mel spectrograms beside closed forms, torch's transform and numbers of librosa's own."""

import json
import math

import numpy as np
import pytest
import torch

from tests.core.sound.made import noise, tone
from transfer_gui.core.sound import mel
from transfer_gui.core.sound.mel import MelRecipe

RECIPES = [
    MelRecipe(),
    MelRecipe(22_050, 2048, 512, 128, 0, 11_025),
    MelRecipe(16_000, 512, 200, 64, 50, 7600, "htk", None),
    MelRecipe(8000, 255, 100, 20, 100, 3800, "htk", "slaney"),
    MelRecipe(44_100, 1024, 256, 80, 20, 16_000, "slaney", None),
]


def hertz(mels, scale):
    """HTK: 700 (10^(m / 2595) - 1). Slaney: 66.7 Hz a mel up to 1000 Hz, then 27 steps to 6400 Hz."""
    if scale == "htk":
        return 700 * (10 ** (mels / 2595) - 1)
    return mels * 200 / 3 if mels < 15 else 1000 * 6.4 ** ((mels - 15) / 27)


def mels(frequency, scale):
    if scale == "htk":
        return 2595 * math.log10(1 + frequency / 700)
    return frequency * 3 / 200 if frequency < 1000 else 15 + 27 * math.log(frequency / 1000) / math.log(6.4)


def corners(recipe):
    low, high = mels(recipe.low, recipe.scale), mels(recipe.high, recipe.scale)
    return [hertz(low + (high - low) * i / (recipe.bands + 1), recipe.scale) for i in range(recipe.bands + 2)]


def triangles(recipe):
    """The filters number by number, from their definition."""
    points = corners(recipe)
    rows = []
    for left, top, right in zip(points, points[1:], points[2:], strict=False):
        row = []
        for k in range(recipe.n_fft // 2 + 1):
            frequency = k * recipe.rate / recipe.n_fft
            height = min((frequency - left) / (top - left), (right - frequency) / (right - top))
            row.append(max(0.0, height) * (2 / (right - left) if recipe.norm else 1))
        rows.append(row)
    return np.array(rows)


def by_torch(wave, recipe):
    """Squared magnitudes of torch's own transform, in double precision."""
    padded = torch.nn.functional.pad(torch.from_numpy(wave).double(), (recipe.n_fft // 2,) * 2)
    window = torch.hann_window(recipe.n_fft, dtype=torch.float64)
    found = torch.stft(padded, recipe.n_fft, recipe.hop, window=window, center=False, return_complex=True)
    return found.abs().square().numpy()


@pytest.mark.parametrize("recipe", RECIPES)
def test_the_filters_are_those_of_their_definition(recipe):
    np.testing.assert_allclose(mel.filters(recipe), triangles(recipe), atol=1e-12)


@pytest.mark.parametrize("scale", ["slaney", "htk"])
def test_the_scales_and_their_inverses(scale):
    frequencies = [0, 1, 500, 999, 1000, 1001, 4000, 20_000]
    np.testing.assert_allclose(mel.to_mel(frequencies, scale), [mels(f, scale) for f in frequencies])
    np.testing.assert_allclose(mel.to_hertz(mel.to_mel(frequencies, scale), scale), frequencies, atol=1e-9)


@pytest.mark.parametrize("recipe", RECIPES)
@pytest.mark.parametrize("samples", [1, 399, 400, 16_001])
def test_the_whole_is_that_of_torch_s_transform(recipe, samples):
    wave = noise(samples, seed=samples)
    power = by_torch(wave, recipe)
    assert power.shape == (recipe.bins, recipe.frames(samples))
    np.testing.assert_allclose(mel.spectrogram(wave, recipe), power, rtol=1e-5, atol=1e-12)
    np.testing.assert_allclose(mel.mel(wave, recipe), triangles(recipe) @ power, rtol=1e-5, atol=1e-12)
    assert mel.mel(wave, recipe).dtype == np.float32


LIBROSA = [
    [4.072744, 1.479508, 2.213689e-07, 2.596107e-13, 0.0007607389],
    [8.451772, 7.954911e-05, 2.116353e-07, 1.963184e-12, 0.003366697],
    [143.3679, 0.03534774, 5.40631e-05, 7.942782e-11, 0.1415509],
    [0.6212146, 5.958574e-05, 1.596349e-09, 9.557815e-12, 3.363012e-05],
    [100.5058, 0.01369724, 0.2671783, 9.728037e-10, 0.07802185],
]
"""What librosa 0.11.0 gives for the recipes: `feature.melspectrogram` with pad_mode='constant', in double precision."""


@pytest.mark.parametrize(("recipe", "expected"), list(zip(RECIPES, LIBROSA, strict=True)))
def test_it_is_librosa_s(recipe, expected):
    n = np.arange(6000)
    found = mel.mel((0.5 * np.sin(0.05 * n + 2e-4 * n**2)).astype(np.float32), recipe)
    places = [(0, 0), (3, 2), (recipe.bands // 2, 5), (recipe.bands - 2, 9), (recipe.bands // 3, -1)]
    np.testing.assert_allclose([found[place] for place in places], expected, rtol=1e-5)


def test_energy_is_kept():
    """Parseval: squared Hann windows a quarter of their length apart add up to 1.5 everywhere."""
    recipe = MelRecipe(n_fft=400, hop=100)
    wave = np.pad(noise(8000), 1000)
    power = mel.spectrogram(wave, recipe).astype(np.float64)
    both_sides = 2 * power.sum() - power[0].sum() - power[-1].sum()
    assert both_sides / recipe.n_fft == pytest.approx(1.5 * np.square(wave, dtype=np.float64).sum(), rel=1e-6)


@pytest.mark.parametrize("bin_of", [10, 57, 150])
def test_a_sine_of_a_bin_has_the_power_of_its_closed_form(bin_of):
    """Half the amplitude times the window's sum, which is half its length."""
    recipe = MelRecipe(n_fft=400)
    wave = tone(bin_of * 40, 1, 16_000, level=0.8)
    middle = mel.spectrogram(wave, recipe)[:, 20:80]
    np.testing.assert_allclose(middle[bin_of], (0.8 / 2 * 400 / 2) ** 2, rtol=1e-4)
    assert (middle.argmax(0) == bin_of).all()


@pytest.mark.parametrize("frequency", [150, 440, 1000, 2500, 5000, 7000])
@pytest.mark.parametrize("scale", ["slaney", "htk"])
def test_a_sine_is_in_the_band_that_is_nearest(frequency, scale):
    recipe = MelRecipe(n_fft=2048, norm=None, scale=scale)
    found = mel.mel(tone(frequency, 1, 16_000), recipe)[:, 20:80].argmax(0)
    tops = corners(recipe)[1:-1]
    nearest = min(range(recipe.bands), key=lambda band: abs(mels(tops[band], scale) - mels(frequency, scale)))
    assert set(found.tolist()) == {nearest}


def test_the_logarithms():
    wave = np.concatenate([noise(5000), np.zeros(5000, np.float32)])
    power = mel.mel(wave, MelRecipe()).astype(np.float64)
    floored = np.maximum(power, 1e-10)
    assert (power == 0).any()
    np.testing.assert_allclose(mel.mel(wave, MelRecipe(log="db")), 10 * np.log10(floored), rtol=1e-5, atol=1e-4)
    np.testing.assert_allclose(mel.mel(wave, MelRecipe(log="natural")), np.log(floored), rtol=1e-5, atol=1e-4)


def test_a_long_sound_is_transformed_in_pieces(monkeypatch):
    wave = noise(20_000)
    whole = mel.mel(wave, MelRecipe())
    monkeypatch.setattr(mel, "_PIECE", 7)
    np.testing.assert_allclose(mel.mel(wave, MelRecipe()), whole, rtol=1e-6)


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_is_plain_data(recipe):
    assert MelRecipe.from_dict(json.loads(json.dumps(recipe.to_dict()))) == recipe
    for part in (recipe.rate, recipe.n_fft, recipe.hop, recipe.bands):
        assert str(part) in recipe.words()


def test_the_words():
    assert MelRecipe().words() == (
        "16000 Hz, a 400-sample Hann window every 160 samples, squared magnitude in 40 mel bands from 0 to 8000 Hz "
        "(Slaney's scale, triangles of equal area), no logarithm."
    )


@pytest.mark.parametrize(
    "fields",
    [
        {"rate": 0},
        {"n_fft": 1},
        {"n_fft": 10**9},
        {"hop": 0},
        {"bands": 0},
        {"bands": 500},
        {"low": -1},
        {"low": 8000},
        {"high": 8001},
        {"high": math.nan},
        {"scale": "bark"},
        {"norm": "area"},
        {"log": "log2"},
    ],
)
def test_no_recipe_of_nonsense(fields):
    with pytest.raises(ValueError, match="mel"):
        MelRecipe.from_dict(fields)
