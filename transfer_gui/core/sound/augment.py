"""Random changes to a training sound or its mel spectrogram, drawn from a generator of the caller's own.

Each gives a new array and draws the same numbers whatever the sound is: the same seed gives the same bits.
"""

from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
import torch
from numpy.typing import NDArray

from .mel import Floats

Picture = TypeVar("Picture", bound=NDArray[Any])


@dataclass(frozen=True, slots=True)
class Masks:
    """SpecAugment's masks (Park et al. 2019, https://arxiv.org/abs/1904.08779, section 2), without its time warping.

    These are its policy 'SM'; its frames are 10 ms and its bands 80.
    """

    bands: int = 15
    """Bands that a frequency mask covers, at most (F)."""
    frames: int = 70
    """Frames that a time mask covers, at most (T)."""
    share: float = 0.2
    """Share of all frames that a time mask covers, at most (p)."""
    frequency_masks: int = 2
    time_masks: int = 2


def shift(wave: Floats, most: int, generator: torch.Generator, circular: bool = True) -> Floats:
    """The sound (samples,) moved by up to `most` samples to either side.

    What leaves it at one end comes in at the other, or, not `circular`, silence does.
    """
    moved = _whole(-most, most, generator)
    rolled = np.roll(wave, moved)
    if not circular:
        rolled[: max(0, moved)] = 0
        rolled[max(0, len(rolled) + min(0, moved)) :] = 0
    return rolled


def gain(wave: Floats, low_db: float, high_db: float, generator: torch.Generator) -> Floats:
    """The sound louder by a number of dB from `low_db` to `high_db`."""
    return wave * np.float32(10 ** (_uniform(low_db, high_db, generator) / 20))


def noise(wave: Floats, low_db: float, high_db: float, generator: torch.Generator) -> Floats:
    """The sound with white noise, whose power is `low_db` to `high_db` dB below the sound's. Silence stays silent."""
    ratio_db = _uniform(low_db, high_db, generator)
    drawn = torch.randn(len(wave), generator=generator).numpy().astype(np.float64)
    if not wave.any():
        return wave.copy()
    powers = [float(np.square(sound, dtype=np.float64).mean()) for sound in (wave, drawn)]
    scale = np.sqrt(powers[0] / powers[1] / 10 ** (ratio_db / 10))
    return (wave + scale * drawn).astype(np.float32)


def mask(mel: Picture, masks: Masks, generator: torch.Generator, fill: float | None = None) -> Picture:
    """A mel spectrogram, (bands, frames), with bands and stretches of time set to `fill`; None: its mean.

    The paper's spectrograms have a mean of zero, which is what it fills in. Whole numbers (shades of grey) stay such.
    """
    masked, (bands, frames) = mel.copy(), mel.shape
    value = mel.mean() if fill is None else fill
    if np.issubdtype(mel.dtype, np.integer):
        value = round(float(value))
    for _ in range(masks.frequency_masks):
        start, width = _stretch(bands, masks.bands, generator)
        masked[start : start + width] = value
    for _ in range(masks.time_masks):
        start, width = _stretch(frames, min(masks.frames, int(masks.share * frames)), generator)
        masked[:, start : start + width] = value
    return masked


def _stretch(length: int, most: int, generator: torch.Generator) -> tuple[int, int]:
    """Where a mask begins, and its width."""
    width = _whole(0, min(most, length), generator)
    return _whole(0, length - width, generator), width


def _whole(low: int, high: int, generator: torch.Generator) -> int:
    """A whole number from `low` to `high`, both included."""
    return int(torch.randint(low, high + 1, (1,), generator=generator).item())


def _uniform(low: float, high: float, generator: torch.Generator) -> float:
    return low + (high - low) * torch.rand(1, generator=generator).item()
