"""The estimate of memory, against tensors counted on a real step."""

import gc

import pytest
import torch
from torchvision import models as zoo

from tests.core.training.live import Live, Run, job
from transfer_gui.core.frozen import replace
from transfer_gui.core.models.presets import presets
from transfer_gui.core.models.tree import layers
from transfer_gui.core.plan import Plan, Rule, freeze_all_but
from transfer_gui.core.training import freezing
from transfer_gui.core.training.estimate import estimate, trained_parameters

PLANS = {
    "all": Plan(),
    "head": freeze_all_but(["fc"]),
    "last stage": freeze_all_but(["layer4", "fc"]),
    "first": Plan(layers={"": Rule(frozen=True), "conv1": Rule(frozen=False)}),
    "norms": freeze_all_but([f"layer{i}.{j}.bn{k}" for i in range(1, 5) for j in range(2) for k in (1, 2)]),
    "inside": freeze_all_but(["layer2.0.downsample.0", "fc"]),
}
pytestmark = pytest.mark.usefixtures("small_networks")


def test_what_is_counted_live_is_what_a_closed_form_says():
    """Two products, a number of 4 bytes each: x (8, 10), y = x a (8, 20), z = y b (8, 30)."""
    a, b, x = torch.ones(10, 20, requires_grad=True), torch.ones(20, 30, requires_grad=True), torch.ones(8, 10)
    live = Live()
    live.count(a, b, x)
    with live:
        z = x @ a @ b
        assert live.now == 4 * (10 * 20 + 20 * 30 + 8 * 10 + 8 * 20 + 8 * 30), "y is kept for the gradient of b"
        z.backward(torch.ones_like(z))
        del z
    gc.collect()
    assert live.now == 4 * (2 * (10 * 20 + 20 * 30) + 8 * 10), "the gradients are left"


@pytest.mark.parametrize("name", ["vgg11", "vit_b_16"])
def test_where_activations_are_most_of_it(name):
    size = 224 if name == "vit_b_16" else 64
    root = layers(name, 5, size)
    for plan in presets(root).values():
        made = job(name, plan, 2, reuse=False)
        need = estimate(root, made)
        there = need.weights + need.start + need.optimiser
        assert need.total - there == pytest.approx(Run(made, size).peak() - there, rel=0.15), plan


@pytest.mark.parametrize("name", PLANS)
def test_whichever_layers_learn(name):
    made = job("resnet18", PLANS[name], 8, reuse=False)
    need = estimate(layers("resnet18", 5, 64), made)
    run = Run(made, 64)
    there = need.weights + need.start + need.optimiser
    assert need.total - there == pytest.approx(run.peak() - there, rel=0.15)
    run.gradient()
    assert need.weights == sum(t.nbytes for t in run.model.state_dict().values())
    assert need.start == sum(copy.nbytes for copy in run.origin.copies.values())
    assert need.gradients == sum(p.grad.nbytes for p in run.model.parameters() if p.grad is not None)
    assert need.optimiser == sum(s["momentum_buffer"].nbytes for s in run.sgd.state.values())
    assert need.trainable == trained_parameters(layers("resnet18", 5), PLANS[name])


