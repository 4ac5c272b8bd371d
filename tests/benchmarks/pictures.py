"""Folders of photograph-like pictures to train on."""

from pathlib import Path

import numpy as np
from PIL import Image


def folder(root: Path, classes: int, each: int, width: int = 256, height: int = 256) -> Path:
    """`each` JPEG files of smooth noise in each of `classes` folders."""
    rng = np.random.default_rng(0)
    for label in range(classes):
        place = root / f"class{label}"
        place.mkdir(parents=True)
        for i in range(each):
            small = rng.integers(0, 256, (16, 16, 3), dtype=np.uint8)
            picture = Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)
            picture.save(place / f"{i}.jpg", quality=90)
    return root
