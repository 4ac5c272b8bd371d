"""The examples that excite a channel of a layer the most, and where in them."""

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from PIL import Image
from torch import Tensor

from .. import contents
from ..data.dataset import Dataset, Skipped
from ..data.domain import Passage, Pixels, Unreadable
from ..data.domains import find
from ..errors import UserError
from ..inspect.figures import Array, Passages, Tiles
from ..progress import Long, Progress
from ..runs.looked import Looked, look_into
from ..runs.place import Place
from .activations import layer_at
from .cards import card, seen
from .features import HEAD, Output, Pass, at_once, lined, named, nothing_read, pictured, read, told

CHANNELS = 48
"""Channels of the overview at most."""
SIDE = 160
"""Pixels of a tile at most."""


@dataclass(frozen=True)
class Excited:
    """Of every channel of a layer the examples that excite it the most, the strongest first.

    k examples a channel, fewer than asked for where there are no more; of equals the first ones in the dataset.
    """

    values: Array
    """(channels, k) the largest activation in each example."""
    examples: NDArray[np.int64]
    """(channels, k) which example: its place in `paths`."""
    spots: NDArray[np.int64]
    """(channels, k) where in it: row by row in `grid`."""
    grid: tuple[int, int]
    """Rows and columns of the layer's map over the picture, of a text one row of places; (0, 0) where it has none."""
    paths: Sequence[str]
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True)
class Exciting:
    """What is shown of a channel, or of all."""

    figure: Tiles | Passages
    paths: tuple[str, ...]
    """Of each tile."""
    values: tuple[float, ...]
    """The activation that each tile stands for."""
    channel: int | None
    channels: int
    """How many the layer has."""


_LOCK = threading.Lock()
_kept: list[tuple[object, Excited]] = []
"""The layer looked at last: another channel of it is then there at once."""


def exciting(
    place: Place,
    dataset: Dataset,
    indices: Sequence[int],
    layer: str = HEAD,
    channel: int | None = None,
    count: int = 12,
    folders: Sequence[Path] = (),
) -> Long[Exciting]:
    """The `count` examples among `indices` of `dataset` that excite `channel` of `layer` the most.

    Without a channel an overview: of each of the first `CHANNELS` channels the one example. An example's activation is
    the largest over its places (of a VisionTransformer's tokens, those of patches); in a picture the place is outlined,
    of a text its words are marked. One pass finds the examples of all channels, and they are kept until another layer,
    network or set is asked for.
    Raises UserError for a layer or a channel that is not there, and where no example can be read.
    """
    paths = dataset.packed.paths.take(np.asarray(indices, np.int64))
    file = place.checkpoint
    stamp = file.stat().st_mtime_ns if file is not None and file.is_file() else 0
    key = (place, stamp, tuple(folders), layer, paths, count)
    with _LOCK:
        found = next((excited for kept, excited in _kept if kept == key), None)
    looked = look_into(place, folders)
    if found is None:
        found = yield from strongest(looked, paths, layer, count)
        with _LOCK:
            _kept[:] = [(key, found)]
    channels = len(found.values)
    if channel is not None and not 0 <= channel < channels:
        raise UserError(
            f"There is no channel {channel} in {named(layer)}.", f"Choose one of its {channels}: 0 to {channels - 1}."
        )
    yield Progress(0, 0, "Reading the examples")
    return _figure(looked, found, layer, channel)


def strongest(looked: Looked, paths: Sequence[str], layer: str = HEAD, count: int = 12) -> Long[Excited]:
    """One pass over `paths`. What is kept grows with the channels and `count` alone. Raises UserError."""
    tap = Pass(looked, (layer,), partial(_peaks, lined=lined(looked), pictured=pictured(looked)))
    size = at_once(looked.model)
    best: _Best | None = None
    grid = (0, 0)
    skipped: list[Skipped] = []
    for start in range(0, len(paths), size):
        yield Progress(start, len(paths), f"{start} of {len(paths)} examples")
        part = read(looked, paths[start : start + size])
        skipped += part.skipped
        if part.kept:
            values, spots, grid = tap(part.examples)[layer]
            best = best or _Best(values.shape[1], count)
            best.add(values, np.array(part.kept) + start, spots)
    if best is None:
        raise nothing_read(skipped)
    return Excited(best.values, best.examples, best.spots, grid, paths, tuple(skipped))


class _Best:
    """The largest values of each channel so far, (channels, at most `count`), and where they were."""

    def __init__(self, channels: int, count: int) -> None:
        self._count = count
        self.values: Array = np.zeros((channels, 0), np.float32)
        self.examples: NDArray[np.int64] = np.zeros((channels, 0), np.int64)
        self.spots: NDArray[np.int64] = np.zeros((channels, 0), np.int64)

    def add(self, values: Array, numbers: NDArray[np.int64], spots: NDArray[np.int64]) -> None:
        """A batch: values and spots (n, channels), numbers (n,). NaN comes last."""
        together = np.concatenate([self.values, values.T], 1)
        order = np.argsort(-np.nan_to_num(together, nan=-np.inf), axis=1, kind="stable")[:, : self._count]
        self.values = np.take_along_axis(together, order, 1)
        examples = np.concatenate([self.examples, np.broadcast_to(numbers, values.T.shape)], 1)
        self.examples = np.take_along_axis(examples, order, 1)
        self.spots = np.take_along_axis(np.concatenate([self.spots, spots.T], 1), order, 1)


