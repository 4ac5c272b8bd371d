"""Sounds prepared for networks: against what the parts give, and against what a person would expect to see."""

import numpy as np
import pytest
import soundfile
import torch

from transfer_gui.core.data.domains import find, image
from transfer_gui.core.errors import Unreadable
from transfer_gui.core.recipes.image import Preprocessing
from transfer_gui.core.recipes.spectrogram import Spectrogram
from transfer_gui.core.recipes.speech import Speech
from transfer_gui.core.sound import speech

DOMAIN = find("sound")
SPEECH, DRAWN = Speech(2), Spectrogram(Preprocessing(72, 64), 1.0)


def tone(path, seconds=1.0, hertz=440.0, rate=16_000, channels=1):
    time = np.arange(round(seconds * rate)) / rate
    wave = (0.5 * np.sin(2 * np.pi * hertz * time)).astype(np.float32)
    soundfile.write(path, np.repeat(wave[:, None], channels, 1), rate)
    return str(path)


@pytest.fixture
def path(tmp_path):
    return tone(tmp_path / "a.wav")


def test_what_a_sound_is_told_by_ending_or_content(path):
    assert DOMAIN.wanted("x.flac", lambda: b"")
    assert not DOMAIN.wanted("x.jpg", lambda: b"\xff\xd8\xff")
    with open(path, "rb") as file:  # noqa: PTH123
        assert DOMAIN.wanted("no_ending", lambda: file.read(64))


def test_length_and_channels(tmp_path):
    assert DOMAIN.check(tone(tmp_path / "b.wav", 0.25, rate=44_100, channels=2)) == (250, 2, "rate:44100 channels:2")
    (tmp_path / "c.wav").write_bytes(b"RIFF")
    with pytest.raises(Unreadable):
        DOMAIN.check(str(tmp_path / "c.wav"))


def test_a_voice_encoder_gets_the_windows_of_the_sound(path):
    prepared = DOMAIN.prepare(path, SPEECH, "none", None)
    assert prepared.shape == SPEECH.shape
    expected = speech.windows(DOMAIN.open(path), 2)
    assert np.array_equal(prepared[: len(expected)].numpy(), expected)
    assert not prepared[len(expected) :].any()
    assert DOMAIN.normalise(prepared, SPEECH) is prepared


def test_a_network_for_pictures_gets_the_tone_as_a_line_at_its_pitch(tmp_path):
    rows = []
    for hertz in (300.0, 3000.0):
        prepared = DOMAIN.prepare(tone(tmp_path / f"{hertz}.wav", hertz=hertz), DRAWN, "none", None)
        assert prepared.shape == (3, 64, 64)
        assert prepared.dtype == torch.uint8
        assert torch.equal(prepared[0], prepared[2])
        rows.append(int(prepared[0, :, 20].float().argmax()))
    assert rows[1] < rows[0] - 10, "the higher one is further up"
    shown = DOMAIN.preview(str(tmp_path / "300.0.wav"), DRAWN)
    assert shown.shape == (64, 64, 3)
    normal = DOMAIN.normalise(prepared, DRAWN)
    assert torch.equal(normal, image.normalise(prepared, DRAWN.picture))


@pytest.mark.parametrize("recipe", [SPEECH, DRAWN], ids=["speech", "drawn"])
@pytest.mark.parametrize("augmentation", ["light", "reference", "trivial"])
def test_augmentation_is_drawn_from_its_seed_alone(path, recipe, augmentation):
    def drawn(seed):
        return DOMAIN.prepare(path, recipe, augmentation, torch.Generator().manual_seed(seed))

    before = torch.get_rng_state()
    plain = DOMAIN.prepare(path, recipe, "none", None)
    assert torch.equal(drawn(1), drawn(1))
    assert not torch.equal(drawn(1), drawn(2))
    assert not torch.equal(drawn(1), plain)
    assert drawn(1).shape == plain.shape
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize("recipe", [SPEECH, DRAWN], ids=["speech", "drawn"])
def test_a_batch_has_the_promised_shape_and_type(path, recipe):
    one = DOMAIN.prepare(path, recipe, "none", None)
    batch, none = DOMAIN.collate([one, one], recipe), DOMAIN.collate([], recipe)
    assert batch.shape == (2, *recipe.stored[0])
    assert none.shape == (0, *recipe.stored[0])
    assert batch.dtype == none.dtype == one.dtype == DOMAIN.nothing(recipe).dtype
    assert not DOMAIN.nothing(recipe).any()
    assert DOMAIN.normalise(batch, recipe).dtype == torch.float32


def test_a_thumbnail_is_the_waveform(tmp_path):
    rate = 8000
    wave = np.concatenate([np.zeros(rate), 0.8 * np.sign(np.sin(np.arange(rate)))]).astype(np.float32)
    soundfile.write(tmp_path / "half.wav", wave, rate)
    ink, ground = (1, 2, 3), (250, 240, 230)
    shown = DOMAIN.thumbnail(str(tmp_path / "half.wav"), 64).drawn(ink, ground)
    assert shown.shape == (64, 64, 3)
    assert shown.dtype == np.uint8
    inked = (shown == ink).all(-1).sum(0)
    assert ((shown == ink) | (shown == ground)).all()
    assert (inked[:30] <= 2).all()
    assert (inked[34:] > 50).all()


def test_a_long_sound_is_read_at_its_beginning_alone(tmp_path):
    path = tone(tmp_path / "long.wav", 30, rate=8000)
    assert DOMAIN.prepare(path, SPEECH, "none", None).shape == SPEECH.shape


def test_what_it_can_be_read_by():
    assert DOMAIN.reads(Speech(3)) == Speech(3)
    assert DOMAIN.reads(Preprocessing()) == Spectrogram(Preprocessing())
    assert find("image").reads(Speech(3)) is None
