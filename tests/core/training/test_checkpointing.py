"""Blocks computed twice and batches in parts: the same step, in less memory."""

import copy
from dataclasses import replace as with_fields

import pytest
import torch
from torch.nn import functional as F

from tests.core.training.live import CPU, Run, bare, job
from transfer_gui.core.data.dataset import Skipped
from transfer_gui.core.frozen import replace
from transfer_gui.core.models import cut
from transfer_gui.core.models.blocks import blocks
from transfer_gui.core.models.presets import presets
from transfer_gui.core.models.tree import layers, outline
from transfer_gui.core.plan import Plan
from transfer_gui.core.training import checkpointing
from transfer_gui.core.training.distributed import World
from transfer_gui.core.training.estimate import estimate
from transfer_gui.core.training.step import Stepper, class_weights

pytestmark = pytest.mark.usefixtures("small_networks")
NAMES = ("resnet18", "densenet121", "vgg11", "efficientnet_b0", "vit_b_16", "swin_t", "squeezenet1_1")
"""With batch norm, lists of tensors handed on, one plain chain, stochastic depth, attention, windows, dropout."""


def size_of(name):
    return 224 if name == "vit_b_16" else 64


def run_of(name, checkpointing, plan=None, batch=4):
    return Run(job(name, plan or Plan(), batch, reuse=False, checkpointing=checkpointing), size_of(name))


def state(run):
    return {name: tensor.clone() for name, tensor in run.model.state_dict().items()}


def same(one, other):
    assert one.keys() == other.keys()
    assert all(torch.equal(one[name], other[name]) for name in one)


@pytest.mark.parametrize("name", NAMES)
def test_two_steps_are_the_same_to_the_bit(name):
    once, twice = run_of(name, False), run_of(name, True)
    for _ in range(2):
        assert once.step() == twice.step()
    same(state(once), state(twice))


@pytest.mark.parametrize("name", NAMES)
def test_far_less_is_kept_and_the_estimate_knows_it(name):
    root = layers(name, 5, size_of(name))
    once, twice = run_of(name, False, batch=8), run_of(name, True, batch=8)
    less, more = (estimate(bare(root), run.job) for run in (twice, once))
    peak, before = twice.peak(), once.peak()
    there = less.weights + less.start + less.optimiser
    assert less.total - there == pytest.approx(peak - there, rel=0.15)
    assert peak < before
    assert less.activations < 0.7 * more.activations


def test_blocks_are_computed_twice_only_where_a_gradient_comes(monkeypatch):
    root = layers("resnet18", 5, 64)
    run = run_of("resnet18", True, presets(root)["last_stage"])
    calls = []
    for path in ("layer1.0", "layer4.0"):
        kind = type(run.model.get_submodule(path))
        plain = getattr(kind, "computed_once", kind)

        def forward(self, x, path=path, plain=plain, kept=plain.forward):
            calls.append("layer4" if self.conv1.weight.requires_grad else "before")
            return kept(self, x)

        monkeypatch.setattr(plain, "forward", forward)
        break
    run.gradient()
    assert (calls.count("before"), calls.count("layer4")) == (6, 4)
    calls.clear()
    run.model.eval()
    with torch.inference_mode():
        run.model(run.batch().images)
    assert (calls.count("before"), calls.count("layer4")) == (6, 2)


def test_the_network_is_as_before_when_it_is_not_wanted_any_more():
    run = run_of("vgg11", True)
    reference = run_of("vgg11", False)
    assert [type(m) for m in run.model.modules()] != [type(m) for m in reference.model.modules()]
    assert run.model.state_dict().keys() == reference.model.state_dict().keys()
    assert [type(m).__name__ for m in run.model.modules()] == [type(m).__name__ for m in reference.model.modules()]
    other = copy.deepcopy(run.model)
    images = run.batch().images
    assert torch.equal(other.eval()(images), reference.model.eval()(images))
    checkpointing.apply(run.model, False)
    assert [type(m) for m in run.model.modules()] == [type(m) for m in reference.model.modules()]
    assert "_runs" not in vars(run.model.features)


@pytest.mark.parametrize("name", ["resnet18", "densenet121"])
def test_what_is_frozen_is_still_run_only_once_and_the_rest_twice(name):
    plan = presets(layers(name, 5, size_of(name)))["last_stage"]
    plain, run = run_of(name, False, plan), run_of(name, True, plan)
    for each in (plain, run):
        each.cut()
    assert run.step() == plain.step()
    same(state(run), state(plain))
    place = cut.cuts(run.model, torch.zeros(2, 3, 64, 64))[0]
    assert place.share == pytest.approx(cut.cuts(plain.model, torch.zeros(2, 3, 64, 64))[0].share, abs=0.05)
    kept = []
    with torch.autograd.graph.saved_tensors_hooks(lambda t: kept.append(t.numel()) or t, lambda t: t):
        cut.rest(run.model, place)(run.batch().stored)
    more = []
    with torch.autograd.graph.saved_tensors_hooks(lambda t: more.append(t.numel()) or t, lambda t: t):
        cut.rest(plain.model, place)(run.batch().stored)
    assert len(kept) < len(more)


