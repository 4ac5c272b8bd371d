"""Attention heads, each number against torch's and torchvision's own split."""

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn import functional as F
from torchvision import models as zoo
from torchvision.models.maxvit import RelativePositionalMultiHeadAttention
from torchvision.models.swin_transformer import ShiftedWindowAttention, ShiftedWindowAttentionV2

from transfer_gui.core.inspect import heads
from transfer_gui.core.inspect.figures import Heatmap, Tiles
from transfer_gui.core.inspect.view import Subject
from transfer_gui.core.models.detail import heads as heads_in
from transfer_gui.core.models.layer import heads_of
from transfer_gui.core.models.tree import layers
from transfer_gui.core.training.snapshot import snapshot

pytestmark = pytest.mark.usefixtures("small_networks")


@pytest.fixture(autouse=True)
def seed():
    torch.manual_seed(0)


def alone(module: nn.Module, path: str = "attn") -> Subject:
    holder = nn.ModuleDict({path: module})
    return Subject(path, snapshot(holder, path), {}, {path: heads_in(module)})


def scores(module: nn.MultiheadAttention, x: torch.Tensor) -> torch.Tensor:
    """The scores before scaling, (heads, places, places), by torch's own projection and split."""
    query, key, _ = F._in_projection_packed(x, x, x, module.in_proj_weight, None)
    shape = len(x), module.num_heads, module.head_dim
    return torch.einsum("ihd,jhd->hij", query.view(shape), key.view(shape))


def test_what_a_head_compares_gives_its_scores():
    module = nn.MultiheadAttention(24, 3, bias=False)
    figure = next(f for f in heads.compute(alone(module)) if isinstance(f, Tiles))
    assert figure.images.shape == (3, 24, 24), "small enough to be shown whole"
    x = torch.randn(7, 24)
    forms = torch.from_numpy(figure.images)
    np.testing.assert_allclose(
        torch.einsum("id,hde,je->hij", x, forms, x).numpy(), scores(module, x).detach().numpy(), rtol=1e-3, atol=1e-5
    )
    assert figure.labels == ("head 0", "head 1", "head 2")


def test_norms_of_each_block_are_those_of_torchs_split():
    module = nn.MultiheadAttention(32, 4)
    figure = heads.compute(alone(module))[0]
    assert isinstance(figure, Heatmap)
    assert figure.rows == ("query", "key", "value", "output")
    assert figure.columns == ("head 0", "head 1", "head 2", "head 3")
    # the identity through the projection gives the weights themselves, split as torch splits what it projects
    eye = torch.eye(32)
    for row, projected in enumerate(F._in_projection_packed(eye, eye, eye, module.in_proj_weight, None)):
        by_head = projected.view(32, 4, 8)
        np.testing.assert_allclose(figure.values[row], by_head.norm(dim=(0, 2)).detach().numpy(), rtol=1e-5)
    for head in range(4):
        norm = module.out_proj.weight.detach()[:, head * 8 : (head + 1) * 8].norm()
        assert figure.values[3, head] == pytest.approx(float(norm), rel=1e-5)
    assert (figure.low, figure.high) == (0, figure.values.max())


@pytest.mark.parametrize("kind", [ShiftedWindowAttention, ShiftedWindowAttentionV2])
def test_swins_split_is_torchvisions(kind):
    """With the value and output of all heads but one set to zero in the weights, only that head's share comes out."""
    module = kind(dim=12, window_size=[4, 4], shift_size=[0, 0], num_heads=3).eval()
    figure = heads.compute(alone(module))[0]
    x = torch.randn(1, 4, 4, 12)
    whole = module(x) - module.proj.bias
    total = torch.zeros_like(whole)
    values = heads.split(module.qkv.weight.detach(), 3)[2]
    for head in range(3):
        one = kind(dim=12, window_size=[4, 4], shift_size=[0, 0], num_heads=3).eval()
        one.load_state_dict(module.state_dict())
        with torch.no_grad():
            heads.split(one.qkv.weight, 3)[2][[h for h in range(3) if h != head]] = 0
            one.qkv.bias[24:].zero_()
        total += one(x) - one.proj.bias
        assert figure.values[2, head] == pytest.approx(float(values[head].norm()), rel=1e-5)
    with torch.no_grad():
        module.qkv.bias[24:].zero_()
        torch.testing.assert_close(module(x) - module.proj.bias, total, rtol=1e-4, atol=1e-5)


