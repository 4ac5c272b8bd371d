"""Integrated gradients against Captum, and against what the paper promises."""

import pytest
import torch
from captum.attr import IntegratedGradients
from torch import nn

from transfer_gui.core.explain.integrated import integrate
from transfer_gui.core.progress import finish
from transfer_gui.core.random_state import seeded
from transfer_gui.core.recipes.image import Preprocessing

from .networks import NAMES, batch, black, model

pytestmark = pytest.mark.usefixtures("untouched")


@pytest.mark.parametrize("name", NAMES)
def test_it_is_captums_with_the_same_rule_and_steps(name):
    picture, baseline, target = batch(1)[0], black(), 2
    found = finish(integrate(model(name), picture, target, baseline, steps=6, batch=4))
    expected, delta = IntegratedGradients(model(name)).attribute(
        picture[None], baseline[None], target, n_steps=6, method="gausslegendre", return_convergence_delta=True
    )
    size = float(expected.abs().max())
    assert size > 0
    torch.testing.assert_close(found.attributions, expected[0].float(), rtol=1e-3, atol=size * 1e-3)
    assert found.delta == pytest.approx(float(delta), abs=1e-4 + size * 0.1)
    with torch.no_grad():
        logits = model(name)(torch.stack([baseline, picture]))[:, target]
    assert (found.start, found.end) == pytest.approx(logits.tolist(), abs=1e-5)


def test_the_batches_do_not_matter():
    picture = batch(1)[0]
    whole = finish(integrate(model("squeezenet1_1"), picture, 0, steps=7, batch=7))
    parts = finish(integrate(model("squeezenet1_1"), picture, 0, steps=7, batch=2))
    size = float(whole.attributions.abs().max())
    torch.testing.assert_close(parts.attributions, whole.attributions, rtol=1e-3, atol=size * 1e-4)


def test_the_attributions_add_up_to_what_the_picture_adds_to_the_logit():
    """Completeness: exact for a network that is smooth along the way."""
    with seeded(0):
        network = nn.Sequential(nn.Conv2d(3, 4, 5), nn.GELU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3))
    picture = batch(1)[0]
    found = finish(integrate(network.double().requires_grad_(False), picture.double(), 1, steps=32))
    total = float(found.attributions.sum())
    assert total == pytest.approx(found.end - found.start, abs=1e-6)
    assert found.delta == pytest.approx(0, abs=1e-6)


def test_finer_steps_come_closer():
    picture = batch(1)[0]
    coarse, fine = (finish(integrate(model("swin_t"), picture, 1, steps=steps)) for steps in (2, 16))
    assert abs(fine.delta) < 0.02 * abs(fine.end - fine.start) + 1e-3
    assert abs(fine.delta) < abs(coarse.delta)


def test_of_a_linear_network_it_is_the_weight_times_what_differs():
    with seeded(0):
        network = nn.Sequential(nn.Flatten(), nn.Linear(12, 2)).requires_grad_(False)
    picture, baseline = torch.arange(12.0).view(3, 2, 2), torch.full((3, 2, 2), 0.5)
    found = finish(integrate(network, picture, 1, baseline, steps=3))
    expected = network[1].weight[1].view(3, 2, 2) * (picture - baseline)
    torch.testing.assert_close(found.attributions, expected)


def test_black_is_what_the_network_reads_of_a_black_picture():
    recipe = Preprocessing(mean=(0.5, 0.25, 0.1), std=(0.5, 0.5, 0.2))
    found = black(recipe)
    assert found.shape == recipe.shape
    torch.testing.assert_close(found[:, 3, 5], torch.tensor([-1.0, -0.5, -0.5]))


def test_it_tells_how_far_it_is_and_can_be_left_between_batches():
    action = integrate(model("squeezenet1_1"), batch(1)[0], 0, steps=5, batch=2)
    assert (next(action).done, next(action).done) == (0, 2)
    assert torch.is_grad_enabled()
    action.close()
    told = list(integrate(model("squeezenet1_1"), batch(1)[0], 0, steps=5, batch=2))
    assert [(p.done, p.total) for p in told] == [(0, 5), (2, 5), (4, 5), (5, 5)]