@pytest.mark.parametrize("name", PLANS)
def test_activations_are_what_autograd_keeps(name):
    model, plan = zoo.resnet18(num_classes=5).train(), PLANS[name]
    freezing.apply(model, plan, 0)
    freezing.set_modes(model, plan, 0)
    kept = {}

    def pack(tensor):
        kept[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage()
        return tensor

    images = torch.zeros(8, 3, 64, 64)
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        logits = model(images)
    for tensor in (images, *model.parameters(), *model.buffers()):
        kept.pop(tensor.untyped_storage().data_ptr(), None)
    real = sum(storage.nbytes() for storage in kept.values())
    need = estimate(layers("resnet18", 5, 64), job("resnet18", plan, 8))
    assert need.activations == pytest.approx(real, rel=0.01)
    assert logits.requires_grad


@pytest.mark.parametrize("name", ["resnet18", "squeezenet1_1"])
def test_a_fixed_part_is_run_once_and_holds_nothing_after(name):
    """Sixteen pictures at a time, as the run does."""
    root = layers(name, 5, 96)
    for plan in (presets(root)["last_stage"], presets(root)["head"]):
        made = job(name, plan, 16, "none", reuse=True)
        need = estimate(root, made)
        run = Run(made, 96)
        run.cut()
        there = need.weights + need.start + need.optimiser
        assert need.total - there == pytest.approx(run.peak() - there, rel=0.15), plan
        large = replace(made, "training.batch_size", 64)
        assert estimate(root, large).total < estimate(root, replace(large, "device.reuse", False)).total, plan


@pytest.mark.parametrize(
    "edits",
    [
        {"device.channels_last": False},
        {"device.precision": "bf16"},
        {"training.accumulate": 4},
        {"training.momentum": 0.0},
        {"training.weight_decay": 0.0},
        {"training.nesterov": True},
        {"training.mixup": 0.2},
        {"device.checkpointing": True},
        {"device.checkpointing": True, "training.accumulate": 2},
    ],
    ids=str,
)
def test_every_setting_that_takes_or_saves_memory_is_counted(edits):
    made = job("resnet18", Plan(), 8, reuse=False)
    for field, value in edits.items():
        made = replace(made, field, value)
    run = Run(made, 96)
    need = estimate(layers("resnet18", 5, 96), made)
    there = need.weights + need.start + need.optimiser
    if made.training.momentum:
        assert need.total - there == pytest.approx(run.peak() - there, rel=0.15)
    else:
        assert need.optimiser == 0


def test_a_larger_batch_takes_more_in_proportion_and_half_precision_half():
    root = layers("squeezenet1_1", 5)
    one, ten = (estimate(root, job("squeezenet1_1", Plan(), batch)) for batch in (1, 10))
    assert ten.activations == 10 * one.activations
    half = estimate(root, job("squeezenet1_1", Plan(), 10, precision="bf16")).activations
    places = 10 * 8 * (64 * 55**2 + 128 * 27**2 + 256 * 13**2)  # of each pooling's largest: whole numbers
    assert half == (ten.activations - places) // 2 + places + root.parameters * 2, "and copies of the weights"


def test_a_gpu_holds_no_pictures_that_wait_but_adds_weight_decay_to_all_gradients_at_once():
    root, made = layers("vit_b_32", 5), job("vit_b_32", Plan(), 1, workers=2)
    cpu, gpu = estimate(root, made, "cpu"), estimate(root, made, "cuda")
    assert gpu.input == 0 < cpu.input
    assert gpu.total == gpu.weights + gpu.start + gpu.optimiser + 2 * gpu.gradients
    plain = estimate(root, replace(made, "training.weight_decay", 0.0), "cuda")
    assert plain.total < gpu.total


def test_pictures_that_are_read_in_the_same_turn_are_counted():
    root = layers("resnet18", 5)
    without, one, two = (estimate(root, job("resnet18", Plan(), 8, workers=n)) for n in (0, 1, 2))
    assert one.total == without.total, "eight for the one thread are the batch itself"
    assert two.total - without.total == 8 * 3 * 224 * 224 * 4


def test_what_the_kernels_of_large_depthwise_convolutions_take_is_counted_on_the_cpu():
    root = layers("mobilenet_v3_small", 5, 64)
    plain, gpu, last = (estimate(root, job("mobilenet_v3_small", Plan(), 2, channels_last=way), kind).total
                        for way, kind in (("off", "cpu"), ("on", "cuda"), ("on", "cpu")))  # fmt: skip
    largest = 256 * 576 * 5 * 5 * 4
    assert largest / 2 < last - plain <= largest + 2 * 3 * 64 * 64 * 4
    assert gpu < last - largest / 2


def test_what_wakes_later_trains_from_then_on_and_is_counted_from_the_start():
    root = layers("resnet18", 5)
    plan = freeze_all_but(["fc"]).change(["layer4"], unfreeze_at=3)
    first, later = (trained_parameters(root, plan, epoch) for epoch in (2, 3))
    assert later - first == sum(p.numel() for p in zoo.resnet18().layer4.parameters())
    woken = estimate(root, job("resnet18", freeze_all_but(["layer4", "fc"])))
    assert estimate(root, job("resnet18", plan)).total == woken.total
    never = replace(job("resnet18", plan), "training.epochs", 3)
    assert estimate(root, never).total < woken.total


def test_a_network_that_was_not_looked_at_has_its_weights_counted():
    from tests.ui.trees import small_tree

    need = estimate(small_tree(), job("squeezenet1_1", Plan()))
    assert need.weights == need.gradients == need.optimiser == 4 * small_tree().parameters
