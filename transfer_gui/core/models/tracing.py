"""A network's operations in order, found without touching anything that other threads use.

`torch.fx` (Reed et al. 2022) finds them by running the network on a stand-in for a tensor. Its own `Tracer.trace`
replaces `nn.Module.__call__`, and functions in other modules, for the whole process meanwhile. Here a copy of the
network is run, on the same weights, whose modules have classes of their own.
"""

import copy
import inspect
import operator
import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from torch import Tensor, fx, nn
from torch.fx.node import map_arg
from torch.overrides import TorchFunctionMode, is_tensor_method_or_property

from .watching import Draws, Watch

INPLACE = {
    f"__{operation.__name__}__": operation
    for operation in (operator.iadd, operator.isub, operator.imul, operator.itruediv, operator.ifloordiv,
                      operator.imod, operator.ipow, operator.iand, operator.ior, operator.ixor)
}  # fmt: skip
"""What `x += y` and its like do: torch.fx itself takes it for `x = x + y`, which other names of x would not see."""
BASE = frozenset(vars(nn.Module()))
"""What every module has: its mode, its tensors, its parts and hooks."""
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Traced:
    """The operations of a network in the modes that it had."""

    graph: fx.Graph
    constants: Mapping[str, Tensor]
    """Tensors in it that are none of the network's, by the names that the graph has for them."""

    def attribute(self, model: nn.Module, name: str) -> Any:
        """What a node `get_attr` reads."""
        return self.constants[name] if name in self.constants else operator.attrgetter(name)(model)

    def run(self, model: nn.Module, node: fx.Node, values: Mapping[fx.Node, Any]) -> Any:
        """Carry out one operation on the values of those before it."""
        args = map_arg(node.args, values.__getitem__)
        kwargs = map_arg(node.kwargs, values.__getitem__)
        target: Any = node.target
        if node.op == "get_attr":
            return self.attribute(model, target)
        if node.op == "call_module":
            return model.get_submodule(target)(*args, **kwargs)
        if node.op == "call_method":
            return getattr(args[0], target)(*args[1:], **kwargs)
        return target(*args, **kwargs)

    def module(self, model: nn.Module, graph: fx.Graph) -> fx.GraphModule:
        """Some of the operations, copied to a graph, as a module on the model's own weights."""
        used: dict[str, Any] = {}
        for node in graph.nodes:
            if node.op == "call_module":
                used[str(node.target)] = model.get_submodule(str(node.target))
            elif node.op == "get_attr":
                used[str(node.target)] = self.attribute(model, str(node.target))
        return fx.GraphModule(used, graph)


def twin(model: nn.Module) -> nn.Module:
    """A copy that can be run, and put into other modes, beside the model: on the same parameters, with own buffers."""
    return copy.deepcopy(model, {id(p): p for p in model.parameters()})


def trace(model: nn.Module) -> Traced | None:
    """The operations in order, for one input; None where they cannot be told beforehand.

    Which is where they depend on the input's numbers, where the network remembers something from one pass to the next
    outside of its tensors, or where Python or NumPy draw random numbers. A module whose inside cannot be followed is
    one operation.
    """
    for _ in range(_TRIES):  # another thread may have drawn meanwhile
        before = _randomness()
        try:
            traced = _Tracer().run(twin(model))
        except Exception:  # the model's own code runs on what is no tensor, which may raise anything
            return None
        if _randomness() == before:
            return traced
    return None


def writes(model: nn.Module, node: fx.Node) -> bool:
    """Whether an operation is known to change its first input in place."""
    if node.op == "call_module":
        return bool(getattr(model.get_submodule(str(node.target)), "inplace", False))
    if not node.op.startswith("call"):
        return False
    if node.target in INPLACE.values() or node.target is operator.setitem or "out" in node.kwargs:
        return True
    return title(node.target).endswith("_") or arguments(node).get("inplace") is True


def title(target: Any) -> str:
    """The name of what a node calls."""
    if isinstance(target, str):
        return target
    return f"{getattr(target, '__module__', '')}.{getattr(target, '__qualname__', type(target).__qualname__)}"


def arguments(node: fx.Node) -> dict[str, Any]:
    """The arguments of a function by name; those alone that are given by name where it does not tell its others."""
    signature = _signature(node.target)
    if signature is None:
        return dict(node.kwargs)
    try:
        bound = signature.bind(*node.args, **node.kwargs)
    except TypeError:
        return dict(node.kwargs)
    bound.apply_defaults()
    return dict(bound.arguments)


@lru_cache(1024)
def _signature(target: Any) -> inspect.Signature | None:
    """What a function takes; None where it does not tell."""
    try:
        return inspect.signature(target)
    except (TypeError, ValueError):
        return None


def drops_nothing(told: Mapping[str, Any]) -> bool:
    """Whether a function with these arguments could drop out at random, and is told to do so with no chance."""
    chances = [told[name] for name in ("p", "dropout", "dropout_p", "attention_dropout") if name in told]
    return bool(chances) and all(chance == 0 for chance in chances)


def above(nodes: Iterable[fx.Node]) -> set[fx.Node]:
    """Nodes and all that they are computed from."""
    found: set[fx.Node] = set()
    todo = list(nodes)
    while todo:
        if (node := todo.pop()) not in found:
            found.add(node)
            todo += node.all_input_nodes
    return found


def hooked(module: nn.Module) -> bool:
    """Whether something else is called when a module is."""
    hooks = (module._forward_hooks, module._forward_pre_hooks, module._backward_hooks, module._backward_pre_hooks)
    return any(len(hook) > 0 for hook in hooks)


class _Proxy(fx.Proxy):
    """A stand-in for a tensor."""


