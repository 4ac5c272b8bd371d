"""What kind of sound file one is by its content, whether it is all there, and what it is where it is no sound."""

import struct
from codecs import getincrementaldecoder
from typing import BinaryIO

HEAD = 64
"""Bytes that tell the kind of a file."""

_HEADERLESS = frozenset([".raw", ".pcm", ".gsm", ".vox", ".ul", ".ulaw", ".al", ".alaw", ".sln", ".g722"])
_SOUNDS = """
    .wav .wave .rf64 .w64 .flac .ogg .oga .opus .mp3 .mp2 .aif .aiff .aifc .au .snd .caf .sph
    .m4a .aac .wma .amr .ape .wv .mid .midi
"""
ENDINGS = _HEADERLESS | frozenset(_SOUNDS.split())
"""Endings that say 'this is meant as a sound'; whether it is one, its content says."""

_HEADS = {
    b"fLaC": "FLAC",
    b"OggS": "OGG",
    b"ID3": "MP3",
    b"caff": "CAF",
    b".snd": "AU",
    b"NIST_1A": "NIST",
    b"riff\x2e\x91\xcf\x11": "W64",
}
_CONVERT = "is not supported; convert it to WAV or FLAC"
_PICTURE, _VIDEO = "a picture, not a sound", "a video, not a sound"
_OTHERS = {
    b"\xff\xd8\xff": _PICTURE,
    b"\x89PNG\r\n\x1a\n": _PICTURE,
    b"GIF8": _PICTURE,
    b"II*\0": _PICTURE,
    b"MM\0*": _PICTURE,
    b"MThd": "MIDI, which holds notes and no sound; convert it to WAV",
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11": f"WMA {_CONVERT}",
    b"\x1a\x45\xdf\xa3": f"WebM {_CONVERT}",
    b"#!AMR": f"AMR {_CONVERT}",
    b"MAC ": f"Monkey's Audio {_CONVERT}",
    b"wvpk": f"WavPack {_CONVERT}",
    b"PK\x03\x04": "a ZIP archive, not a sound",
    b"%PDF": "a PDF, not a sound",
}
_TEXTS = {
    b"version https://git-lfs": "a Git LFS pointer, not the sound; run 'git lfs pull' to get it",
    b"<!doctype html": "a web page, not a sound",
    b"<html": "a web page, not a sound",
}

_MOST_CHUNKS = 1000
_UNKNOWN_BYTES = 0x7FFFF000
"""From this size on, a header says that whoever wrote it could not know: it wrote into a pipe."""
_SLACK_BYTES = 64
"""So much may be lacking: some programs count the file's own header in."""
_OGG_PAGE = 65_536
"""More than the longest page of an Ogg file has (65,307 bytes)."""


def kind(head: bytes) -> str:
    """'WAV', 'FLAC', 'OGG', 'MP3', 'AIFF'... by the first bytes of a file; '' where it is no known sound."""
    for start, name in _HEADS.items():
        if head.startswith(start):
            return name
    if head[:4] in {b"RIFF", b"RIFX", b"RF64"} and head[8:12] == b"WAVE":
        return "WAV"
    if head[:4] == b"FORM" and head[8:12] in {b"AIFF", b"AIFC"}:
        return "AIFF"
    return "MP3" if _mpeg_frame(head) else ""


def what_else(head: bytes, suffix: str) -> str:
    """What a file is that cannot be read as a sound, in a few words that follow its name."""
    if not head:
        return "empty (0 bytes)"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for signs, start in ((_OTHERS, head), (_TEXTS, text)):
        for sign, words in signs.items():
            if start.startswith(sign):
                return words
    if head[:4] == b"RIFF":
        return {b"WEBP": _PICTURE, b"AVI ": _VIDEO}.get(head[8:12], "not a sound of a known kind")
    if head[:2] == b"BM" and head[6:10] == bytes(4):
        return _PICTURE
    if head[4:8] == b"ftyp":
        brand = head[8:11].lower()
        return f"M4A {_CONVERT}" if brand == b"m4a" else _PICTURE if brand in {b"hei", b"avi", b"mif"} else _VIDEO
    if head[:1] == b"\xff" and head[1:2] in {b"\xf0", b"\xf1", b"\xf8", b"\xf9"}:
        return f"AAC {_CONVERT}"
    if suffix in _HEADERLESS:
        return "samples without a header, so that their rate and format are not known; convert it to WAV"
    if not head.strip(b"\0"):
        return "nothing but zeros inside"
    return "text, not a sound" if _text(head) else "not a sound of a known kind"


def cut_off(file: BinaryIO, kind: str, size: int) -> bool:
    """Whether a file of `size` bytes ends before its own header or last page says.

    Told of WAV (http://soundfile.sapp.org/doc/WaveFormat), AIFF and Ogg (RFC 3533). libsndfile would read what is there
    without a word. FLAC is told when it is decoded; an MP3 does not say how long it is.
    """
    if kind == "WAV":
        file.seek(0)
        return _chunk_cut_off(file, size, "<" if file.read(4) != b"RIFX" else ">", b"data")
    if kind == "AIFF":
        return _chunk_cut_off(file, size, ">", b"SSND")
    return kind == "OGG" and _page_cut_off(file, size)


def _chunk_cut_off(file: BinaryIO, size: int, order: str, wanted: bytes) -> bool:
    """Whether the chunk that holds the samples, or one before it, ends behind the end of the file."""
    file.seek(12)
    for _ in range(_MOST_CHUNKS):
        head = file.read(8)
        if len(head) < 8:
            return False
        name, length = struct.unpack(f"{order}4sI", head)
        end = file.tell() + length
        if name == wanted:
            return length < _UNKNOWN_BYTES and end > size + _SLACK_BYTES
        if end > size + _SLACK_BYTES:
            return True
        file.seek(end + length % 2)
    return False


def _page_cut_off(file: BinaryIO, size: int) -> bool:
    """Whether the last page of an Ogg file is longer than what is left of it."""
    file.seek(max(0, size - _OGG_PAGE))
    tail = file.read(_OGG_PAGE)
    start = tail.rfind(b"OggS\0")
    table = start + 27
    if start < 0:
        return False
    if len(tail) < table:
        return True
    segments = tail[table : table + tail[table - 1]]
    return table + tail[table - 1] + sum(segments) > len(tail)


def _mpeg_frame(head: bytes) -> bool:
    """Whether a file begins with a frame of MPEG audio, layer II or III (ISO/IEC 11172-3, 2.4.1.3)."""
    if len(head) < 3 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    return version != 1 and layer in {1, 2} and head[2] >> 4 != 15 and head[2] >> 2 & 3 != 3


def _text(head: bytes) -> bool:
    try:
        text = getincrementaldecoder("utf-8")().decode(head)  # the last character may be cut
    except UnicodeDecodeError:
        return False
    return all(character.isprintable() or character in "\t\r\n\f\ufeff" for character in text)
