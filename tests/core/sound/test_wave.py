"""Sound files of every kind: read as one channel at any rate, in part, looked through, and refused by reason."""

import tracemalloc

import numpy as np
import pytest
import soundfile
from scipy import signal

from tests.core.sound.made import noise, shipped, tone, written
from transfer_gui.core.errors import Unreadable
from transfer_gui.core.sound import wave

LOSSLESS = [
    ("WAV", "PCM_16", 2**-15),
    ("WAV", "PCM_24", 2**-23),
    ("WAV", "PCM_32", 1e-7),
    ("WAV", "PCM_U8", 2**-7),
    ("WAV", "FLOAT", 0),
    ("WAV", "DOUBLE", 0),
    ("WAVEX", "PCM_16", 2**-15),
    ("RF64", "PCM_16", 2**-15),
    ("W64", "PCM_16", 2**-15),
    ("FLAC", "PCM_16", 2**-15),
    ("FLAC", "PCM_24", 2**-23),
    ("AIFF", "PCM_16", 2**-15),
    ("AU", "PCM_16", 2**-15),
    ("CAF", "PCM_16", 2**-15),
    ("NIST", "PCM_16", 2**-15),
]


@pytest.mark.parametrize(("kind", "subtype", "step"), LOSSLESS)
def test_every_lossless_kind_gives_the_mean_of_its_channels(kind, subtype, step, tmp_path):
    data = noise(5000, channels=2)
    path = written(tmp_path / "a sound", data, 22_050, subtype, kind)

    found = wave.read(path, 22_050)

    assert found.dtype == np.float32
    assert found.shape == (5000,)
    np.testing.assert_allclose(found, data.mean(1), atol=step + 1e-7)


@pytest.mark.parametrize(("kind", "subtype"), [("OGG", "VORBIS"), ("OGG", "OPUS"), ("MP3", "MPEG_LAYER_III")])
def test_lossy_kinds_give_nearly_the_same_sound(kind, subtype, tmp_path):
    data = tone(440, 2, 48_000)
    path = written(tmp_path / "sound.any", data, 48_000, subtype, kind)

    found = wave.read(path, 48_000)

    shared = min(len(found), len(data))
    assert abs(len(found) - len(data)) < 2500  # an MP3 ends with a whole frame
    assert np.corrcoef(found[5000 : shared - 5000], data[5000 : shared - 5000])[0, 1] > 0.99


def test_values_beyond_full_scale_stay(tmp_path):
    data = np.array([0.5, 1.5, -3.0, 0.25], np.float32)
    assert wave.read(written(tmp_path / "x.wav", data, subtype="FLOAT"), 16_000).tolist() == data.tolist()


@pytest.mark.parametrize("rate", [8000, 11_025, 22_050, 44_100, 48_000, 96_000])
def test_a_tone_stays_the_same_tone_at_another_rate(rate, tmp_path):
    path = written(tmp_path / "x.wav", tone(1000, 1, rate), rate, "FLOAT")

    found, expected = wave.read(path, 16_000), tone(1000, 1, 16_000)

    assert abs(len(found) - 16_000) <= 1
    np.testing.assert_allclose(found[1000:15_000], expected[1000:15_000], atol=2e-5)


def test_the_pass_band_is_that_of_an_ideal_filter(tmp_path):
    """Noise up to 80 percent of the new Nyquist frequency, beside SciPy's resampling by the Fourier transform."""
    samples = 44_100
    spectrum = np.fft.rfft(noise(samples, seed=3))
    spectrum[np.fft.rfftfreq(samples, 1 / 44_100) > 6400] = 0
    data = np.fft.irfft(spectrum) * signal.windows.tukey(samples, 0.2)

    found = wave.read(written(tmp_path / "x.wav", data, 44_100, "DOUBLE"), 16_000)
    expected = signal.resample(data, 16_000)

    np.testing.assert_allclose(found[: len(expected)], expected, atol=1e-3 * np.abs(expected).max())


