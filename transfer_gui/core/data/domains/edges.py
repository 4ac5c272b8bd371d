"""Pictures described without a network: histograms of oriented gradients, and of colours.

Dalal and Triggs 2005, "Histograms of oriented gradients for human detection": the central difference in the colour
where it is steepest, 9 unsigned orientations, cells of 8 x 8 pixels, blocks of 2 x 2 cells that overlap by half, each
of length 1, cut at 0.2 and of length 1 again (L2-Hys). Votes are shared between neighbouring orientations, not between
cells.
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from PIL import Image

Floats = NDArray[np.float32]

SIDE, CELL, ORIENTATIONS = 64, 8, 9
LEVELS = 4
"""Of each colour in the histogram."""
_CUT, _LEAST = 0.2, 1e-3


def describe(image: Image.Image) -> Floats:
    """The picture at 64 x 64 pixels: 1764 numbers of edges and 64 of colours."""
    pixels = np.asarray(image.resize((SIDE, SIDE), Image.Resampling.BOX), np.float64) / 255
    return np.concatenate([hog(pixels), colours(pixels)]).astype(np.float32)


def hog(pixels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of a picture (height, width, 3), 0..1, whose sides are whole cells: (blocks down x blocks across x 36,)."""
    down, across = np.zeros_like(pixels), np.zeros_like(pixels)
    down[1:-1] = pixels[2:] - pixels[:-2]
    across[:, 1:-1] = pixels[:, 2:] - pixels[:, :-2]
    steep = np.hypot(down, across)
    colour = steep.argmax(2)[..., None]
    votes, down, across = (np.take_along_axis(part, colour, 2)[..., 0] for part in (steep, down, across))
    place = np.arctan2(down, across) % np.pi * (ORIENTATIONS / np.pi) - 0.5
    first = np.floor(place)
    rows, columns = (side // CELL for side in votes.shape)
    cells = np.zeros((rows, columns, ORIENTATIONS))
    cell = np.arange(votes.shape[0])[:, None] // CELL, np.arange(votes.shape[1])[None] // CELL
    np.add.at(cells, (*cell, first.astype(np.int64) % ORIENTATIONS), votes * (1 - (place - first)))
    np.add.at(cells, (*cell, (first.astype(np.int64) + 1) % ORIENTATIONS), votes * (place - first))
    blocks = sliding_window_view(cells, (2, 2), (0, 1)).reshape(rows - 1, columns - 1, -1)
    return _unit(np.minimum(_unit(blocks), _CUT)).ravel()


def _unit(blocks: NDArray[np.float64]) -> NDArray[np.float64]:
    return blocks / np.sqrt(np.square(blocks).sum(-1, keepdims=True) + _LEAST**2)


def colours(pixels: NDArray[np.float64]) -> NDArray[np.float64]:
    """Square roots of the share of pixels in each of 4 x 4 x 4 colours."""
    level = np.minimum((pixels * LEVELS).astype(np.int64), LEVELS - 1)
    counts = np.bincount((level @ (LEVELS**2, LEVELS, 1)).ravel(), minlength=LEVELS**3)
    return np.sqrt(counts / counts.sum())
