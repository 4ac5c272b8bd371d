"""The models that ship, known before torch is loaded, so that the table has something to show at once."""

from ...core.models.entry import ModelEntry, Weights
from ...core.recipes.image import Preprocessing

_LITE0_MEAN = (127 / 255, 127 / 255, 127 / 255)
_LITE0_STD = (128 / 255, 128 / 255, 128 / 255)


def _entry(name: str, title: str, family: str, parameters: int, gflops: float, recipe: Preprocessing) -> ModelEntry:
    weights = Weights("shipped", "shipped", f"{title}, ImageNet-1k", recipe)
    origin = "shipped" if name == "efficientnet_lite0" else "torchvision"
    return ModelEntry(name, title, family, origin, parameters, gflops, None, 224, 1, False, (weights,))


FACES = Preprocessing(64, 64, "bilinear", (0.5,), (0.5,))

SHIPPED = (
    _entry(
        "efficientnet_lite0",
        "EfficientNet-Lite0",
        "EfficientNet",
        4_652_008,
        0.385,
        Preprocessing(256, 224, "bicubic", _LITE0_MEAN, _LITE0_STD),
    ),
    _entry("squeezenet1_1", "SqueezeNet 1.1", "SqueezeNet", 1_235_496, 0.349, Preprocessing()),
    ModelEntry(
        "keras", "Keras network", "Keras", "shipped", 56_951, None, None, 64, 64, True,
        (Weights("shipped", "shipped", "A small network of faces (mini Xception, FER 2013)", FACES),), FACES,
        layers=45, by_file=True,
    ),
)  # fmt: skip
"""What the full list says of them too (a test compares), but for figures that only torchvision knows."""
