"""Random changes to sounds: within their bounds, the same for the same seed, drawn from the generator alone."""

import math

import numpy as np
import pytest
import torch

from tests.core.sound.made import noise, tone
from transfer_gui.core.sound import augment
from transfer_gui.core.sound.augment import Masks

MASKS = Masks(bands=8, frames=30, share=0.25, frequency_masks=1, time_masks=1)
CHANGES = {
    "shift": lambda wave, generator: augment.shift(wave, 500, generator),
    "shift with silence": lambda wave, generator: augment.shift(wave, 500, generator, circular=False),
    "gain": lambda wave, generator: augment.gain(wave, -6, 6, generator),
    "noise": lambda wave, generator: augment.noise(wave, 0, 30, generator),
    "mask": lambda wave, generator: augment.mask(wave.reshape(20, -1), MASKS, generator),
}


def seeded(seed=0):
    return torch.Generator().manual_seed(seed)


@pytest.mark.parametrize("name", CHANGES)
def test_the_seed_decides_and_nothing_else_is_touched(name):
    change, wave = CHANGES[name], noise(2000)
    kept, before = wave.copy(), (torch.get_rng_state(), np.random.get_state()[1].copy())
    first, again, other = (change(wave, seeded(seed)) for seed in (3, 3, 4))
    assert (first == again).all()
    assert (first != other).any()
    assert first.dtype == np.float32
    assert (wave == kept).all()
    assert torch.equal(before[0], torch.get_rng_state())
    assert (before[1] == np.random.get_state()[1]).all()


@pytest.mark.parametrize("name", CHANGES)
def test_as_many_numbers_are_drawn_whatever_the_sound(name):
    states = []
    for wave in (noise(2000), np.zeros(2000, np.float32)):
        generator = seeded(7)
        CHANGES[name](wave, generator)
        states.append(generator.get_state())
    assert torch.equal(*states)


def test_a_circular_shift_loses_nothing_and_goes_both_ways():
    wave = np.arange(100, dtype=np.float32)
    moved = {int(np.flatnonzero(augment.shift(wave, 3, seeded(seed)) == 0)[0]) for seed in range(200)}
    assert moved == {0, 1, 2, 3, 97, 98, 99}
    for seed in range(20):
        found = augment.shift(wave, 30, seeded(seed))
        assert (np.roll(found, -int(found.argmin())) == wave).all()


def test_a_shift_with_silence_lets_the_end_go():
    wave = np.arange(1, 101, dtype=np.float32)
    padded, moves = np.pad(wave, 3), set()
    for seed in range(200):
        found = augment.shift(wave, 3, seeded(seed), circular=False)
        silent = int((found == 0).sum())
        moved = silent if found[0] == 0 else -silent
        assert (found == padded[3 - moved : 103 - moved]).all()
        moves.add(moved)
    assert moves == set(range(-3, 4))


def test_a_shift_may_be_longer_than_the_sound():
    for seed in range(50):
        found = augment.shift(np.ones(5, np.float32), 8, seeded(seed), circular=False)
        moved = 5 - int(found.sum())
        assert 0 <= moved <= 5
        assert not found.any() or found[:1].any() or found[-1:].any()
        assert augment.shift(np.ones(5, np.float32), 8, seeded(seed)).all()
    silent = [not augment.shift(np.ones(2, np.float32), 100, seeded(s), circular=False).any() for s in range(50)]
    assert sum(silent) > 40


def test_a_gain_is_within_its_bounds():
    wave = noise(100)
    found = [20 * math.log10(float((augment.gain(wave, -6, 3, seeded(s)) / wave).mean())) for s in range(200)]
    assert -6.001 < min(found) < -5.5
    assert 2.5 < max(found) < 3.001


def test_noise_has_the_ratio_that_was_drawn():
    wave = tone(440, 1, 16_000, 0.3)

    def ratio(low, high, seed):
        added = augment.noise(wave, low, high, seeded(seed)).astype(np.float64) - wave
        return 10 * math.log10(np.square(wave, dtype=np.float64).mean() / np.square(added).mean())

    assert [ratio(db, db, 1) for db in (-5, 0, 20)] == pytest.approx([-5, 0, 20], abs=0.01)
    drawn = [ratio(5, 25, seed) for seed in range(60)]
    assert 5 <= min(drawn) < 8
    assert 22 < max(drawn) <= 25.01


def test_noise_is_white_and_silence_stays():
    wave = tone(440, 1, 16_000, 0.3)
    added = augment.noise(wave, 0, 0, seeded()) - wave
    power = np.square(np.abs(np.fft.rfft(added)[1:8001])).reshape(8, 1000).mean(1)
    assert power.max() / power.min() < 1.3
    assert not augment.noise(np.zeros(100, np.float32), 0, 0, seeded()).any()
    assert augment.noise(np.zeros(0, np.float32), 0, 0, seeded()).shape == (0,)


def test_masks_cover_whole_bands_and_stretches_of_every_width():
    mel = np.ones((40, 100), np.float32)
    widths = [], []
    for seed in range(300):
        hidden = augment.mask(mel, MASKS, seeded(seed), fill=0.0) == 0
        bands, frames = hidden.all(1), hidden.all(0)
        assert (hidden == (bands[:, None] | frames[None])).all()
        for masked, found in zip((bands, frames), widths, strict=True):
            assert np.count_nonzero(np.diff(np.pad(masked, 1).astype(int)) == 1) <= 1, "one mask, in one piece"
            found.append(int(masked.sum()))
    assert set(widths[0]) == set(range(9))
    assert set(widths[1]) == set(range(26)), "a quarter of the frames, at most"


def test_every_place_can_be_masked():
    mel = np.ones((10, 30), np.float32)
    hidden = sum((augment.mask(mel, Masks(3, 5, 1.0, 1, 1), seeded(s), fill=0.0) == 0).astype(int) for s in range(300))
    assert hidden.min() > 0


def test_masks_are_filled_with_the_mean():
    mel = noise(4000).reshape(40, 100)
    found = augment.mask(mel, Masks(30, 50, 1.0, 3, 3), seeded(1))
    changed = found != mel
    assert changed.any()
    assert (found[changed] == mel.mean()).all()
    shades = np.arange(200, dtype=np.uint8).reshape(10, 20)
    found = augment.mask(shades, Masks(5, 10, 1.0, 1, 1), seeded(1))
    assert found.dtype == np.uint8
    assert set(found[found != shades].tolist()) == {100}


def test_masks_wider_than_the_sound_and_none_at_all():
    mel = noise(12).reshape(3, 4)
    assert augment.mask(mel, Masks(100, 100, 1.0, 5, 5), seeded()).shape == (3, 4)
    assert (augment.mask(mel, Masks(frequency_masks=0, time_masks=0), seeded()) == mel).all()
