"""What layers give out, against the same layers called by hand."""

import threading

import pytest
import torch
from torch import nn
from torchvision.models import maxvit_t

from transfer_gui.core.errors import UserError
from transfer_gui.core.explain.activations import Tap, outputs
from transfer_gui.core.explain.grids import grid_of
from transfer_gui.core.explain.twin import twin
from transfer_gui.core.random_state import seeded

from .networks import NAMES, SIDE, batch, model

pytestmark = pytest.mark.usefixtures("untouched")


def by_hand(name: str, examples: torch.Tensor) -> dict[str, torch.Tensor]:
    """A few layers of each architecture, computed by calling the ones before them."""
    network = model(name)
    with torch.no_grad():
        match name:
            case "resnet18":
                start = network.maxpool(network.relu(network.bn1(network.conv1(examples))))
                return {"bn1": network.bn1(network.conv1(examples)), "layer1": network.layer1(start)}
            case "vit_b_16":
                tokens = network._process_input(examples)
                tokens = torch.cat([network.class_token.expand(len(examples), -1, -1), tokens], 1)
                tokens = tokens + network.encoder.pos_embedding
                block = network.encoder.layers[0]
                normed = block.ln_1(tokens)
                attended, _ = block.self_attention(normed, normed, normed, need_weights=False)
                path = "encoder.layers.encoder_layer_0"
                return {f"{path}.ln_1": normed, f"{path}.self_attention": attended, path: block(tokens)}
            case _:
                found, values = {}, examples
                for index, layer in enumerate(network.features):
                    values = layer(values.clone()).clone()
                    found[f"features.{index}"] = values
                return found


@pytest.mark.parametrize("name", NAMES)
def test_a_layer_gives_what_it_gives_when_called_by_hand(name):
    examples = batch()
    expected = by_hand(name, examples)
    found = outputs(model(name), [*expected, ""], examples)
    assert list(found) == [*expected, ""]
    for path, values in expected.items():
        torch.testing.assert_close(found[path], values, rtol=1e-4, atol=1e-5)
        assert not found[path].requires_grad
    with torch.no_grad():
        torch.testing.assert_close(found[""], model(name)(examples))


def test_what_works_in_place_afterwards_does_not_change_what_was_caught():
    with seeded(0):
        network = nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(inplace=True), nn.Flatten()).requires_grad_(False)
    examples = torch.arange(2 * 3 * 25.0).view(2, 3, 5, 5) - 70
    found = outputs(network, ["0", "1"], examples)
    assert torch.equal(found["0"], network[0](examples))
    assert (found["0"] < 0).any()
    assert torch.equal(found["1"], found["0"].relu())


def test_of_a_layer_that_is_computed_several_times_the_last_counts():
    network, examples = model("resnet18"), batch()
    found = outputs(network, ["layer1.0.relu", "layer1.0"], examples)
    assert torch.equal(found["layer1.0.relu"], found["layer1.0"])


def test_a_layer_that_is_asked_for_twice_is_given_once():
    assert list(outputs(model("resnet18"), ["fc", "fc"], batch())) == ["fc"]


@pytest.mark.parametrize(
    ("name", "path", "cure"),
    [
        ("vit_b_16", "encoder.layers.encoder_layer_3.self_attention.out_proj", "encoder_layer_3.self_attention, which"),
        ("swin_t", "features.1.0.attn.qkv", "Choose features.1.0.attn, which"),
    ],
)
def test_a_layer_that_its_parent_uses_without_calling_it_is_told_with_the_parent(name, path, cure):
    with pytest.raises(UserError) as fault:
        outputs(model(name), [path], batch(1))
    assert path in fault.value.what
    assert cure in fault.value.cure


@pytest.mark.parametrize("path", ["nowhere", "layer1.7", "layer1.0.conv1.deeper", "fc.out_features"])
def test_a_layer_that_is_not_there_is_told(path):
    with pytest.raises(UserError, match=f"no layer called {path}"):
        outputs(model("resnet18"), [path], batch(1))


def test_a_parameter_is_no_layer_and_the_one_that_holds_it_is_named():
    with pytest.raises(UserError, match=r"encoder.pos_embedding is a parameter.*Choose .* encoder\."):
        outputs(model("vit_b_16"), ["encoder.pos_embedding"], batch(1))
    with pytest.raises(UserError, match="whole network"):
        outputs(model("vit_b_16"), ["class_token"], batch(1))


