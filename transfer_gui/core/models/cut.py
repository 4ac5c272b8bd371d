"""Where a network can be cut in two: before it what cannot change, behind it what learns.

What lies before the first layer that can change gives the same output for the same example, in every epoch. The cut is
found in the graph of operations (`tracing`), for any network that can be traced. The state that decides is that of the
model as it is handed over: which parameters require a gradient, and which modules are in training mode
(`training.freezing`). What cannot change is told by rules and by trying (`fixed`); and before a cut is offered, the two
halves are run and compared with the network.
"""

import contextlib
import math
import operator
from collections.abc import Callable, Generator
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor, fx, nn
from torch.utils._pytree import tree_leaves

from ..random_state import seeded
from . import fingerprint
from .fixed import Fixed, asked, asks_size, can_change, close, in_training, same_rows, shuffle
from .tracing import Traced, above, trace, twin
from .watching import Watch, storages

LEAST = 0.02
"""Share of the forward pass below which nothing is cut off."""


class NotCut(Exception):
    """The graph in the model's present modes cannot be cut there."""


@dataclass(frozen=True, slots=True)
class Value:
    """A tensor that is stored."""

    name: str
    """Of its node in the graph."""
    shape: tuple[int, ...]
    """Of one example."""
    dtype: torch.dtype


@dataclass(frozen=True, slots=True)
class Cut:
    """A place to cut at."""

    values: tuple[Value, ...]
    """What the part behind needs of the part before."""
    share: float
    """Share of the forward pass's multiply-adds that lies before, 0..1."""
    behind: int
    """Multiply-adds of one example that lie behind."""
    sizes: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """Of tensors whose size the network asks for: node and shape of one example. Only the batch can be another."""
    written: frozenset[str] = frozenset()
    """Values that the part behind writes into."""
    training: frozenset[str] = frozenset()
    """Modules before that were in training mode, by path."""
    outline: str = ""
    """A digest of the operations before, and of those whose size is asked for."""

    @property
    def bytes(self) -> int:
        """What is stored of one example."""
        return sum(math.prod(value.shape) * value.dtype.itemsize for value in self.values)


def cuts(model: nn.Module, like: Tensor) -> list[Cut]:
    """Where `model` can be cut as it is now: the deepest first, then earlier ones that store less than all before them.

    `like` is a batch of inputs (2, ...). None where the model cannot be traced, or nothing of weight lies before the
    first change. The model is left as it was, and may be run by other threads meanwhile; about eight examples are run
    through the network.
    """
    traced = trace(model)
    if traced is None or len(like) < 2:
        return []
    with _device_state(like.device):
        return _Search(model, traced, _three(like)).found()


def prefix(model: nn.Module, cut: Cut) -> fx.GraphModule:
    """The part before the cut, on the model's own weights. It gives a tuple of tensors, as after all of it has run.

    Raises NotCut where the graph in the present modes has no such place, or what lies before can change now.
    """
    return _prefix(model, *_places(model, trace(model), cut))


def rest(model: nn.Module, cut: Cut) -> Callable[[tuple[Tensor, ...]], Tensor]:
    """The part behind the cut, on the model's own weights, for the modes that it has now.

    It leaves the tensors as they are that it is given. Raises NotCut where the graph in the present modes has no such
    place, or what lies before can change now.
    """
    return _rest(model, *_places(model, trace(model), cut), cut)


def identity(model: nn.Module, cut: Cut) -> str:
    """A digest of all that decides what `prefix` computes: its operations, settings and the bits of its tensors.

    Raises NotCut as `prefix`.
    """
    return fingerprint.identity(model, *_places(model, trace(model), cut))


# ---- the halves


def _places(model: nn.Module, traced: Traced | None, cut: Cut) -> tuple[Traced, list[fx.Node]]:
    """The nodes that are stored, in the graph of the model's present modes."""
    by_name = {node.name: node for node in traced.graph.nodes} if traced is not None else {}
    names = [*(value.name for value in cut.values), *(name for name, _ in cut.sizes)]
    told = [by_name[name] for name in names if name in by_name]
    if traced is None or len(told) < len(names) or fingerprint.outline(traced.graph, told) != cut.outline:
        raise NotCut("the network computes otherwise in its present modes")
    nodes = told[: len(cut.values)]
    before = above(nodes)
    if any(can_change(model, traced, node) for node in before) or in_training(model, before) - cut.training:
        raise NotCut("what lies before the cut can change now")
    return traced, nodes


