"""Power spectrograms and mel bands in plain NumPy, equal to librosa's (McFee et al. 2015, https://librosa.org).

Worked out in double precision, so that bands of little energy are as exact as the others.
"""

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any, Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Floats = NDArray[np.float32]

FLOOR = 1e-10
"""Power below this counts as this before a logarithm is taken (-100 dB)."""
_PIECE = 2048
"""Frames that are transformed at a time: an hour would need gigabytes at once."""


@dataclass(frozen=True, slots=True)
class MelRecipe:
    """How a sound becomes a mel spectrogram.

    Frames of `n_fft` samples under a periodic Hann window, one every `hop` samples, the first centred on the first
    sample; zeros lie before and after the sound. Squared magnitudes, summed in `bands` triangles that are equally wide
    on the mel scale, from `low` to `high` Hz.
    """

    rate: int = 16_000
    """Samples a second."""
    n_fft: int = 400
    hop: int = 160
    bands: int = 40
    low: float = 0.0
    high: float = 8000.0
    scale: Literal["slaney", "htk"] = "slaney"
    """Slaney's Auditory Toolbox (1998): straight up to 1000 Hz, logarithmic above; or HTK's 2595 log10(1 + f / 700)."""
    norm: Literal["slaney"] | None = "slaney"
    """'slaney': each triangle has the area of 1 Hz; None: the height 1."""
    log: Literal["none", "natural", "db"] = "none"

    def __post_init__(self) -> None:
        if not (self.rate > 0 and 2 <= self.n_fft <= 65_536 and self.hop > 0 and 0 < self.bands <= self.bins):
            raise ValueError(
                "a mel recipe needs a rate, a window of 2 to 65536 samples, a step, and a frequency a band"
            )
        if not 0 <= self.low < self.high <= self.rate / 2:
            raise ValueError(
                f"mel bands lie between 0 and {self.rate / 2:g} Hz, not from {self.low:g} to {self.high:g}"
            )
        if self.scale not in _SCALES or self.norm not in {"slaney", None} or self.log not in _LOGARITHMS:
            raise ValueError(f"no mel recipe has scale {self.scale!r}, norm {self.norm!r} and log {self.log!r}")

    @property
    def bins(self) -> int:
        """Frequencies of the Fourier transform, from 0 to half the rate."""
        return self.n_fft // 2 + 1

    def frames(self, samples: int) -> int:
        """Frames of a sound of so many samples."""
        return 1 + (samples + self.n_fft // 2 * 2 - self.n_fft) // self.hop

    def words(self) -> str:
        """The recipe in one sentence, for a person."""
        norm = "triangles of equal area" if self.norm else "triangles of equal height"
        return (
            f"{self.rate} Hz, a {self.n_fft}-sample Hann window every {self.hop} samples, squared magnitude in "
            f"{self.bands} mel bands from {self.low:g} to {self.high:g} Hz ({_SCALES[self.scale]}, {norm}), "
            f"{_LOGARITHMS[self.log]}."
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain types only, for a checkpoint."""
        return asdict(self)

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> "MelRecipe":
        """The inverse of `to_dict`. Raises TypeError or ValueError for anything else."""
        return cls(**fields)


_SCALES = {"slaney": "Slaney's scale", "htk": "HTK's scale"}
_LOGARITHMS = {"none": "no logarithm", "natural": "natural logarithm", "db": "in dB"}
_BREAK_HZ, _HZ_PER_MEL, _LOG_STEP = 1000.0, 200 / 3, math.log(6.4) / 27
"""Slaney's scale: where it turns logarithmic, and its steps below and above."""


def to_mel(hertz: Any, scale: Literal["slaney", "htk"]) -> NDArray[np.float64]:
    """Mels of frequencies in Hz."""
    hertz = np.asarray(hertz, np.float64)
    if scale == "htk":
        return 2595 * np.log10(1 + hertz / 700)
    above = np.log(np.maximum(hertz, _BREAK_HZ) / _BREAK_HZ) / _LOG_STEP
    return np.minimum(hertz, _BREAK_HZ) / _HZ_PER_MEL + above


def to_hertz(mels: Any, scale: Literal["slaney", "htk"]) -> NDArray[np.float64]:
    """The inverse of `to_mel`."""
    mels = np.asarray(mels, np.float64)
    if scale == "htk":
        return 700 * (10 ** (mels / 2595) - 1)
    straight = np.minimum(mels, _BREAK_HZ / _HZ_PER_MEL)
    return straight * _HZ_PER_MEL * np.exp(_LOG_STEP * (mels - straight))


@lru_cache(maxsize=16)
def filters(recipe: MelRecipe) -> NDArray[np.float64]:
    """The triangles, (bands, bins): what each band takes of each frequency."""
    ends = to_mel([recipe.low, recipe.high], recipe.scale)
    corners = to_hertz(np.linspace(ends[0], ends[1], recipe.bands + 2), recipe.scale)
    hertz = np.fft.rfftfreq(recipe.n_fft, 1 / recipe.rate)
    bank = np.stack([np.interp(hertz, corners[band : band + 3], (0, 1, 0)) for band in range(recipe.bands)])
    if recipe.norm == "slaney":
        bank *= 2 / (corners[2:] - corners[:-2])[:, None]
    bank.flags.writeable = False
    return bank


def spectrogram(wave: Floats, recipe: MelRecipe) -> Floats:
    """Squared magnitudes of the short-time Fourier transform, (bins, frames), of a sound (samples,)."""
    return np.concatenate([power.astype(np.float32) for power in _powers(wave, recipe)]).T


def mel(wave: Floats, recipe: MelRecipe) -> Floats:
    """The mel spectrogram, (bands, frames), of a sound (samples,) at the recipe's rate."""
    bank = filters(recipe)
    power = np.concatenate([(bank @ piece.T).astype(np.float32) for piece in _powers(wave, recipe)], axis=1)
    if recipe.log == "none":
        return power
    logarithm = np.log(np.maximum(power, np.float32(FLOOR)))
    return logarithm if recipe.log == "natural" else logarithm * np.float32(10 / math.log(10))


def _powers(wave: Floats, recipe: MelRecipe) -> Iterator[NDArray[np.float64]]:
    """The power spectra of the frames, (frames, bins), in pieces."""
    padded = np.pad(np.asarray(wave, np.float32), recipe.n_fft // 2)
    frames = sliding_window_view(padded, recipe.n_fft)[:: recipe.hop]
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(recipe.n_fft) / recipe.n_fft)
    for start in range(0, len(frames), _PIECE):
        spectrum = np.fft.rfft(frames[start : start + _PIECE] * window)
        yield spectrum.real**2 + spectrum.imag**2
