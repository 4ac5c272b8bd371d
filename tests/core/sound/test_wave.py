"""Sound files of every kind: read as one channel at any rate, in part, looked through, and refused by reason."""

import os
import sys
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
import soundfile
from scipy import signal

from tests.core.sound.made import cut, noise, shipped, tone, written
from transfer_gui.core.errors import Unreadable, UserError
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


# ---- refusals

AAC = b"\xff\xf1\x50\x80\x02\x1f\xfc" + bytes(50)
REFUSED = {
    "empty.wav": (b"", "empty"),
    "photo.wav": (b"\xff\xd8\xff\xe0" + b"\x10" * 100, "a picture, not a sound"),
    "photo.flac": (b"\x89PNG\r\n\x1a\n" + b"\x10" * 100, "a picture, not a sound"),
    "photo.ogg": (b"RIFF\x10\0\0\0WEBPVP8 " + b"\x10" * 100, "a picture, not a sound"),
    "bitmap.wav": (b"BM\x36\x10\0\0\0\0\0\0\x36\0\0\0" + b"\x10" * 100, "a picture, not a sound"),
    "film.mp3": (b"\0\0\0\x20ftypisom" + b"\x10" * 100, "a video, not a sound"),
    "film.wav": (b"RIFF\x10\0\0\0AVI LIST" + b"\x10" * 100, "a video, not a sound"),
    "song.m4a": (b"\0\0\0\x20ftypM4A " + b"\x10" * 100, "M4A is not supported; convert it"),
    "song.aac": (AAC, "AAC is not supported; convert it"),
    "song.wma": (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11" + b"\x10" * 100, "WMA is not supported; convert it"),
    "song.mid": (b"MThd\0\0\0\6" + b"\x10" * 100, "MIDI, which holds notes"),
    "web.wav": (b"<!DOCTYPE html><html>not found</html>", "a web page"),
    "lfs.wav": (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "Git LFS pointer"),
    "notes.wav": (b"anna, bass, second take\n", "text, not a sound"),
    "wide.wav": ("hello there, this is text".encode("utf-16"), "not a sound"),
    "paper.wav": (b"%PDF-1.7\n" + b"\x10" * 100, "a PDF"),
    "all.wav": (b"PK\x03\x04" + b"\x10" * 100, "a ZIP archive"),
    "zeros.wav": (bytes(5000), "nothing but zeros"),
    "samples.raw": (b"\x13\x37" * 500, "without a header"),
    "samples.pcm": (bytes(1000), "without a header"),
    "voice.gsm": (b"\xd0\x13" * 500, "without a header"),
    "odd.wav": (b"\x9c\x13\x88\xfe" * 500, "not a sound of a known kind"),
    "head.wav": (b"RIFF\x24\0\0\0WAVE", "damaged or cut off"),
    "head.flac": (b"fLaC\0\0\0\x22" + bytes(20), "damaged or cut off"),
    "head.ogg": (b"OggS\0\2" + bytes(60), "damaged or cut off"),
    "head.mp3": (b"ID3\4\0\0\0\0\0\0" + bytes(60), "damaged or cut off"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_sound_is_refused_by_reason(name, tmp_path):
    content, reason = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(content)
    for look in (lambda p: wave.read(p, 16_000), wave.check, lambda p: wave.peaks(p, 10)):
        with pytest.raises(Unreadable) as fault:
            look(str(path))
        assert reason in fault.value.reason
        assert fault.value.path == str(path)


@pytest.mark.parametrize(
    ("kind", "subtype"), [("WAV", "PCM_16"), ("AIFF", "PCM_16"), ("FLAC", "PCM_16"), ("OGG", "VORBIS")]
)
@pytest.mark.parametrize("share", [0.6, 0.95])
def test_a_file_without_its_end_is_cut_off(kind, subtype, share, tmp_path):
    path = cut(written(tmp_path / "x", noise(50_000), subtype=subtype, kind=kind), share)
    for look in (lambda: wave.read(path, 8000), lambda: wave.check(path)):
        with pytest.raises(Unreadable, match="cut off"):
            look()


@pytest.mark.parametrize("kind", ["WAV", "AIFF", "AU", "CAF"])
def test_a_file_without_samples_has_none_inside(kind, tmp_path):
    path = written(tmp_path / "x", np.zeros(0), kind=kind)
    with pytest.raises(Unreadable, match="no samples inside"):
        wave.check(path)


@pytest.mark.parametrize("size", [0xFFFFFFFF, 0x7FFFF000])
def test_a_wav_that_was_written_into_a_pipe_is_whole(size, tmp_path):
    path = tmp_path / "x.wav"
    written(path, noise(1000))
    content = bytearray(path.read_bytes())
    at = content.index(b"data") + 4
    content[4:8] = content[at : at + 4] = size.to_bytes(4, "little")
    path.write_bytes(content)
    assert len(wave.read(str(path), 16_000)) == 1000


def test_a_flac_whose_header_has_no_length_is_refused(tmp_path):
    piped = tmp_path / "piped.flac"
    written(piped, noise(20_000))
    content = bytearray(piped.read_bytes())
    content[21] &= 0xF0  # the length is 36 bits in the middle of the header
    content[22:26] = bytes(4)
    piped.write_bytes(content)
    for look in (lambda p: wave.read(p, 16_000), wave.check, lambda p: wave.peaks(p, 10)):
        with pytest.raises(Unreadable, match="no length in its header"):
            look(str(piped))


def test_a_header_s_own_length_counted_in_is_not_a_cut(tmp_path):
    path = cut(written(tmp_path / "x.wav", noise(50_000)), 1 - 40 / 100_044)
    assert 49_970 < len(wave.read(path, 16_000)) < 50_000


@pytest.mark.parametrize("rate", [1, 50, 2_000_000_000])
def test_a_rate_that_no_sound_has_is_refused(rate, tmp_path):
    with pytest.raises(Unreadable, match="Hz, which no sound has"):
        wave.read(written(tmp_path / "x.wav", noise(100), rate), 16_000)


def test_what_is_not_there_is_told(tmp_path):
    (tmp_path / "link.wav").symlink_to(tmp_path / "gone.wav")
    for path, reason in (
        (tmp_path / "x.wav", "not there"),
        (tmp_path / "link.wav", "broken link"),
        (tmp_path, "folder"),
    ):
        with pytest.raises(Unreadable, match=reason):
            wave.check(str(path))


def test_a_wav_called_raw_is_told(tmp_path):
    path = written(tmp_path / "x.wav", noise(100))
    raw = Path(path).rename(tmp_path / "x.raw")
    with pytest.raises(Unreadable, match=r"WAV called \.raw"):
        wave.read(str(raw), 16_000)


@pytest.mark.skipif(sys.platform != "linux", reason="file names are bytes")
def test_a_name_that_is_no_text_is_read(tmp_path):
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff \xc3\xbc.wav")
    written(tmp_path / "x.wav", noise(100))
    (tmp_path / "x.wav").rename(path)
    assert len(wave.read(path, 16_000)) == 100


@pytest.mark.parametrize(("kind", "subtype"), [("WAV", "PCM_16"), ("FLAC", "PCM_16"), ("OGG", "VORBIS"),
                                               ("AIFF", "PCM_16"), ("MP3", "MPEG_LAYER_III")])  # fmt: skip
def test_a_spoiled_file_is_read_or_refused_and_never_more(kind, subtype, tmp_path):
    path = tmp_path / "x"
    written(path, noise(20_000), subtype=subtype, kind=kind)
    content, rng = path.read_bytes(), np.random.default_rng(1)
    for _ in range(30):
        spoiled = bytearray(content)
        for place in rng.integers(0, len(content), 20) ** 2 // len(content):  # rather at its beginning
            spoiled[place] = rng.integers(256)
        path.write_bytes(spoiled[: rng.integers(1, len(content))] if rng.random() < 0.3 else spoiled)
        try:
            assert np.isfinite(wave.read(str(path), 16_000)).all()
            assert wave.check(str(path)).seconds > 0
        except Unreadable:
            continue


def test_without_its_library_the_cure_is_named(tmp_path, monkeypatch):
    path = written(tmp_path / "x.wav", noise(100))
    for package, rate in (("soxr", 8000), ("soundfile", 16_000)):
        with monkeypatch.context() as patched:
            patched.setitem(sys.modules, package, None)
            with pytest.raises(UserError, match=f"pip install {package}"):
                wave.read(path, rate)


def test_mp3_without_a_library_for_it_is_told(tmp_path, monkeypatch):
    path = written(tmp_path / "x.mp3", noise(20_000), subtype="MPEG_LAYER_III", kind="MP3")
    kinds = {name: words for name, words in soundfile.available_formats().items() if name != "MP3"}
    monkeypatch.setattr(soundfile, "available_formats", lambda: kinds)
    with pytest.raises(Unreadable, match="MP3 is not supported; convert it to WAV or FLAC"):
        wave.check(path)
