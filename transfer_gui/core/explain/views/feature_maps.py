"""What the channels of a layer answer to the picture: each as a small picture of its own."""

import numpy as np

from ...errors import UserError
from ...inspect.figures import Array, Axis, Figure, Lines, Tiles
from ...inspect.filters import extent
from ...models.head import head_of
from ...progress import Long, Progress
from ..activations import layer_at, outputs
from ..grids import grid_of
from ..view import Look, PictureView, pictured

MOST = 64


def compute(look: Look) -> Long[tuple[Figure, ...]]:
    """Tiles of the channels of a layer that keeps places, a token's patches as a grid; else a curve of its numbers.

    Where no layer is chosen, that of the layer that Grad-CAM takes. More than `MOST` channels are sorted by the mean of
    their magnitudes. Raises UserError for a layer that is not
    computed by itself, and for one that works on windows cut out of the picture.
    """
    yield Progress(0, 1, "Running the network")
    model = look.looked.model
    try:
        layer = look.place
    except UserError:  # no layer keeps a place
        layer = ""
    output = outputs(model, [layer], look.input[None])[layer]
    grid = grid_of(model, layer_at(model, layer), tuple(output.shape))
    if grid is None and output.ndim > 2:
        raise UserError(f"{layer} works on parts of the picture by themselves.", "Choose the block around it.")
    classes = layer in {"", head_of(model)}
    channels = grid.channels if grid is not None else output.numel()
    names = tuple(look.name(i) if classes else f"channel {i}" for i in range(channels))
    title = layer or "The whole network"
    if grid is None or grid.rows * grid.columns == 1:
        return (_curve(title, output.flatten().numpy(), names, "class" if classes else "channel"),)
    note = "; the class token is left out" if grid.extra else ""
    return (_tiles(title, grid.maps(output)[0].numpy(), names, note),)


def _tiles(title: str, maps: Array, names: tuple[str, ...], note: str) -> Tiles:
    """Tiles of (channels, rows, columns) with one scale for all."""
    channels, rows, columns = maps.shape
    strength = np.abs(maps).mean((1, 2))
    order = np.arange(channels) if channels <= MOST else np.argsort(-strength, kind="stable")[:MOST]
    shown = np.ascontiguousarray(maps[order], np.float32)
    words = f"all {channels} channels" if channels <= MOST else f"the {MOST} strongest of {channels:,} channels"
    if silent := int((strength == 0).sum()):
        words += f"; {silent:,} {'is' if silent == 1 else 'are'} zero everywhere"
    high = extent(shown)
    low = -high if (shown < 0).any() else 0.0
    labels = tuple(names[i] for i in order)
    return Tiles(f"{title}: maps of {rows} x {columns}", shown, labels, low, high, words + note, "activation")


def _curve(title: str, values: Array, names: tuple[str, ...], what: str) -> Lines:
    x = np.arange(len(values), dtype=np.float32)
    y = Axis("logit" if what == "class" else "activation")
    note = f"the largest is that of {names[int(values.argmax())]}"
    return Lines(f"{title}: {len(values):,} numbers", {"this picture": (x, values)}, Axis(what), y, note)


VIEW = PictureView(
    "Feature maps", "What each channel of the chosen layer answers to the picture", 20, frozenset({"layer"}), pictured,
    compute,
)  # fmt: skip
