"""Sound files: read as one channel at any rate, whole or in part, and looked through without holding all of one.

WAV, FLAC, OGG and whatever else with a header libsndfile reads (https://libsndfile.github.io/libsndfile); resampled by
libsoxr at its quality HQ (https://sourceforge.net/projects/soxr).
"""

import math
import os
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import Unreadable, UserError
from . import container

Wave = NDArray[np.float32]
"""(samples,): one channel, full scale at 1."""

SILENT = 10 ** (-60 / 20)
"""Whoever never gets louder than this (60 dB below full scale) says nothing."""
LONGEST = 2 * 3600
"""Seconds that are read at once at most; of a longer file, take parts."""
NO_NUMBERS = "values inside that are no numbers (NaN) or far too large"
NOTHING, CUT_OFF = "no samples inside", "cut off (truncated)"

_RATES = 100, 1_000_000
_LOUDEST = 1e10
"""Five times what 32-bit samples reach that somebody forgot to scale; more is not a sound, and its square overflows."""
_BLOCK = 1 << 20
"""Values (samples of all channels) that are decoded at a time."""
_RUN = 3
"""So many samples in a row at full scale are clipped; one alone may be a peak that just fits."""
_MARGIN = 256
"""Samples, at the lower of two rates, beyond which the resampling filter does not reach."""
_UNSUPPORTED = 4
"""libsndfile's SF_ERR_UNSUPPORTED_ENCODING (sndfile.h)."""
_UNCOUNTED = 1 << 60
"""FLAC files whose header does not say how long they are claim more frames than this."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a sound file holds."""

    rate: int
    """Samples a second, of each channel."""
    channels: int
    seconds: float
    peak: float
    """Largest magnitude; 1 is full scale."""
    clipped: float
    """Share of the values, of all channels, at full scale or beyond in runs of three or more of one sign."""
    no_numbers: int
    """How many values are NaN, infinite, or so large that no sound has them."""

    @property
    def silent(self) -> bool:
        """Whether it never gets louder than 60 dB below full scale."""
        return self.peak < SILENT

    @property
    def fault(self) -> str:
        """Why `read` refuses it, in words that follow the file's name; empty where it does not."""
        return NO_NUMBERS if self.no_numbers else ""


def read(path: str, rate: int) -> Wave:
    """The whole sound at `rate` samples a second, its channels averaged. Values beyond full scale stay as they are.

    Raises Unreadable, naming the file, where it is no sound, damaged, or longer than `LONGEST`.
    """
    return part(path, rate)


