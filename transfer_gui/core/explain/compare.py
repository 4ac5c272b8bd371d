"""Two networks side by side: how far their weights are apart, and whether their layers say the same of examples."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from ..data.dataset import Dataset, Skipped
from ..data.listing import some
from ..errors import UserError
from ..inspect.figures import Array, Axis, Figure, Heatmap, Measure, Measures, Table
from ..inspect.network import TURN
from ..progress import Long, Progress
from ..runs.looked import Looked, look_into
from ..runs.place import Place
from .cka import LEAST, Cka, Matrix, gram
from .features import Output, Pass, at_once, read, told

LAYERS = 24
"""Layers of the map of CKA at most, a network."""
EXAMPLES = 256
"""Examples that CKA is computed on at most."""
PIECE = 4_000_000
"""Numbers compared at a time."""
STATISTICS = ("running_mean", "running_var")


@dataclass(frozen=True)
class Apart:
    """How far a layer's parameters in `b` are from those in `a`."""

    relative: float
    """||b - a|| / ||a|| (L2); 1 where a is zero and b is not: all of it is new."""
    cosine: float
    """Between a and b; NaN where one of them is zero."""
    largest: float
    """The largest change of one number."""
    equal: bool
    """Every number the same, to the bit."""

    @property
    def turn(self) -> float:
        """1 - cosine; exactly 0 only where all is equal, else at least what a double tells from 1."""
        if self.equal and not math.isnan(self.largest):
            return 0.0
        return math.nan if math.isnan(self.cosine) else max(1 - self.cosine, TURN)


@dataclass(frozen=True)
class Alike:
    """CKA of the layers of two networks, each in its order of computation."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    values: Matrix
    """(first, second)."""
    examples: int
    skipped: tuple[Skipped, ...]


def compare(
    a: Place, b: Place, dataset: Dataset | None = None, indices: Sequence[int] = (), folders: Sequence[Path] = ()
) -> Long[tuple[Figure, ...]]:
    """How `b` differs from `a`: a `Measures` by layer, and with examples a `Heatmap` of CKA across the layers.

    A row is a layer whose parameters have the same names and shapes in both. Two networks without such layers give a
    `Table` that says so; their CKA still tells which layers answer one another. CKA is computed on at most `EXAMPLES`
    examples. Raises UserError where a network cannot be opened, and for fewer than four examples that can be read.
    """
    yield Progress(0, 0, f"Opening {a.title} and {b.title}")
    first, second = look_into(a, folders), look_into(b, folders)
    layers, notes = common(first.model, second.model, (a.title, b.title))
    apart: dict[str, Apart] = {}
    for number, (layer, names) in enumerate(layers.items()):
        yield Progress(number, len(layers), f"Comparing weights: {layer}")
        apart[layer] = distance(_tensors(first.model, names), _tensors(second.model, names))
    alike = None
    if dataset is not None:
        alike = yield from similarity(first, second, dataset.packed.paths.take(np.asarray(indices, np.int64)))
    title = f"{a.title} and {b.title}"
    if not apart:
        figures: tuple[Figure, ...] = (_nothing_in_common(title, (a, first), (b, second)),)
    else:
        notes += _broken(apart)
        notes += _statistics(first.model, second.model, apart)
        figures = (_measures(a.title, b.title, apart, alike, notes),)
    return (*figures, _heatmap(title, a, b, alike)) if alike is not None else figures


def common(
    first: nn.Module, second: nn.Module, titles: tuple[str, str] = ("the first", "the second")
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The layers whose parameters have the same names and shapes in both, each with those names; and in words what
    is in one alone or has another shape.

    A layer is a module without children; a parameter that a module with children holds itself (a class token, the
    query-key-value block of an attention) stands for itself.
    """
    ours, theirs = _layers(first), _layers(second)
    shapes = [{n: tuple(p.shape) for n, p in model.named_parameters()} for model in (first, second)]
    shared = {
        layer: names
        for layer, names in ours.items()
        if theirs.get(layer) == names and all(shapes[0][n] == shapes[1][n] for n in names)
    }
    other = [layer for layer in ours if layer in theirs and layer not in shared]
    notes: list[str] = []
    if other:
        notes.append(f"Of another shape: {some(other)}.")
    if lost := [layer for layer in ours if layer not in theirs]:
        notes.append(f"Only in {titles[0]}: {some(lost)}.")
    if new := [layer for layer in theirs if layer not in ours]:
        notes.append(f"Only in {titles[1]}: {some(new)}.")
    return shared, notes