def _prefix(model: nn.Module, traced: Traced, nodes: list[fx.Node]) -> fx.GraphModule:
    before = above(nodes)
    half = fx.Graph()
    copies: dict[fx.Node, fx.Node] = {}
    for node in traced.graph.nodes:
        if node in before:
            copies[node] = half.node_copy(node, copies.__getitem__)
    half.output(tuple(copies[node] for node in nodes))
    return traced.module(model, half)


def _rest(model: nn.Module, traced: Traced, nodes: list[fx.Node], cut: Cut) -> fx.GraphModule:
    shapes = dict(cut.sizes)
    found = _needed(traced.graph, nodes.__contains__, lambda node: node.name in shapes)
    if found is None:
        raise NotCut("the network's input is needed behind the cut")
    _, needed, sizes = found
    half = fx.Graph()
    given = half.placeholder("stored")
    copies = {node: half.call_function(operator.getitem, (given, i)) for i, node in enumerate(nodes)}
    first = copies[nodes[0]]
    for value, node in zip(cut.values, nodes, strict=True):
        if value.name in cut.written:
            copies[node] = half.call_method("clone", (copies[node],))
    for node in traced.graph.nodes:
        if node in copies:
            continue
        if node in sizes:
            where = (*node.args[1:], *node.kwargs.values()) if node.op == "call_method" else ()
            copies[node] = half.call_function(_size, (first, shapes[asked(node).name], *where))
        elif node in needed:
            copies[node] = half.node_copy(node, copies.__getitem__)
    return traced.module(model, half)


def _needed(
    graph: fx.Graph, stored: Callable[[fx.Node], bool], known: Callable[[fx.Node], bool]
) -> tuple[list[fx.Node], set[fx.Node], set[fx.Node]] | None:
    """What the output needs where some nodes are stored: these, what is computed from them, and questions for sizes.

    `known` tells of which nodes the size is. None where the input is needed itself.
    """
    found: set[fx.Node] = set()
    needed: set[fx.Node] = set()
    sizes: set[fx.Node] = set()
    todo = [next(node for node in graph.nodes if node.op == "output")]
    while todo:
        node = todo.pop()
        if node in found or node in needed or node in sizes:
            continue
        if stored(node):
            found.add(node)
        elif node.op == "placeholder":
            return None
        elif asks_size(node) and known(asked(node)):
            sizes.add(node)
        else:
            needed.add(node)
            todo += node.all_input_nodes
    return [node for node in graph.nodes if node in found], needed, sizes


def _size(first: Tensor, shape: tuple[int, ...], dim: int | None = None) -> Any:
    """What `size(dim)` or `shape` say of a tensor with the batch of `first`."""
    whole = torch.Size((len(first), *shape))
    return whole if dim is None else whole[dim]


# ---- the search


def _three(like: Tensor) -> Tensor:
    """Examples that are not alike: those given may be empty."""
    given = like[[0, 1, 0]]
    if not like.is_floating_point():
        return given
    return given + torch.randn(given.shape, generator=torch.Generator().manual_seed(0)).to(like)


@contextlib.contextmanager
def _device_state(device: torch.device) -> Generator[None]:
    """A graphics processor's random state is as before afterwards; `seeded` sees to the CPU's."""
    state = torch.cuda.get_rng_state(device) if device.type == "cuda" else None
    try:
        yield
    finally:
        if state is not None:
            torch.cuda.set_rng_state(state, device)


