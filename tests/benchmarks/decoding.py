"""One picture from its file to the network's input: where the time goes, in full and decoded smaller; and threads."""

import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from PIL import Image

from transfer_gui.core.data.domains import draft, picture
from transfer_gui.core.data.domains.image import DOMAIN, normalise, preprocess, to_tensor
from transfer_gui.core.recipes.image import Preprocessing

from .figures import Figure, figure, tell

ROUNDS, RECIPE = 7, Preprocessing()
SIZES = {(500, 375): 200, (4000, 3000): 8}
"""Pictures read by the threads together, by size."""


def photograph(path: Path, width: int, height: int) -> str:
    """Octaves of noise (amplitude 1/f) with some grain: as many bytes a pixel as a camera's JPEGs have."""
    rng = np.random.default_rng(0)
    pixels = np.full((height, width, 3), 128, np.float32)
    for octave in range(11):
        size = max(2, height >> octave), max(2, width >> octave)
        small = Image.fromarray(rng.standard_normal(size).astype(np.float32))
        wide = small.resize((width, height), Image.Resampling.BICUBIC)
        pixels += (3 if octave == 0 else 14) * np.asarray(wide)[..., None] * rng.uniform(0.8, 1.2, 3)
    Image.fromarray(pixels.clip(0, 255).astype(np.uint8)).save(path, quality=90)
    return str(path)


def timed(work: Callable[[], object]) -> list[float]:
    """Milliseconds."""
    times: list[float] = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        work()
        times.append(1000 * (time.perf_counter() - began))
    return times


def read(path: str, exact: bool) -> torch.Tensor:
    """As the loader's threads do."""
    return normalise(DOMAIN.prepare(path, RECIPE, "none", None, exact=exact), RECIPE)


def rate(path: str, exact: bool, workers: int, count: int) -> float:
    """Pictures a second of `workers` threads."""
    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(lambda _: read(path, exact), range(workers)))
        began = time.perf_counter()
        list(pool.map(lambda _: read(path, exact), range(count)))
        return count / (time.perf_counter() - began)


def stages(name: str, path: str) -> list[Figure]:
    """What each part of the way takes in full, and the whole of it both ways."""
    image = picture.open_image(path)
    part = draft.Part.whole((0, 0, RECIPE.crop, RECIPE.crop), (RECIPE.crop, RECIPE.crop))
    prepared = preprocess(image, RECIPE)
    small = draft.cut(image, part, RECIPE.interpolation)
    return [
        figure(f"{name}: open and decode", timed(lambda: picture.open_image(path)), "ms"),
        figure(f"{name}: resize, crop and to tensor", timed(lambda: preprocess(image, RECIPE)), "ms"),
        figure(f"{name}: to tensor alone", timed(lambda: to_tensor(small)), "ms"),
        figure(f"{name}: normalise", timed(lambda: normalise(prepared, RECIPE)), "ms"),
        figure(f"{name}: all, exactly", timed(lambda: read(path, True)), "ms"),
        figure(f"{name}: all, decoded smaller", timed(lambda: read(path, False)), "ms"),
    ]


def main() -> None:
    torch.set_num_threads(1)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as place:
        for (width, height), count in SIZES.items():
            name = f"{width} x {height}"
            path = photograph(Path(place) / f"{width}.jpg", width, height)
            figures += stages(name, path)
            gap = DOMAIN.prepare(path, RECIPE, "none", None, True).int() - DOMAIN.prepare(path, RECIPE, "none", None)
            figures.append(figure(f"{name}: mean difference", [gap.abs().float().mean().item()], "levels", below=1))
            for workers in (1, 2):
                rates = [rate(path, False, workers, count) for _ in range(3)]
                figures.append(figure(f"{name}: {workers} thread{'s' * (workers > 1)}", rates, "pictures/s"))
    tell(figures)


if __name__ == "__main__":
    main()
