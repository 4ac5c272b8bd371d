"""EfficientNet-Lite0 against an independent computation: its padding is silent when wrong."""

import json
import math

import numpy as np
import pytest
import torch
from PIL import Image
from safetensors import safe_open
from torch import nn

from transfer_gui.core import paths
from transfer_gui.core.models.lite0 import SameConv2d, efficientnet_lite0

SHIPPED = "efficientnet_lite0-imagenet.safetensors"
PICTURES = {
    "mammals/tigre04_architetto_franc_01.jpg": "tiger",
    "mammals/echidna_01.jpg": "echidna",
    "computers/mouse2.jpg": "mouse",
    "computers/joystick_beige_gray_petr_01.jpg": "joystick",
    "vehicles/pallone_aerestatico_arch_01.jpg": "balloon",
    "vehicles/sportcar_sergio_luiz_ara_01.jpg": "sports car",
}


def shipped(name=SHIPPED):
    with safe_open(paths.resources() / "models" / name, "pt") as file:
        return {key: file.get_tensor(key).float() for key in file.keys()}, file.metadata()  # noqa: SIM118


def loaded():
    state, _ = shipped()
    model = efficientnet_lite0()
    model.load_state_dict(state, strict=True)
    return model.eval()


def picture(name):
    """Resize 256 bicubic, centre crop 224, mean 127/255, std 128/255, written out here on its own."""
    image = Image.open(paths.resources() / "data/clipart" / name).convert("RGB").resize((256, 256), Image.BICUBIC)
    pixels = np.asarray(image.crop((16, 16, 240, 240)), np.float32)
    return torch.from_numpy((pixels - 127) / 128).permute(2, 0, 1)[None]


def same_by_hand(x, weight, stride, groups):
    """TensorFlow's SAME convolution from its definition: output i sees the inputs from i * stride - before on, where
    'before' is half of what is lacking, rounded down."""
    n, _, height, width = x.shape
    k = weight.shape[-1]
    outputs = math.ceil(height / stride), math.ceil(width / stride)
    before = [max((o - 1) * stride + k - size, 0) // 2 for o, size in zip(outputs, (height, width), strict=True)]
    result = torch.zeros(n, weight.shape[0], *outputs, dtype=x.dtype)
    per_group = weight.shape[0] // groups
    for out in range(weight.shape[0]):
        first = out // per_group * weight.shape[1]
        inputs = x[:, first : first + weight.shape[1]]
        for i in range(outputs[0]):
            for j in range(outputs[1]):
                for a in range(k):
                    for b in range(k):
                        y, z = i * stride - before[0] + a, j * stride - before[1] + b
                        if 0 <= y < height and 0 <= z < width:
                            result[:, out, i, j] += (inputs[:, :, y, z] * weight[out, :, a, b]).sum(1)
    return result


@pytest.mark.parametrize("kernel", [3, 5])
@pytest.mark.parametrize("size", [(6, 6), (7, 7), (6, 9)])
@pytest.mark.parametrize("groups", [1, 4])
def test_the_padding_is_tensorflows(kernel, size, groups):
    torch.manual_seed(0)
    layer = SameConv2d(4, 4, kernel, stride=2, bias=False, groups=groups).double()
    x = torch.randn(2, 4, *size, dtype=torch.float64)
    expected = same_by_hand(x, layer.weight.detach(), 2, groups)
    torch.testing.assert_close(layer(x).detach(), expected)


def test_the_shipped_weights_name_what_is_in_pictures():
    classes = json.loads(shipped()[1]["classes"])
    model = loaded()
    for name, expected in PICTURES.items():
        with torch.inference_mode():
            probabilities = model(picture(name)).softmax(1)[0]
        assert classes[int(probabilities.argmax())] == expected
        assert probabilities.max() > 0.6


def test_symmetric_padding_would_move_the_logits():
    model, wrong = loaded(), loaded()
    changed = 0
    for module in wrong.modules():
        if isinstance(module, SameConv2d):
            module.__class__ = nn.Conv2d  # its own padding attribute is the symmetric one of efficientnet_b0
            changed += 1
    assert changed == 5
    x = picture("mammals/echidna_01.jpg")
    with torch.inference_mode():
        right, moved = model(x), wrong(x)
    assert (right - moved).abs().max() > 0.3
    assert (right.softmax(1) - moved.softmax(1)).abs().max() > 0.01


def test_every_convolution_of_stride_two_pads_as_tensorflow_and_no_other():
    for name, module in efficientnet_lite0(2).named_modules():
        if isinstance(module, nn.Conv2d):
            assert isinstance(module, SameConv2d) == (module.stride == (2, 2)), name
        assert not isinstance(module, nn.SiLU), name
        if isinstance(module, nn.BatchNorm2d):
            assert module.eps == 1e-3


def test_squeezenet_ships_for_torchvisions_own_class():
    from torchvision.models import squeezenet1_1

    state, _ = shipped("squeezenet1_1-imagenet.safetensors")
    model = squeezenet1_1()
    model.load_state_dict(state, strict=True)
    model.eval()
    for name, index in {
        "mammals/tigre04_architetto_franc_01.jpg": 292,
        "vehicles/pallone_aerestatico_arch_01.jpg": 417,
    }.items():
        image = Image.open(paths.resources() / "data/clipart" / name).convert("RGB")
        pixels = np.asarray(image.resize((256, 256), Image.BILINEAR).crop((16, 16, 240, 240)), np.float32) / 255
        x = torch.from_numpy((pixels - [0.485, 0.456, 0.406]) / [0.229, 0.224, 0.225]).float().permute(2, 0, 1)[None]
        with torch.inference_mode():
            assert int(model(x).argmax()) == index