def _inplace(operation: Callable[[Any, Any], Any]) -> Callable[[_Proxy, Any], Any]:
    def method(self: _Proxy, other: Any) -> Any:
        return self.tracer.create_proxy("call_function", operation, (self, other), {})

    return method


for _name, _operation in INPLACE.items():
    setattr(_Proxy, _name, _inplace(_operation))


class _Tracer(fx.Tracer):
    def __init__(self) -> None:
        super().__init__(autowrap_modules=())  # pyright: ignore[reportArgumentType] - none is replaced
        self._qualname_counter = defaultdict[str, int](int)  # torch.fx shares one among all tracers, and threads
        self._read: dict[str, fx.Proxy] = {}

    def run(self, model: nn.Module) -> Traced | None:
        """Trace a twin, which is of no other use afterwards."""
        name = _only_input(model)
        if name is None or hooked(model):
            return None
        self.root, self.graph, self.tensor_attrs = model, fx.Graph(tracer_cls=_Tracer), {}
        self.submodule_paths = {module: path for path, module in model.named_modules()}
        for module in model.modules():
            for key in [key for key, value in vars(module).items() if isinstance(value, Tensor)]:
                module._buffers[key] = vars(module).pop(key)  # so that reading it is noticed
        self._names = {id(t): path for path, t in (*model.named_parameters(), *model.named_buffers())}
        kinds: dict[type, type] = {}
        for module in self.submodule_paths:
            kind = type(module)
            module.__class__ = kinds.setdefault(kind, kinds.get(kind) or self._kind(kind))
        before = [_remembered(module) for module in self.submodule_paths]
        with _Functions(self):
            out = model.forward(self.create_proxy("placeholder", name, (), {}))
            self.create_node("output", "output", (self.create_arg(out),), {})
        alive = above(node for node in self.graph.nodes if node.op == "output")
        # What is only done for its effect on another tensor would be lost.
        lost = any(node not in alive and writes(model, node) for node in self.graph.nodes)
        if lost or before != [_remembered(module) for module in self.submodule_paths]:
            return None
        names: dict[Any, str] = self.tensor_attrs  # pyright: ignore[reportAssignmentType]
        return Traced(self.graph, {path: tensor for tensor, path in names.items()})

    def proxy(self, node: fx.Node) -> fx.Proxy:
        return _Proxy(node, self)

    def is_leaf_module(self, m: nn.Module, module_qualified_name: str) -> bool:
        """What has no parts stays one operation, and reads its mode when it runs; so does what others hook into."""
        return super().is_leaf_module(m, module_qualified_name) or not any(True for _ in m.children()) or hooked(m)

    def call_module(
        self, m: nn.Module, forward: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> Any:
        path, count, read = self.path_of_module(m), len(self.graph.nodes), dict(self._read)
        if not self.is_leaf_module(m, path):
            try:
                return forward(*args, **kwargs)
            except Exception:  # what cannot be followed is one operation
                for node in reversed(list(self.graph.nodes)[count:]):
                    self.graph.erase_node(node)
                self._read = read
        return self.create_proxy("call_module", path, args, kwargs)

    def attribute(self, value: Any) -> Any:
        """What the network reads of itself: tensors as operations."""
        path = self._names.get(id(value)) if isinstance(value, Tensor) else None
        if path is None:
            return value
        if path not in self._read:
            self._read[path] = self.create_proxy("get_attr", path, (), {})
        return self._read[path]

    def _kind(self, kind: type) -> type:
        """The class with calls and reading passed through the tracer."""
        plain: Any = kind
        tracer = self

        def call(module: Any, /, *args: Any, **kwargs: Any) -> Any:
            return tracer.call_module(module, lambda *a, **k: plain.__call__(module, *a, **k), args, kwargs)

        def read(module: Any, name: str) -> Any:
            return tracer.attribute(plain.__getattr__(module, name))

        about = {"__module__": kind.__module__, "__qualname__": kind.__qualname__, "__doc__": kind.__doc__}
        return type(kind.__name__, (kind,), about | {"__call__": call, "__getattr__": read})


class _Functions(TorchFunctionMode):
    """While tracing: what would draw random numbers (`torch.rand(3)`) is an operation, not a constant."""

    def __init__(self, tracer: _Tracer) -> None:
        super().__init__()
        self._tracer = tracer

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        try:
            with Watch(refuse=True):
                return func(*args, **kwargs)
        except Draws:
            if is_tensor_method_or_property(func):
                return self._tracer.create_proxy("call_method", func.__name__, args, kwargs)
            return self._tracer.create_proxy("call_function", func, args, kwargs)


def _only_input(model: nn.Module) -> str | None:
    """The name of the one input that `model` needs; None where it needs another, or more."""
    given = list(inspect.signature(model.forward).parameters.values())
    needed = [p for p in given if p.default is p.empty and p.kind not in (p.VAR_KEYWORD, p.VAR_POSITIONAL)]
    positional = [p for p in given if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD, p.VAR_POSITIONAL)]
    return positional[0].name if positional and needed in ([], positional[:1]) else None


def _remembered(module: nn.Module) -> dict[str, Any]:
    """A module's plain values, and how much is in what else it holds."""
    found: dict[str, Any] = {}
    for key, value in vars(module).items():
        if key not in BASE and not isinstance(value, Tensor):
            plain = value is None or isinstance(value, (bool, int, float, str))
            found[key] = value if plain else (type(value), len(value) if isinstance(value, (list, dict, set)) else 0)
    return found


def _randomness() -> tuple[Any, ...]:
    """Python's and NumPy's random states. torch's is not moved: see `_Functions`."""
    _, numbers, place, *_ = np.random.get_state(legacy=True)
    return random.getstate(), np.asarray(numbers).tobytes(), place
