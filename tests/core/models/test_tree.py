"""The layer tree: every parameter once, shapes and order as in a real forward pass, and what autograd keeps."""

import gc
import weakref

import pytest
import torch
from torchvision import models as zoo

from transfer_gui.core.errors import UserError
from transfer_gui.core.models import build, catalogue, tree, zoos
from transfer_gui.core.models.head import head_of

ENTRIES = [catalogue.find_entry(name) for name in catalogue.names() if zoos.of(name).kind == "image"]
SMALLEST = {e.family: e.name for e in sorted(ENTRIES, key=lambda e: e.parameters, reverse=True)}
"""Of each family: its others have the same modules, and more of them."""


@pytest.fixture
def looked_at(monkeypatch):
    """The networks that trees were made of."""
    found, empty = [], tree.empty

    def noted(*given):
        found.append(empty(*given))
        return found[-1]

    monkeypatch.setattr(tree, "empty", noted)
    return found


@pytest.mark.parametrize("name", [*SMALLEST.values(), "efficientnet_b0"])
def test_every_parameter_is_in_the_tree_once(name, tree_of, skeleton_of):
    root = tree_of(name)
    model = skeleton_of(name)
    rows = {layer.path: layer for layer in root.walk()}
    assert len(rows) == sum(1 for _ in root.walk())
    assert set(rows) >= {path for path, _ in model.named_modules()}
    assert root.parameters == sum(p.numel() for p in model.parameters())
    leaves = [layer for layer in root.walk() if not layer.children]
    assert sum(layer.parameters for layer in leaves) == root.parameters
    for layer in root.walk():
        if layer.children:
            assert layer.parameters == sum(child.parameters for child in layer.children), layer.path
        if layer.parameters and layer.kind != "Parameter":
            assert layer.order >= 0, layer.path
    assert root.output_shape == (5,)
    specific = [layer.path for layer in root.walk() if layer.task_specific and not layer.children]
    assert specific == [head_of(model)]


@pytest.mark.parametrize(
    "name", ["resnet18", "squeezenet1_1", "densenet121", "swin_t", "vit_b_32", "efficientnet_lite0"]
)
def test_the_tape_keeps_what_autograd_keeps_on_the_cpu(name):
    """Counted here once more on real numbers, storage by storage."""
    torch.manual_seed(0)
    entry = catalogue.find_entry(name)
    model = build._construct(name, 5, {}).train()
    kept = {}

    def pack(tensor):  # keeps no tensor: an output that its own node keeps is never let go
        kept[tensor.untyped_storage().data_ptr()] = tensor.untyped_storage()

    size = entry.input_size if entry.fixed_size else 96
    images = torch.zeros(2, 3, size, size)
    with torch.autograd.graph.saved_tensors_hooks(pack, lambda nothing: nothing):
        model(images)
    for tensor in (images, *model.parameters(), *model.buffers()):
        kept.pop(tensor.untyped_storage().data_ptr(), None)
    real = sum(storage.nbytes() for storage in kept.values())
    tape = tree.layers(name, 5, None if entry.fixed_size else size).tape
    assert sum(held.size.of(2) for held in tape.held if held.kept) == pytest.approx(real, rel=0.02)


def test_shapes_and_order_are_those_of_a_real_pass():
    model = zoo.resnet18(num_classes=5).eval()
    shapes, order = {}, []

    def hook(path):
        def note(module, inputs, output):
            shapes.setdefault(path, tuple(output.shape[1:]))
            order.append(path)

        return note

    for path, module in model.named_modules():
        if not list(module.children()):
            module.register_forward_hook(hook(path))
    with torch.no_grad():
        model(torch.zeros(1, 3, 96, 96))
    rows = {layer.path: layer for layer in tree.layers("resnet18", 5, 96).walk()}
    for path, shape in shapes.items():
        assert rows[path].output_shape == shape
    first = list(dict.fromkeys(order))
    assert sorted(first, key=lambda path: rows[path].order) == first


def test_parameters_beside_modules_are_rows():
    rows = {layer.path: layer for layer in tree.layers("vit_b_32", 5).walk()}
    for path, shape in {
        "class_token": (1, 1, 768),
        "encoder.pos_embedding": (1, 50, 768),
        "encoder.layers.encoder_layer_0.self_attention.in_proj_weight": (2304, 768),
    }.items():
        assert (rows[path].kind, rows[path].output_shape) == ("Parameter", shape)
    attention = rows["encoder.layers.encoder_layer_0.self_attention"]
    projection = rows["encoder.layers.encoder_layer_0.self_attention.out_proj"]
    assert attention.detail == "768 wide, 12 heads"
    assert projection.order == attention.order
    swin = {layer.path for layer in tree.layers("swin_t", 5).walk() if layer.kind == "Parameter"}
    assert "features.1.0.attn.relative_position_bias_table" in swin
    assert "features.1.0.layer_scale" in {layer.path for layer in tree.layers("convnext_tiny", 5).walk()}


@pytest.mark.parametrize(
    ("name", "path", "detail"),
    [
        ("resnet18", "conv1", "3 -> 64, 7 x 7, stride 2"),
        ("resnet18", "fc", "512 -> 5"),
        ("resnet18", "bn1", "64 channels"),
        ("resnet18", "maxpool", "3 x 3, stride 2"),
        ("resnet18", "avgpool", "to 1 x 1"),
        ("resnext50_32x4d", "layer1.0.conv2", "128 -> 128, 3 x 3, 32 groups"),
        ("efficientnet_lite0", "features.1.0.block.0.0", "32 -> 32, 3 x 3, depthwise"),
        ("alexnet", "classifier.0", "0.5 dropped"),
        ("swin_t", "norm", "over 768"),
        ("vit_b_32", "class_token", "1 x 1 x 768"),
    ],
)
def test_details(name, path, detail):
    assert {layer.path: layer.detail for layer in tree.layers(name, 5).walk()}[path] == detail


def test_batch_norm_is_marked():
    marked = {layer.kind for layer in tree.layers("resnet18", 5).walk() if layer.norm}
    assert marked == {"BatchNorm2d"}
    assert not any(layer.norm for layer in tree.layers("convnext_tiny", 5).walk())


def test_the_largest_model_needs_no_memory():
    root = tree.layers("vit_h_14", 10)
    assert root.parameters > 630_000_000


@pytest.mark.parametrize("name", ["squeezenet1_1", "vit_b_32"])
def test_the_network_that_was_looked_at_is_let_go(name, looked_at):
    tree.layers(name, 5)
    left = weakref.ref(looked_at.pop())
    gc.collect()
    assert left() is None


def test_nothing_is_left_behind_in_torch():
    torch.manual_seed(1)
    expected = torch.rand(2)
    torch.manual_seed(1)
    tree.layers("vit_b_32", 5)
    assert torch.equal(torch.rand(2), expected)
    assert torch.empty(1).device.type == "cpu"


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [("alexnet", 40, "63 x 63"), ("maxvit_t", 96, "224 x 224"), ("vit_b_16", 100, "multiple of 16")],
)
def test_a_size_that_does_not_work_is_told(name, size, words):
    with pytest.raises(UserError, match=words):
        tree.layers(name, 5, size)


def test_an_unknown_model_is_told():
    with pytest.raises(UserError, match="resnet18"):
        tree.layers("resnet-18", 5)
