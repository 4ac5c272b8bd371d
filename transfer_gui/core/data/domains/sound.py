"""Sounds of any rate and number of channels: for voice encoders, and drawn for networks that were made for pictures."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ...errors import Unreadable
from ...recipes import Recipe
from ...recipes.image import Preprocessing
from ...recipes.spectrogram import Spectrogram
from ...recipes.speech import Speech
from ...sound import container, pictures, speech, statistics, wave
from .. import told
from ..domain import Augmentation, Content, DomainOf, Heard, Pixels, Trace
from ..listing import several
from ..plain import Plain
from ..told import Spread, Survey
from . import image

if TYPE_CHECKING:
    import torch

    from ...sound.mel import Floats

SHIFT = 0.1
"""Share of what is read of a sound that it is moved by at most, forwards or backwards."""
GAIN_DB = 6.0
NOISE_DB = 10.0, 40.0
"""How far below the sound the noise is."""
SHORT = 0.1
"""Seconds below which a sound is told to be short."""
CLIPPED_FROM = 0.001
"""Share of the samples in runs at full scale from which on a sound is told to be clipped."""
RATE, CHANNELS, SILENT, CLIPPED = "rate:", "channels:", "silent", "clipped"
"""Traits of a sound; the first two are followed by a number."""
RANGE_DB = 60.0
"""What is this much quieter than the loudest is black in a voice encoder's preview."""