def test_a_chain_in_runs_is_cut_where_it_would_be_and_then_computed_once():
    plan = presets(layers("vgg11", 5, 64))["last_stage"]
    plain, run = run_of("vgg11", False, plan), run_of("vgg11", True, plan)
    assert "_runs" in vars(run.model.features)
    one, other = (cut.cuts(each.model, torch.zeros(2, 3, 64, 64))[0] for each in (plain, run))
    assert one == other
    made = job("vgg11", plan, 8, "none", reuse=True)
    root = layers("vgg11", 5, 64)
    assert estimate(root, replace(made, "device.checkpointing", True)) == estimate(root, made)
    for each in (plain, run):
        each.cut()
    assert run.step() == plain.step()
    same(state(run), state(plain))


def test_every_block_is_a_module_of_the_network_and_no_two_overlap():
    for name in NAMES:
        model = run_of(name, False).model
        found = blocks(outline(model))
        assert len(found) > 3, name
        parts = [p for block in found for p in ([f"{block.path}.{c}" for c in block.children] or [block.path])]
        modules = [id(m) for path in parts for m in model.get_submodule(path).modules()]
        assert len(modules) == len(set(modules)), name


# ---- batches in parts


@pytest.mark.parametrize("weights", ["none", "balanced"])
@pytest.mark.parametrize("count", [2, 3, 100])
def test_the_gradients_of_the_parts_add_up_to_that_of_the_batch(count, weights):
    made = replace(job("vgg11", Plan(), 10), "training.label_smoothing", 0.1)
    run = Run(made, 64)
    for module in run.model.modules():
        if isinstance(module, torch.nn.Dropout):
            module.p = 0.0
    balance = class_weights([1, 2, 3, 4, 5], weights)
    stepper = Stepper(made, run.model, run.sgd, balance, CPU, World())
    batch = run.batch()
    share = float(len(batch.labels) if balance is None else balance[batch.labels].sum())
    loss = sum(stepper.accumulate(part, share)[0] for part in checkpointing.parts(batch, count))
    parts = [p.grad.clone() for p in run.model.parameters()]
    run.model.zero_grad()
    logits = run.model(batch.images.to(memory_format=torch.channels_last))
    whole = F.cross_entropy(logits, batch.labels, weight=balance, label_smoothing=0.1)
    whole.backward()
    assert loss.item() == pytest.approx(whole.item(), rel=1e-5)
    for part, parameter in zip(parts, run.model.parameters(), strict=True):
        assert torch.allclose(part, parameter.grad, rtol=1e-3, atol=1e-6)


@pytest.mark.parametrize(("size", "count", "sizes"), [
    (10, 1, [10]), (10, 3, [3, 3, 4]), (10, 5, [2] * 5), (10, 64, [2] * 5), (3, 2, [3]), (1, 4, [1]),
])  # fmt: skip
def test_parts_are_nearly_equal_and_never_too_small_for_batch_norm(size, count, sizes):
    batch = with_fields(Run(job("squeezenet1_1", Plan(), size), 32).batch(), failed=(Skipped("a.png", "torn"),))
    parts = list(checkpointing.parts(batch, count))
    assert [len(part.labels) for part in parts] == sizes
    assert torch.equal(torch.cat([part.images for part in parts]), batch.images)
    assert torch.equal(torch.cat([part.labels for part in parts]), batch.labels)
    assert sum((part.indices for part in parts), ()) == batch.indices
    assert [part.failed for part in parts] == [batch.failed] + [()] * (len(parts) - 1)


def test_stored_values_are_parted_where_there_are_no_pictures():
    batch = with_fields(
        Run(job("squeezenet1_1", Plan(), 4), 32).batch(), images=torch.empty(0, 3, 32, 32), stored=(torch.arange(4),)
    )
    assert [part.stored[0].tolist() for part in checkpointing.parts(batch, 2)] == [[0, 1], [2, 3]]


def test_processes_take_as_many_parts_each():
    """Of 11 examples one process has 5, the other 6: both make two parts."""
    whole = with_fields(Run(job("squeezenet1_1", Plan(), 11), 32).batch(), total=11)
    shares = [
        with_fields(whole, images=whole.images[s], labels=whole.labels[s], indices=whole.indices[s])
        for s in (slice(0, 5), slice(5, 11))
    ]
    assert [len(list(checkpointing.parts(share, 4, 2))) for share in shares] == [2, 2]


def test_parts_take_less_memory():
    live = []
    for count in (1, 4):
        run = Run(replace(job("squeezenet1_1", Plan(), 8), "training.accumulate", count), 96)
        live.append(run.peak())
    assert live[1] < 0.6 * live[0]
