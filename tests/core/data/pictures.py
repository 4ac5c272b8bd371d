"""Small pictures and folders of them, made by the tests."""

import io
import os
import time
from collections.abc import Mapping
from itertools import count
from pathlib import Path

import numpy as np
from PIL import Image

from transfer_gui.core.data.dataset import Dataset
from transfer_gui.core.data.scan import scan
from transfer_gui.core.job import Data
from transfer_gui.core.progress import finish

_numbers = count()


def noise(width: int = 24, height: int = 20, seed: int | None = None) -> Image.Image:
    """A picture unlike any other; the same seed gives the same."""
    rng = np.random.default_rng(next(_numbers) + 1000 if seed is None else seed)
    return Image.fromarray(rng.integers(0, 256, (height, width, 3), dtype=np.uint8))


def save(path: Path, image: Image.Image | None = None, **options: object) -> Path:
    """Write `image`, or noise, to `path`, making its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    (noise() if image is None else image).save(path, **options)
    return path


def classes(root: Path, counts: Mapping[str, int], ending: str = ".png") -> Path:
    """A folder per class with so many pictures in it: 0.png, 1.png..."""
    for name, number in counts.items():
        (root / name).mkdir(parents=True, exist_ok=True)
        for i in range(number):
            save(root / name / f"{i}{ending}")
    return root


def many(root: Path, folders: int, each: int) -> Path:
    """`each` tiny pictures, no two alike, in each of so many folders, as `aged` makes them."""
    buffer, then = io.BytesIO(), time.time() - 60
    noise(4, 3, seed=0).save(buffer, "JPEG")
    for label in range(folders):
        place = root / f"class {label}"
        place.mkdir(parents=True)
        for i in range(each):
            path = f"{place}/{i}.jpg"
            with open(path, "wb", buffering=0) as file:  # noqa: PTH123 - pathlib takes half as long again
                # What follows the end of a JPEG is no part of the picture.
                file.write(buffer.getvalue() + b"%d" % (label * each + i))
            os.utime(path, (then, then))
    return root


def aged(root: Path) -> Path:
    """Make all files look as if they had rested for a minute."""
    then = time.time() - 60
    for path in root.rglob("*"):
        if path.is_file():
            os.utime(path, (then, then))
    return root


def found(path: Path | str, every: bool = False, **fields: object) -> Dataset:
    """What the scan makes of `path`."""
    return finish(scan(Data.model_validate({"path": str(path), **fields}), every))


def names(dataset: Dataset) -> list[str]:
    """'class/file' of every example, sorted."""
    return sorted(f"{dataset.classes[e.label]}/{Path(e.path).name}" for e in dataset.examples)
