"""Small pictures and folders of them, made by the tests."""

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


def found(path: Path | str, **fields: object) -> Dataset:
    """What the scan makes of `path`."""
    return finish(scan(Data.model_validate({"path": str(path), **fields})))


def names(dataset: Dataset) -> list[str]:
    """'class/file' of every example, sorted."""
    return sorted(f"{dataset.classes[e.label]}/{Path(e.path).name}" for e in dataset.examples)
