"""Plans the modules and steps of a network from its description: which layer is computed when, on what shape, and how
torch has its axes then.
"""

import math
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, replace
from graphlib import CycleError, TopologicalSorter
from typing import Any, Literal

from torch import nn

from ...errors import Refused
from .description import AGAIN, LEAVE_OUT, Description, Graph, Layer, Reference
from .description import Call as Use
from .kinds import MAKERS, Maker
from .network import KerasNetwork
from .part import Part, Shape, Unfit, Value
from .settings import MOST, Settings, whole
from .steps import Call, Mask, Move, Step

End = Literal["softmax", "sigmoid", "none"]
_DEEPEST = 20
_FOREIGN = -1
"""Stands for a mask that comes from inside another network, or from several."""
_TAKEN = {*dir(nn.Module()), "result", "spent", "steps"}


@dataclass(frozen=True)
class Placed:
    """A layer with weights, and where it is."""

    path: str
    """Of its module, with a dot behind: 'encoder.conv2d.'"""
    layer: Layer
    part: Part


@dataclass(frozen=True)
class Plan:
    """A network, and what is known of it."""

    network: KerasNetwork
    input: Value
    output: Value
    end: End
    """The activation of its output, even where it is left out."""
    placed: Mapping[tuple[str, ...], Placed]
    """The layers with weights by their names in Keras, those of the networks around them first."""
    notes: tuple[str, ...]
    words: int | None
    """How many words the embedding knows that the input goes to; None where the input is no words."""
    uses_masks: bool
    """Whether a layer in it needs to know which steps of a sequence count."""


def plan(description: Description, source: str) -> Plan:
    """The network of a description that comes from `source`, which error messages name.

    Its modules are made on torch's default device. Raises Refused, naming the layer, where one cannot be converted.
    """
    return _Planner(description.graph, description.keras, source, description.logits).run()


@dataclass(frozen=True, slots=True)
class _Known:
    """A value that has been computed by then."""

    number: int
    value: Value
    mask: int | None = None
    """The number of the mask that goes with it."""
    end: End = "none"


@dataclass(frozen=True, slots=True)
class _Met:
    """A layer that was met, with the names of its modules."""

    part: Part
    name: str
    activation: str