def test_what_the_new_rate_cannot_hold_is_gone_and_does_not_fold_back(tmp_path):
    path = written(tmp_path / "x.wav", tone(12_000, 1, 44_100), 44_100, "FLOAT")
    assert np.abs(wave.read(path, 16_000)[1000:15_000]).max() < 1e-4


@pytest.mark.parametrize("rate", [16_000, 8000, 44_100, 22_050])
@pytest.mark.parametrize(("start", "seconds"), [(0, 0.5), (0.30001, 0.25), (1.7, 5), (1.99, None), (2.5, 1), (0.5, 0)])
def test_a_part_is_that_part_of_the_whole(rate, start, seconds, tmp_path):
    path = written(tmp_path / "x.flac", noise(2 * rate), rate)
    whole, first = wave.read(path, 16_000), round(start * 16_000)
    expected = whole[first:] if seconds is None else whole[first : first + round(seconds * 16_000)]

    found = wave.part(path, 16_000, start, seconds)

    assert abs(len(found) - len(expected)) <= (rate != 16_000)  # the last one may be rounded off
    np.testing.assert_allclose(found, expected[: len(found)], atol=1e-5)


@pytest.mark.parametrize(
    ("kind", "subtype"),
    [("OGG", "VORBIS"), ("OGG", "OPUS"), ("MP3", "MPEG_LAYER_III"), ("WAV", "GSM610"), ("WAV", "IMA_ADPCM")],
)
def test_a_part_of_a_lossy_kind_too(kind, subtype, tmp_path):
    """GSM cannot be entered in the middle, and Vorbis, at its end, not where one asks."""
    path = written(tmp_path / "x", noise(5 * 16_000), 16_000, subtype, kind)
    whole = wave.read(path, 16_000)
    for start in (0.1, 2.345, 4.5):
        first = round(start * 16_000)
        np.testing.assert_allclose(wave.part(path, 16_000, start, 0.3), whole[first : first + 4800], atol=1e-6)


def test_only_the_part_is_decoded(tmp_path, monkeypatch):
    path = written(tmp_path / "x.wav", noise(60 * 8000), 8000)
    decoded = []
    read = soundfile.SoundFile.read

    def counting(self, *args, **kwargs):
        block = read(self, *args, **kwargs)
        decoded.append(len(block))
        return block

    monkeypatch.setattr(soundfile.SoundFile, "read", counting)
    wave.part(path, 16_000, 30, 1)
    assert sum(decoded) < 2 * 8000


@pytest.mark.parametrize("kind", ["WAV", "FLAC", "OGG"])
def test_in_small_blocks_it_is_the_same(kind, tmp_path, monkeypatch):
    subtype = "VORBIS" if kind == "OGG" else "PCM_16"
    path = written(tmp_path / "x", noise(30_000, channels=2), 44_100, subtype, kind)
    whole, facts, drawn = wave.read(path, 16_000), wave.check(path), wave.peaks(path, 50)

    monkeypatch.setattr(wave, "_BLOCK", 1234)

    np.testing.assert_allclose(wave.read(path, 16_000), whole, atol=1e-6)
    assert wave.check(path) == facts
    assert (wave.peaks(path, 50) == drawn).all()


# ---- facts


def test_the_facts_of_a_file(tmp_path):
    data = np.zeros((44_100, 2), np.float32)
    data[100, 1] = -0.75
    facts = wave.check(written(tmp_path / "x.flac", data, 22_050))
    assert facts == wave.Facts(22_050, 2, 2.0, 0.75, 0.0, 0)
    assert not facts.silent
    assert not facts.fault


def clipped(bits=16):
    """A run of five and one of three at full scale; a pair, and single ones, which may be peaks that just fit."""
    top, low = 1 - 2.0 ** (1 - bits), -1.0
    data = np.zeros(1000)
    data[100:105] = top
    data[200:202] = top
    data[300:303] = low
    data[400] = low
    data[500:504] = [top, top, low, low]
    return data


@pytest.mark.parametrize("block", [3, 7, 101, 1 << 20])
@pytest.mark.parametrize(("subtype", "bits"), [("PCM_16", 16), ("PCM_24", 24), ("PCM_U8", 8), ("FLOAT", 16)])
def test_runs_at_full_scale_are_clipped(subtype, bits, block, tmp_path, monkeypatch):
    monkeypatch.setattr(wave, "_BLOCK", block)
    facts = wave.check(written(tmp_path / "x.wav", clipped(bits), subtype=subtype))
    assert facts.clipped == pytest.approx(8 / 1000)


