"""Sounds as pictures for models that were trained on photographs: the mel spectrogram in shades of grey.

Networks trained on ImageNet are a good start for sounds that are shown to them in this way (Palanisamy et al. 2020,
"Rethinking CNN models for audio classification", https://arxiv.org/abs/2007.11154).
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from .mel import Floats, MelRecipe, mel

Pixels = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class PictureRecipe:
    """How a sound becomes a picture: `seconds` of it in mel bands, in dB below its own peak, `size` x `size` pixels."""

    mel: MelRecipe = field(default_factory=lambda: MelRecipe(n_fft=1024, hop=256, bands=128))
    seconds: float = 2.0
    keep: Literal["start", "centre"] = "start"
    """Which part of a longer sound is kept; a shorter one is padded with silence behind it, or on both sides."""
    range_db: float = 80.0
    """What is this much quieter than the peak, or more, is black; the peak is white."""
    size: int = 224

    def __post_init__(self) -> None:
        if self.mel.log != "none":
            raise ValueError("a picture takes its own logarithm: its mel recipe has none")
        if self.keep not in {"start", "centre"}:
            raise ValueError(f"a picture keeps the 'start' or the 'centre' of a sound, not {self.keep!r}")
        if not (0 < self.seconds <= 3600 and self.range_db > 0 and 0 < self.size <= 4096):
            raise ValueError("a picture shows up to an hour, a range of dB, on 1 to 4096 pixels a side")

    @property
    def samples(self) -> int:
        """Samples that are shown."""
        return max(1, round(self.seconds * self.mel.rate))

    def words(self) -> str:
        """The recipe in one sentence, for a person."""
        padded = "padded with silence behind it" if self.keep == "start" else "padded with silence on both sides"
        return (
            f"The {self.keep} of a sound, {self.seconds:g} s ({padded} where it is shorter), as a picture of "
            f"{self.size} x {self.size} px: {self.mel.words().removesuffix(', no logarithm.')}, in dB from the peak "
            f"(white) to {self.range_db:g} dB below it (black), low notes at the bottom."
        )

    def to_dict(self) -> dict[str, Any]:
        """Plain types only, for a checkpoint."""
        return asdict(self)

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> "PictureRecipe":
        """The inverse of `to_dict`. Raises TypeError or ValueError for anything else."""
        values: dict[str, Any] = dict(fields)
        if "mel" in values:
            values["mel"] = MelRecipe.from_dict(values["mel"])
        return cls(**values)


def picture(wave: Floats, recipe: PictureRecipe) -> Pixels:
    """The sound (samples,) as a picture: uint8 (3, size, size), its channels alike. The same bits on every machine."""
    return drawn(shades(wave, recipe), recipe)


def fitted(wave: Floats, recipe: PictureRecipe) -> Floats:
    """The sound (samples,) cut or padded to the recipe's length."""
    spare = len(wave) - recipe.samples
    before = spare // 2 if recipe.keep == "centre" else 0
    if spare >= 0:
        return wave[before : before + recipe.samples]
    return np.pad(wave, (-before, before - spare))


def shades(wave: Floats, recipe: PictureRecipe) -> Pixels:
    """The mel spectrogram in shades of grey, uint8 (bands, frames), high notes on top; silence is black."""
    power = mel(fitted(wave, recipe), recipe.mel).astype(np.float64)
    peak = power.max()
    if peak <= 0:
        return np.zeros(power.shape, np.uint8)
    below = 10 * np.log10(np.maximum(power / peak, 10 ** (-recipe.range_db / 10)))
    return np.round(255 * (1 + below[::-1] / recipe.range_db)).astype(np.uint8)


def drawn(shades: Pixels, recipe: PictureRecipe) -> Pixels:
    """Shades (height, width) brought to the recipe's size, bilinear, on three channels alike: uint8 (3, size, size)."""
    image = Image.fromarray(shades).resize((recipe.size, recipe.size), Image.Resampling.BILINEAR)
    return np.repeat(np.asarray(image)[None], 3, axis=0)
