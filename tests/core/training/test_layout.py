"""The layout of memory: measured once, remembered, written down with the run, and nothing of the network is touched."""

import json

import pytest
import torch

from tests.core.training import made
from transfer_gui.core import job as jobs
from transfer_gui.core.cache import folder as cache
from transfer_gui.core.job import Device, Job
from transfer_gui.core.models.build import skeleton
from transfer_gui.core.recipes.image import Preprocessing
from transfer_gui.core.training import layout as module
from transfer_gui.core.training.layout import layout, remembered, settled

pytestmark = pytest.mark.usefixtures("small_networks")
CPU, RECIPE = torch.device("cpu"), Preprocessing(64, 64)


@pytest.fixture
def times(monkeypatch):
    """What a pass takes in each layout, instead of a real pass; and how many were measured."""
    found = {"on": 0.1, "off": 0.2, "passes": 0}

    def passed(job, model, images, device):
        found["passes"] += 1
        last = images.is_contiguous(memory_format=torch.channels_last)
        assert next(p for p in model.parameters() if p.ndim == 4 and p.shape[1] > 1).is_contiguous(
            memory_format=torch.channels_last if last else torch.contiguous_format
        ), "the network has the layout of its pictures"
        return found["on" if last else "off"]

    monkeypatch.setattr(module, "_pass", passed)
    return found


def auto(model="resnet18"):
    return Job(source=jobs.Source(model=model, weights="none"), device=Device(channels_last="auto"))


def network(name="resnet18"):
    torch.manual_seed(0)
    model = skeleton(name, 4).to_empty(device="cpu")
    for parameter in model.parameters():
        torch.nn.init.normal_(parameter, std=0.1)
    for buffer in model.buffers():
        buffer.zero_()
    return model


@pytest.mark.parametrize(("faster", "expected"), [("on", torch.channels_last), ("off", torch.contiguous_format)])
def test_the_faster_one_is_taken_and_not_measured_again(times, faster, expected):
    times[faster] = 0.05
    found = settled(auto(), network(), CPU, RECIPE)
    assert found.device.channels_last == faster
    assert layout(found.device) == expected
    passes = times["passes"]
    assert passes > 2
    assert settled(auto(), network(), CPU, RECIPE) == found == remembered(auto(), CPU, RECIPE)
    assert times["passes"] == passes


@pytest.mark.parametrize("other", ["model", "size", "precision"])
def test_another_network_size_or_precision_is_measured_by_itself(times, other):
    settled(auto(), network(), CPU, RECIPE)
    passes = times["passes"]
    job, size = auto(), 64
    if other == "model":
        job = auto("mobilenet_v2")
    elif other == "size":
        size = 96
    else:
        job = made.replace(job, "device.precision", "bf16")
    assert remembered(job, CPU, Preprocessing(size, size)) == job
    settled(job, network(job.source.model), CPU, Preprocessing(size, size))
    assert times["passes"] > passes


@pytest.mark.parametrize("told", ["on", "off"])
def test_who_says_so_gets_what_was_said(times, told):
    job = made.replace(auto(), "device.channels_last", told)
    assert settled(job, network(), CPU, RECIPE) is job
    assert times["passes"] == 0


@pytest.mark.parametrize("name", ["resnet18", "mobilenet_v2", "squeezenet1_1"])
def test_a_real_measurement_leaves_the_network_as_it_was(name):
    model = network(name).train()
    frozen = next(model.parameters())
    before = {key: value.clone() for key, value in model.state_dict().items()}
    state = torch.get_rng_state()
    found = settled(auto(name), model, CPU, RECIPE)
    assert found.device.channels_last in {"on", "off"}
    assert all(torch.equal(before[key], value) for key, value in model.state_dict().items())
    assert all(module.training for module in model.modules())
    assert all(p.grad is None for p in model.parameters())
    assert torch.equal(torch.get_rng_state(), state)
    assert frozen.requires_grad


@pytest.mark.parametrize("content", ["", "[1]", '{"a": 3}', "\x00", '{"resnet18": "perhaps"}'])
def test_a_broken_memory_is_measured_anew_and_mended(times, content):
    cache.root().mkdir(parents=True, exist_ok=True)
    (cache.root() / "layouts.json").write_text(content)
    assert settled(auto(), network(), CPU, RECIPE).device.channels_last == "on"
    assert list(json.loads((cache.root() / "layouts.json").read_text()).values()) == ["on"]


def test_older_job_files_say_true_or_false():
    for told, meant in ((True, "on"), (False, "off")):
        assert Device(channels_last=told).channels_last == meant
    assert Device().channels_last == "on"


def test_a_run_writes_down_what_was_measured_and_goes_on_so(times, tmp_path):
    data = made.pictures(tmp_path / "set", {"blue": 8, "green": 8})
    job = made.job(data, device__channels_last="auto", training__epochs=1)
    made.carry_out(job, tmp_path / "run")
    written = jobs.load(tmp_path / "run" / "job.toml")
    assert written.device.channels_last == "on"
    assert written == made.replace(job, "device.channels_last", "on")
