"""Which values in a network depend on the example alone, and never change: by rules first, then by trying.

The network is run on two examples, operation by operation, as far as nothing can change: an operation that draws random
numbers, counts, or writes into the network's own tensors is noticed while it runs. With care, the two are also run
beside in another batch: an operation after which they have other values depends on what they are read together with.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, fx, nn
from torch.nn.modules.batchnorm import _NormBase  # pyright: ignore[reportPrivateUsage] - the base of all of them
from torch.nn.modules.dropout import _DropoutNd  # pyright: ignore[reportPrivateUsage]
from torchvision.ops import StochasticDepth

from .fingerprint import settings
from .tracing import Traced, above, arguments, drops_nothing, hooked, writes
from .watching import Watch, storages, tensors

KNOWN = ("torch.", "torchvision.", "transfer_gui.")
"""Packages whose modules' random numbers and counts are noticed, in training mode too."""


def can_change(model: nn.Module, traced: Traced, node: fx.Node) -> bool:
    """Whether an operation, by what is known of it, may give something else for the same input another time."""
    if node.op == "call_module":
        return not all(_still(part) for part in model.get_submodule(str(node.target)).modules())
    if node.op == "get_attr":
        return bool(getattr(traced.attribute(model, str(node.target)), "requires_grad", False))
    if node.op == "call_function":
        told = arguments(node)
        return told.get("training", False) is not False and not drops_nothing(told)
    return False


def _still(module: nn.Module) -> bool:
    """Whether a module does not learn, and follows the rules of those that draw, count or compare examples."""
    if hooked(module) or any(p.requires_grad for p in module.parameters(recurse=False)):
        return False
    if isinstance(module, _NormBase):
        return "InstanceNorm" in type(module).__name__ if module.running_mean is None else not module.training
    if not module.training:
        return True
    if isinstance(module, (_DropoutNd, StochasticDepth)):
        return module.p == 0
    if isinstance(module, (nn.RNNBase, nn.MultiheadAttention)):
        return module.dropout == 0
    return not isinstance(module, nn.RReLU) and type(module).__module__.startswith(KNOWN)


def in_training(model: nn.Module, nodes: Iterable[fx.Node]) -> frozenset[str]:
    """The modules among some operations that are in training mode, by path."""
    return frozenset(
        f"{node.target}.{path}"
        for node in nodes
        if node.op == "call_module"
        for path, part in model.get_submodule(str(node.target)).named_modules()
        if part.training
    )


def asks_size(node: fx.Node) -> bool:
    """Whether an operation asks a tensor for its size alone."""
    if node.op == "call_method" and node.target == "size":
        return True
    return node.op == "call_function" and node.target is getattr and str(node.args[1]) == "shape"


def asked(node: fx.Node) -> fx.Node:
    """The node that is asked for its size."""
    of = node.args[0]
    assert isinstance(of, fx.Node)
    return of


def close(one: Any, other: Any) -> bool:
    """Whether two tensors are the same but for rounding, which is of the size of the largest number in them."""
    if not isinstance(one, Tensor) or not isinstance(other, Tensor):
        return type(one) is type(other)
    if one.shape != other.shape or one.dtype != other.dtype:
        return False
    if not other.is_floating_point() or not other.numel():
        return torch.equal(one, other)
    furthest = float(torch.dist(one, other, torch.inf))
    if furthest == 0:
        return True
    # Graphics processors multiply with 10 bits (TF32), and choose how to sum by the size of the batch.
    share = 1e-4 if other.device.type == "cpu" else 2e-2
    if math.isfinite(furthest):
        smallest, largest = (float(end) for end in torch.aminmax(other))
        return furthest <= share * max(-smallest, largest)
    return torch.allclose(one, other, rtol=share, equal_nan=True)


def shuffle(examples: Tensor) -> Tensor:
    """The first two of three examples in the other order, and the third."""
    return examples[[1, 0, 2]]


def same_rows(shuffled: Any, pair: Tensor) -> bool:
    """Whether the first two of three examples have the values in `shuffle`'s batch that they have as a pair."""
    return len(shuffled) == 3 and close(shuffled[:1], pair[1:]) and close(shuffled[1:2], pair[:1])


@dataclass(frozen=True, slots=True)
class Row:
    """What is known of a tensor with one row for each example."""

    shape: tuple[int, ...]
    """Of one example."""
    dtype: torch.dtype

    @property
    def bytes(self) -> int:
        return math.prod(self.shape) * self.dtype.itemsize


