"""Batch norms folded into convolutions: the numbers are those of the plain network, and the network stays as it is."""

import copy

import pytest
import torch
from torch import fx, nn

from transfer_gui.core.job import Source
from transfer_gui.core.models import build, cut
from transfer_gui.core.models.folding import fold
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.training import freezing

FAMILIES = ["resnet18", "mobilenet_v2", "mobilenet_v3_small", "efficientnet_b0", "efficientnet_lite0", "densenet121",
            "googlenet", "inception_v3", "mnasnet0_5", "shufflenet_v2_x0_5", "regnet_y_400mf", "vgg11_bn",
            "convnext_tiny", "keras"]  # fmt: skip


def filled(model: nn.Module) -> nn.Module:
    """Statistics, scales and shifts as training leaves them."""
    generator = torch.Generator().manual_seed(3)
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            for tensor, low in ((module.running_mean, -0.3), (module.running_var, 0.5), (module.weight, 0.6),
                                (module.bias, -0.2)):  # fmt: skip
                if tensor is not None:
                    with torch.no_grad():
                        tensor.copy_(low + torch.rand(tensor.shape, generator=generator) * 0.8)
    return model


def norms(half: nn.Module) -> int:
    return sum(isinstance(module, nn.BatchNorm2d) for module in half.modules())


def half(model: nn.Module) -> fx.GraphModule:
    return fx.symbolic_trace(model)


@pytest.mark.parametrize("name", FAMILIES)
def test_the_fixed_part_gives_the_same_numbers(name, small_networks):
    model = filled(build.build(Source(model=name, weights="none"), 5, 0, []).model)
    head = list(dict(model.named_parameters()))[-1].rpartition(".")[0]
    freezing.apply(model, freeze_all_but([head]), 0)
    freezing.set_modes(model, freeze_all_but([head]), 0)
    before = copy.deepcopy(model.state_dict())
    shape = (1, 64, 64) if name == "keras" else (3, 96, 96)
    x = torch.randn(3, *shape, generator=torch.Generator().manual_seed(1))
    place = cut.cuts(model, x[:2])[0]
    plain, folded = cut.prefix(model, place), fold(cut.prefix(model, place))
    with torch.inference_mode():
        for one, other in zip(folded(x), plain(x), strict=True):
            assert torch.allclose(one, other, atol=1e-4 * float(other.abs().max()), rtol=0)
    assert all(torch.equal(tensor, before[key]) for key, tensor in model.state_dict().items())
    if name not in ("densenet121", "convnext_tiny"):  # pre-activation, and no batch norm at all
        assert norms(used(folded)) == 0


def used(half: fx.GraphModule) -> nn.Module:
    return nn.ModuleList([half.get_submodule(str(n.target)) for n in half.graph.nodes if n.op == "call_module"])


class Net(nn.Module):
    """A convolution and a batch norm, with one thing that may differ."""

    def __init__(self, case: str) -> None:
        super().__init__()
        self.case = case
        self.conv = nn.Conv2d(3, 4, 3, bias=case == "bias", groups=1)
        self.norm = nn.BatchNorm2d(4, affine=case != "not affine", track_running_stats=case != "of the batch")
        if case == "a class of its own":
            self.conv.__class__ = type("Doubled", (nn.Conv2d,), {"forward": lambda s, x: 2 * nn.Conv2d.forward(s, x)})
        if case == "a hook":
            self.conv.register_forward_hook(lambda module, given, out: out * 2)

    def forward(self, x):
        y = self.conv(x)
        if self.case == "used twice":
            return self.norm(y) + y
        if self.case == "called twice":
            return self.norm(y) + self.conv(x * 2)
        return self.norm(y)


@pytest.mark.parametrize("case", ["plain", "bias", "not affine"])
def test_what_can_be_folded_is(case):
    model = filled(Net(case)).eval()
    x = torch.randn(2, 3, 8, 8)
    expected, folded = model(x), fold(half(model))
    assert norms(used(folded)) == 0
    assert torch.allclose(folded(x), expected, atol=1e-5)


@pytest.mark.parametrize(
    "case", ["used twice", "called twice", "a class of its own", "a hook", "of the batch", "in training"]
)
def test_what_cannot_be_folded_is_left(case):
    model = filled(Net(case)).train(case == "in training")
    x = torch.randn(2, 3, 8, 8)
    folded, expected = fold(half(model)), copy.deepcopy(model)(x)
    assert norms(used(folded)) == 1
    assert torch.allclose(folded(x), expected, atol=1e-5)


def test_the_layout_of_weights_stays():
    model = Net("plain").eval().to(memory_format=torch.channels_last)
    folded = fold(half(model))
    assert folded.get_submodule("conv").weight.is_contiguous(memory_format=torch.channels_last)