def test_two_runs_of_unlike_sign_side_by_side_and_channels_are_counted_by_themselves(tmp_path):
    data = np.zeros((100, 2))
    data[10:13, 0], data[13:17, 0] = 1, -1
    data[98:, 1] = 1  # ends too early for a run, and the other channel does not go on with it
    facts = wave.check(written(tmp_path / "x.wav", data, subtype="FLOAT"))
    assert facts.clipped == pytest.approx(7 / 200)


@pytest.mark.parametrize(("level", "silent"), [(0.0, True), (0.00099, True), (0.00101, False)])
def test_silence_is_what_stays_60_db_below_full_scale(level, silent, tmp_path):
    path = written(tmp_path / "x.wav", tone(1000, 0.1, 16_000, level), subtype="FLOAT")
    assert wave.check(path).silent is silent


def test_what_is_no_number_is_told_and_not_read(tmp_path):
    data = noise(1000, channels=2)
    data[10, 0], data[20, 1], data[30, 0], data[30, 1], data[40, 0] = np.nan, np.inf, np.inf, -np.inf, 3e38
    path = written(tmp_path / "x.wav", data, subtype="FLOAT")

    facts = wave.check(path)

    assert facts.no_numbers == 5
    assert facts.peak < 1
    assert "NaN" in facts.fault
    for look in (lambda: wave.read(path, 16_000), lambda: wave.part(path, 8000, 0, 0.01)):
        with pytest.raises(Unreadable, match="NaN"):
            look()
    assert np.isfinite(wave.peaks(path, 20)).all()


def test_a_long_file_is_looked_through_in_little_memory(tmp_path):
    path, minute = tmp_path / "long.wav", noise(60 * 44_100)
    with soundfile.SoundFile(path, "w", 44_100, 1, "PCM_U8") as file:
        for _ in range(10):
            file.write(minute)
    tracemalloc.start()
    try:
        facts, drawn = wave.check(str(path)), wave.peaks(str(path), 800)
        assert tracemalloc.get_traced_memory()[1] < 4 * 600 * 44_100 / 2, "half of what the samples take"
    finally:
        tracemalloc.stop()
    assert facts.seconds == 600
    assert drawn.shape == (800, 2)


def test_more_than_can_be_held_is_refused(tmp_path, monkeypatch):
    path = written(tmp_path / "x.wav", noise(40_000))
    monkeypatch.setattr(wave, "LONGEST", 2)
    with pytest.raises(Unreadable, match="longer than"):
        wave.read(path, 16_000)
    assert len(wave.part(path, 16_000, 0.5, 2)) == 32_000


@pytest.mark.parametrize(("frames", "columns"), [(10_000, 100), (10_007, 333), (50, 50), (7, 20), (1, 5)])
@pytest.mark.parametrize("block", [64, 1 << 20])
def test_peaks_are_the_lowest_and_highest_of_each_stretch(frames, columns, block, tmp_path, monkeypatch):
    monkeypatch.setattr(wave, "_BLOCK", block)
    data = noise(frames, channels=2)

    found = wave.peaks(written(tmp_path / "x.wav", data, subtype="FLOAT"), columns)

    kept = min(frames, columns)
    stretches = [[frame for frame in range(frames) if frame * kept // frames == column] for column in range(kept)]
    expected = [(data[rows].min(), data[rows].max()) for rows in stretches]
    assert found.tolist() == [list(expected[column * kept // columns]) for column in range(columns)]


def test_the_shipped_sounds_are_all_sound():
    found = shipped()
    facts = [wave.check(path) for path, _ in found]
    assert len(found) == 114
    assert {f.rate for f in facts} == {16_000}
    assert {f.channels for f in facts} == {1}
    assert all(0.05 <= f.seconds <= 2 and not f.silent and not f.fault and not f.clipped for f in facts)