def part(path: str, rate: int, start: float = 0.0, seconds: float | None = None) -> Wave:
    """So many seconds of the sound from `start` on: the same samples as in `read`, but for rounding.

    Nothing else of the file is decoded, except a little on both sides for the resampling, and, of Ogg Vorbis, all that
    is before. Shorter, or empty, where the sound ends before. Raises Unreadable as `read` does.
    """
    first = max(0, round(start * rate))
    count = None if seconds is None else max(0, round(seconds * rate))
    with _opened(path) as sound:
        common = math.gcd(sound.samplerate, rate)
        taken, made = sound.samplerate // common, rate // common  # so many samples of the file give so many at `rate`
        margin = -(-_MARGIN // min(taken, made)) if taken != made else 0
        unit = max(0, first // made - margin)
        frames = None if count is None else (-(-(first + count) // made) + margin - unit) * taken
        blocks = _blocks(path, sound, unit * taken, frames)
        wave = _gathered(path, _resampled(path, blocks, sound.samplerate, rate), rate * LONGEST)
    skipped = first - unit * made
    return wave[skipped:] if count is None else wave[skipped : skipped + count]


def check(path: str) -> Facts:
    """Read the whole file, in blocks, and say what it holds. Raises Unreadable, naming the file."""
    with _opened(path) as sound:
        frames, peak, no_numbers = 0, 0.0, 0
        clipping = _Clipping(sound.channels, 8 if sound.subtype in {"PCM_U8", "PCM_S8"} else 16)
        for block in _blocks(path, sound):
            numbers = np.abs(block) < _LOUDEST
            if not numbers.all():
                no_numbers += int(np.count_nonzero(~numbers))
                block = np.where(numbers, block, np.float32(0))
            frames += len(block)
            peak = max(peak, float(np.abs(block).max()))
            clipping.take(block)
        share = clipping.count / (frames * sound.channels)
        return Facts(sound.samplerate, sound.channels, frames / sound.samplerate, peak, share, no_numbers)


def peaks(path: str, columns: int) -> NDArray[np.float32]:
    """The lowest and the highest value, of all channels, in each of `columns` equal stretches of time: (columns, 2).

    For drawing a sound; read in blocks. What is no number counts as 0. Raises Unreadable, naming the file.
    """
    with _opened(path) as sound:
        total = sound.frames
        kept = min(columns, total)
        found = np.tile(np.array([np.inf, -np.inf], np.float32), (kept, 1))
        edges, place = -(-np.arange(kept) * total // kept), 0
        for block in _blocks(path, sound):
            block = np.nan_to_num(block, nan=0.0, posinf=0.0, neginf=0.0)
            rows = np.arange(place * kept // total, (place + len(block) - 1) * kept // total + 1)
            starts = np.maximum(edges[rows] - place, 0)
            found[rows, 0] = np.minimum(found[rows, 0], np.minimum.reduceat(block, starts).min(1))
            found[rows, 1] = np.maximum(found[rows, 1], np.maximum.reduceat(block, starts).max(1))
            place += len(block)
    found[~np.isfinite(found)] = 0  # behind the end of an MP3 that is shorter than its estimate
    return found[np.arange(columns) * kept // columns]


def heard(path: str) -> Iterator[tuple[NDArray[np.float32], int]]:
    """The sound as it is, in blocks (frames, channels), each with the rate. Raises Unreadable, naming the file."""
    with _opened(path) as sound:
        for block in _blocks(path, sound):
            yield block, sound.samplerate


# ---- opening


@contextmanager
def _opened(path: str) -> Generator[Any]:
    """The file as a `soundfile.SoundFile`. Every fault, of the block too, becomes Unreadable."""
    try:
        kind = _kind(path)
        soundfile = _soundfile()
        if kind not in soundfile.available_formats():
            raise Unreadable(path, f"{kind} is not supported; convert it to WAV or FLAC")
        # As bytes, any name will do; Windows has names of text alone.
        with soundfile.SoundFile(path if os.name == "nt" else os.fsencode(path)) as sound:
            if not sound.frames:
                raise Unreadable(path, NOTHING)
            if sound.frames > _UNCOUNTED:  # soundfile cannot read to the end of one
                raise Unreadable(path, "no length in its header, as it was written into a pipe; convert it to WAV")
            if not _RATES[0] <= sound.samplerate <= _RATES[1]:
                raise Unreadable(path, f"a rate of {sound.samplerate} Hz, which no sound has")
            yield sound
    except (UserError, MemoryError):
        raise
    except Exception as error:  # on a broken file, libsndfile's errors and soundfile's own
        raise Unreadable(path, _words(error, path)) from error


def _kind(path: str) -> str:
    """What kind of sound file it is. Raises Unreadable where it is none, or cut off."""
    with Path(path).open("rb") as file:
        head, suffix = file.read(container.HEAD), Path(path).suffix.lower()
        kind = container.kind(head)
        if not kind:
            raise Unreadable(path, container.what_else(head, suffix))
        if suffix == ".raw":  # soundfile goes by that name
            raise Unreadable(path, f"{kind} called .raw, as samples without a header are; rename it")
        if container.cut_off(file, kind, file.seek(0, os.SEEK_END)):
            raise Unreadable(path, CUT_OFF)
        return kind


def _words(error: Exception, path: str) -> str:
    """What is wrong with the file, in a few words that follow its name."""
    if isinstance(error, FileNotFoundError):
        return "a broken link" if Path(path).is_symlink() else "not there"
    if isinstance(error, PermissionError):
        return "no permission to read it"
    if isinstance(error, IsADirectoryError):
        return "a folder, not a sound"
    if isinstance(error, OSError) and error.strerror:
        return f"cannot be read ({error.strerror})"
    if getattr(error, "code", 0) == _UNSUPPORTED:
        return "an encoding that is not supported; convert it to WAV or FLAC"
    return "damaged or cut off"


def _soundfile() -> Any:
    try:
        import soundfile
    except (ImportError, OSError) as error:  # it may be there without its libsndfile
        raise _lacking("soundfile", error) from error
    return soundfile


def _soxr() -> Any:
    try:
        import soxr
    except ImportError as error:
        raise _lacking("soxr", error) from error
    return soxr


def _lacking(package: str, error: Exception) -> UserError:
    return UserError(
        f"Sounds cannot be read: the package {package} cannot be loaded ({error}).",
        f"Install it: pip install {package}.",
    )


# ---- decoding


def _blocks(path: str, sound: Any, first: int = 0, count: int | None = None) -> Iterator[NDArray[np.float32]]:
    """The frames from `first` on, all or `count`, as blocks (frames, channels).

    Raises Unreadable where a FLAC ends too early.
    """
    size, place = max(1, _BLOCK // sound.channels), min(first, sound.frames)
    end = sound.frames if count is None else min(sound.frames, place + count)
    # GSM cannot be entered in the middle; the last page of a Vorbis, libsndfile enters some samples too late
    # (https://github.com/libsndfile/libsndfile/issues/885).
    if place and sound.seekable() and sound.subtype != "VORBIS":
        sound.seek(place)
    elif place:
        for _ in _blocks(path, sound, 0, place):
            pass
    while place < end:
        block: NDArray[np.float32] = sound.read(min(size, end - place), dtype="float32", always_2d=True)
        if not len(block):
            break
        yield block
        place += len(block)
    if place < end and sound.format != "MP3":  # whose length is an estimate
        raise Unreadable(path, CUT_OFF)


def _resampled(path: str, blocks: Iterator[NDArray[np.float32]], old: int, new: int) -> Iterator[Wave]:
    """The mean of the channels at the rate `new`, in pieces. Raises Unreadable for what is no number."""
    stream = _soxr().ResampleStream(old, new, 1, dtype="float32", quality="HQ") if old != new else None
    for block in blocks:
        with np.errstate(all="ignore"):
            wave = block.mean(axis=1, dtype=np.float32)
        if not (np.abs(wave) < _LOUDEST).all():
            raise Unreadable(path, NO_NUMBERS)
        yield stream.resample_chunk(wave) if stream else wave
    if stream:
        yield stream.resample_chunk(np.zeros(0, np.float32), last=True)


def _gathered(path: str, pieces: Iterator[Wave], most: int) -> Wave:
    """All pieces in a row, in memory that grows with them. Raises Unreadable for more than `most` samples."""
    gathered = bytearray()
    for piece in pieces:
        gathered += piece.tobytes()
        if len(gathered) > 4 * most:
            raise Unreadable(path, f"longer than {LONGEST // 3600} hours; cut it into parts")
    return np.frombuffer(gathered, np.float32)


class _Clipping:
    """Counts the values in runs at full scale, in blocks that may part a run."""

    def __init__(self, channels: int, bits: int) -> None:
        self.count = 0
        self._full = 1 - 2.0 ** (1 - bits)
        """The largest value of so many bits; where there are more, sounds are clipped to it all the same."""
        self._before = np.zeros((_RUN, channels), np.int8)
        """Of the last values: 1 and -1 at full scale, else 0."""

    def take(self, block: NDArray[np.float32]) -> None:
        """Count on with the next frames, (frames, channels)."""
        full = np.sign(block).astype(np.int8) * (np.abs(block) >= self._full)
        full = np.concatenate([self._before, full])
        self._before = full[-_RUN:]
        if not full.any():
            return
        third = (full[2:] != 0) & (full[2:] == full[1:-1]) & (full[1:-1] == full[:-2])  # and the two before are like it
        begun = third[1:] & ~third[:-1]
        self.count += int(np.count_nonzero(third[1:])) + (_RUN - 1) * int(np.count_nonzero(begun))