class SoundDomain(DomainOf[Speech | Spectrogram]):
    """Sounds (see `core.data.domain.Domain`)."""

    name = "sound"
    noun = ("sound", "sounds")
    augmentations: Mapping[str, Augmentation] = {
        "none": Augmentation("None", "left as it is: each epoch hears the same ones."),
        "light": Augmentation(
            "Light: time and loudness",
            "changed a little at random, anew in every epoch: moved in time by up to a tenth, and made louder or "
            "quieter by up to 6 dB.",
        ),
        "reference": Augmentation(
            "Strong: SpecAugment too",
            "changed at random, anew in every epoch: moved in time by up to a tenth, made louder or quieter by up to "
            "6 dB, and stretches of time and bands hidden (SpecAugment).",
        ),
        "trivial": Augmentation(
            "Strongest: with noise",
            "changed at random, anew in every epoch: moved in time by up to a tenth, made louder or quieter by up to "
            "6 dB, mixed with noise 10 to 40 dB below it, and stretches of time and bands hidden (SpecAugment).",
        ),
    }
    audible = True
    endings = container.ENDINGS

    def wanted(self, name: str, head: Callable[[], bytes]) -> bool:
        """By its ending, or else by its content."""
        return Path(name).suffix.lower() in container.ENDINGS or bool(container.kind(head()))

    def check(self, path: str) -> Content:
        """Length in milliseconds and channels of a sound that was read to its end. Raises Unreadable."""
        facts = wave.check(path)
        if facts.fault:
            raise Unreadable(path, facts.fault)
        traits = [f"{RATE}{facts.rate}", f"{CHANNELS}{facts.channels}"]
        traits += [SILENT] if facts.silent else []
        traits += [CLIPPED] if facts.clipped > CLIPPED_FROM else []
        return Content(round(1000 * facts.seconds), facts.channels, " ".join(traits))

    def told(self, survey: Survey) -> list[str]:
        """Lengths, sampling rates and channels, silence and clipping."""
        found = told.lengths(survey, survey.sizes[:, 0] / 1000, self.noun, lambda seconds: f"{seconds:.3g} s", SHORT)
        rates = [(f"{int(rate):,} Hz", count) for rate, count in survey.counts(RATE)]
        channels = [(several(int(number), "channel"), count) for number, count in survey.counts(CHANNELS)]
        if len(rates) == len(channels) == 1:
            found.append(f"Sampling rate: {rates[0][0]}, {channels[0][0]}, throughout.")
        elif rates:
            found.append(told.counted("Sampling rates", rates))
            found.append(told.counted("Channels, whose mean is taken", channels))
        for trait, what in (
            (SILENT, "silent, never louder than 60 dB below full scale"),
            (CLIPPED, f"clipped, with more than {CLIPPED_FROM:.1%} of the samples in runs at full scale"),
        ):
            found += told.standing_out(survey, survey.traits.get(trait), self.noun, what)
        return found

    def lengths(self, survey: Survey) -> Spread | None:
        """In seconds."""
        return told.spread(survey.sizes[:, 0] / 1000, "seconds")

    def open(self, path: str) -> "Floats":
        """The samples at 16 kHz, mono. Raises Unreadable."""
        return wave.read(path, speech.RECIPE.rate)

    def prepare(
        self,
        path: str,
        preprocessing: Speech | Spectrogram,
        augmentation: str,
        generator: "torch.Generator | None",
        exact: bool = False,
    ) -> "torch.Tensor":
        """Windows float32 (windows, 160, 40) for a voice encoder, or a picture uint8 (channels, crop, crop).

        Raises Unreadable.
        Augmentation 'light' moves the sound in time and makes it louder or quieter; 'reference' also masks stretches of
        time and bands (SpecAugment); 'trivial' adds noise to all that.
        """
        import torch

        from ...sound import augment

        if isinstance(preprocessing, Speech):
            sound = wave.part(path, speech.RECIPE.rate, 0, preprocessing.size / 100)
            sound = _changed(sound, speech.RECIPE.rate, augmentation, generator)
            found = speech.batch([speech.windows(sound, preprocessing.windows)], preprocessing.windows)[0]
            if augmentation in _MASKED and generator is not None:
                masks = augment.Masks(bands=8, frames=40)
                found = np.stack([augment.mask(window.T, masks, generator, 0.0).T for window in found])
            return torch.from_numpy(np.ascontiguousarray(found))
        drawing = preprocessing.drawing
        sound = pictures.fitted(wave.part(path, drawing.mel.rate, 0, drawing.seconds), drawing)
        shades = pictures.shades(_changed(sound, drawing.mel.rate, augmentation, generator), drawing)
        if augmentation in _MASKED and generator is not None:
            shades = augment.mask(shades, augment.Masks(), generator, 0)
        return torch.from_numpy(pictures.drawn(shades, drawing)[: preprocessing.picture.channels])

    def normalise(self, prepared: "torch.Tensor", preprocessing: Speech | Spectrogram) -> "torch.Tensor":
        """float32, as the network reads it."""
        return prepared if isinstance(preprocessing, Speech) else image.normalise(prepared, preprocessing.picture)

    def collate(self, examples: Sequence["torch.Tensor"], preprocessing: Speech | Spectrogram) -> "torch.Tensor":
        """(n, ...)."""
        import torch

        shape, dtype = preprocessing.stored
        if not examples:
            return torch.empty((0, *shape), dtype=getattr(torch, dtype))
        return torch.from_numpy(np.stack([example.numpy() for example in examples]))

    def nothing(self, preprocessing: Speech | Spectrogram) -> "torch.Tensor":
        """Silence."""
        import torch

        shape, dtype = preprocessing.stored
        return torch.zeros(shape, dtype=getattr(torch, dtype))

    def cover(self, preprocessing: Speech | Spectrogram) -> "tuple[torch.Tensor, str]":
        """Silence: of a drawn sound what is black, and not the mean colour, which would be a sound of its own."""
        return self.normalise(self.nothing(preprocessing), preprocessing), "silence"

    def preview(
        self, path: str, preprocessing: Speech | Spectrogram, augmentation: str = "none", seed: int = 0
    ) -> Pixels:
        """What the network will see, time across and pitch up; a voice encoder's windows side by side, on a square."""
        import torch

        prepared = self.prepare(path, preprocessing, augmentation, torch.Generator().manual_seed(seed))
        if isinstance(preprocessing, Spectrogram):
            return image.as_seen(prepared)
        windows = prepared.numpy()
        there = [window for window in windows if window.any()] or [windows[0]]
        bands = np.concatenate(there, 0).T[::-1].astype(np.float64)
        loudest = bands.max() or 1.0
        below = 10 * np.log10(np.maximum(bands / loudest, 10 ** (-RANGE_DB / 10)))
        grey = np.round(255 * (1 + below / RANGE_DB)).astype(np.uint8)
        tall = max(1, grey.shape[1] // grey.shape[0])
        return np.ascontiguousarray(np.repeat(np.repeat(grey, tall, 0)[..., None], 3, 2))

    def thumbnail(self, path: str, size: int) -> Trace:
        """The waveform. Raises Unreadable."""
        return Trace(wave.peaks(path, size))

    def listen(self, path: str) -> Iterator[Heard]:
        """The sound at its own rate, with its own channels. Raises Unreadable."""
        return wave.heard(path)

    def reads(self, recipe: Recipe) -> Speech | Spectrogram | None:
        """Voice encoders; and networks that were made for pictures, to which sounds are drawn."""
        if isinstance(recipe, Speech | Spectrogram):
            return recipe
        return Spectrogram(recipe) if isinstance(recipe, Preprocessing) else None

    def plain(self, train: Sequence[str]) -> Plain:
        """Of each mel band over time, mean, deviation and the largest (see `sound.statistics`)."""
        return Plain("mel statistics (mean, deviation and largest of each band)", _described)


def _described(path: str) -> "Floats":
    return statistics.describe(wave.part(path, speech.RECIPE.rate, 0, statistics.SECONDS))


_MASKED = ("reference", "trivial")


def _changed(sound: "Floats", rate: int, augmentation: str, generator: "torch.Generator | None") -> "Floats":
    """The sound as the augmentation changes it before it is transformed."""
    if augmentation == "none" or generator is None:
        return sound
    from ...sound import augment

    sound = augment.shift(sound, int(SHIFT * len(sound)), generator, circular=False)
    sound = augment.gain(sound, -GAIN_DB, GAIN_DB, generator)
    return augment.noise(sound, *NOISE_DB, generator) if augmentation == "trivial" else sound


DOMAIN = SoundDomain()