class _Search:
    """Places in one network, tried on three examples (3, ...)."""

    def __init__(self, model: nn.Module, traced: Traced, examples: Tensor) -> None:
        self.model, self.traced = model, traced
        self.pair, self.shuffled = examples[:2], shuffle(examples)
        self.calm = twin(model).eval()
        """In evaluation mode."""
        self.calmly = trace(self.calm)
        self.flops = 0
        """Of the whole network, for both."""
        self._outputs: dict[nn.Module, list[Any]] = {}
        self._after = model

    def found(self) -> list[Cut]:
        barred: set[str] = set()
        for careful in (False, True, True):
            model = twin(self.model)
            fixed = Fixed(model, self.traced, self.pair, self.shuffled if careful else None, barred)
            tried, good = self._places(fixed), list[Cut]()
            for place, values in tried:
                if (cut := self._checked(model, place, values, good[0] if good else None)) is not None:
                    good.append(cut)
            if len(good) == len(tried) or (good and careful):
                return good
            if careful:
                barred |= {value.name for place, _ in tried for value in place.values}
        return []

    def _places(self, fixed: Fixed) -> list[tuple[Cut, list[Tensor]]]:
        """Places that store less and less, and what they store of the two examples."""
        found: list[tuple[list[fx.Node], list[Tensor]]] = []
        front = _needed(self.traced.graph, fixed.rows.__contains__, fixed.sizes.__contains__)
        if front is not None and front[0]:
            found.append((front[0], [fixed.values[node] for node in front[0]]))
        least = sum(fixed.rows[node].bytes for node in found[0][0]) if found else math.inf
        found += [([node], [value]) for node, value in reversed(fixed.narrow) if fixed.rows[node].bytes < least]
        if found and not self.flops:
            self._whole(self.model)
        places = [(self._cut(nodes, fixed), values) for nodes, values in found]
        return [(place, values) for place, values in places if place.share >= LEAST]

    def _cut(self, nodes: list[fx.Node], fixed: Fixed) -> Cut:
        before = above(nodes)
        done = sum(fixed.flops.get(node, 0) for node in before)
        asks = dict.fromkeys(asked(node) for node in self.traced.graph.nodes if fixed.known_size(node))
        return Cut(
            tuple(Value(node.name, fixed.rows[node].shape, fixed.rows[node].dtype) for node in nodes),
            done / max(1, self.flops),
            (self.flops - done) // (2 * len(self.pair)),
            tuple((node.name, fixed.sizes[node]) for node in asks),
            training=in_training(self.model, before),
            outline=fingerprint.outline(self.traced.graph, [*nodes, *asks]),
        )

    def _checked(self, model: nn.Module, place: Cut, values: list[Tensor], deeper: Cut | None) -> Cut | None:
        """The place where the halves make up the network, with what the part behind writes into; None elsewhere.

        What lies between it and a deeper place is the same in all modes.
        """
        try:
            ahead = _prefix(model, *_places(model, self.traced, place))
            with torch.no_grad():
                beside = list(ahead(self.shuffled.clone()))
            if not all(map(same_rows, beside, values)):
                return None
            training = deeper.written if deeper else self._behind(self.model, self.traced, place, values)
            evaluation = self._behind(self.calm, self.calmly, place, [v[:1] for v in beside])
        except Exception:  # the halves are new code; without them the network is run whole
            return None
        if training is None or evaluation is None or self._changed(place):
            return None
        return replace(place, written=training | evaluation)

    def _behind(
        self, model: nn.Module, traced: Traced | None, place: Cut, values: list[Tensor]
    ) -> frozenset[str] | None:
        """Which values the part behind writes into; None where its output is not the network's."""
        expected, run = self._whole(model), twin(model)
        behind = _rest(run, *_places(run, traced, place), place)
        given = tuple(value.clone() for value in values)
        with seeded(0), torch.no_grad(), Watch(refuse=False) as watch:
            out = tree_leaves(behind(given))
        if len(out) != len(expected) or not all(map(close, out, expected)):
            return None
        pairs = zip(place.values, given, strict=True)
        return frozenset(value.name for value, tensor in pairs if storages(tensor) & watch.written)

    def _whole(self, model: nn.Module) -> list[Any]:
        """The network's own output: for both examples in the modes that it has, in evaluation mode for the second."""
        if model not in self._outputs:
            run, images = twin(model), self.pair if model is self.model else self.pair[1:]
            with seeded(0), torch.no_grad(), Watch(refuse=False) as watch:
                self._outputs[model] = tree_leaves(run(images.clone()))
            if model is self.model:
                self.flops, self._after = watch.flops, run
        return self._outputs[model]

    def _changed(self, place: Cut) -> bool:
        """Whether a pass through the whole network has changed something before the cut."""
        _, nodes = _places(self.model, self.traced, place)
        return not fingerprint.alike(self.traced, self._after, self.model, above(nodes))
