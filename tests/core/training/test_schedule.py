"""The schedules against torch's own."""

import pytest
import torch
from torch.optim import lr_scheduler as torchs

from transfer_gui.core.job import Training
from transfer_gui.core.training.schedule import factor

EPOCHS, STEPS = 6, 5
TOTAL = EPOCHS * STEPS


def rates(schedule, total=TOTAL):
    """The rate at every step of a torch scheduler that `schedule` makes around an SGD of rate 0.3."""
    sgd = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.3)
    found, made = [], schedule(sgd)
    for _ in range(total):
        found.append(sgd.param_groups[0]["lr"])
        sgd.step()
        made.step()
    return found


def ours(**fields):
    training = Training(epochs=EPOCHS, learning_rate=0.3, **fields)
    return [0.3 * factor(training, step, STEPS) for step in range(TOTAL)]


def test_constant():
    assert ours(schedule="constant") == [0.3] * TOTAL


def test_cosine():
    expected = rates(lambda sgd: torchs.CosineAnnealingLR(sgd, TOTAL))
    assert ours(schedule="cosine") == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize(("size", "drop"), [(2, 0.1), (1, 0.5), (4, 0.9)])
def test_step(size, drop):
    expected = rates(lambda sgd: torchs.StepLR(sgd, size * STEPS, drop))
    assert ours(schedule="step", step_epochs=size, step_factor=drop) == pytest.approx(expected, rel=1e-9)


def test_one_cycle():
    expected = rates(lambda sgd: torchs.OneCycleLR(sgd, 0.3, TOTAL, cycle_momentum=False), TOTAL - 1)
    assert ours(schedule="one-cycle")[: TOTAL - 1] == pytest.approx(expected, rel=1e-7)


def test_warm_up_rises_in_a_straight_line_before_the_cosine():
    warm = 2 * STEPS
    expected = rates(
        lambda sgd: torchs.SequentialLR(
            sgd,
            [torchs.LinearLR(sgd, 1 / warm, 1, warm - 1), torchs.CosineAnnealingLR(sgd, TOTAL - warm)],
            [warm],
        )
    )
    found = ours(schedule="cosine", warmup_epochs=2)
    assert found[:warm] == pytest.approx(expected[:warm], rel=1e-9)
    assert found[warm:] == pytest.approx(expected[warm:], rel=1e-6)
