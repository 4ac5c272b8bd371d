"""Where a network can be cut in two: before it what cannot change, behind it what learns.

What lies before the first layer that can change gives the same output for the same example, in every epoch. The cut is
found in the graph of operations (torch.fx, Reed et al. 2022), for any network that can be traced. The state that
decides is that of the model as it is handed over: which parameters require a gradient, and which modules are in
training mode (`training.freezing`).
"""

import hashlib
import math
import operator
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, fx, nn
from torch.fx.node import map_arg
from torch.nn.modules.batchnorm import _NormBase  # pyright: ignore[reportPrivateUsage] - the base of all of them
from torch.nn.modules.dropout import _DropoutNd  # pyright: ignore[reportPrivateUsage]
from torch.utils.flop_counter import FlopCounterMode
from torchvision.ops import StochasticDepth

LEAST = 0.02
"""Share of the forward pass below which nothing is cut off."""
KNOWN = ("torch.", "torchvision.", "transfer_gui.")
"""Packages whose modules draw random numbers, or count, only where `_steady` knows of it."""
RANDOM = ("dropout", "rand", "bernoulli", "multinomial", "normal_", "uniform_", "exponential_", "stochastic_depth",
          "shifted_window_attention", "rrelu", "gumbel")  # fmt: skip
"""Parts of the names of functions that draw random numbers."""


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
    sizes: tuple[tuple[str, tuple[int, ...]], ...] = ()
    """Of tensors whose size the network asks for: node and shape of one example. Only the batch can be another."""

    @property
    def bytes(self) -> int:
        """What is stored of one example."""
        return sum(math.prod(value.shape) * value.dtype.itemsize for value in self.values)


def cuts(model: nn.Module, like: Tensor) -> list[Cut]:
    """Where `model` can be cut as it is now: the deepest first, then earlier ones that store less than all before them.

    `like` is a batch of inputs (2, ...). None where the model cannot be traced, or nothing of weight lies before the
    first change. The model is left as it was.
    """
    graph = _graph(model)
    if graph is None or len(like) < 2:
        return []
    fixed = _fixed(model, graph)
    seen = _Seen(model, graph, like)
    found: list[Cut] = []
    front = _needed(graph, lambda node: node in fixed and node in seen.shapes)
    if front is not None and front[0]:
        found.append(seen.cut(front[0]))
    for node in reversed(graph.nodes):
        if node in fixed and node in seen.shapes and (not found or seen.bytes(node) < found[-1].bytes):
            whole = _needed(graph, lambda other, node=node: other is node)
            if whole is not None and whole[0] == [node]:
                found.append(seen.cut([node]))
    return [cut for cut in found if cut.share >= LEAST]


def prefix(model: nn.Module, cut: Cut) -> Callable[[Tensor], tuple[Tensor, ...]]:
    """The part before the cut, on the model's own weights. What it gives is as after all of it has run.

    Raises NotCut where the graph in the present modes has no such place.
    """
    graph, nodes = _places(model, cut)
    before = _before(nodes)
    half = fx.Graph()
    copies: dict[fx.Node, fx.Node] = {}
    for node in graph.nodes:
        if node in before:
            copies[node] = half.node_copy(node, copies.__getitem__)
    half.output(tuple(copies[node] for node in nodes))
    return fx.GraphModule(model, half)


def rest(model: nn.Module, cut: Cut) -> Callable[[tuple[Tensor, ...]], Tensor]:
    """The part behind the cut, on the model's own weights, for the modes that it has now.

    It may write into the tensors that it is given. Raises NotCut where the graph in the present modes cannot be cut
    there.
    """
    graph, nodes = _places(model, cut)
    found = _needed(graph, lambda node: node in nodes)
    if found is None:
        raise NotCut("the network's input is needed behind the cut")
    _, needed, sizes = found
    half, asked = fx.Graph(), dict(cut.sizes)
    given = half.placeholder("stored")
    copies = {node: half.call_function(operator.getitem, (given, i)) for i, node in enumerate(nodes)}
    first = copies[nodes[0]]
    for node in graph.nodes:
        if node in copies:
            continue
        if node in sizes:
            where = (*node.args[1:], *node.kwargs.values()) if node.op == "call_method" else ()
            copies[node] = half.call_function(_size, (first, asked[_of(node).name], *where))
        elif node in needed:
            copies[node] = half.node_copy(node, copies.__getitem__)
    return fx.GraphModule(model, half)


