"""Networks for pictures: every classifier of torchvision, and EfficientNet-Lite0.

All figures are torchvision's own metadata or the shipped file's own; the network is never touched.
"""

import math
from collections.abc import Collection, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from torch import Tensor, nn
from torchvision import models as zoo

from ...errors import UserError
from ...recipes.image import Preprocessing
from .. import exported, families, shipped
from ..entry import ModelEntry, Weights
from ..lite0 import efficientnet_lite0
from ..zoo import Zoo

LITE0 = "efficientnet_lite0"
LITE0_GFLOPS = 0.385
"""Multiply-adds for one picture of 224 px, counted as torchvision counts (a test counts again)."""

_AUXILIARY = {"googlenet", "inception_v3"}
"""Models with extra heads for training from scratch; these are always off."""
_FIXED = {"MaxViT", "Vision Transformer"}
_LEAST = {"Swin Transformer": 4, "Swin Transformer V2": 4, "EfficientNet V2": 1}
"""Least sizes of families that take smaller pictures than torchvision's metadata says (measured: they pad)."""
_NOT_A_CLASSIFIER = {"IMAGENET1K_FEATURES"}
"""VGG-16 for detectors: the values of its classifier are not numbers."""


class Pictures(Zoo):
    """See `models.zoo.Zoo`."""

    kind = "image"
    plain = True
    settings: Mapping[str, type] = {
        "aux_logits": bool, "init_weights": bool, "transform_input": bool, "image_size": int
    }  # fmt: skip

    def names(self) -> Collection[str]:
        return _names()

    def entry(self, name: str) -> ModelEntry:
        family = families.family(name)
        least, figures = _figures(name)
        return ModelEntry(
            name=name,
            title=families.title(name),
            family=family,
            origin="shipped" if name == LITE0 else "torchvision",
            parameters=figures["num_params"],
            gflops=figures["_ops"],
            accuracy=None,
            input_size=figures["crop"],
            min_size=least,
            fixed_size=family in _FIXED,
            weights=(),
        )

    def recipe(self, name: str) -> Preprocessing:
        return Preprocessing()

    def file(self, name: str) -> Path | None:
        return shipped.files().get(name)

    def published(self, name: str) -> tuple[Weights, ...]:
        return _published(name)

    def options(self, name: str, *, pretrained: bool = False, size: int | None = None) -> dict[str, Any]:
        """Keyword arguments of torchvision's constructor. The size matters to a vision transformer alone.

        The published weights of GoogLeNet and Inception v3 expect their input re-scaled inside (`transform_input`).
        """
        given: dict[str, Any] = {}
        if name in _AUXILIARY:
            given = {"aux_logits": False, "init_weights": False, "transform_input": pretrained}
        if name.startswith("vit_") and size is not None:
            patch = _patch(name)
            if size % patch:
                raise UserError(
                    f"{name} cuts pictures into patches of {patch} x {patch} px; {size} px do not divide into them.",
                    f"Set the input size to a multiple of {patch}, or leave it empty.",
                )
            given["image_size"] = size
        return given

    def size_of(self, name: str, state: Mapping[str, Tensor]) -> int | None:
        """The side of the pictures that a vision transformer's position embedding was made for."""
        if not name.startswith("vit_"):
            return None
        embedding = next((t for key, t in state.items() if key.endswith("pos_embedding") and t.dim() == 3), None)
        side = round((embedding.shape[1] - 1) ** 0.5) if embedding is not None else 0
        return side * _patch(name) or None

    def construct(self, name: str, classes: int, options: Mapping[str, Any], fresh: bool = False) -> nn.Module:
        if name == LITE0:
            return efficientnet_lite0(classes)
        if fresh and name in _AUXILIARY:
            options = {**options, "init_weights": True}
        return zoo.get_model(name, weights=None, num_classes=classes, **options)

    def assumed(self, name: str, options: Mapping[str, Any]) -> str:
        if name not in _AUXILIARY:
            return ""
        return f"to re-scale its input inside, as all published {families.title(name)} weights do"


ZOO = Pictures()


def _patch(name: str) -> int:
    """The side of a vision transformer's patches: 16 for 'vit_b_16'."""
    return int(name.rsplit("_", 1)[1])


@cache
def _names() -> frozenset[str]:
    return frozenset([*zoo.list_models(module=zoo), LITE0])


def _figures(name: str) -> tuple[int, dict[str, Any]]:
    """Least size, and the figures of the published set for the smallest pictures: the constructor's own settings."""
    if name == LITE0:
        numbers = exported.parameters(exported.header(shipped.files()[name])[1])
        return 1, {"num_params": numbers, "_ops": LITE0_GFLOPS, "crop": 224}
    sets = [w for w in zoo.get_model_weights(name) if w.name not in _NOT_A_CLASSIFIER]
    smallest = min(sets, key=lambda w: _recipe(w).crop)
    least = _LEAST.get(families.family(name)) or int(max(smallest.meta["min_size"]))
    return least, {**smallest.meta, "crop": _recipe(smallest).crop}


@lru_cache(maxsize=256)
def _published(name: str) -> tuple[Weights, ...]:
    if name == LITE0:
        return ()
    return tuple(
        Weights(
            id=f"torchvision:{w.name}",
            where="import",
            title=w.name.replace("_", " ").replace("IMAGENET1K", "ImageNet"),
            preprocessing=_recipe(w),
            accuracy=w.meta["_metrics"]["ImageNet-1K"]["acc@1"],
            file=Path(w.url).name,
            url=w.url,
            megabytes=w.meta["_file_size"],
            licence=w.meta.get("license", "BSD-3-Clause (torchvision); trained on ImageNet"),
        )
        for w in zoo.get_model_weights(name)
        if w.name not in _NOT_A_CLASSIFIER and math.isfinite(w.meta["_metrics"]["ImageNet-1K"]["acc@1"])
    )


def _recipe(weights: Any) -> Preprocessing:
    """torchvision's preset as a recipe: what its call was given, and `ImageClassification`'s defaults."""
    given = weights.transforms.keywords
    default = Preprocessing()
    interpolation = given.get("interpolation")
    return Preprocessing(
        given.get("resize_size", 256),
        given["crop_size"],
        interpolation.value if interpolation else "bilinear",
        tuple(given.get("mean", default.mean)),
        tuple(given.get("std", default.std)),
    )
