"""Files that are no sounds, or not whole: refused by reason, whatever is inside."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from tests.core.sound.made import cut, noise, written
from transfer_gui.core.errors import Unreadable, UserError
from transfer_gui.core.sound import wave

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
