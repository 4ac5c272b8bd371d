"""Grad-CAM against Captum for convolutional networks, and against autograd by hand for transformers."""

import pytest
import torch
from captum.attr import LayerGradCam
from torch import nn
from torchvision import models as zoo

from transfer_gui.core.errors import UserError
from transfer_gui.core.explain.gradcam import default_layer, gradcam
from transfer_gui.core.explain.twin import twin
from transfer_gui.core.random_state import seeded

from .networks import NAMES, SIDE, batch, model

pytestmark = pytest.mark.usefixtures("untouched")

CONVOLUTIONS = [
    ("squeezenet1_1", "features"),
    ("squeezenet1_1", "features.7.expand3x3"),
    ("squeezenet1_1", "classifier.1"),
    ("resnet18", "layer4"),
    ("resnet18", "layer3.1.bn2"),
    ("resnet18", "layer2.0.relu"),
    ("resnet18", "conv1"),
    ("efficientnet_b0", "features"),
    ("efficientnet_b0", "features.5.1.block.3"),
]


def captums(name: str, path: str, examples: torch.Tensor, target: int, positive: bool) -> torch.Tensor:
    network = twin(model(name))
    method = LayerGradCam(network, network.get_submodule(path))
    return method.attribute(examples.clone().requires_grad_(), target, relu_attributions=positive)[:, 0].detach()


@pytest.mark.filterwarnings("ignore::UserWarning:captum")
@pytest.mark.parametrize(("name", "path"), CONVOLUTIONS)
@pytest.mark.parametrize("positive", [True, False])
def test_it_is_captums_for_convolutional_networks(name, path, positive):
    examples = batch()
    expected = captums(name, path, examples, 2, positive)
    found = gradcam(model(name), path, examples, 2, positive)
    assert positive or expected.abs().max() > 0
    torch.testing.assert_close(found, expected, rtol=1e-3, atol=float(expected.abs().max()) * 1e-4)


@pytest.mark.parametrize("block", [0, 6, 11])
def test_of_a_vision_transformer_the_patches_count_and_not_the_class_token(block):
    """The network is cut at the layer and run on by hand."""
    network, examples, target = model("vit_b_16"), batch(), 3
    with torch.no_grad():
        tokens = network._process_input(examples)
        tokens = torch.cat([network.class_token.expand(2, -1, -1), tokens], 1) + network.encoder.pos_embedding
        for before in network.encoder.layers[:block]:
            tokens = before(tokens)
    at = network.encoder.layers[block]
    normed = at.ln_1(tokens).detach().requires_grad_()
    rest = tokens + at.self_attention(normed, normed, normed, need_weights=False)[0]
    rest = rest + at.mlp(at.ln_2(rest))
    for after in network.encoder.layers[block + 1 :]:
        rest = after(rest)
    logits = network.heads(network.encoder.ln(rest)[:, 0])
    (slopes,) = torch.autograd.grad(logits[:, target].sum(), normed)
    weights = slopes[:, 1:].mean(1, keepdim=True)  # (n, 1, width): over the 16 patches
    expected = (weights * normed.detach()[:, 1:]).sum(2).reshape(2, 4, 4)
    found = gradcam(network, f"encoder.layers.encoder_layer_{block}.ln_1", examples, target, positive=False)
    torch.testing.assert_close(found, expected, rtol=1e-3, atol=float(expected.abs().max()) * 1e-4)
    assert expected.abs().max() > 0
    assert torch.equal(gradcam(network, f"encoder.layers.encoder_layer_{block}.ln_1", examples, target), found.relu())


def test_of_a_swin_transformer_the_channels_stand_last():
    network, examples, target = model("swin_t"), batch(), 1
    with torch.no_grad():
        values = network.features[:6](examples)
    values = values.requires_grad_()
    logits = network.head(network.avgpool(network.norm(network.features[6:](values)).permute(0, 3, 1, 2)).flatten(1))
    (slopes,) = torch.autograd.grad(logits[:, target].sum(), values)
    expected = torch.einsum("nrck,nk->nrc", values.detach(), slopes.mean((1, 2)))
    found = gradcam(network, "features.5", examples, target, positive=False)
    assert found.shape == (2, 4, 4)
    torch.testing.assert_close(found, expected, rtol=1e-3, atol=float(expected.abs().max()) * 1e-4)