class _Planner:
    def __init__(
        self,
        graph: Graph,
        keras: int,
        source: str,
        logits: bool,
        inside: tuple[str, ...] = (),
        given: Value | None = None,
    ) -> None:
        """`inside` are the names of the networks around this one, which give it the input `given`."""
        self._graph, self._keras, self._source, self._logits = graph, keras, source, logits
        self._inside, self._given = inside, given
        self._known: dict[Reference, _Known] = {}
        self._met: dict[str, _Met] = {}
        self._modules: dict[str, nn.Module] = {}
        self._steps: list[Step] = []
        self._moves: dict[int, int] = {}
        """Values that are there in the other order of axes too, under another number."""
        self._placed: dict[tuple[str, ...], Placed] = {}
        self._notes: list[str] = []
        self._words: int | None = None
        self._uses_masks = False

    def run(self) -> Plan:
        layers = {layer.name: layer for layer in self._graph.layers}
        if len(layers) < len(self._graph.layers):
            raise self._broken("has two layers of one name")
        last = _pictures_last(self._graph)
        start = self._input(layers.get(self._graph.input), last)
        self._known[self._graph.input, 0] = _Known(0, start)
        for name, index in self._order(layers):
            if name != self._graph.input:
                self._compute(layers[name], index)
        result = self._known[self._graph.output]
        if self._logits and result.end == "softmax":
            result = self._without_softmax(result)
        moved = result.value.moved if result.value.rank < 3 else result.value.rank == 4 and last
        number = self._laid(result, moved)
        output = replace(result.value, moved=moved, masked=result.mask is not None)
        network = KerasNetwork(self._modules, self._steps, number)
        notes = tuple(dict.fromkeys(self._notes))
        return Plan(network, start, output, result.end, self._placed, notes, self._words, self._uses_masks)

    # ---- the graph

    def _order(self, layers: Mapping[str, Layer]) -> list[Reference]:
        """The calls that the output needs, each behind those that it needs itself."""
        needs: dict[Reference, tuple[Reference, ...]] = {}
        todo = [self._graph.output]
        while todo:
            reference = todo.pop()
            name, index = reference
            if reference in needs:
                continue
            if reference == (self._graph.input, 0):
                needs[reference] = ()
                continue
            layer = layers.get(name)
            if layer is None or not 0 <= index < len(layer.calls):
                raise self._broken(f"needs the output of '{name}', which is not there")
            if layer.graph is None:
                self._maker(layer)
            needs[reference] = layer.calls[index].inputs
            todo += needs[reference]
        place = {layer.name: i for i, layer in enumerate(self._graph.layers)}
        listed = sorted(needs, key=lambda reference: (place[reference[0]], reference[1]))
        try:
            return list(TopologicalSorter({reference: needs[reference] for reference in listed}).static_order())
        except CycleError:
            raise self._broken("runs in a circle") from None

    def _input(self, layer: Layer | None, last: bool) -> Value:
        """What the network takes: as its own input layer says, and where that is silent, as it is given."""
        if layer is None or layer.kind != "InputLayer":
            raise self._broken("has no input")
        shape = self._given.shape if self._given is not None else None
        try:
            own = _shape(layer.settings)
            if own is not None and shape is not None and len(own) != len(shape):
                raise Unfit(f"takes {len(own)} axes and is given {len(shape)}")
            if own is not None:
                shape = tuple(a or b for a, b in zip(own, shape or (None,) * len(own), strict=True))
        except Unfit as reason:
            raise self._unfit(layer, reason) from None
        if shape is None or len(shape) < 2:
            raise Refused(
                f"{self._source} does not say what shape of input its network takes.",
                "Where the model was made, begin it with keras.Input(shape=...), and save it again.",
            )
        return Value(shape, moved=len(shape) == 4 and last)

    # ---- one call of a layer

    def _compute(self, layer: Layer, index: int) -> None:
        use = layer.calls[index]
        given = [self._known[reference] for reference in use.inputs]
        is_end = self._logits and (layer.name, index) == self._graph.output
        inner: Plan | None = None
        try:
            values = [replace(known.value, masked=known.mask is not None) for known in given]
            if layer.graph is None:
                part = self._made(layer, values)
            else:
                inner = self._within(layer, layer.graph, values, is_end)
                part = Part(inner.network, inner.output, inner.input.moved, notes=inner.notes)
            met = self._meet(layer, part)
            numbers = tuple(self._laid(known, part.moved) for known in given)
            mask = self._mask(use, part, [known.mask for known in given])
            masks = (mask,) if part.uses_mask and mask is not None else ()
            number = self._add(Call(met.name, numbers + masks, self._next()))
            if met.activation:
                number = self._add(Call(met.activation, (number,), self._next()))
            if math.prod(size or 1 for size in part.value.shape[1:]) > MOST:
                raise Unfit("makes more numbers of one example than any memory holds")
        except Unfit as reason:
            raise self._unfit(layer, reason) from None
        mask = mask if part.keeps_mask else None
        if part.makes_mask is not None:
            several = layer.kind == "Masking"
            mask = self._add(Mask((numbers[0],), self._next(), part.makes_mask, several))
        elif inner is not None and (inner.output.masked or values[0].masked):
            mask = _FOREIGN
        end = inner.end if inner is not None else _end(part.activation or part.module)
        self._known[layer.name, index] = _Known(number, part.value, mask, end)
        self._notes += part.notes
        self._uses_masks |= part.uses_mask or (inner is not None and inner.uses_masks)
        if use.inputs[0] == (self._graph.input, 0):
            words = inner.words if inner is not None else None
            if layer.kind == "Embedding":
                words = self._settings(layer).integer("input_dim")
            self._words = words or self._words

    def _settings(self, layer: Layer) -> Settings:
        return Settings(layer.kind, layer.settings, self._keras)

    def _made(self, layer: Layer, values: list[Value]) -> Part:
        try:
            return self._maker(layer)(self._settings(layer), values)
        except (MemoryError, OverflowError, RuntimeError) as error:  # sizes beyond what torch can count
            raise Unfit("needs more numbers than any memory holds") from error

    def _within(self, layer: Layer, graph: Graph, values: list[Value], is_end: bool) -> Plan:
        """A network within the network."""
        if len(values) != 1:
            raise Unfit(f"takes one input and is given {len(values)}")
        if len(self._inside) >= _DEEPEST:
            raise Unfit(f"is a network within more than {_DEEPEST} others")
        inner = _Planner(graph, self._keras, self._source, is_end, (*self._inside, layer.name), values[0]).run()
        if is_end and inner.end == "softmax" and len(layer.calls) > 1:
            raise Unfit("is used several times, so that the softmax at its end cannot be left out")
        if values[0].masked and inner.uses_masks:
            raise Unfit("is given a masked sequence, and has layers that need the mask")
        if layer.name not in self._met:
            name = self._name(layer.name)
            self._placed |= {key: replace(p, path=f"{name}.{p.path}") for key, p in inner.placed.items()}
        return inner

    def _meet(self, layer: Layer, part: Part) -> _Met:
        """The layer's modules, which are the same for all of its calls."""
        if layer.name in self._met:
            met = self._met[layer.name]
            if not met.part.like(part):
                raise Unfit("is used twice, on inputs that need two different layers")
            return met
        name, activation = self._name(layer.name), ""
        self._modules[name] = part.module
        if part.activation is not None:
            wanted = f"{layer.name}_{type(part.activation).__name__.lower()}"
            activation = self._name(wanted, {other.name for other in self._graph.layers})
            self._modules[activation] = part.activation
        if part.weights or part.constants:
            self._placed[*self._inside, layer.name] = Placed(f"{name}.", layer, part)
        self._met[layer.name] = _Met(part, name, activation)
        return self._met[layer.name]

    def _name(self, wanted: str, but: Container[str] = ()) -> str:
        """A name that a module can have, as near to the one wanted as can be."""
        name = re.sub(r"\W", "_", wanted) or "_"
        while name in self._modules or name in _TAKEN or name in but:
            name += "_"
        return name

    # ---- steps

    def _next(self) -> int:
        return len(self._steps) + 1

    def _add(self, step: Step) -> int:
        self._steps.append(step)
        return step.output

    def _laid(self, known: _Known, moved: bool | None) -> int:
        """The number of a value, laid out as a module takes it."""
        if moved is None or known.value.rank < 3 or moved == known.value.moved:
            return known.number
        if known.number not in self._moves:
            self._moves[known.number] = self._add(Move((known.number,), self._next(), moved))
        return self._moves[known.number]

    def _mask(self, use: Use, part: Part, masks: list[int | None]) -> int | None:
        """The mask of what a layer is given. Keras 3 has none where one of several inputs has none."""
        there = {mask for mask in masks if mask is not None}
        if self._keras > 2 and None in masks:
            there = set[int]()
        if part.uses_mask and use.masked and not there:
            raise Unfit("is given a mask that was made by hand")
        mask = next(iter(there)) if len(there) == 1 else _FOREIGN if there else None
        if part.uses_mask and mask == _FOREIGN:
            raise Unfit("is given a mask that comes from inside another network, or from several layers")
        return mask

    def _without_softmax(self, result: _Known) -> _Known:
        """What goes into the softmax at the end, which is taken off. A network within has left it out itself."""
        last = self._steps[-1]
        if not isinstance(last, Call) or not isinstance(self._modules[last.module], nn.Softmax):
            return result
        self._steps.pop()
        if not any(isinstance(step, Call) and step.module == last.module for step in self._steps):
            del self._modules[last.module]
        return replace(result, number=last.inputs[0])

    # ---- refusals

    def _maker(self, layer: Layer) -> Maker:
        if layer.kind in MAKERS:
            return MAKERS[layer.kind]
        where = " > ".join((*self._inside, layer.name))
        if layer.kind == "Lambda":
            raise Refused(
                f"{self._source} has a Lambda layer, '{where}'. It holds program code, which is never run here.",
                LEAVE_OUT,
            )
        if ">" in layer.kind:
            kind = layer.kind.rpartition(">")[2]
            raise Refused(
                f"{self._source} has a layer of a class of its own, {kind} ('{where}'). What it computes is not in the "
                "file.",
                LEAVE_OUT,
            )
        raise Refused(
            f"{self._source} has a layer that this program does not know, {layer.kind} ('{where}').", LEAVE_OUT
        )

    def _unfit(self, layer: Layer, reason: Unfit) -> Refused:
        where = " > ".join((*self._inside, layer.name))
        return Refused(f"{self._source} cannot be converted: its layer '{where}' ({layer.kind}) {reason}.", LEAVE_OUT)

    def _broken(self, reason: str) -> Refused:
        inside = f" ('{' > '.join(self._inside)}')" if self._inside else ""
        return Refused(f"{self._source} does not hold together: its network{inside} {reason}.", AGAIN)


def _shape(settings: Mapping[str, Any]) -> Shape | None:
    """What an input layer says of its shape, the batch first and always open; None where it says nothing."""
    given: Any = settings.get("batch_shape") or settings.get("batch_input_shape")
    if given is None:
        return None
    if not isinstance(given, list) or not given:
        raise Unfit("has a shape that is none")
    return (None, *(None if size is None else whole(size, "a size") for size in given[1:]))


def _pictures_last(graph: Graph) -> bool:
    """Whether pictures have their channels last in Keras, as the first layer that works on pictures says."""
    asking = [layer for layer in _walk(graph) if "data_format" in layer.settings]
    first = next((layer for layer in asking if layer.kind != "Flatten"), asking[0] if asking else None)
    return first is None or first.settings["data_format"] != "channels_first"


def _walk(graph: Graph) -> Iterator[Layer]:
    for layer in graph.layers:
        yield layer
        if layer.graph is not None:
            yield from _walk(layer.graph)


def _end(module: nn.Module) -> End:
    if isinstance(module, nn.Softmax):
        return "softmax"
    return "sigmoid" if isinstance(module, nn.Sigmoid) else "none"