def identity(model: nn.Module, cut: Cut) -> str:
    """A digest of all that decides what `prefix` computes: its operations and the bits of its weights."""
    graph, nodes = _places(model, cut)
    before = _before(nodes)
    found = hashlib.blake2b(digest_size=16)
    numbers = {node: i for i, node in enumerate(node for node in graph.nodes if node in before)}

    def name(argument: Any) -> Any:
        return map_arg(argument, lambda node: f"%{numbers[node]}")

    for node in numbers:
        target = node.target if isinstance(node.target, str) else _title(node.target)
        found.update(f"{node.op} {target} {name(node.args)} {name(node.kwargs)}\n".encode())
        if node.op == "call_module":
            _write_module(found, model.get_submodule(str(node.target)))
        elif node.op == "get_attr":
            _write_tensor(found, operator.attrgetter(str(node.target))(model))
    found.update(repr([(numbers[node], value.shape) for node, value in zip(nodes, cut.values, strict=True)]).encode())
    return found.hexdigest()


# ---- the graph


class _Tracer(fx.Tracer):
    """Follows into modules that are made of others; what has no parts stays one operation and reads its mode live."""

    def is_leaf_module(self, m: nn.Module, module_qualified_name: str) -> bool:
        return super().is_leaf_module(m, module_qualified_name) or not any(True for _ in m.children())


def _graph(model: nn.Module) -> fx.Graph | None:
    """The operations in order; None where they depend on the numbers, and cannot be told beforehand."""
    try:
        graph = _Tracer().trace(model)
    except Exception:  # tracing runs the model's own code on what is no tensor, which may raise anything
        return None
    # What is only done for its effect on another tensor would be lost.
    return None if any(not node.users and _writes(model, node) for node in graph.nodes) else graph


def _writes(model: nn.Module, node: fx.Node) -> bool:
    """Whether an operation changes its input in place."""
    if node.op == "call_module":
        return bool(getattr(model.get_submodule(str(node.target)), "inplace", False))
    name = node.target if isinstance(node.target, str) else _title(node.target)
    return node.op.startswith("call") and (name.endswith("_") or node.kwargs.get("inplace") is True)


def _places(model: nn.Module, cut: Cut) -> tuple[fx.Graph, list[fx.Node]]:
    graph = _graph(model)
    by_name = {node.name: node for node in graph.nodes} if graph is not None else {}
    if graph is None or any(value.name not in by_name for value in cut.values):
        raise NotCut("the network computes otherwise in its present modes")
    return graph, [by_name[value.name] for value in cut.values]


def _before(nodes: Iterable[fx.Node]) -> set[fx.Node]:
    """Nodes and all that they are computed from."""
    found: set[fx.Node] = set()
    todo = list(nodes)
    while todo:
        if (node := todo.pop()) not in found:
            found.add(node)
            todo += node.all_input_nodes
    return found