class Fixed:
    """The values of a network that never change, for a batch of two examples (2, ...).

    `shuffled`, where it is given, are these and one more as `shuffle` has them. `model` is run, and is of no use
    afterwards where something in it counts: give a twin. `barred` are not to be stored.
    """

    def __init__(
        self, model: nn.Module, traced: Traced, pair: Tensor, shuffled: Tensor | None, barred: set[str]
    ) -> None:
        self.rows: dict[fx.Node, Row] = {}
        """What can be stored."""
        self.sizes: dict[fx.Node, tuple[int, ...]] = {}
        """Shapes of one example, of tensors that the network asks for their size."""
        self.flops: dict[fx.Node, int] = {}
        """For the two examples."""
        self.values: dict[fx.Node, Tensor] = {}
        """What the operations that can change read: the two examples' tensors, after all that is fixed has run."""
        self.narrow: list[tuple[fx.Node, Tensor]] = []
        """Where all that follows depends on this one value, and what it is: in the network's order, each larger than
        the one before."""
        self._model, self._traced, self._shuffled, self._barred = model, traced, shuffled, barred
        self._pair: dict[fx.Node, Any] = {}
        self._beside: dict[fx.Node, Any] = {}
        self._fixed: set[fx.Node] = set()
        self._spoilt: set[fx.Node] = set()
        """Nodes whose values were written into by what can change: what reads them later is not fixed."""
        self._depends: set[fx.Node] = set()
        self._own = set[int]().union(*(storages(t) for part in model.modules() for _, t in tensors(part)))
        with torch.no_grad():
            self._run(pair)

    def _run(self, pair: Tensor) -> None:
        nodes = list(self._traced.graph.nodes)
        place = {node: i for i, node in enumerate(nodes)}
        alive = above(nodes[-1:])
        left = {node: len(node.users) for node in nodes}
        furthest = -1  # where what was computed so far is read for the last time
        for i, node in enumerate(nodes[:-1]):
            if self._is_fixed(node, pair):
                self._fixed.add(node)
                if node in self.rows and furthest <= i and node in alive:
                    self._store(node)
            elif writes(self._model, node):
                self._spoil(storages([self._pair.get(other) for other in node.all_input_nodes[:1]]))
            if node in alive and node in self._depends:
                readers = [user for user in node.users if user in alive and not self.known_size(user)]
                furthest = max([furthest, *(place[user] for user in readers)])
            for other in node.all_input_nodes:
                left[other] -= 1
                if not left[other] and (other not in self.rows or all(user in self.rows for user in other.users)):
                    self._pair.pop(other, None)
                    self._beside.pop(other, None)
        self.values = {node: value for node, value in self._pair.items() if node in self.rows}
        self._pair, self._beside = {}, {}

    def _store(self, node: fx.Node) -> None:
        while self.narrow and self.rows[self.narrow[-1][0]].bytes >= self.rows[node].bytes:
            self.narrow.pop()
        self.narrow.append((node, self._pair[node].clone()))

    def _is_fixed(self, node: fx.Node, pair: Tensor) -> bool:
        if node.op == "placeholder":
            self._pair[node] = pair.clone()
            if self._shuffled is not None:
                self._beside[node] = self._shuffled.clone()
            self._depends.add(node)
            self.sizes[node] = tuple(pair.shape[1:])
            return True
        inputs = node.all_input_nodes
        if any(other in self._depends for other in inputs) and not self.known_size(node):
            self._depends.add(node)
        if any(other not in self._fixed or other in self._spoilt for other in inputs):
            return False
        if can_change(self._model, self._traced, node) or not self._computed(node):
            self._pair.pop(node, None)
            return False
        if node in self._depends and self._in_rows(node):
            value = self._pair[node]
            self.sizes[node] = tuple(value.shape[1:])
            if node.name not in self._barred:
                self.rows[node] = Row(tuple(value.shape[1:]), value.dtype)
        return True

    def known_size(self, node: fx.Node) -> bool:
        """Whether an operation asks for a size that is known but for the number of examples."""
        return asks_size(node) and asked(node) in self.sizes

    def _computed(self, node: fx.Node) -> bool:
        """Run an operation; whether it did nothing else than to compute, and the same for an example in any batch."""
        module = self._model.get_submodule(str(node.target)) if node.op == "call_module" else None
        before = settings(module) if module is not None else ""
        with Watch(refuse=True) as watch:
            try:
                value = self._pair[node] = self._traced.run(self._model, node, self._pair)
                self.flops[node] = watch.flops
                if self._shuffled is not None:
                    self._beside[node] = self._traced.run(self._model, node, self._beside)
            except Exception:  # Draws; and what mixes examples may not take so many
                self._spoil(watch.written)
                return False
        counts = bool(watch.written & self._own) or (module is not None and settings(module) != before)
        # Where the rows are not the examples, what is computed from it tells.
        mixes = self._shuffled is not None and self._in_rows(node) and not same_rows(self._beside[node], value)
        if counts or mixes:
            self._spoil(watch.written)
        return not counts and not mixes

    def _in_rows(self, node: fx.Node) -> bool:
        """Whether the rows of a tensor are the examples, by its sizes."""
        value = self._pair[node]
        if not isinstance(value, Tensor) or not value.ndim or len(value) != 2:
            return False
        if self._shuffled is None:
            return True
        beside = self._beside[node]
        return isinstance(beside, Tensor) and beside.shape == (3, *value.shape[1:])

    def _spoil(self, written: set[int]) -> None:
        """What lies in memory that was written into by something that can change is not fixed from here on."""
        for node, value in self._pair.items():
            if storages(value) & written:
                self._spoilt.add(node)
