"""Sounds that a network for pictures reads: what is explained lies on the spectrogram, where the sound is."""

import numpy as np
import pytest
import soundfile
import torch
from torch import nn

from transfer_gui.core.data.domains import find
from transfer_gui.core.explain.view import Look, views
from transfer_gui.core.progress import finish
from transfer_gui.core.recipes.image import Preprocessing
from transfer_gui.core.recipes.spectrogram import Spectrogram
from transfer_gui.core.runs.looked import Looked

SIDE = 96
RECIPE = Spectrogram(Preprocessing(resize=SIDE, crop=SIDE), 2.0)
TONE = 0.5, 0.8, 2000.0
"""From and to in seconds, and in Hz."""


class Brightness(nn.Module):
    """Finds bright places (of 4 x 4 px), and says how many there are: class 1 speaks for them, class 0 against."""

    def __init__(self) -> None:
        super().__init__()
        self.places = nn.Sequential(nn.Conv2d(3, 1, 4, 4, bias=False), nn.ReLU())
        self.head = nn.Linear(1, 2)
        with torch.no_grad():
            self.places[0].weight.fill_(1 / 48)
            self.head.weight.copy_(torch.tensor([[-8.0], [8.0]]))
            self.head.bias.zero_()

    def forward(self, batch):
        return self.head(self.places(batch).mean((2, 3)))


def box():
    """The rows and columns where the tone is, by the definitions of the mel scale and of the picture."""
    start, end, pitch = TONE
    mel = RECIPE.drawing.mel
    low, high = (2595 * np.log10(1 + f / 700) for f in (mel.low, mel.high or mel.rate / 2))
    row = SIDE * (1 - (2595 * np.log10(1 + pitch / 700) - low) / (high - low))
    return row, SIDE * start / RECIPE.seconds, SIDE * end / RECIPE.seconds


@pytest.fixture
def look(tmp_path):
    rate = 16_000
    time = np.arange(2 * rate) / rate
    wave = np.where((time >= TONE[0]) & (time < TONE[1]), 0.5 * np.sin(2 * np.pi * TONE[2] * time), 0)
    soundfile.write(tmp_path / "tone.wav", wave, rate)
    looked = Looked(Brightness().eval(), "brightness", ("quiet", "loud"), RECIPE)
    return Look(looked, tmp_path / "tone.wav", "places", 1)


@pytest.mark.parametrize("name", ["grad_cam", "occlusion", "integrated_gradients"])
def test_the_overlay_lies_on_the_spectrogram(look, name):
    assert views()[name].fits(look.looked)
    figures = finish(views()[name].compute(look))
    row, left, right = box()
    for figure in figures:
        np.testing.assert_array_equal(figure.picture, find("sound").preview(str(look.path), RECIPE))
        assert figure.picture.shape == (SIDE, SIDE, 3)
        heat = figure.heat / np.abs(figure.heat).max()
        rows, columns = SIDE / heat.shape[0], SIDE / heat.shape[1]
        places = np.argwhere(heat > 0.7)
        assert len(places)
        reach = 1.5 * rows + 0.2 * SIDE * (name == "occlusion")  # the square that hides is that large
        assert np.all(np.abs((places[:, 0] + 0.5) * rows - row) < reach + 4)
        centre = (places[:, 1] + 0.5) * columns
        assert np.all((centre > left - reach) & (centre < right + reach))
        assert abs(float(centre.mean()) - (left + right) / 2) < 4 + columns / 2


def test_what_is_hidden_of_a_sound_is_silent(look):
    (figure,) = finish(views()["occlusion"].compute(look))
    assert "px in silence, moved" in figure.note
    away = figure.heat[int(box()[0]) + 30 :, int(box()[2]) + 30 :]
    assert away.size
    np.testing.assert_allclose(away, 0, atol=1e-6)  # where it was silent already, hiding takes nothing away
