"""EfficientNet-Lite0: what torchvision's efficientnet_b0 becomes on small devices.

After https://github.com/tensorflow/tpu/tree/master/models/official/efficientnet/lite and Tan & Le 2019
(arXiv:1905.11946). The file stands alone (torch and torchvision only): an exported checkpoint takes it along.
"""

import torch.nn.functional as F
from torch import Tensor, nn
from torchvision.models import efficientnet_b0
from torchvision.ops import SqueezeExcitation


class SameConv2d(nn.Conv2d):
    """A convolution with TensorFlow's SAME padding: ceil(size / stride) outputs a side, the odd pixel of padding
    right and below. Symmetric padding would move every feature by half a pixel, without a word."""

    def forward(self, input: Tensor) -> Tensor:
        (kernel_h, kernel_w), (stride_h, stride_w) = self.kernel_size, self.stride
        height, width = input.shape[-2:]
        pad_h = max((-(-height // stride_h) - 1) * stride_h + kernel_h - height, 0)
        pad_w = max((-(-width // stride_w) - 1) * stride_w + kernel_w - width, 0)
        padded = F.pad(input, (pad_w // 2, pad_w - pad_w // 2, pad_h // 2, pad_h - pad_h // 2))
        return F.conv2d(padded, self.weight, self.bias, self.stride, 0, self.dilation, self.groups)


def efficientnet_lite0(num_classes: int = 1000) -> nn.Module:
    """EfficientNet-Lite0 with random weights; takes (n, 3, h, w), gives logits (n, num_classes).

    Against efficientnet_b0: no squeeze-and-excitation, ReLU6 in place of SiLU, batch norm with eps 1e-3, SAME padding
    in the convolutions of stride 2. Parameter names are those of efficientnet_b0.
    """
    model = efficientnet_b0(num_classes=num_classes)
    for module in list(model.modules()):
        for name, child in list(module.named_children()):
            if isinstance(child, SqueezeExcitation):
                setattr(module, name, nn.Identity())
            elif isinstance(child, nn.SiLU):
                setattr(module, name, nn.ReLU6(inplace=True))
            elif isinstance(child, nn.BatchNorm2d):
                child.eps, child.momentum = 1e-3, 0.01
            elif isinstance(child, nn.Conv2d) and child.stride == (2, 2):
                child.__class__ = SameConv2d
    return model
