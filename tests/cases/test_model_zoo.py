"""TRN-05: extra heads, fixed input sizes, pictures that are too small; every model trains."""

import pytest
import torch
from torch.nn.functional import cross_entropy

from transfer_gui.core.errors import UserError
from transfer_gui.core.job import Source
from transfer_gui.core.models import build, catalogue

MEASURED = {"alexnet": 63, "inception_v3": 75, "convnext_tiny": 32, "vgg11": 32, "vgg11_bn": 32}
"""Least sizes as the case measured them."""
FIXED = ["vit_b_16", "vit_b_32", "vit_l_16", "vit_l_32", "vit_h_14", "maxvit_t"]
ANY = ["swin_t", "swin_v2_t", "resnet18", "mobilenet_v2", "regnet_y_400mf", "efficientnet_v2_s"]
REPRESENTATIVES = [
    "alexnet", "convnext_tiny", "densenet121", "efficientnet_b0", "efficientnet_lite0", "efficientnet_v2_s",
    "googlenet", "inception_v3", "mnasnet0_5", "mobilenet_v2", "mobilenet_v3_small", "regnet_x_400mf", "regnet_y_400mf",
    "resnet18",
    "shufflenet_v2_x0_5", "squeezenet1_0", "squeezenet1_1", "swin_t", "swin_v2_t", "vgg11", "vgg11_bn",
]  # fmt: skip


def forward(model, size):
    """One pass in training mode, shapes only."""
    with torch.no_grad():
        return model.train()(torch.empty(2, 3, size, size, device="meta"))


@pytest.mark.parametrize("name", REPRESENTATIVES)
def test_trn_05_the_least_size_works_and_one_less_does_not(name):
    entry = catalogue.find(name)
    model = build.skeleton(name, 3)
    assert forward(model, entry.min_size).shape == (2, 3)
    assert forward(model, entry.input_size).shape == (2, 3)
    build.check_size(entry, entry.min_size)
    assert entry.min_size == MEASURED.get(name, entry.min_size)
    if entry.min_size > 1:
        with pytest.raises(RuntimeError):
            forward(model, entry.min_size - 1)
        with pytest.raises(UserError, match=f"{entry.min_size} x {entry.min_size}") as fault:
            build.check_size(entry, entry.min_size - 1)
        assert str(entry.min_size) in fault.value.cure


@pytest.mark.parametrize("name", FIXED)
def test_trn_05_a_fixed_size_is_named(name):
    entry = catalogue.find(name)
    assert entry.fixed_size
    build.check_size(entry, 224)
    for size in (40, 223, 225, 448):
        with pytest.raises(UserError, match="224 x 224"):
            build.check_size(entry, size)
    model = build.skeleton(name, 3)
    assert forward(model, 224).shape == (2, 3)
    with pytest.raises((RuntimeError, AssertionError)):
        forward(model, 192)


def test_trn_05_the_fixed_size_is_that_of_the_weights():
    entry = catalogue.find("vit_b_16")
    build.check_size(entry, 384, native=384)
    with pytest.raises(UserError, match="384 x 384"):
        build.check_size(entry, 224, native=384)
    with pytest.raises(UserError, match="224 x 224"):
        build.check_size(entry, 384, native=224)


@pytest.mark.parametrize("name", ANY)
def test_trn_05_other_models_take_any_usual_size(name):
    entry = catalogue.find(name)
    model = build.skeleton(name, 3)
    for size in (40, 223):
        build.check_size(entry, size)
        assert forward(model, size).shape == (2, 3)


@pytest.mark.parametrize(
    ("name", "size"), [("googlenet", 40), ("inception_v3", 96), ("alexnet", 64), ("squeezenet1_1", 40)]
)
def test_trn_05_a_step_of_training_gives_one_set_of_logits(name, size):
    """Extra heads are off: no tuple comes out, and no layer for a thousand classes is left."""
    built = build.build(Source(model=name, weights="none"), 2, seed=0)
    assert not [n for n, _ in built.model.named_parameters() if n.lower().startswith("aux")]
    logits = built.model(torch.rand(2, 3, size, size))
    assert isinstance(logits, torch.Tensor)
    assert logits.shape == (2, 2)
    cross_entropy(logits, torch.tensor([0, 1])).backward()
    assert all(p.grad is not None and bool(p.grad.isfinite().all()) for p in built.model.parameters())
