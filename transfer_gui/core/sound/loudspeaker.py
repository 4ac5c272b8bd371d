"""Plays sounds on the machine's own output, by PortAudio (https://python-sounddevice.readthedocs.io)."""

import sys
from collections.abc import Iterable
from importlib import import_module
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import UserError
from ..progress import Long, Progress

PIECE = 0.05
"""Seconds that are handed over at a time: so soon a sound stops that is stopped."""
MOST_CHANNELS = 2
"""Of more, the mean is played."""

Block = tuple[NDArray[np.float32], int]
"""Samples (frames, channels), full scale at 1, and how many frames a second has."""


def why_not() -> UserError | None:
    """Why nothing can be played here, and what to do about it; None where it can. Takes a moment: not for the window's
    own thread."""
    try:
        _output(_sounddevice())
    except UserError as error:
        return error
    return None


def play(blocks: Iterable[Block]) -> Long[None]:
    """Play these, one after the other; all are of one rate and number of channels. Yields Progress in milliseconds.

    Closing it stops the sound at once. Raises UserError where the output cannot be opened, or is gone.
    """
    device, stream, done = _sounddevice(), None, 0
    _output(device)
    try:
        for block, rate in blocks:
            samples = _fitting(block)
            if stream is None:
                stream = _opened(device, rate, samples.shape[1])
            size = max(1, round(PIECE * rate))
            for start in range(0, len(samples), size):
                piece = samples[start : start + size]
                try:
                    stream.write(piece)
                except device.PortAudioError as error:
                    raise UserError(f"The sound output is gone ({error}).", _CONNECT) from error
                done += len(piece)
                yield Progress(1000 * done // rate, 0)
        if stream is not None:
            stream.stop()  # when all has been heard
    finally:
        if stream is not None:
            stream.abort()
            stream.close()


def _fitting(block: NDArray[np.float32]) -> NDArray[np.float32]:
    """What an output takes: at most two channels, nothing beyond full scale, no NaN."""
    if block.shape[1] > MOST_CHANNELS:
        block = block.mean(1, keepdims=True, dtype=np.float32)
    return np.ascontiguousarray(np.clip(np.nan_to_num(block), -1, 1), np.float32)


def _opened(device: Any, rate: int, channels: int) -> Any:
    try:
        stream = device.OutputStream(samplerate=rate, channels=channels, dtype="float32", latency="high")
        stream.start()
    except (device.PortAudioError, ValueError) as error:
        what = f"The sound output takes no sound of {rate:,} Hz with {channels} channels ({error})."
        raise UserError(what, _CONNECT) from error
    return stream


def _sounddevice() -> Any:
    """The package. Raises UserError where it, or PortAudio, is not installed."""
    try:
        return import_module("sounddevice")
    except ImportError as error:
        raise UserError("The package sounddevice is not installed.", "Install it: pip install sounddevice.") from error
    except OSError as error:  # its wheels for Windows and macOS bring PortAudio
        cure = "Install it again: pip install --force-reinstall sounddevice."
        if sys.platform.startswith("linux"):
            cure = "Install it: sudo apt install libportaudio2 (Fedora: portaudio, Arch: portaudio), and start again."
        raise UserError("PortAudio, which plays sounds, is not installed.", cure) from error


def _output(device: Any) -> None:
    """Raises UserError where there is nothing to play on."""
    try:
        device.query_devices(kind="output")
    except Exception as error:  # PortAudioError, or ValueError where there is no default
        raise UserError("This machine has no sound output.", _CONNECT) from error


_CONNECT = "Connect headphones or loudspeakers, and start the program again."
