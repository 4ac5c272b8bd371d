"""Folders of photograph-like pictures to train on."""

import io
from pathlib import Path

import numpy as np
from PIL import Image

BICUBIC = Image.Resampling.BICUBIC


def folder(root: Path, classes: int, each: int, width: int = 256, height: int = 256) -> Path:
    """`each` JPEG files of smooth noise in each of `classes` folders."""
    rng = np.random.default_rng(0)
    for label in range(classes):
        place = root / f"class{label}"
        place.mkdir(parents=True)
        for i in range(each):
            small = rng.integers(0, 256, (16, 16, 3), dtype=np.uint8)
            picture = Image.fromarray(small).resize((width, height), BICUBIC)
            picture.save(place / f"{i}.jpg", quality=90)
    return root


def photographs(root: Path, classes: int, each: int, width: int, height: int) -> Path:
    """`each` JPEG files in each class folder, different to the byte: 24 pictures of each class, told apart by their
    comment, since to draw thousands of large ones would take longer than to train on them."""
    rng = np.random.default_rng(1)
    for label in range(classes):
        place = root / f"class{label}"
        place.mkdir(parents=True)
        tint = np.array([np.sin(label + phase) for phase in (0, 2, 4)]) * 30
        drawn: list[bytes] = []
        for _ in range(min(each, 24)):
            coarse = rng.normal(128, 60, (12, 16, 3)) + tint
            rough = Image.fromarray(np.clip(coarse, 0, 255).astype(np.uint8)).resize((width, height), BICUBIC)
            grain = rng.normal(0, 12, (-(-height // 4), -(-width // 4), 1)).repeat(4, 0).repeat(4, 1)[:height, :width]
            pixels = np.clip(np.asarray(rough, np.float32) + grain, 0, 255).astype(np.uint8)
            buffer = io.BytesIO()
            Image.fromarray(pixels).save(buffer, "JPEG", quality=90)
            drawn.append(buffer.getvalue())
        for i in range(each):
            content, word = drawn[i % len(drawn)], f"{label}/{i}".encode()
            comment = b"\xff\xfe" + (len(word) + 2).to_bytes(2, "big") + word
            (place / f"{i}.jpg").write_bytes(content[:2] + comment + content[2:])
    return root
