"""What is frozen takes no memory beside its weights: no gradient, no momentum, no copy, nothing kept for a gradient."""

import pytest
import torch

from tests.core.training.live import Run, job, saved
from transfer_gui.core.models.presets import presets
from transfer_gui.core.models.tree import layers
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.training.estimate import estimate

NAMES = ("resnet18", "densenet121", "mobilenet_v3_small", "vit_b_16")
pytestmark = pytest.mark.usefixtures("small_networks")


def run_of(name, preset):
    size = 224 if name == "vit_b_16" else 64
    root = layers(name, 5, size)
    made = job(name, presets(root)[preset], 2)
    return Run(made, size), root, made


def frozen(run):
    return {name for name, _ in run.model.named_parameters() if run.job.plan.resolve(name).frozen_in(0)}


@pytest.mark.parametrize("preset", ["head", "last_stage"])
@pytest.mark.parametrize("name", NAMES)
def test_no_gradient_no_momentum_and_no_copy(name, preset):
    run, *_ = run_of(name, preset)
    names = frozen(run)
    before = {name: p.detach().clone() for name, p in run.model.named_parameters() if name in names}
    run.gradient()
    parameters = dict(run.model.named_parameters())
    assert {name for name, p in parameters.items() if p.grad is None} == names
    run.stepper.update()
    states = {id(p) for p, state in run.sgd.state.items() if state}
    assert {name for name, p in parameters.items() if id(p) not in states} == names
    assert not names & run.origin.copies.keys()
    assert all(torch.equal(parameters[name], value) for name, value in before.items())


@pytest.mark.parametrize("preset", ["head", "last_stage"])
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_kept_before_the_first_layer_that_learns(name, preset):
    run, root, made = run_of(name, preset)
    before, after = saved(run)
    assert before == 0 < after
    assert after == pytest.approx(estimate(root, made).activations, rel=0.02, abs=5e3)


def test_all_is_kept_behind_a_single_layer_that_learns():
    """So that nothing but the plan spares the rest."""
    run, *_ = run_of("resnet18", "last_stage")
    late = sum(saved(run))
    run.model.conv1.weight.requires_grad_(True)
    assert sum(saved(run)) > 2 * late


def test_a_frozen_layer_between_two_that_learn_lets_a_gradient_through_and_has_none():
    made = job("resnet18", freeze_all_but(["layer1", "fc"]), 2)
    run = Run(made, 64)
    run.gradient()
    assert run.model.layer1[0].conv1.weight.grad is not None
    assert all(p.grad is None for p in run.model.layer3.parameters())
    run.stepper.update()
    assert not any(p in run.sgd.state for p in run.model.layer3.parameters())