def test_before_pooling_and_a_linear_head_it_is_the_class_activation_map():
    """Zhou et al. 2016: the head's weights of the class on the maps, up to the number of places."""
    network, examples = model("swin_t"), batch()
    with torch.no_grad():
        maps = network.norm(network.features(examples))
        expected = (maps * network.head.weight[4]).sum(3) / 4
    torch.testing.assert_close(gradcam(network, "norm", examples, 4, positive=False), expected, rtol=1e-3, atol=1e-5)


def test_a_layer_that_gives_several_tensors_is_looked_at_by_its_first():
    found = gradcam(model("vit_b_16"), "encoder.layers.encoder_layer_5.self_attention", batch(), 0, positive=False)
    assert found.shape == (2, 4, 4)
    assert found.abs().max() > 0


def test_where_the_head_reads_the_class_token_alone_the_map_is_zero():
    assert not gradcam(model("vit_b_16"), "encoder", batch(), 0, positive=False).any()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("fc", "fc gives out numbers without a place"),
        ("", "The whole network gives out"),
        ("nowhere", "no layer called nowhere"),
    ],
)
def test_layers_without_a_map_are_told_with_a_cure(path, words):
    with pytest.raises(UserError, match=words) as fault:
        gradcam(model("resnet18"), path, batch(1), 0)
    assert fault.value.cure


def test_a_layer_that_is_not_called_is_told():
    with pytest.raises(UserError, match="its parent uses its weights"):
        gradcam(model("vit_b_16"), "encoder.layers.encoder_layer_3.self_attention.out_proj", batch(1), 0)


def test_a_layer_that_has_no_part_in_the_answer_is_told():
    class Aside(nn.Module):
        def __init__(self):
            super().__init__()
            self.aside, self.main = nn.Conv2d(3, 4, 3), nn.Conv2d(3, 5, 3)

        def forward(self, x):
            self.aside(x)
            return self.main(x).mean((2, 3))

    with seeded(0):
        network = Aside().requires_grad_(False)
    assert gradcam(network, "main", batch(1), 0).shape == (1, 62, 62)
    with pytest.raises(UserError, match="aside has no part"):
        gradcam(network, "aside", batch(1), 0)


def test_a_pooled_layer_gives_one_cell():
    assert gradcam(model("resnet18"), "avgpool", batch(), 0, positive=False).shape == (2, 1, 1)


# ---- the layer that is looked at where none was chosen


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("squeezenet1_1", "features"),
        ("resnet18", "layer4"),
        ("efficientnet_b0", "features"),
        ("vit_b_16", "encoder.layers.encoder_layer_11.ln_1"),
        ("swin_t", "norm"),
    ],
)
def test_the_layer_by_default_is_the_last_with_places(name, expected):
    network = model(name)
    assert default_layer(network, SIDE) == expected
    target = int(network(batch(1)).argmax())
    assert gradcam(network, expected, batch(1), target, positive=False).abs().max() > 0


def test_it_is_an_earlier_one_where_pictures_are_so_small_that_the_last_has_one_place():
    assert default_layer(model("resnet18"), 32) == "layer3"
    with pytest.raises(UserError, match="larger pictures"):
        default_layer(model("resnet18"), 1)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("alexnet", "features"),
        ("vgg11", "features"),
        ("densenet121", "features"),
        ("shufflenet_v2_x0_5", "conv5"),
        ("mobilenet_v3_small", "features"),
        ("mnasnet0_5", "layers"),
        ("convnext_tiny", "features"),
        ("maxvit_t", "blocks.3"),
    ],
)
def test_other_families_have_one_too(name, expected):
    with torch.device("meta"):
        network = zoo.get_model(name, weights=None).eval()
    assert default_layer(network) == expected
    assert set(NAMES).isdisjoint({name})
