"""A network is traced beside other threads, and nothing that they use is replaced meanwhile."""

import threading

import pytest
import torch
from torch import nn
from torch.nn.modules import module
from torchvision.models import swin_transformer

from transfer_gui.core.job import Source
from transfer_gui.core.models import build, cut, tracing
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.training import freezing


@pytest.fixture(scope="module")
def swin(small_networks):
    model = build.build(Source(model="swin_t", weights="none"), 5, 0, []).model
    plan = freeze_all_but(["head"])
    freezing.apply(model, plan, 0)
    freezing.set_modes(model, plan, 0)
    return model


def shared():
    """What every thread uses of torch and torchvision."""
    hooks = len(module._global_forward_hooks), len(module._global_forward_pre_hooks)
    functions = swin_transformer.shifted_window_attention, swin_transformer.StochasticDepth.forward
    return nn.Module.__call__, nn.Module.__getattr__, *functions, *hooks, torch.fx._symbolic_trace.is_fx_tracing()


def test_other_threads_run_networks_meanwhile(swin):
    before, changed, failed = shared(), [], []
    enough, running = threading.Event(), threading.Event()

    def loop():
        model = nn.Sequential(nn.Linear(3, 3), nn.ReLU(), nn.Sequential(nn.Linear(3, 3)))
        x = torch.ones(2, 3)
        while not enough.is_set():
            try:
                model(x).sum().backward()
            except Exception as error:
                failed.append(error)
            if shared() != before:
                changed.append(shared())
            running.set()

    thread = threading.Thread(target=loop)
    thread.start()
    try:
        assert running.wait(60)
        for _ in range(5):
            assert tracing.trace(swin) is not None
        place = cut.cuts(swin, torch.zeros(2, 3, 64, 64))[0]
        cut.prefix(swin, place), cut.rest(swin, place), cut.identity(swin, place)
    finally:
        enough.set()
        thread.join(60)
    assert not failed
    assert not changed
    assert shared() == before


def test_two_threads_trace_at_once(swin):
    expected = str(tracing.trace(swin).graph)
    found = []
    threads = [threading.Thread(target=lambda: found.append(str(tracing.trace(swin).graph))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == [expected] * 4


def test_a_twin_shares_the_parameters_alone(swin):
    twin = tracing.twin(swin)
    assert all(a is b for a, b in zip(twin.parameters(), swin.parameters(), strict=True))
    assert not any(a is b for a, b in zip(twin.buffers(), swin.buffers(), strict=True))
    assert not set(twin.modules()) & set(swin.modules())


def test_the_model_is_not_touched(swin):
    held = [dict(vars(part)) for part in swin.modules()]
    kinds = [type(part) for part in swin.modules()]
    assert tracing.trace(swin) is not None
    assert [dict(vars(part)) for part in swin.modules()] == held
    assert [type(part) for part in swin.modules()] == kinds


class Constants(nn.Module):
    """Reads what is no tensor of its own, and tensors in every way that one can."""

    def __init__(self):
        super().__init__()
        self.weight = nn.Parameter(torch.ones(3))
        self.register_buffer("buffer", torch.full((3,), 2.0))
        self.plain, self.listed = torch.full((3,), 3.0), [torch.full((3,), 4.0)]

    def forward(self, x):
        return x * self.weight + self.buffer * self.plain + self.listed[0] + torch.arange(3)


def test_tensors_are_read_anew_each_time():
    model = Constants()
    traced = tracing.trace(model)
    names = [str(node.target) for node in traced.graph.nodes if node.op == "get_attr"]
    assert names[:3] == ["weight", "buffer", "plain"]
    run = traced.module(model, traced.graph)
    x = torch.ones(2, 3)
    assert torch.equal(run(x), model(x))
    with torch.no_grad():
        for tensor in (model.weight, model.buffer, model.plain):
            tensor.add_(1)
    assert torch.equal(run(x), model(x))
