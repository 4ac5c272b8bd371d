"""The occlusion map against Captum, and where the answer is plain."""

import numpy as np
import pytest
import torch
from captum.attr import Occlusion
from torch import nn

from transfer_gui.core.explain.occlusion import occlude, sides, squares
from transfer_gui.core.progress import finish

from .networks import NAMES, batch, model

pytestmark = pytest.mark.usefixtures("untouched")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_captums_of_the_probability(name):
    picture, target = batch(1)[0], 1
    found = finish(occlude(model(name), picture, target, window=0.4, stride=0.3, batch=3))
    side, step = sides(64, 64, 0.4, 0.3)
    assert (side, step) == (26, 19)
    expected = Occlusion(lambda x: model(name)(x).softmax(1)).attribute(
        picture[None], (3, side, side), (3, step, step), target=target, baselines=0
    )
    assert found.dtype == np.float32
    assert np.abs(found).max() > 0
    for channel in expected[0]:
        np.testing.assert_allclose(found, channel.numpy(), atol=1e-5)


def test_a_cover_of_another_colour_is_captums_too():
    picture, cover = batch(1)[0], torch.tensor([1.0, -1.0, 0.5])[:, None, None]
    found = finish(occlude(model("squeezenet1_1"), picture, 0, 0.5, 0.5, cover))
    expected = Occlusion(lambda x: model("squeezenet1_1")(x).softmax(1)).attribute(
        picture[None], (3, 32, 32), (3, 32, 32), target=0, baselines=cover.expand(1, 3, 64, 64)
    )
    np.testing.assert_allclose(found, expected[0, 0].numpy(), atol=1e-6)


@pytest.mark.parametrize(
    ("height", "width", "window", "stride"), [(64, 64, 0.2, 0.1), (30, 50, 0.33, 0.2), (5, 5, 1, 1), (7, 9, 0.01, 1)]
)
def test_the_squares_hide_every_pixel(height, width, window, stride):
    hidden = np.zeros((height, width), int)
    for place in squares(height, width, window, stride):
        assert hidden[place].size
        hidden[place] += 1
    assert hidden.all()


def test_only_where_something_is_hidden_that_counts_is_probability_lost():
    class Corner(nn.Module):
        """Says 'class 1' of pictures that are bright at the upper left."""

        def forward(self, x):
            bright = x[:, :, :10, :10].mean((1, 2, 3))
            return torch.stack([torch.zeros_like(bright), 4 * bright], 1)

    found = finish(occlude(Corner(), torch.ones(3, 40, 40), 1, window=0.25, stride=0.25))
    whole = 1 / (1 + np.exp(-4.0))
    np.testing.assert_allclose(found[:10, :10], whole - 0.5, rtol=1e-5)
    assert not found[10:].any()
    assert not found[:, 10:].any()
    against = finish(occlude(Corner(), torch.ones(3, 40, 40), 0, window=0.25, stride=0.25))
    np.testing.assert_allclose(against, -found, atol=1e-6)


def test_the_picture_is_left_as_it_was_and_the_action_can_be_left():
    picture = batch(1)[0]
    kept = picture.clone()
    action = occlude(model("squeezenet1_1"), picture, 0, 0.5, 0.25, batch=4)
    told = [next(action), next(action)]
    action.close()
    assert [(p.done, p.total) for p in told] == [(0, 9), (4, 9)]
    assert torch.equal(picture, kept)