def test_a_tap_is_used_for_one_batch_after_another():
    tap = Tap(model("squeezenet1_1"), ["features.2"])
    for seed in (1, 2):
        examples = batch(1, seed)
        assert torch.equal(
            tap(examples)["features.2"], outputs(model("squeezenet1_1"), ["features.2"], examples)["features.2"]
        )


def test_a_twin_has_the_same_tensors_and_its_own_modules():
    network = model("efficientnet_b0")
    other = twin(network)
    for (name, mine), (_, theirs) in zip(other.named_parameters(), network.named_parameters(), strict=True):
        assert mine is theirs, name
    assert all(a is b for a, b in zip(other.buffers(), network.buffers(), strict=True))
    assert not set(other.modules()) & set(network.modules())


def test_two_threads_look_into_the_same_network_and_do_not_mix():
    network, paths = model("resnet18"), ["layer1", "layer3.0.relu", ""]
    examples = [batch(2, seed) for seed in range(6)]
    alone = [outputs(network, paths, each) for each in examples]
    found: dict[int, dict[str, torch.Tensor]] = {}
    gate = threading.Barrier(2)

    def work(mine: list[int]) -> None:
        for index in mine:
            gate.wait(60)
            found[index] = outputs(network, paths, examples[index])

    threads = [threading.Thread(target=work, args=(mine,)) for mine in ([0, 1, 2], [3, 4, 5])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    for index, expected in enumerate(alone):
        for path in paths:
            torch.testing.assert_close(found[index][path], expected[path])


# ---- where the numbers of an output belong


@pytest.mark.parametrize(
    ("name", "path", "layout", "size"),
    [
        ("resnet18", "layer2", "channels first", (16, 8, 8)),
        ("squeezenet1_1", "classifier.1", "channels first", (6, 3, 3)),
        ("swin_t", "features.0.0", "channels first", (24, 16, 16)),
        ("swin_t", "features.0", "channels last", (24, 16, 16)),
        ("swin_t", "features.3.1.mlp", "channels last", (48, 8, 8)),
        ("swin_t", "permute", "channels first", (192, 2, 2)),
        ("vit_b_16", "conv_proj", "channels first", (96, 4, 4)),
        ("vit_b_16", "encoder.layers.encoder_layer_2.mlp.0", "tokens", (192, 4, 4)),
    ],
)
def test_the_place_of_each_number_is_known(name, path, layout, size):
    network = model(name)
    output = outputs(network, [path], batch())[path]
    grid = grid_of(network, network.get_submodule(path), tuple(output.shape))
    assert (grid.layout, (grid.channels, grid.rows, grid.columns)) == (layout, size)
    maps = grid.maps(output)
    assert maps.shape == (2, *size)
    if layout == "channels last":
        assert torch.equal(maps[1, 5, 1, 0], output[1, 1, 0, 5])
    if layout == "tokens":
        assert torch.equal(maps[1, 5, 1, 2], output[1, 1 + 1 * 4 + 2, 5])


@pytest.mark.parametrize("path", ["fc", "", "avgpool"])
def test_a_vector_has_no_place(path):
    network = model("resnet18")
    output = outputs(network, [path], batch())[path]
    grid = grid_of(network, network.get_submodule(path), tuple(output.shape))
    assert grid is None or (grid.rows, grid.columns) == (1, 1)


@pytest.mark.parametrize(
    ("network", "layer", "layout"),
    [
        ("swin_t", nn.Conv2d(3, 8, 1), "channels first"),
        ("swin_t", nn.Dropout(), "channels last"),
        ("resnet18", nn.LayerNorm(8), "channels last"),
        ("resnet18", nn.ReLU(), "channels first"),
    ],
)
def test_where_channels_and_sides_are_as_many_the_kind_of_layer_decides(network, layer, layout):
    assert grid_of(model(network), layer, (2, 8, 8, 8)).layout == layout


def test_windows_cut_out_of_the_picture_have_no_place():
    with torch.device("meta"):
        network = maxvit_t()
    assert grid_of(network, nn.GELU(), (2, 64, 49, 256)) is None
    assert grid_of(model("resnet18"), nn.ReLU(), (2, 7, 9)) is None
    assert SIDE == 64