def distance(first: Sequence[Tensor], second: Sequence[Tensor]) -> Apart:
    """Of all numbers of a layer's tensors together, in float64. NaN and infinities make everything but `equal` NaN."""
    squares = inner = old = new = largest = 0.0
    equal = True
    for before, after in zip(first, second, strict=True):
        for x, y in zip(before.detach().flatten().split(PIECE), after.detach().flatten().split(PIECE), strict=True):
            equal = equal and bool(((x == y) | (x.isnan() & y.isnan())).all())
            x, y = x.double(), y.double()
            difference = y - x
            squares += float(difference @ difference)
            inner, old, new = inner + float(x @ y), old + float(x @ x), new + float(y @ y)
            largest = max(largest, float(difference.abs().max()) if len(x) else 0.0)
    if not all(map(math.isfinite, (squares, inner, old, new))):
        return Apart(math.nan, math.nan, math.nan, equal)
    if equal:
        return Apart(0.0, 1.0 if old else math.nan, 0.0, True)
    relative = math.sqrt(squares / (old or squares)) if squares else 0.0
    cosine = max(-1.0, min(1.0, inner / math.sqrt(old) / math.sqrt(new))) if old and new else math.nan
    return Apart(relative, cosine, largest, False)


def similarity(first: Looked, second: Looked, paths: Sequence[str], most: int = EXAMPLES) -> Long[Alike]:
    """CKA of every layer of `first` with every layer of `second` that gives an output an example.

    The examples are mixed, always in the same way, since minibatches must not go class by class. Of each minibatch
    only the inner products (n, n) of a layer's activations are kept. Raises UserError where fewer than four examples
    can be read by both.
    """
    taps = [Pass(looked, None, _gram) for looked in (first, second)]
    mixed = [paths[int(i)] for i in np.random.default_rng(0).permutation(len(paths))[:most]]
    size = max(LEAST, min(at_once(looked.model) for looked in (first, second)))
    cka = Cka()
    names: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())
    waiting: list[tuple[Tensor, Tensor]] = []
    skipped: list[Skipped] = []
    count = 0
    for number, path in enumerate(mixed, 1):
        yield Progress(number - 1, len(mixed), f"Comparing activations: {number - 1} of {len(mixed)} examples")
        if (pair := _pair(first, second, path, skipped)) is not None:
            waiting.append(pair)
        last = number == len(mixed)
        # The last minibatch must not be too small: the one before it waits until it is sure that enough is left.
        ready = len(waiting) if last else size if len(waiting) >= size + LEAST else 0
        if ready < LEAST:
            continue
        found = [tap(torch.stack([pair[side] for pair in waiting[:ready]])) for side, tap in enumerate(taps)]
        names = tuple(found[0]), tuple(found[1])
        cka.add(np.stack(list(found[0].values())), np.stack(list(found[1].values())))
        count += ready
        del waiting[:ready]
    if not count:
        raise UserError(
            f"Only {len(waiting)} of {len(paths)} examples can be read: comparing activations needs {LEAST}.",
            "Choose a larger part of the data.",
        )
    return Alike(*names, cka.value(), count, tuple(skipped))


def evenly(count: int, most: int = LAYERS) -> list[int]:
    """At most `most` of `count` places, evenly spread, the first and the last among them."""
    return sorted({round(i) for i in np.linspace(0, count - 1, min(count, most))}) if count else []


def _gram(output: Output) -> Matrix:
    if output.there is not None:  # what a layer makes of padding is nobody's answer
        return gram((output.maps().flatten(2) * output.there.unsqueeze(1)).numpy())
    return gram(output.tensor.float().numpy())


def _pair(first: Looked, second: Looked, path: str, skipped: list[Skipped]) -> tuple[Tensor, Tensor] | None:
    """An example as each of the two reads it; None, told in `skipped`, where one cannot."""
    ours = read(first, [path])
    same = (first.domain, first.preprocessing) == (second.domain, second.preprocessing)
    theirs = ours if same else read(second, [path])
    skipped += ours.skipped or theirs.skipped
    return (ours.examples[0], theirs.examples[0]) if ours.kept and theirs.kept else None


def _layers(model: nn.Module) -> dict[str, tuple[str, ...]]:
    """The names of the parameters of each layer."""
    found: dict[str, tuple[str, ...]] = {}
    for path, module in model.named_modules():
        own = [f"{path}.{name}" if path else name for name, _ in module.named_parameters(recurse=False)]
        if any(True for _ in module.children()):
            found |= {name: (name,) for name in own}
        elif own:
            found[path] = tuple(own)
    return found


