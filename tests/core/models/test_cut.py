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
def built(request, small_networks):
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
        computed = cut.prefix(model, place)(x)
    stored = plain(computed)
    assert [tuple(v.shape[1:]) for v in stored] == [value.shape for value in place.values]
    assert sum(v.nbytes for v in stored) == 3 * place.bytes
    whole = learned(model, model, x)
    kept = tuple(v.clone() for v in stored)
    half = learned(model, cut.rest(model, place), stored)
    assert all(map(torch.equal, stored, kept)), "what is stored stays as it is"
    torch.testing.assert_close(half[0], whole[0], rtol=1e-4, atol=1e-5)
    assert half[1].keys() == whole[1].keys() != set()
    for name, gradient in whole[1].items():
        torch.testing.assert_close(half[1][name], gradient, rtol=1e-3, atol=1e-4 * float(gradient.abs().max() + 1))
    for name, buffer in whole[2].items():
        torch.testing.assert_close(half[2][name], buffer, rtol=1e-4, atol=1e-5)
    model.eval()
    one = cut.rest(model, place)(tuple(v[:1] for v in stored))
    torch.testing.assert_close(one, model(x[:1]), rtol=1e-4, atol=1e-5)


@pytest.fixture(scope="module")
def resnet(small_networks):
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


@pytest.mark.parametrize(("learns", "stored"), [("conv1", []), ("bn1", ["conv1"]), ("", [])])
def test_nothing_is_cut_off_behind_the_first_layer_that_learns(resnet, learns, stored):
    plan = freeze_all_but([learns])
    freezing.apply(resnet, plan, 0)
    freezing.set_modes(resnet, plan, 0)
    found = cut.cuts(resnet, torch.zeros(2, 3, 64, 64))
    assert [value.name for place in found for value in place.values] == stored


class Layer(nn.Module):
    """A layer of one's own, with all that may decide what it computes."""

    def __init__(self):
        super().__init__()
        self.plain = torch.ones(3, 1, 1)
        self.register_buffer("beside", torch.ones(3, 1, 1), persistent=False)
        self._factor, self.ways = 1.0, {"shift": [0.0, torch.zeros(1)]}

    def forward(self, x):
        return x * self.plain * self.beside * self._factor + self.ways["shift"][0] + self.ways["shift"][1]


def with_layer(layer):
    model = nn.Sequential(nn.Conv2d(3, 3, 3), layer, nn.Flatten(), nn.Linear(3 * 36, 2))
    return model.requires_grad_(False).eval()


@pytest.mark.parametrize(
    "change",
    [
        lambda layer: layer.plain.add_(1),
        lambda layer: setattr(layer, "plain", torch.full((3, 1, 1), 2.0)),
        lambda layer: layer.beside.add_(1),
        lambda layer: setattr(layer, "_factor", 2.0),
        lambda layer: layer.ways.update(shift=[1.0, torch.zeros(1)]),
        lambda layer: layer.ways["shift"][1].add_(1),
    ],
)
def test_all_that_a_layer_holds_is_in_the_identity(change):
    model = with_layer(Layer())
    model[3].requires_grad_(True)
    place = cut.cuts(model, torch.zeros(2, 3, 8, 8))[0]
    assert [value.shape for value in place.values] == [(3 * 36,)]
    was = cut.identity(model, place)
    assert cut.identity(with_layer_of(model), place) == was, "which is of the content alone"
    change(model[1])
    assert cut.identity(model, place) != was


def with_layer_of(model):
    """The same network made anew."""
    made = with_layer(Layer())
    made.load_state_dict(model.state_dict())
    made[3].requires_grad_(True)
    return made


STALE = {
    "unfrozen": lambda model: model.layer3.requires_grad_(True),
    "counting": lambda model: model.layer1[0].bn1.train(),
    "hooked": lambda model: model.layer1[0].register_forward_hook(lambda *_: None),
    "dropping": lambda model: model.layer2.append(nn.Dropout(0.5)),
}


@pytest.mark.parametrize("change", STALE)
def test_a_cut_is_refused_once_something_before_it_can_change(change, small_networks):
    model = build.build(Source(model="resnet18", weights="none"), 5, 0, []).model
    planned(model, "head")
    place = cut.cuts(model, torch.zeros(2, 3, 64, 64))[0]
    for part in (cut.prefix, cut.rest, cut.identity):
        part(model, place)
    STALE[change](model)
    for part in (cut.prefix, cut.rest, cut.identity):
        with pytest.raises(cut.NotCut):
            part(model, place)


@pytest.mark.parametrize("inplace", [False, True])
def test_what_is_stored_is_copied_where_it_is_written_into(inplace):
    body = nn.Conv2d(3, 8, 3).requires_grad_(False)
    model = nn.Sequential(body, nn.Flatten(), nn.Dropout(0.5, inplace), nn.Linear(8 * 36, 2)).train()
    x = torch.randn(3, 3, 8, 8)
    place = cut.cuts(model, x)[0]
    assert place.written == ({value.name for value in place.values} if inplace else set())
    stored = cut.prefix(model, place)(x)
    before = [value.clone() for value in stored]
    with seeded(1):
        once = cut.rest(model, place)(stored)
    assert all(map(torch.equal, stored, before))
    with seeded(1):
        assert torch.equal(cut.rest(model, place)(stored), once)
    with seeded(1):
        assert torch.equal(model(x), once)


def test_dropout_before_the_head_lies_behind_the_cut():
    """AlexNet's classifier begins with dropout, which is on while its last layer learns."""
    model = build.build(Source(model="alexnet", weights="none"), 5, 0, []).model
    planned(model, "head")
    place = cut.cuts(model, torch.zeros(2, 3, 96, 96))[0]
    assert [value.shape for value in place.values] == [(256 * 6 * 6,)]


def test_a_network_left_in_its_modes(resnet):
    planned(resnet, "head")
    modes = {name: module.training for name, module in resnet.named_modules()}
    buffers = {name: b.clone() for name, b in resnet.named_buffers()}
    cut.cuts(resnet, torch.ones(2, 3, 64, 64))
    assert modes == {name: module.training for name, module in resnet.named_modules()}
    assert all(torch.equal(b, buffers[name]) for name, b in resnet.named_buffers())
    torch.manual_seed(5)
    state = torch.get_rng_state()
    cut.cuts(resnet, torch.ones(2, 3, 64, 64))
    assert torch.equal(torch.get_rng_state(), state), "and torch's random state"
