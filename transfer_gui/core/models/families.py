"""Families of architectures and the names that people write. No torch here."""

import re

FAMILIES = {
    "alexnet": "AlexNet",
    "convnext": "ConvNeXt",
    "densenet": "DenseNet",
    "efficientnet": "EfficientNet",
    "efficientnet_v2": "EfficientNet V2",
    "googlenet": "GoogLeNet",
    "inception": "Inception",
    "maxvit": "MaxViT",
    "mnasnet": "MNASNet",
    "mobilenet_v2": "MobileNet V2",
    "mobilenet_v3": "MobileNet V3",
    "regnet_x": "RegNet X",
    "regnet_y": "RegNet Y",
    "resnet": "ResNet",
    "resnext": "ResNeXt",
    "shufflenet_v2": "ShuffleNet V2",
    "squeezenet": "SqueezeNet",
    "swin": "Swin Transformer",
    "swin_v2": "Swin Transformer V2",
    "vgg": "VGG",
    "vit": "Vision Transformer",
    "wide_resnet": "Wide ResNet",
}
"""Families by how their models' names begin; the longest beginning counts."""

_SIZES = {"t": "Tiny", "s": "Small", "b": "Base", "l": "Large", "h": "Huge"}


def family(name: str) -> str:
    """The family of an architecture: 'ResNet' for 'resnet18'. One that is not known here is named by its letters."""
    start = _start(name)
    return FAMILIES.get(start, start.capitalize())


def title(name: str) -> str:
    """An architecture's name as people write it: 'ResNet-18' for 'resnet18'."""
    if name == "efficientnet_lite0":
        return "EfficientNet-Lite0"
    start, known = _start(name), family(name)
    if start not in FAMILIES:
        return name.replace("_", " ").capitalize()
    rest = name.removeprefix(start).strip("_")
    if start.startswith("regnet"):  # 1_6gf: 1.6 GFLOPs
        return f"{known} {re.sub(r'(m|g)f$', lambda m: ' ' + m[1].upper() + 'F', rest.replace('_', '.'))}"
    if start in {"vit", "swin", "swin_v2", "maxvit", "convnext"}:
        size, _, patch = rest.partition("_")
        size = _SIZES.get(size, size.capitalize())
        short = "ViT" if start == "vit" else known.replace(" Transformer", "")
        return f"{short} {size}" + (f"/{patch}" if patch else "")
    if start in {"squeezenet", "mnasnet", "shufflenet_v2", "inception"}:
        return f"{known} {rest.replace('v', 'V') if start == 'inception' else rest.replace('_', '.')}"
    if rest[:1].isdigit():
        return f"{known}-{rest.replace('_bn', ' BN').replace('_2', '-2').replace('_', ' ')}"
    return f"{known} {rest.capitalize()}".strip()


def _start(name: str) -> str:
    return max((f for f in FAMILIES if name.startswith(f)), key=len, default=re.split(r"[\d_]", name)[0])
