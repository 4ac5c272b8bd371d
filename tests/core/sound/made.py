"""Sounds that tests make."""

from pathlib import Path

import numpy as np
import soundfile

from transfer_gui.core import paths


def tone(hertz, seconds, rate, level=0.5):
    """A sine, float32 (samples,)."""
    return (level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.float32)


def noise(samples, channels=None, seed=0, level=0.2):
    shape = (samples,) if channels is None else (samples, channels)
    return (level * np.random.default_rng(seed).standard_normal(shape)).clip(-0.99, 0.99).astype(np.float32)


def written(path, data, rate=16_000, subtype="PCM_16", kind=None):
    soundfile.write(path, data, rate, subtype=subtype, format=kind)
    return str(path)


def shipped():
    """The shipped sounds, in order: path and class of each."""
    folder = paths.resources() / "data" / "sounds"
    return [(str(path), path.parent.name) for path in sorted(folder.glob("*/*.wav"))]


def cut(path, share):
    """The file at `path` without its end."""
    data = Path(path).read_bytes()
    Path(path).write_bytes(data[: int(len(data) * share)])
    return str(path)
