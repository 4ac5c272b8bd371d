"""Occlusion map: how much of a class's probability is lost when a part of the picture is hidden.

Zeiler and Fergus 2014, "Visualizing and Understanding Convolutional Networks", arXiv:1311.2901.
"""

import math

import numpy as np
import torch
from torch import Tensor, nn

from ..inspect.figures import Array
from ..progress import Long, Progress
from .features import at_once

WINDOW = 0.2
STRIDE = 0.1
BATCH = 4


def occlude(
    model: nn.Module, picture: Tensor, target: int, window: float = WINDOW, stride: float = STRIDE,
    cover: Tensor | float = 0.0, batch: int = BATCH,
) -> Long[Array]:  # fmt: skip
    """The drop of class `target`'s probability for each pixel of `picture` (3, height, width): float32 (height, width).

    A square of `window` times the shorter side moves over the picture by `stride` times it, and shows `cover`, a number
    or a picture (what the network reads of the mean colour is 0); the last of each row and column ends with the
    picture, cut to what is left. A pixel gets the mean of all squares that hid it: below zero where hiding it speaks
    for the class. `batch` squares at a time, of a large network fewer. As in Captum, the stride is never larger than
    the window.
    """
    batch = at_once(model, batch)
    cover = torch.as_tensor(cover, dtype=picture.dtype).expand_as(picture)
    places = squares(int(picture.shape[1]), int(picture.shape[2]), window, stride)
    with torch.no_grad():
        whole = float(model(picture[None]).softmax(1)[0, target])
    lost = np.zeros(picture.shape[1:], np.float64)
    count = np.zeros(picture.shape[1:], np.int64)
    for first in range(0, len(places), batch):
        yield Progress(first, len(places), f"Occlusion: {first} of {len(places)} places hidden")
        chosen = places[first : first + batch]
        hidden = picture.repeat(len(chosen), 1, 1, 1)
        for one, place in zip(hidden, chosen, strict=True):
            one[:, *place] = cover[:, *place]
        with torch.no_grad():
            probabilities = model(hidden).softmax(1)[:, target].tolist()
        for probability, place in zip(probabilities, chosen, strict=True):
            lost[place] += whole - probability
            count[place] += 1
    yield Progress(len(places), len(places), f"Occlusion: all of {len(places)} places hidden")
    return (lost / count).astype(np.float32)


def squares(height: int, width: int, window: float, stride: float) -> list[tuple[slice, slice]]:
    """The rows and columns that each square hides, row by row; together they hide every pixel."""
    side, step = sides(height, width, window, stride)
    rows, columns = (math.ceil((length - side) / step) + 1 for length in (height, width))
    return [
        (slice(r * step, min(height, r * step + side)), slice(c * step, min(width, c * step + side)))
        for r in range(rows)
        for c in range(columns)
    ]


def sides(height: int, width: int, window: float, stride: float) -> tuple[int, int]:
    """Side of the square and how far it moves, in pixels."""
    shorter = min(height, width)
    side = min(shorter, max(1, round(window * shorter)))
    return side, min(side, max(1, round(stride * shorter)))