def test_the_bias_tiles_are_what_swin_adds_by_relative_position():
    module = ShiftedWindowAttention(dim=12, window_size=[4, 4], shift_size=[0, 0], num_heads=3)
    nn.init.normal_(module.relative_position_bias_table)
    figure = heads.compute(alone(module))[-1]
    assert figure.images.shape == (3, 7, 7)
    bias = module.get_relative_position_bias()[0].detach().numpy()
    for query in range(16):
        for key in range(16):
            below, right = query // 4 - key // 4, query % 4 - key % 4
            np.testing.assert_array_equal(figure.images[:, below + 3, right + 3], bias[:, query, key])


def test_the_bias_tiles_are_what_maxvit_adds():
    module = RelativePositionalMultiHeadAttention(feat_dim=64, head_dim=32, max_seq_len=9)
    nn.init.normal_(module.relative_position_bias_table)
    figures = heads.compute(alone(module))
    assert figures[0].values.shape == (4, 2)
    bias = module.get_relative_positional_bias()[0].detach().numpy()
    for query in range(9):
        for key in range(9):
            below, right = query // 3 - key // 3, query % 3 - key % 3
            np.testing.assert_array_equal(figures[-1].images[:, below + 2, right + 2], bias[:, query, key])


def test_several_attentions_share_one_map_and_say_where_to_look():
    network = zoo.get_model("swin_t", weights=None)
    counts = {path: heads_in(module) for path, module in network.named_modules() if heads_in(module)}
    (figure,) = heads.compute(Subject("features", snapshot(network, "features"), {}, counts))
    assert figure.values.shape == (4 * 12, 24)
    assert figure.rows[0] == "1.0.attn query"
    assert np.isfinite(figure.values[0]).sum() == 3
    assert np.isnan(figure.values[0, 3:]).all()
    assert "Choose one attention" in figure.note


def test_a_layer_inside_or_without_attention():
    module = nn.MultiheadAttention(32, 4)
    state = {f"attn.{name}": tensor.detach().numpy() for name, tensor in module.state_dict().items()}
    only = "attn.in_proj_weight"
    figures = heads.compute(Subject(only, {only: state[only]}, {}, {"attn": 4}))
    assert figures[0].rows == ("query", "key", "value")
    assert heads.compute(Subject("attn.out_proj", {"attn.out_proj.weight": state["attn.out_proj.weight"]})) == ()
    assert heads.compute(Subject("attn", state)) == (), "the number of heads is not known"
    assert heads.compute(Subject("attn", state, {}, {"attn": 5})) == (), "heads that the width does not divide into"


def test_a_wide_attention_is_thinned():
    module = nn.MultiheadAttention(96, 2)
    tiles = heads.compute(alone(module))[1]
    assert tiles.images.shape == (2, heads.SIDE, heads.SIDE)
    packed = module.in_proj_weight.detach().numpy()
    whole = packed[48:96].T @ packed[96 + 48 : 192]
    assert np.abs(tiles.images[1]).max() == pytest.approx(np.abs(whole).max(), rel=1e-5)
    assert "largest of its block" in tiles.note


@pytest.mark.parametrize(
    ("name", "expected"),
    [("vit_b_16", {12}), ("swin_t", {3, 6, 12, 24}), ("swin_v2_t", {3, 6, 12, 24}), ("maxvit_t", {2, 4, 8, 16})],
)
def test_the_tree_tells_the_number_of_heads(name, expected):
    found = heads_of(layers(name, 5))
    assert set(found.values()) == expected
    network = zoo.get_model(name, weights=None, num_classes=5)
    theirs = {p: heads_in(m) for p, m in network.named_modules()}
    assert found == {path: count for path, count in theirs.items() if count}
    assert found.keys() <= {layer.path for layer in layers(name, 5).walk()}


def test_a_network_without_attention_has_no_heads():
    assert heads_of(layers("resnet18", 5)) == {}