def _peaks(
    output: Output, lined: bool = False, pictured: bool = True
) -> tuple[Array, NDArray[np.int64], tuple[int, int]]:
    """The largest activation of each channel (n, channels), where it is (n, channels), and the grid that this is in.

    Pictures are square: a map that is not (windows, say) has no grid that could be laid over one. The places of a text
    are `lined` up in one row; those behind its last word do not count.
    """
    maps = output.maps()
    if maps.ndim == 2:
        return maps.numpy().copy(), np.zeros(tuple(maps.shape), np.int64), (0, 0)
    places: Tensor = maps.flatten(2)[..., 1:] if output.token else maps.flatten(2)
    if output.there is not None:
        there = output.there | ~output.there.any(1, keepdim=True)
        places = places.masked_fill(~there.unsqueeze(1), -math.inf)
    if lined:
        found = torch.max(places, 2)
        return found.values.numpy(), found.indices.numpy(), (1, places.shape[2])
    count, side = places.shape[2], math.isqrt(places.shape[2])
    square = pictured and side > 1 and side * side == count and (maps.ndim == 3 or maps.shape[2] == side)
    found = torch.max(places, 2)
    return found.values.numpy(), found.indices.numpy(), (side, side) if square else (0, 0)


def _figure(looked: Looked, found: Excited, layer: str, channel: int | None) -> Exciting:
    """What the network sees of each example; one that has gone meanwhile is left out."""
    channels, kept = found.values.shape
    if channel is None:
        wanted = [(c, 0) for c in range(min(CHANNELS, channels))]
    else:
        wanted = [(channel, k) for k in range(kept)]
    shown: list[Array | Passage] = []
    labels: list[str] = []
    paths: list[str] = []
    values: list[float] = []
    known: dict[str, Array | Passage] = {}
    for c, k in wanted:
        path, value = found.paths[int(found.examples[c, k])], float(found.values[c, k])
        try:
            whole = known[path] if path in known else known.setdefault(path, _whole(looked, path))
        except Unreadable:
            continue
        shown.append(_with_place(looked, whole, layer, int(found.spots[c, k]), found.grid))
        called = contents.name(path)
        labels.append(f"{called}: {value:.3g}" if channel is not None else f"channel {c}: {called}")
        paths.append(path)
        values.append(value)
    what = f"channel {channel}" if channel is not None else "each channel"
    title = f"What excites {what} of {named(layer)} most"
    notes = [f"of {len(found.paths) - len(found.skipped):,} examples, the strongest first"]
    if channel is None:
        several = "all" if len(wanted) == channels else f"the first {len(wanted)} of"
        notes = [f"{several} {channels:,} channels, for each the strongest of {len(found.paths):,} examples"]
    texts = tuple(one for one in shown if isinstance(one, Passage))
    if any(text.marks for text in texts):
        notes.append("marked: the words at the place that answers most")
    elif not texts and found.grid != (0, 0):
        notes.append(f"outlined: where in the map of {found.grid[0]} x {found.grid[1]}")
    if found.skipped:
        notes.append(told(found.skipped))
    note, named_so = "; ".join(notes), tuple(labels)
    if texts:
        figure = Passages(title, texts, named_so, note=note, scale=False)
    else:
        images = [one for one in shown if not isinstance(one, Passage)]
        stack = np.stack(images) if images else np.zeros((0, 1, 1, 3), np.float32)
        figure = Tiles(title, stack, named_so, note=note, scale=False)
    return Exciting(figure, tuple(paths), tuple(values), channel, channels)


def _whole(looked: Looked, path: str) -> Array | Passage:
    """What the network sees of an example: a text, or a picture (height, width, 3), 0..1, as large as a tile."""
    shown = find(looked.domain).preview(path, looked.preprocessing)
    return shown if isinstance(shown, Passage) else _small(shown)


def _with_place(
    looked: Looked, whole: Array | Passage, layer: str, spot: int, grid: tuple[int, int]
) -> Array | Passage:
    """The example with the place that is meant outlined or marked."""
    if not isinstance(whole, Passage):
        return _outlined(whole, spot, grid)
    module = layer_at(looked.model, layer) if layer else None
    return card(whole, seen(module, spot, grid[1], looked.preprocessing.shape[0]))


def _small(pixels: Pixels) -> Array:
    """A picture in 0..1, its longer side at most `SIDE`."""
    height, width = pixels.shape[:2]
    scale = SIDE / max(height, width)
    if scale < 1:
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        pixels = np.asarray(Image.fromarray(pixels).resize(size, Image.Resampling.BOX))
    return (pixels / 255).astype(np.float32)


def _outlined(picture: Array, spot: int, grid: tuple[int, int]) -> Array:
    """The picture with a frame, white within black, around one cell of a grid that covers it."""
    rows, columns = grid
    if not rows:
        return picture
    picture = picture.copy()
    row, column = divmod(spot, columns)
    height, width = picture.shape[:2]
    # A cell of a fine grid is smaller than its frame: at least 7 pixels are framed, around its middle.
    tall, wide = max(7, round(height / rows)), max(7, round(width / columns))
    top = int(np.clip(round((row + 0.5) * height / rows - tall / 2), 0, max(0, height - tall)))
    left = int(np.clip(round((column + 0.5) * width / columns - wide / 2), 0, max(0, width - wide)))
    for inset, shade in ((0, 0.0), (1, 1.0)):
        frame = picture[top + inset : top + tall - inset, left + inset : left + wide - inset]
        frame[0] = frame[-1] = shade
        frame[:, 0] = frame[:, -1] = shade
    return picture
