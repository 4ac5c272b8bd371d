"""What a layer costs, from made times: closed forms, and each layer's cost beside the epoch of the plan without it."""

import random

import pytest

from transfer_gui.core.frozen import replace
from transfer_gui.core.job import Job
from transfer_gui.core.models import tree
from transfer_gui.core.models.presets import presets
from transfer_gui.core.plan import Plan, freeze_all_but
from transfer_gui.core.training.costs import Costs, Pace, Times, Unit, memory, pace, toggled
from transfer_gui.core.training.estimate import estimate

UNITS = (
    Unit("conv", (("conv.weight", 30), ("conv.bias", 10)), 1.0, 1.0, 2.0, 4.0),
    Unit("norm", (("norm.weight", 5), ("norm.bias", 5)), 0.5, 0.25, 0.75, 0.5),
    Unit("relu", (), 0.1, 0.1, 0.2, 0.0),
    Unit("block.conv", (("block.conv.weight", 20),), 8.0, 8.0, 16.0, 32.0),
    Unit("fc", (("fc.weight", 50),), 64.0, 64.0, 128.0, 256.0),
)
TIMES = Times("made", 1, UNITS, update=0.001)
READ = Pace(training=10, validation=3, steps=5, spared=True, evaluated=True, again=False)
DRAWN = Pace(10, 3, 5, spared=False, evaluated=True, again=False)


def head() -> Plan:
    return freeze_all_but(["fc"])


def test_an_epoch_of_the_head_alone():
    assert Costs(TIMES, READ, head()).epoch == pytest.approx(10 * (64 + 256) + 3 * 64 + 5 * 0.05)
    before = 1.0 + 0.25 + 0.1 + 8.0
    assert Costs(TIMES, DRAWN, head()).epoch == pytest.approx(10 * (before + 64 + 256) + 3 * 64 + 5 * 0.05)


def test_an_epoch_in_which_everything_learns():
    forward, passing, own = 1 + 0.5 + 0.1 + 8 + 64, 0.75 + 0.2 + 16 + 128, 4 + 0.5 + 32 + 256
    still = 1 + 0.25 + 0.1 + 8 + 64
    expected = 10 * (forward + passing + own) + 3 * still + 5 * 0.12
    assert Costs(TIMES, READ, Plan()).epoch == pytest.approx(expected), "the gradient is not passed on to the pictures"


def test_unfreezing_a_layer_adds_all_that_comes_behind_it():
    cost = Costs(TIMES, READ, head()).layers()["block.conv"]
    assert not cost.learns
    assert cost.seconds == pytest.approx(10 * (8 + 32 + 128) + 3 * 8 + 5 * 0.02)


def test_freezing_behind_the_first_that_learns_saves_its_own_gradient_alone():
    cost = Costs(TIMES, READ, Plan()).layers()["block.conv"]
    assert cost.learns
    assert cost.seconds == pytest.approx(10 * 32 + 5 * 0.02), "its forward pass and the gradient through it stay"


def test_freezing_the_first_that_learns_moves_where_the_gradient_ends():
    cost = Costs(TIMES, READ, Plan()).layers()["conv"]
    assert cost.seconds == pytest.approx(10 * (1 + 4 + 0.75) + 3 * 1 + 5 * 0.04)


def test_where_pictures_are_drawn_anew_what_is_frozen_is_still_computed():
    cost = Costs(TIMES, DRAWN, Plan()).layers()["conv"]
    assert cost.seconds == pytest.approx(10 * (4 + 0.75) + 3 * 1 + 5 * 0.04)


def test_activations_computed_anew_are_paid_for_behind_the_first_that_learns():
    again = Pace(10, 3, 5, True, True, True)
    assert Costs(TIMES, again, head()).epoch - Costs(TIMES, READ, head()).epoch == pytest.approx(10 * 64)


def test_a_parameter_has_its_share():
    layers = Costs(TIMES, READ, Plan()).layers()
    assert layers["norm"].seconds == pytest.approx(10 * (0.5 + 0.25) + 5 * 0.01), "and batch norm stands still"
    assert layers["norm.weight"].seconds == pytest.approx(10 * 0.25 + 5 * 0.005)


def test_every_cost_is_the_difference_of_two_epochs():
    chance = random.Random(3)
    names = [name for unit in UNITS for name, _ in unit.parameters]
    for spared in (True, False):
        for again in (True, False):
            for _ in range(40):
                how, plan = Pace(10, 3, 5, spared, True, again), Plan()
                plan = plan.change([n for n in [*names, "block", "fc"] if chance.random() < 0.5], frozen=True)
                now = Costs(TIMES, how, plan)
                layers = now.layers()
                assert set(layers) == {"", "conv", "norm", "block", "block.conv", "fc", *names}
                for path, cost in layers.items():
                    other = Costs(TIMES, how, toggled(plan, path, cost.learns)).epoch
                    assert cost.seconds == pytest.approx(now.epoch - other if cost.learns else other - now.epoch)


def test_a_module_that_is_run_twice_counts_twice_and_is_updated_once():
    twice = Times("made", 1, (*UNITS, UNITS[3]), 0.001)
    cost = Costs(twice, READ, Plan()).layers()["block.conv"]
    assert cost.seconds == pytest.approx(2 * 10 * 32 + 5 * 0.02)


def test_the_pace_follows_the_job():
    job = replace(Job(), "training.batch_size", 16)
    assert pace(job, 33, 7) == Pace(33, 7, 3, spared=False, evaluated=True, again=False)
    assert pace(replace(job, "data.views", 4), 33, 7).spared
    assert pace(replace(job, "data.augmentation", "none"), 33, 7).spared
    none = replace(replace(job, "data.augmentation", "none"), "device.reuse", False)
    assert not pace(none, 33, 7).spared
    assert not pace(none, 33, 7).evaluated
    assert pace(replace(job, "training.whole_set", True), 33, 7).steps == 1


def test_memory_is_the_difference_of_two_estimates():
    root = tree.layers("squeezenet1_1", 5)
    plan = presets(root)["last_stage"]
    job = replace(Job(), "plan", plan)
    units = tuple(Unit(u.name.rpartition(".")[0], ((u.name, u.size // 4),), 1, 1, 1, 1) for u in root.tape.parameters)
    layers = Costs(Times("made", 1, units, 0), READ, plan).layers()
    found = dict(memory(root, job, "cpu", layers))
    assert next(iter(found)) == "", "outermost first"
    assert set(found) == set(layers)
    now = estimate(root, job).total
    for path in ("", "features.0", "features.3", "features.3.squeeze", "classifier", "classifier.1.bias"):
        learns = layers[path].learns
        other = estimate(root, replace(job, "plan", toggled(plan, path, learns))).total
        assert found[path] == (now - other if learns else other - now)
    assert found["features.0"] > 0