def _needed(
    graph: fx.Graph, stored: Callable[[fx.Node], bool]
) -> tuple[list[fx.Node], set[fx.Node], set[fx.Node]] | None:
    """What the output needs where some nodes are stored: these, what is computed from them, and questions for sizes.

    None where the input is needed itself.
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
        elif _asks_size(node):
            sizes.add(node)
        else:
            needed.add(node)
            todo += node.all_input_nodes
    return [node for node in graph.nodes if node in found], needed, sizes


def _asks_size(node: fx.Node) -> bool:
    if node.op == "call_method" and node.target == "size":
        return True
    return node.op == "call_function" and node.target is getattr and str(node.args[1]) == "shape"


def _of(node: fx.Node) -> fx.Node:
    of = node.args[0]
    assert isinstance(of, fx.Node)
    return of


def _size(first: Tensor, shape: tuple[int, ...], dim: int | None = None) -> Any:
    """What `size(dim)` or `shape` say of a tensor with the batch of `first`."""
    whole = torch.Size((len(first), *shape))
    return whole if dim is None else whole[dim]


# ---- what can change


def _fixed(model: nn.Module, graph: fx.Graph) -> set[fx.Node]:
    """The nodes whose output depends on the example alone."""
    fixed: set[fx.Node] = set()
    for node in graph.nodes:
        if node.op != "output" and all(other in fixed for other in node.all_input_nodes) and _stands(model, node):
            fixed.add(node)
    return fixed


def _stands(model: nn.Module, node: fx.Node) -> bool:
    """Whether an operation always gives the same for the same."""
    if node.op == "call_module":
        return _steady(model.get_submodule(str(node.target)))
    if node.op == "get_attr":
        return not bool(operator.attrgetter(str(node.target))(model).requires_grad)
    if node.op == "placeholder":
        return True
    name = node.target if isinstance(node.target, str) else _title(node.target)
    return not any(part in name.rpartition(".")[2] for part in RANDOM) or _idle(node)


def _idle(node: fx.Node) -> bool:
    """Whether a function that can draw random numbers is told not to."""
    if node.kwargs.get("training") is False:
        return True
    chances = [node.kwargs[name] for name in ("p", "dropout", "attention_dropout") if name in node.kwargs]
    return bool(chances) and all(chance == 0 for chance in chances)


def _steady(module: nn.Module) -> bool:
    """Whether nothing in a module learns, counts, draws random numbers or looks at the rest of the batch."""
    return all(_still(part) for part in module.modules())


def _still(module: nn.Module) -> bool:
    if any(p.requires_grad for p in module.parameters(recurse=False)):
        return False
    if isinstance(module, _NormBase):
        instance = "InstanceNorm" in type(module).__name__
        if module.running_mean is None:
            return instance
        return not module.training
    if not module.training:
        return True
    if isinstance(module, (_DropoutNd, StochasticDepth)):
        return module.p == 0
    if isinstance(module, (nn.RNNBase, nn.MultiheadAttention)):
        return module.dropout == 0
    if isinstance(module, nn.RReLU):
        return False
    return type(module).__module__.startswith(KNOWN)


# ---- what is stored


class _Seen:
    """Shapes and multiply-adds of the operations, seen on one batch in evaluation mode."""

    def __init__(self, model: nn.Module, graph: fx.Graph, like: Tensor) -> None:
        self.graph = graph
        self.shapes: dict[fx.Node, tuple[tuple[int, ...], torch.dtype]] = {}
        """Of one example, for tensors that have one row for each."""
        self.flops: dict[fx.Node, int] = {}
        modes = [(module, module.training) for module in model.modules()]
        model.eval()
        try:
            self._run(model, like)
        finally:
            for module, mode in modes:
                module.training = mode

    def _run(self, model: nn.Module, like: Tensor) -> None:
        runner = fx.Interpreter(fx.GraphModule(model, self.graph), garbage_collect_values=True)
        inputs = {node for node in self.graph.nodes if node.op == "placeholder"}
        depends = set(inputs)
        last: dict[fx.Node, fx.Node] = {}
        for node in self.graph.nodes:
            for other in node.all_input_nodes:
                last[other] = node
        with torch.no_grad(), FlopCounterMode(display=False) as counter:
            for node in self.graph.nodes:
                if node.op == "placeholder":
                    value = like
                else:
                    before = counter.get_total_flops()
                    value = runner.run_node(node)
                    self.flops[node] = counter.get_total_flops() - before
                    if any(other in depends for other in node.all_input_nodes):
                        depends.add(node)
                runner.env[node] = value
                if isinstance(value, Tensor) and node in depends and value.ndim and len(value) == len(like):
                    self.shapes[node] = tuple(value.shape[1:]), value.dtype
                for other in node.all_input_nodes:
                    if last[other] is node:
                        del runner.env[other]
        self._inputs = inputs
        self.asked = tuple(
            (of.name, self.shapes[of][0])
            for of in dict.fromkeys(_of(node) for node in self.graph.nodes if _asks_size(node))
            if of in self.shapes
        )
        for node in inputs:
            self.shapes.pop(node, None)

    def bytes(self, node: fx.Node) -> int:
        shape, dtype = self.shapes[node]
        return math.prod(shape) * dtype.itemsize

    def cut(self, nodes: list[fx.Node]) -> Cut:
        total = sum(self.flops.values()) or 1
        before = sum(self.flops.get(node, 0) for node in _before(nodes))
        return Cut(tuple(Value(node.name, *self.shapes[node]) for node in nodes), before / total, self.asked)


# ---- what decides


def _title(target: Any) -> str:
    return f"{getattr(target, '__module__', '')}.{getattr(target, '__qualname__', repr(target))}"


def _write_module(found: Any, module: nn.Module) -> None:
    for name, part in module.named_modules():
        settings = {
            key: value
            for key, value in sorted(vars(part).items())
            if not key.startswith("_") and key != "training" and isinstance(value, (bool, int, float, str, tuple, list))
        }
        found.update(f"{name} {type(part).__module__}.{type(part).__qualname__} {settings}\n".encode())
    for name, tensor in module.state_dict().items():
        found.update(name.encode())
        _write_tensor(found, tensor)


def _write_tensor(found: Any, tensor: Tensor) -> None:
    found.update(f"{tuple(tensor.shape)} {tensor.dtype}".encode())
    found.update(tensor.detach().contiguous().cpu().reshape(-1).view(torch.uint8).numpy().data)
