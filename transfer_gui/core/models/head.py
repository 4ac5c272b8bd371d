"""The head: the last layer, which turns features into the logits of the classes. The only task-specific layer."""

import math
from functools import lru_cache

import torch
from torch import nn

_STD = {
    "Bert": 0.02,
    "ConvNeXt": 0.02,
    "GoogLeNet": 0.01,
    "Inception3": 0.001,
    "MaxVit": 0.02,
    "MobileNetV2": 0.01,
    "MobileNetV3": 0.01,
    "RegNet": 0.01,
    "SqueezeNet": 0.01,
    "SwinTransformer": 0.02,
    "VGG": 0.01,
}
"""Standard deviation of the head's weights, by the class of the model, as torchvision's constructors draw them; of
BERT as its authors do."""

_DEFAULT_BIAS = {"AlexNet", "GoogLeNet", "Inception3", "ResNet", "ShuffleNetV2"}
"""Models whose constructors leave the head's bias as torch's own layers have it; it is zero in the others."""


@lru_cache(maxsize=128)
def heads(model: str) -> tuple[str, ...]:
    """Path of the head in the model called `model`, as in `named_modules`: ('fc',), ('classifier.1',)..."""
    from .build import skeleton

    return (head_of(skeleton(model, 1000)),)


def head_of(model: nn.Module) -> str:
    """Path of the last layer with weights: a Linear, or a Conv2d whose maps are averaged, as in a SqueezeNet."""
    paths: list[str] = [p for p, module in model.named_modules() if isinstance(module, nn.Linear | nn.Conv2d)]
    return paths[-1]


def replace_head(model: nn.Module, classes: int, device: torch.device | str | None = None) -> tuple[str, ...]:
    """Put a new head with `classes` outputs in the place of the old, in place; returns its path.

    On the old head's device where `device` is None. The weights are drawn from torch's global generator: once as
    torch's own layer draws them, then as `initialise` does. `torchvision.models.get_model(name, num_classes=classes)`
    has then the very same keys and shapes.
    """
    path, new = new_head(model, classes, device)
    model.set_submodule(path, new)
    if hasattr(model, "num_classes"):
        model.num_classes = classes  # type: ignore[assignment]
    return (path,)


def new_head(
    model: nn.Module, classes: int, device: torch.device | str | None = None
) -> tuple[str, nn.Linear | nn.Conv2d]:
    """The head that `replace_head` puts into `model`, and its path, drawn alike; `model` stays as it is."""
    path = head_of(model)
    old = model.get_submodule(path)
    assert isinstance(old, nn.Linear | nn.Conv2d)
    like = {"bias": old.bias is not None, "device": device or old.weight.device, "dtype": old.weight.dtype}
    if isinstance(old, nn.Linear):
        new: nn.Linear | nn.Conv2d = nn.Linear(old.in_features, classes, **like)  # type: ignore[arg-type]
    else:
        window = {"stride": old.stride, "padding": old.padding, "dilation": old.dilation}
        new = type(old)(old.in_channels, classes, old.kernel_size, **window, **like)  # type: ignore[arg-type]
    initialise(new, type(model).__name__)
    return path, new


def initialise(layer: nn.Linear | nn.Conv2d, kind: str) -> None:
    """Draw the weights of a head fresh from torch's constructor as torchvision does in a model of class `kind`.

    One departure: EfficientNet and MNASNet draw by the number of classes, so that ten classes would get weights ten
    times those of ImageNet's thousand, random logits that drown the features; theirs are drawn as for a thousand.
    """
    if kind == "VisionTransformer":
        nn.init.zeros_(layer.weight)
    elif kind == "EfficientNet":
        nn.init.uniform_(layer.weight, -math.sqrt(1 / 1000), math.sqrt(1 / 1000))
    elif kind == "MNASNet":
        nn.init.uniform_(layer.weight, -math.sqrt(3 / 1000), math.sqrt(3 / 1000))
    elif kind in _STD:
        nn.init.normal_(layer.weight, std=_STD[kind])
    if layer.bias is not None and kind not in _DEFAULT_BIAS:
        nn.init.zeros_(layer.bias)


def initial_code(kind: str, layer: str = "head", bias: bool = True) -> list[str]:
    """`initialise` as lines of plain torch on the variable `layer` (which has a `bias` or not), for a script."""
    lines: list[str] = []
    if kind == "VisionTransformer":
        lines.append(f"nn.init.zeros_({layer}.weight)")
    elif kind in {"EfficientNet", "MNASNet"}:
        bound = math.sqrt((1 if kind == "EfficientNet" else 3) / 1000)
        lines.append(f"nn.init.uniform_({layer}.weight, {-bound!r}, {bound!r})")
    elif kind in _STD:
        lines.append(f"nn.init.normal_({layer}.weight, std={_STD[kind]})")
    if bias and kind not in _DEFAULT_BIAS:
        lines.append(f"nn.init.zeros_({layer}.bias)")
    return lines
