"""The head of every model: the same architecture and keys as torchvision's own with that many classes."""

import pytest
import torch
from torch import nn
from torchvision import models as zoo

from transfer_gui.core.models import build, catalogue, head, zoos

KINDS = [
    "alexnet", "convnext_tiny", "densenet121", "efficientnet_b0", "maxvit_t", "mnasnet0_5", "mobilenet_v2",
    "mobilenet_v3_small", "regnet_x_400mf", "resnet18", "shufflenet_v2_x0_5", "squeezenet1_1", "swin_t", "vgg11",
    "vit_b_32",
]  # fmt: skip


def ends_of_families() -> list[str]:
    """The smallest and the largest model of each family."""
    ordered = sorted(
        (catalogue.find_entry(n) for n in catalogue.names() if zoos.of(n).kind == "image"),
        key=lambda entry: entry.parameters,
    )
    smallest = {entry.family: entry.name for entry in reversed(ordered)}
    largest = {entry.family: entry.name for entry in ordered}
    return sorted({*smallest.values(), *largest.values()})


@pytest.mark.parametrize("name", ends_of_families())
def test_the_new_head_is_that_of_the_constructor(name):
    theirs = {n: tuple(t.shape) for n, t in build.skeleton(name, 5).state_dict().items()}
    model = build.skeleton(name, 1000)
    before = {n: tuple(t.shape) for n, t in model.state_dict().items()}
    (path,) = head.replace_head(model, 5)
    after = {n: tuple(t.shape) for n, t in model.state_dict().items()}
    assert list(after) == list(theirs)
    assert after == theirs
    changed = {n for n in after if after[n] != before[n]}
    assert changed
    assert all(n.startswith(path + ".") for n in changed)


@pytest.mark.parametrize("name", ["resnet18", "squeezenet1_1", "vit_b_32", "googlenet"])
def test_the_new_head_gives_the_logits(name):
    model = build.skeleton(name, 1000)
    assert head.replace_head(model, 7) == head.heads(name)
    assert model(torch.empty(2, 3, 224, 224, device="meta")).shape == (2, 7)


@pytest.mark.parametrize("name", ["googlenet", "inception_v3", "vit_b_32", "regnet_y_400mf", "efficientnet_lite0"])
def test_a_skeleton_has_the_keys_of_a_real_one(name):
    if name == "efficientnet_lite0":
        from transfer_gui.core.models.lite0 import efficientnet_lite0

        real = efficientnet_lite0(5)
    else:
        real = zoo.get_model(name, num_classes=5, **build.options(name))
    skeleton = build.skeleton(name, 5)
    assert {n: t.shape for n, t in skeleton.state_dict().items()} == {n: t.shape for n, t in real.state_dict().items()}
    assert {t.device.type for t in skeleton.state_dict().values()} == {"meta"}


@pytest.mark.parametrize("name", KINDS)
def test_a_new_head_is_drawn_as_the_constructor_draws_it(name):
    """Same spread and bias as in a model that torchvision builds for a thousand classes."""
    with torch.random.fork_rng(), torch.no_grad():
        torch.manual_seed(0)
        skeleton = build.skeleton(name, 1000)
        (path,) = head.replace_head(skeleton, 1000, "cpu")
        ours = skeleton.get_submodule(path)
        theirs = reference(name, path)
        assert float(ours.weight.std()) == pytest.approx(float(theirs.weight.std()), rel=0.05)
        assert float(ours.weight.mean().abs()) < 1e-3
        assert (ours.bias is None) == (theirs.bias is None)
        if ours.bias is not None:
            assert float(ours.bias.std()) == pytest.approx(float(theirs.bias.std()), rel=0.2)


def reference(name, path):
    """The head of a real model, its backbone on the meta device where that costs nothing to the head's numbers."""
    small = {"vgg11", "alexnet", "vit_b_32", "swin_t", "convnext_tiny", "maxvit_t"}
    if name not in small:
        return zoo.get_model(name).get_submodule(path)
    with HeadAlone():
        return zoo.get_model(name).get_submodule(path)


class HeadAlone(torch.overrides.TorchFunctionMode):
    """Keeps parameters of a thousand rows real and all else without numbers, so that a large model is built at once."""

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = dict(kwargs or {})
        if func in {torch.empty, torch.zeros, torch.ones}:
            shape = args[0] if args and isinstance(args[0], tuple | torch.Size) else args
            if tuple(shape)[:1] != (1000,):
                kwargs["device"] = "meta"
        return func(*args, **kwargs)


@pytest.mark.parametrize("name", ["efficientnet_b0", "mnasnet0_5"])
def test_few_classes_do_not_make_a_loud_head(name):
    """The constructor's rule by the number of outputs would give ten times the spread."""
    torch.manual_seed(0)
    model = build.skeleton(name, 8)
    (path,) = head.replace_head(model, 8, "cpu")
    assert float(model.get_submodule(path).weight.detach().std()) < 0.05


@pytest.mark.parametrize("name", [*KINDS, "efficientnet_lite0", "googlenet", "inception_v3"])
def test_the_head_as_code_draws_the_same_numbers(name):
    model = build.skeleton(name, 6)
    torch.manual_seed(3)
    (path,) = head.replace_head(model, 6, "cpu")
    ours = model.get_submodule(path)
    torch.manual_seed(3)
    bias = ours.bias is not None
    if isinstance(ours, nn.Linear):
        layer = nn.Linear(ours.in_features, 6, bias=bias)
    else:
        layer = nn.Conv2d(ours.in_channels, 6, 1)
    for line in head.initial_code(type(model).__name__, "layer", bias):
        exec(line, {"nn": nn, "layer": layer})
    assert torch.equal(layer.weight, ours.weight)
    assert not bias or torch.equal(layer.bias, ours.bias)