def _tensors(model: nn.Module, names: Sequence[str]) -> list[Tensor]:
    return [model.get_parameter(name) for name in names]


def _broken(apart: Mapping[str, Apart]) -> list[str]:
    names = [layer for layer, one in apart.items() if not one.equal and math.isnan(one.largest)]
    return [f"NaN or infinite numbers in {some(names)}."] if names else []


def _statistics(first: nn.Module, second: nn.Module, apart: Mapping[str, Apart]) -> list[str]:
    """Batch norms whose parameters are the same, and whose running statistics moved all the same."""
    moved: list[str] = []
    ours, theirs = dict(first.named_buffers()), dict(second.named_buffers())
    for layer, one in apart.items():
        names = [f"{layer}.{name}" for name in STATISTICS if f"{layer}.{name}" in ours and f"{layer}.{name}" in theirs]
        if one.equal and not all(torch.equal(ours[name], theirs[name]) for name in names):
            moved.append(layer)
    return [f"Equal, but for their running statistics: {some(moved)}."] if moved else []


def _measures(
    first: str, second: str, apart: Mapping[str, Apart], alike: Alike | None, notes: Sequence[str]
) -> Measures:
    def column(axis: Axis, values: Sequence[float], description: str) -> Measure:
        return Measure(axis, np.array(values, np.float32), description)

    found = list(apart.values())
    measures = [
        column(
            Axis("drift", log=True),
            [one.relative for one in found],
            f"||{second} - {first}|| / ||{first}|| of the layer's parameters (L2); "
            "0 is exact: not a bit is different, as in a layer that stayed frozen. 1 also where all began as zeros",
        ),
        column(
            Axis("1 - cosine", log=True),
            [one.turn for one in found],
            f"Of the angle between the layer's parameters in {first} and in {second}: "
            "0 is exact: not a bit is different; 1 is a right angle",
        ),
        column(
            Axis("largest change", log=True),
            [one.largest for one in found],
            "The largest change of a single number",
        ),
    ]
    if alike is not None:
        measures.append(
            column(
                Axis("CKA", low=0, high=1),
                _diagonal(list(apart), alike),
                "How alike the activations of the same examples are: 1 for the same up to rotation and scale",
            )
        )
        notes = [*notes, *([told(alike.skipped) + "."] if alike.skipped else [])]
    unmoved = sum(one.equal for one in found)
    notes = [f"{unmoved} of {len(found)} layers are exactly equal.", *notes]
    return Measures(f"{first} and {second}: by layer", tuple(apart), tuple(measures), "layer", " ".join(notes))


def _diagonal(layers: Sequence[str], alike: Alike) -> list[float]:
    """CKA of each layer with itself in the other network, of the attention around it where it is a part of one."""
    first, second = ({name: i for i, name in enumerate(names)} for names in (alike.first, alike.second))
    values: list[float] = []
    for layer in layers:
        name = layer if layer in first else layer.rpartition(".")[0]
        values.append(float(alike.values[first[name], second[name]]) if name in first and name in second else math.nan)
    return values


def _heatmap(title: str, a: Place, b: Place, alike: Alike) -> Heatmap:
    rows, columns = evenly(len(alike.first)), evenly(len(alike.second))
    values: Array = alike.values[np.ix_(rows, columns)].astype(np.float32)
    notes = [f"linear CKA on {alike.examples} examples, unbiased, in minibatches; 1: the same up to rotation and scale"]
    for place, shown, names in ((a, rows, alike.first), (b, columns, alike.second)):
        if len(shown) < len(names):
            notes.append(f"{len(shown)} of the {len(names)} layers of {place.title}, evenly spread")
    if alike.skipped:
        notes.append(told(alike.skipped))
    return Heatmap(
        f"{title}: CKA across layers",
        values,
        Axis(f"layer of {b.title}"),
        Axis(f"layer of {a.title}"),
        0.0,
        1.0,
        "CKA",
        "; ".join(notes),
        tuple(alike.first[i] for i in rows),
        tuple(alike.second[i] for i in columns),
    )


def _nothing_in_common(title: str, *networks: tuple[Place, Looked]) -> Table:
    rows = tuple(
        (place.title, looked.name, len(_layers(looked.model)), sum(p.numel() for p in looked.model.parameters()))
        for place, looked in networks
    )
    note = "No layer has the same name and shape in both: their weights cannot be compared one by one."
    return Table(f"{title}: weights", ("network", "model", "layers", "parameters"), rows, (note,))
