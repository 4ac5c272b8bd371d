"""The two halves of a cut network together are the network: outputs, gradients and running statistics."""

import pytest
import torch
from torch import nn

from transfer_gui.core.job import Source
from transfer_gui.core.models import build, cut
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.random_state import seeded
from transfer_gui.core.training import freezing

FAMILIES = {
    "squeezenet1_1": 64, "resnet18": 64, "efficientnet_b0": 64, "efficientnet_lite0": 64, "mobilenet_v2": 64,
    "mobilenet_v3_small": 64, "densenet121": 64, "googlenet": 64, "inception_v3": 96, "vgg11": 64, "alexnet": 96,
    "mnasnet0_5": 64, "shufflenet_v2_x0_5": 64, "regnet_y_400mf": 64, "convnext_tiny": 64, "vit_b_16": 224,
    "swin_t": 64, "swin_v2_t": 64, "maxvit_t": 224,
}  # fmt: skip


def planned(model: nn.Module, where: str) -> None:
    """Only the last module with parameters learns, or the last third of all."""
    owners = list(dict.fromkeys(name.rpartition(".")[0] for name, _ in model.named_parameters()))
    plan = freeze_all_but(owners[-1:] if where == "head" else owners[len(owners) * 2 // 3 :])
    freezing.apply(model, plan, 0)
    freezing.set_modes(model, plan, 0)


def learned(model: nn.Module, forward, x) -> tuple[torch.Tensor, dict, dict]:
    """Output, gradients and buffers after one pass; the model is put back."""
    before = {name: b.clone() for name, b in model.named_buffers()}
    with seeded(3):
        y = forward(x)
    (y * torch.linspace(0.5, 1, y.numel()).view_as(y)).sum().backward()
    gradients = {name: p.grad for name, p in model.named_parameters() if p.grad is not None}
    model.zero_grad(set_to_none=True)
    after = {name: b.clone() for name, b in model.named_buffers()}
    with torch.no_grad():
        for name, buffer in model.named_buffers():
            buffer.copy_(before[name])
    return y.detach(), gradients, after


def plain(values) -> tuple[torch.Tensor, ...]:
    """As they come from a store: fresh tensors that remember nothing."""
    return tuple(torch.from_numpy(value.numpy().copy()) for value in values)


@pytest.fixture(scope="module", params=FAMILIES)
def built(request):
    return build.build(Source(model=request.param, weights="none"), 5, 0, []).model, FAMILIES[request.param]


@pytest.mark.parametrize("where", ["head", "last third"])
def test_the_halves_are_the_whole(built, where):
    model, side = built
    planned(model, where)
    x = torch.randn(3, 3, side, side, generator=torch.Generator().manual_seed(1))
    found = cut.cuts(model, x[:2])
    assert found, "a place to cut"
    place = found[0]
    assert [later.bytes for later in found] == sorted({later.bytes for later in found}, reverse=True)
    with torch.inference_mode():
        stored = plain(cut.prefix(model, place)(x))
    assert [tuple(v.shape[1:]) for v in stored] == [value.shape for value in place.values]
    assert sum(v.nbytes for v in stored) == 3 * place.bytes
    whole = learned(model, model, x)
    half = learned(model, cut.rest(model, place), tuple(v.clone() for v in stored))
    torch.testing.assert_close(half[0], whole[0], rtol=1e-4, atol=1e-5)
    assert half[1].keys() == whole[1].keys() != set()
    for name, gradient in whole[1].items():
        torch.testing.assert_close(half[1][name], gradient, rtol=1e-3, atol=1e-4 * float(gradient.abs().max() + 1))
    for name, buffer in whole[2].items():
        torch.testing.assert_close(half[2][name], buffer, rtol=1e-4, atol=1e-5)
    model.eval()
    one = cut.rest(model, place)(tuple(v[:1].clone() for v in stored))
    torch.testing.assert_close(one, model(x[:1]), rtol=1e-4, atol=1e-5)


@pytest.fixture(scope="module")
def resnet():
    return build.build(Source(model="resnet18", weights="none"), 5, 0, []).model


def test_what_decides_is_in_the_identity(resnet):
    planned(resnet, "head")
    x = torch.zeros(2, 3, 64, 64)
    place = cut.cuts(resnet, x)[0]
    was = cut.identity(resnet, place)
    with torch.no_grad():
        resnet.fc.weight.add_(1)
    assert cut.identity(resnet, place) == was, "the head lies behind"
    resnet.to(memory_format=torch.channels_last)
    assert cut.identity(resnet, place) == was, "nor does the order in memory count"
    resnet.to(memory_format=torch.contiguous_format)
    bits = resnet.layer2[0].conv1.weight.data.view(torch.int32).view(-1)
    bits[7] ^= 1
    assert cut.identity(resnet, place) != was, "a single bit does"
    bits[7] ^= 1
    resnet.layer3[0].bn1.running_mean[0] += 1e-3
    assert cut.identity(resnet, place) != was
    resnet.layer3[0].bn1.running_mean[0] -= 1e-3
    resnet.layer1[0].bn1.eps = 1e-4
    assert cut.identity(resnet, place) != was
    resnet.layer1[0].bn1.eps = 1e-5


@pytest.mark.parametrize("learns", ["conv1", "bn1", ""])
def test_nothing_is_cut_off_where_the_first_layer_learns(resnet, learns):
    plan = freeze_all_but([learns])
    freezing.apply(resnet, plan, 0)
    freezing.set_modes(resnet, plan, 0)
    shares = [place.share for place in cut.cuts(resnet, torch.zeros(2, 3, 64, 64))]
    assert all(share < 0.1 for share in shares)
    assert learns != "" or not shares


class Draws(nn.Module):
    """A layer of one's own that draws numbers while it trains."""

    def forward(self, x):
        return x + torch.randn_like(x) if self.training else x


class Branches(nn.Module):
    def __init__(self):
        super().__init__()
        self.layer, self.head = nn.Conv2d(3, 4, 3), nn.Linear(4, 2)

    def forward(self, x):
        y = self.layer(x)
        if y.sum() > 0:
            y = -y
        return self.head(y.mean((2, 3)))


def test_what_draws_numbers_lies_behind_every_cut():
    body = nn.Conv2d(3, 8, 3).requires_grad_(False)
    model = nn.Sequential(body, Draws(), nn.Flatten(), nn.Linear(8 * 36, 2))
    place = cut.cuts(model.train(), torch.zeros(2, 3, 8, 8))[0]
    assert [value.shape for value in place.values] == [(8, 6, 6)]
    dropped = nn.Sequential(body, nn.Dropout(0.5), nn.Flatten(), nn.Linear(8 * 36, 2)).train()
    assert [value.shape for value in cut.cuts(dropped, torch.zeros(2, 3, 8, 8))[0].values] == [(8, 6, 6)]
    dropped.eval()
    dropped[3].requires_grad_(True)
    assert [value.shape for value in cut.cuts(dropped, torch.zeros(2, 3, 8, 8))[0].values] == [(288,)]


def test_a_network_that_looks_at_its_numbers_is_not_cut():
    model = Branches()
    model.layer.requires_grad_(False)
    assert cut.cuts(model, torch.zeros(2, 3, 8, 8)) == []


def test_a_network_left_in_its_modes(resnet):
    planned(resnet, "head")
    modes = {name: module.training for name, module in resnet.named_modules()}
    buffers = {name: b.clone() for name, b in resnet.named_buffers()}
    cut.cuts(resnet, torch.ones(2, 3, 64, 64))
    assert modes == {name: module.training for name, module in resnet.named_modules()}
    assert all(torch.equal(b, buffers[name]) for name, b in resnet.named_buffers())
