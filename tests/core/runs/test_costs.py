"""What every layer takes, measured: all of it is covered, and nothing of the network or of torch is moved."""

import pytest
import torch
from torch import nn

from transfer_gui.core.job import Job, Source, Training
from transfer_gui.core.models import tree
from transfer_gui.core.models.build import build
from transfer_gui.core.progress import finish
from transfer_gui.core.recipes.image import Preprocessing
from transfer_gui.core.runs import costs

SIZES = {"resnet18": 64, "densenet121": 64, "vit_b_16": 224, "swin_t": 64}


@pytest.fixture(scope="module", autouse=True)
def quick():
    """Once, on two examples: what is asked here does not depend on how exact the times are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(costs, "REPEATS", 1)
        patch.setattr(costs, "BATCH", 2)
        yield


def built(model: str) -> nn.Module:
    return build(Source(model=model, weights="none"), 4, 0).model


@pytest.mark.parametrize("model", SIZES)
def test_every_parameter_is_covered_and_the_network_is_left_as_it_was(model):
    network = built(model)
    for number, parameter in enumerate(network.parameters()):
        parameter.requires_grad_(number % 2 == 0)
    network.eval()
    before = {name: value.clone() for name, value in network.state_dict().items()}
    learns = [parameter.requires_grad for parameter in network.parameters()]
    state = torch.get_rng_state()
    times = finish(costs.timed(network, Job(), Preprocessing(SIZES[model], SIZES[model]), "here"))
    assert torch.equal(torch.get_rng_state(), state)
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())
    assert [parameter.requires_grad for parameter in network.parameters()] == learns
    assert all(parameter.grad is None for parameter in network.parameters())
    assert not any(module.training for module in network.modules())
    assert not any(module._forward_hooks or module._forward_pre_hooks for module in network.modules())
    covered = {name: size for unit in times.units for name, size in unit.parameters}
    assert covered == {name: value.numel() for name, value in network.named_parameters()}
    order = {layer.path: layer.order for layer in tree.layers(model, 4).walk()}
    seen = [order[unit.path] for unit in times.units if unit.parameters]
    assert seen == sorted(seen), "in the order of computation"
    assert (times.device, times.batch) == ("here", 2)
    for unit in times.units:
        assert min(unit.forward, unit.still, unit.passing, unit.own) >= 0
        assert unit.still <= unit.forward
        assert unit.parameters or unit.own == 0


class _Attending(nn.Module):
    """Uses one layer without calling it, writes into what it is given, calls another twice, and draws."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = nn.Module()
        self.first = nn.Conv2d(3, 4, 3)
        self.norm = nn.BatchNorm2d(4)
        self.relu = nn.ReLU(inplace=True)
        self.scale = nn.Parameter(torch.ones(1))
        self.drop = nn.Dropout(0.5)
        self.mixing = _Mixing()
        self.fc = nn.Linear(4, 2)

    def forward(self, images):
        out = self.relu(self.norm(self.first(images))) * self.scale
        return self.fc(self.mixing(self.drop(self.relu(out))).mean((2, 3)))


class _Mixing(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.unused = nn.Conv2d(4, 4, 1)
        self.used = nn.Conv2d(4, 4, 1)

    def forward(self, values):
        return nn.functional.conv2d(self.used(values), self.unused.weight, self.unused.bias)


def test_modules_of_every_kind_have_their_calls():
    times = finish(costs.timed(_Attending(), Job(), Preprocessing(8, 8)))
    assert [unit.path for unit in times.units] == ["", "first", "norm", "relu", "relu", "drop", "mixing", "fc"]
    root, mixing = times.units[0], times.units[6]
    assert root.parameters == (("scale", 1),)
    assert (root.forward, root.own) == (0, 0), "a parameter of a container marks only where it is used"
    assert {name for name, _ in mixing.parameters} == {
        "mixing.used.weight", "mixing.used.bias", "mixing.unused.weight", "mixing.unused.bias",
    }  # fmt: skip
    assert mixing.own > 0


def test_the_layers_add_up_to_the_whole_passes(monkeypatch):
    def whole(*_):
        yield from ()
        return 10.0, 40.0

    monkeypatch.setattr(costs, "_whole", whole)
    times = finish(costs.timed(_Attending(), Job(), Preprocessing(8, 8)))
    assert sum(unit.forward for unit in times.units) == pytest.approx(10 / 2)
    first = times.units[0].passing
    assert sum(unit.passing + unit.own for unit in times.units) - first == pytest.approx(40 / 2)


def test_a_job_is_measured_on_a_network_of_its_own_and_can_be_cancelled():
    job = Job(source=Source(model="resnet18", weights="none"), training=Training(batch_size=64))
    action = costs.measure(job, 4)
    assert "building" in next(action).text
    for _ in range(3):
        next(action)
    action.close()
    assert not costs.TURNS.wanted
