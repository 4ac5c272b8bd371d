"""What the voice encoder reads: mel windows of 1.6 seconds, by the recipe that it was trained on.

The recipe is that of Resemblyzer (https://github.com/resemble-ai/Resemblyzer), after Wan et al. 2018, "Generalized
end-to-end loss for speaker verification" (https://arxiv.org/abs/1710.10467). Another recipe would only make the
embeddings worse, without a word.
"""

import math
from collections.abc import Sequence

import numpy as np

from .mel import Floats, MelRecipe, mel

RECIPE = MelRecipe(
    rate=16_000, n_fft=400, hop=160, bands=40, low=0.0, high=8000.0, scale="slaney", norm="slaney", log="none"
)
FRAMES = 160
"""Mel frames in a window."""
STEP = 80
"""Frames from one window to the next, at most."""
LEAST_DB = -30.0
"""Quieter sounds are raised to this mean power, in dB below full scale."""


def louder(wave: Floats) -> Floats:
    """The sound (samples,) raised to a mean power of `LEAST_DB` where it is quieter; never lowered. Silence stays."""
    power = float(np.square(wave, dtype=np.float64).mean()) if len(wave) else 0.0
    wanted = 10 ** (LEAST_DB / 10)
    if not 0 < power < wanted:
        return wave
    return (wave.astype(np.float64) * math.sqrt(wanted / power)).astype(np.float32)


def windows(wave: Floats, most: int | None = None) -> Floats:
    """The mel windows, (windows, 160, 40), of a sound (samples,) at 16 kHz.

    They are spread evenly from its beginning to its end, each overlapping the next by half or a little more, so that
    nothing is left out; `most` of them at most, spread as evenly. A sound shorter than a window is padded with zeros
    before it is transformed.
    """
    samples = max(len(wave), FRAMES * RECIPE.hop)
    padded = np.pad(louder(wave), (0, samples - len(wave)))
    frames = mel(padded, RECIPE).T[: samples // RECIPE.hop]  # without the one that is centred on the end
    spare = len(frames) - FRAMES
    count = 1 + -(-spare // STEP)
    starts = np.linspace(0, spare, count if most is None else min(count, most)).round().astype(np.int64)
    return np.stack([frames[start : start + FRAMES] for start in starts])


def batch(clips: Sequence[Floats], count: int) -> Floats:
    """Clips of up to `count` windows each as (clips, count, 160, 40).

    Windows that a clip lacks are zero throughout, which the voice encoder takes for 'not there', as it does digital
    silence.
    """
    result = np.zeros((len(clips), count, FRAMES, RECIPE.bands), np.float32)
    for row, clip in zip(result, clips, strict=True):
        row[: len(clip)] = clip
    return result
