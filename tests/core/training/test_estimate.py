"""The estimate of memory, against tensors counted on a real step."""

import pytest
import torch
from torchvision import models as zoo

from transfer_gui.core.models.tree import layers
from transfer_gui.core.plan import Plan, Rule, freeze_all_but
from transfer_gui.core.training import freezing
from transfer_gui.core.training.estimate import estimate, trained_parameters

PLANS = {
    "all": Plan(),
    "head": freeze_all_but(["fc"]),
    "last stage": freeze_all_but(["layer4", "fc"]),
    "first": Plan(layers={"": Rule(frozen=True), "conv1": Rule(frozen=False)}),
}


@pytest.mark.parametrize("name", PLANS)
def test_weights_gradients_and_momentum_are_counted_exactly(name):
    model, plan = zoo.resnet18(num_classes=5).train(), PLANS[name]
    freezing.apply(model, plan, 0)
    freezing.set_modes(model, plan, 0)
    need = estimate(layers("resnet18", 5), plan, 4)
    sgd = torch.optim.SGD([p for p in model.parameters() if p.requires_grad], lr=0.1, momentum=0.9)
    model(torch.zeros(4, 3, 64, 64)).sum().backward()
    sgd.step()
    assert need.weights == sum(p.nbytes for p in model.parameters())
    assert need.gradients == sum(p.grad.nbytes for p in model.parameters() if p.grad is not None)
    assert need.optimiser == sum(s["momentum_buffer"].nbytes for s in sgd.state.values())
    assert need.trainable == trained_parameters(layers("resnet18", 5), plan)


@pytest.mark.parametrize("name", PLANS)
def test_activations_are_near_what_autograd_keeps(name):
    model, plan = zoo.resnet18(num_classes=5).train(), PLANS[name]
    freezing.apply(model, plan, 0)
    freezing.set_modes(model, plan, 0)
    kept = {}

    def pack(tensor):
        kept[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage()
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda tensor: tensor):
        model(torch.zeros(8, 3, 224, 224))
    for tensor in (*model.parameters(), *model.buffers()):
        kept.pop(tensor.untyped_storage().data_ptr(), None)
    real = sum(storage.nbytes() for storage in kept.values())
    assert estimate(layers("resnet18", 5), plan, 8).activations == pytest.approx(real, rel=0.15, abs=2e6)


def test_a_larger_batch_takes_more_in_proportion_and_half_precision_half():
    root = layers("resnet18", 5)
    one, ten = estimate(root, Plan(), 1), estimate(root, Plan(), 10)
    assert ten.activations == 10 * one.activations
    assert estimate(root, Plan(), 10, "bf16").activations == ten.activations // 2


def test_what_wakes_later_trains_from_then_on():
    root = layers("resnet18", 5)
    plan = Plan(layers={"layer4": Rule(frozen=True, unfreeze_at=3)})
    first, later = (trained_parameters(root, plan, epoch) for epoch in (2, 3))
    assert later == root.parameters
    assert later - first == sum(p.numel() for p in zoo.resnet18().layer4.parameters())
