"""What the channels of a layer answer: to a picture each as a small picture of its own, to a text each as a row."""

import numpy as np

from ...errors import UserError
from ...inspect.figures import Array, Axis, Figure, Heatmap, Lines, Tiles
from ...inspect.filters import extent
from ...models.head import head_of
from ...progress import Long, Progress
from ...runs.looked import Looked
from ..activations import layer_at, outputs
from ..cards import seen
from ..features import Output, Pass, pictured
from ..grids import grid_of
from ..view import Look, PictureView, worded

MOST = 64


def compute(look: Look) -> Long[tuple[Figure, ...]]:
    """Tiles of the channels of a layer that keeps places, a token's patches as a grid, of a layer that keeps the words
    of a text a row for each; else a curve of its numbers.

    Where no layer is chosen, that of the layer that Grad-CAM takes. More than `MOST` channels are sorted by the mean of
    their magnitudes. Raises UserError for a layer that is not
    computed by itself, and for one that works on windows cut out of the picture.
    """
    yield Progress(0, 1, "Running the network")
    model = look.looked.model
    if not pictured(look.looked):
        return (_of_words(look),)
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


def _of_words(look: Look) -> Heatmap | Lines:
    """The channels (rows) by the words, or by the windows of words that a convolution reads.

    Where no layer is chosen, of the last that keeps the words' places.
    """
    model, length, layer = look.looked.model, look.looked.preprocessing.shape[0], look.layer
    if layer:
        maps = Pass(look.looked, (layer,), _kept)(look.input[None])[layer]
    else:
        every = Pass(look.looked, None, _kept)(look.input[None])
        *_, last = every.items()
        layer, maps = next((item for item in reversed(every.items()) if item[1].ndim == 2), last)
    if maps.ndim != 2:
        names = tuple(look.name(i) if layer == head_of(model) else f"channel {i}" for i in range(maps.size))
        what = "class" if layer == head_of(model) else "channel"
        return _curve(layer, maps.ravel(), names, what, "this text")
    parts, text = look.passage.parts, look.passage.text
    windows = [seen(layer_at(model, layer), spot, maps.shape[1], length) for spot in range(maps.shape[1])]
    columns = {spot: parts[w[0] : w[1]] for spot, w in enumerate(windows) if w is not None and parts[w[0] : w[1]]}
    names = tuple(text[words[0][0] : words[-1][1]] for words in columns.values())
    order, note = _strongest(maps[:, list(columns)])
    shown = np.ascontiguousarray(maps[order][:, list(columns)], np.float32)
    high = extent(shown)
    return Heatmap(
        f"{layer}: what each channel answers to each word", shown, Axis("word"), Axis("channel"),
        -high if (shown < 0).any() else 0.0, high, "activation", note, tuple(f"channel {i}" for i in order), names,
    )  # fmt: skip


def _kept(output: Output) -> Array:
    """(channels, places) of one example, or (channels,)."""
    return output.maps()[0].numpy().copy()


def _strongest(maps: Array) -> tuple[list[int], str]:
    """The channels that are shown of (channels, ...), by falling mean magnitude where there are too many for all."""
    channels = len(maps)
    strength = np.abs(maps).mean(tuple(range(1, maps.ndim)))
    order = np.arange(channels) if channels <= MOST else np.argsort(-strength, kind="stable")[:MOST]
    words = f"all {channels} channels" if channels <= MOST else f"the {MOST} strongest of {channels:,} channels"
    if silent := int((strength == 0).sum()):
        words += f"; {silent:,} {'is' if silent == 1 else 'are'} zero everywhere"
    return order.tolist(), words


def _tiles(title: str, maps: Array, names: tuple[str, ...], note: str) -> Tiles:
    """Tiles of (channels, rows, columns) with one scale for all."""
    _, rows, columns = maps.shape
    order, words = _strongest(maps)
    shown = np.ascontiguousarray(maps[order], np.float32)
    high = extent(shown)
    low = -high if (shown < 0).any() else 0.0
    labels = tuple(names[i] for i in order)
    return Tiles(f"{title}: maps of {rows} x {columns}", shown, labels, low, high, words + note, "activation")


def _curve(title: str, values: Array, names: tuple[str, ...], what: str, of: str = "this picture") -> Lines:
    x = np.arange(len(values), dtype=np.float32)
    y = Axis("logit" if what == "class" else "activation")
    note = f"the largest is that of {names[int(values.argmax())]}"
    return Lines(f"{title}: {len(values):,} numbers", {of: (x, values)}, Axis(what), y, note)


def _fits(looked: Looked) -> bool:
    return pictured(looked) or worded(looked)


VIEW = PictureView(
    "Feature maps", "What each channel of the chosen layer answers to the example", 20, frozenset({"layer"}), _fits,
    compute,
)  # fmt: skip
