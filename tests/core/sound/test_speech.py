"""The voice encoder's recipe: its volume, its mel bands, its windows."""

import math

import numpy as np
import pytest
import soundfile
import torch

from tests.core.sound.made import noise, shipped, tone
from transfer_gui.core.sound import speech
from transfer_gui.core.sound.mel import mel


def power_db(wave):
    return 10 * math.log10(np.square(wave, dtype=np.float64).mean())


@pytest.mark.parametrize("level", [1e-30, 1e-6, 0.001, 0.04])
def test_a_quiet_sound_is_raised(level):
    raised = speech.louder(tone(300, 1, 16_000, level))
    assert raised.dtype == np.float32
    assert power_db(raised) == pytest.approx(-30, abs=0.01)


def test_a_loud_sound_and_silence_stay():
    for wave in (tone(300, 1, 16_000, 0.05), tone(300, 1, 16_000, 1.0), np.zeros(100, np.float32)):
        assert speech.louder(wave) is wave


def by_hand(wave):
    """The recipe written out with torch's transform: mel frames (frames, 40)."""
    n = 16_000
    mean = np.square(wave, dtype=np.float64).mean()
    wave = wave * max(1, math.sqrt(1e-3 / mean))
    wave = torch.from_numpy(np.pad(wave, (0, max(0, 25_600 - len(wave))))).double()
    window = torch.hann_window(400, dtype=torch.float64)
    power = torch.stft(wave, 400, 160, window=window, pad_mode="constant", return_complex=True).abs() ** 2
    points = [
        m * 200 / 3 if m < 15 else 1000 * 6.4 ** ((m - 15) / 27)
        for m in np.linspace(0, 15 + 27 * math.log(8) / math.log(6.4), 42)
    ]
    bank = torch.zeros(40, 201, dtype=torch.float64)
    for band, (left, top, right) in enumerate(zip(points, points[1:], points[2:], strict=False)):
        for k in range(201):
            f = k * n / 400
            bank[band, k] = max(0, min((f - left) / (top - left), (right - f) / (right - top))) * 2 / (right - left)
    return (bank @ power).T.numpy()


@pytest.mark.parametrize("name", ["robot", "tabla", "ambient"])
def test_the_recipe_of_a_real_sound(name):
    path = next(path for path, label in shipped() if label == name)
    wave = soundfile.read(path, dtype="float32")[0]
    frames, found = by_hand(wave), speech.windows(wave)
    np.testing.assert_allclose(found[0], frames[:160], rtol=1e-4, atol=1e-9)
    last = max(160, len(wave) // 160)
    np.testing.assert_allclose(found[-1], frames[last - 160 : last], rtol=1e-4, atol=1e-9)


@pytest.mark.parametrize(
    ("samples", "count"),
    [(1, 1), (8000, 1), (25_600, 1), (25_760, 2), (32_000, 2), (38_400, 2), (38_560, 3), (51_200, 3), (160_000, 12)],
)
def test_a_sound_has_as_many_windows_as_half_overlapping_ones_take(samples, count):
    found = speech.windows(noise(samples))
    assert found.shape == (count, 160, 40)
    assert found.dtype == np.float32


def test_windows_are_spread_evenly_over_all_of_the_sound():
    wave = noise(160 * 480)
    frames = mel(wave, speech.RECIPE).T[:480]
    for most, starts in ((None, [0, 80, 160, 240, 320]), (3, [0, 160, 320]), (2, [0, 320]), (1, [0]), (9, None)):
        found = speech.windows(wave, most)
        assert len(found) == len(starts or [0, 80, 160, 240, 320])
        for window, start in zip(found, starts or [0, 80, 160, 240, 320], strict=True):
            assert (window == frames[start : start + 160]).all()


def test_a_short_sound_is_padded_with_zeros_and_only_its_own_volume_counts():
    wave = tone(300, 0.25, 16_000, 0.001)
    found = speech.windows(wave)[0]
    assert (found[:24].sum(1) > 0).all()
    assert not found[28:].any()
    np.testing.assert_allclose(found[:22], mel(speech.louder(wave), speech.RECIPE).T[:22], rtol=1e-6)


def test_a_batch_has_zeros_where_a_clip_has_no_windows():
    clips = [speech.windows(noise(samples)) for samples in (1000, 51_200)]
    found = speech.batch(clips, 4)
    assert found.shape == (2, 4, 160, 40)
    assert (found[0, :1] == clips[0]).all()
    assert (found[1, :3] == clips[1]).all()
    assert not found[0, 1:].any()
    assert not found[1, 3:].any()
    assert speech.batch([], 4).shape == (0, 4, 160, 40)


def test_silence_has_windows_of_zeros():
    assert not speech.windows(np.zeros(40_000, np.float32)).any()
