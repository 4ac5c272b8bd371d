"""Reads a network's description out of what Keras wrote, in the forms of its versions 1 to 3.

Keras tells a layer's inputs by [layer, call, output] (https://keras.io/guides/serialization_and_saving).
"""

import math
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from ...errors import Refused, UserError
from . import keras1
from .description import AGAIN, LEAVE_OUT, Call, Description, Graph, Layer, Reference

_FUNCTIONAL = {"Functional", "Model"}
_NETWORKS = _FUNCTIONAL | {"Sequential"}
_IDLE = ("_initializer", "_regularizer", "_constraint")
"""Ends of settings that only say how a layer is trained."""
_OF_MASKS = {"All", "Any", "Concatenate", "ExpandDims", "LogicalAnd", "LogicalOr", "NotEqual", "OnesLike", "ZerosLike"}
"""Operations that Keras 3 writes down for the masks that it makes itself."""

Tensor = tuple[str, int, int]
"""A layer's name, which of its calls, and which of that call's outputs."""


def parse(raw: object, keras: int, path: Path) -> Description:
    """The network that Keras described by `raw`, the value of its JSON; `keras` is the first number of its version.

    Raises Refused where it is damaged, has several inputs or outputs, or is none that is told by its layers.
    """
    try:
        description = Description(keras=keras, graph=_Parser(path, keras).network(raw, ()))
        description.text()  # which cannot be where a text in it is none
        return description
    except UserError:
        raise
    except (AttributeError, IndexError, KeyError, OverflowError, RecursionError, TypeError, ValueError) as error:
        raise Refused(f"{path} describes its network in a way that Keras does not: it is damaged.", AGAIN) from error


class _Parser:
    """Its methods take what may be anything, and raise what Python raises where it is not as Keras writes it."""

    def __init__(self, path: Path, keras: int) -> None:
        self._path, self._keras = path, keras

    def network(self, raw: Any, inside: tuple[str, ...]) -> Graph:
        kind, settings = self._kind(raw), raw["config"]
        if kind == "Sequential":
            return self._sequential(settings, inside)
        if kind in _FUNCTIONAL and "layers" in settings:
            return self._functional(settings, inside)
        raise Refused(
            f"{self._path} holds a model of the class {kind.rpartition('>')[2]}, whose layers it does not tell.",
            "Only Sequential and functional models tell theirs. Build the same layers as one of these, give it the "
            "weights, and save that.",
        )

    # ---- the two forms

    def _sequential(self, settings: Any, inside: tuple[str, ...]) -> Graph:
        entries: list[Any] = settings if isinstance(settings, list) else settings["layers"]
        layers = [self._layer(entry, inside, f"layer_{i}") for i, entry in enumerate(entries)]
        if not layers or layers[0].kind != "InputLayer":
            shape = None if isinstance(settings, list) else settings.get("build_input_shape")
            layers.insert(0, _input(_shape(entries[0]) or shape, {layer.name for layer in layers}))
        chain = [layers[0]]
        for layer in layers[1:]:
            before = Call(inputs=((chain[-1].name, 0),))
            chain.append(layer.model_copy(update={"calls": (before,)}))
        return Graph(layers=tuple(chain), input=chain[0].name, output=(chain[-1].name, 0))

    def _functional(self, settings: Any, inside: tuple[str, ...]) -> Graph:
        entries: dict[str, Any] = {entry["name"]: entry for entry in settings["layers"]}
        uses = {name: [_Use(node) for node in entry.get("inbound_nodes", ())] for name, entry in entries.items()}
        (start, _, _), end = self._only(settings, "input_layers", inside), self._only(settings, "output_layers", inside)
        calls = _Calls(entries, uses, end)
        of_masks = {name for each in uses.values() for use in each for name in calls.behind(use.masks)}
        layers: list[Layer] = []
        for name, entry in entries.items():
            if name in of_masks:
                continue
            where = " > ".join((*inside, name))
            found: list[Call] = []
            for use in uses[name]:
                if extra := ", ".join([*use.extra, *map(str, use.numbers)]):
                    raise Refused(
                        f"{self._path} calls its layer '{where}' with more than its input: {extra}.", LEAVE_OUT
                    )
                if by_hand := sorted({tensor[0] for tensor in use.inputs} & of_masks):
                    raise Refused(f"{self._path} computes with a mask ({by_hand[0]}) before '{where}'.", LEAVE_OUT)
                if use.masks and not calls.made_by_keras(use.masks):
                    raise Refused(f"{self._path} gives its layer '{where}' a mask that was made by hand.", LEAVE_OUT)
                inputs = tuple(self._reference(calls, tensor, where) for tensor in use.inputs)
                found.append(Call(inputs=inputs, masked=bool(use.masks)))
            layers.append(self._layer(entry, inside, name).model_copy(update={"name": name, "calls": tuple(found)}))
        return Graph(layers=tuple(layers), input=start, output=self._reference(calls, end, "the output", True))

    def _only(self, settings: Any, which: str, inside: tuple[str, ...]) -> Tensor:
        """The one input or output of a network."""
        there = list(_tensors(settings[which]))
        if len(there) != 1:
            network = f"a network ('{' > '.join(inside)}') with" if inside else "a model with"
            raise Refused(
                f"{self._path} holds {network} {len(there)} {which.partition('_')[0]}s; this program takes one.",
                "Where the model was made, take the part with one input and one output: "
                "keras.Model(model.inputs[0], model.get_layer('...').output), and save that.",
            )
        return there[0]

    def _reference(self, calls: "_Calls", tensor: Tensor, where: str, is_end: bool = False) -> Reference:
        name, index, output = tensor
        if output:
            raise Refused(f"{self._path} uses a second output of its layer '{name}', for {where}.", LEAVE_OUT)
        return name, index - calls.first(name, is_end)

    # ---- one layer

    def _layer(self, entry: Any, inside: tuple[str, ...], unnamed: str) -> Layer:
        kind, config = self._kind(entry), entry["config"]
        name = config.get("name", unnamed) if isinstance(config, dict) else unnamed
        if kind in _NETWORKS:
            return Layer(name=name, kind=kind, graph=self.network(entry, (*inside, name)))
        if "Quantized" in str(config.get("dtype")) or config.get("quantization_mode"):
            raise Refused(
                f"{self._path} holds a layer of whole numbers in place of its weights ('{name}': quantised).",
                "Save the model from before it was quantised.",
            )
        plain = cast("dict[str, Any]", self._plain(config))
        if self._keras == 1:
            kind, plain = keras1.translated(kind, plain)
        return Layer(name=name, kind=kind, settings=plain)

    def _plain(self, value: Any) -> Any:
        """Settings without what is of no use, a layer within as a table of its kind and settings."""
        if isinstance(value, list):
            return [self._plain(one) for one in cast("list[Any]", value)]
        if not isinstance(value, dict):
            return None if isinstance(value, float) and not math.isfinite(value) else value
        table = cast("dict[str, Any]", value)
        if "class_name" not in table:
            idle = {"name", "dtype", "seed"}
            return {k: self._plain(v) for k, v in table.items() if k not in idle and not k.endswith(_IDLE)}
        if table["class_name"] in {"__numpy__", "__tensor__"}:
            return table["config"]["value"]
        kind, settings = self._kind(table), self._plain(table.get("config"))
        if self._keras == 1 and isinstance(settings, dict):
            kind, settings = keras1.translated(kind, cast("dict[str, Any]", settings))
        return {"kind": kind, "settings": settings}

    def _kind(self, entry: Any) -> str:
        """A class's name; with a '>' in it where it is not one of Keras's own."""
        name = str(entry["class_name"])
        registered = entry.get("registered_name")
        if registered and ">" in registered:
            return str(registered)
        module = entry.get("module", "keras")
        ours = isinstance(module, str) and (module == "keras" or module.startswith("keras."))
        return name if ours or ">" in name else f">{name}"


class _Use:
    """One call of a layer, as Keras wrote it down."""

    def __init__(self, node: Any) -> None:
        self.inputs: list[Tensor] = []
        self.masks: list[Tensor] = []
        self.numbers: list[Any] = []
        """Plain values among the inputs."""
        self.extra: list[str] = []
        """Settings of this call alone, by name."""
        if isinstance(node, dict):  # Keras 3
            table = cast("dict[str, Any]", node)
            self.inputs = list(_tensors(table["args"]))
            self.numbers = [one for one in table["args"] if isinstance(one, int | float) and not isinstance(one, bool)]
            self._further(table.get("kwargs") or {})
            return
        for row in [node] if isinstance(node[0], str) else node:
            self.inputs.append((str(row[0]), int(row[1]), int(row[2])))
            self._further(row[3] if len(row) > 3 else {})

    def _further(self, given: Mapping[str, Any]) -> None:
        for name, value in given.items():
            if name == "mask" and value is not None:
                self.masks += _tensors(value)
            elif name not in ("mask", "training") and value not in (None, False, [], {}):
                self.extra.append(name)


class _Calls:
    """What the calls of a functional network are called by others."""

    def __init__(self, entries: Mapping[str, Any], uses: Mapping[str, list[_Use]], end: Tensor) -> None:
        self._entries, self._uses = entries, uses
        self._highest: dict[str, int] = {}
        tensors = [tensor for each in uses.values() for use in each for tensor in use.inputs]
        for name, index, _ in [*tensors, end]:
            self._highest[name] = max(self._highest.get(name, 0), index)
        nodes = [node for entry in entries.values() for node in entry.get("inbound_nodes", ())]
        self._keras3 = any(isinstance(node, dict) for node in nodes)

    def first(self, name: str, is_end: bool) -> int:
        """The number of a layer's first call: 0; of a network within mostly 1, as its own making counts as one.

        Keras 3 counts so for the network's output alone, and there not for a Sequential one.
        """
        entry = self._entries.get(name, {"class_name": ""})
        if entry["class_name"] not in _NETWORKS:
            return 0
        if self._keras3:
            return int(is_end and entry["class_name"] != "Sequential")
        return int(self._highest[name] >= len(self._uses[name]))

    def behind(self, masks: list[Tensor]) -> set[str]:
        """The operations that masks are computed by."""
        found: set[str] = set()
        todo = list(masks)
        while todo:
            name = todo.pop()[0]
            if name not in found and self._entries[name]["class_name"] in _OF_MASKS:
                found.add(name)
                todo += [tensor for use in self._uses[name] for tensor in use.inputs]
        return found

    def made_by_keras(self, masks: list[Tensor]) -> bool:
        """Whether masks come from an embedding, or a Masking layer, as Keras itself passes them on.

        Then they compare the input of such a layer with the number that it masks.
        """
        compared = [self._uses[n][0] for n in self.behind(masks) if self._entries[n]["class_name"] == "NotEqual"]
        sources = [
            (use.inputs, padding)
            for name, entry in self._entries.items()
            if (padding := _padding(entry)) is not None
            for use in self._uses[name]
        ]
        return bool(compared) and all((use.inputs, *use.numbers) in sources for use in compared)


def _padding(entry: Any) -> float | None:
    """What a layer masks in its input; None where it masks nothing."""
    config = entry["config"]
    if entry["class_name"] == "Masking":
        return config.get("mask_value", 0.0)
    return 0 if entry["class_name"] == "Embedding" and config.get("mask_zero") else None


def _tensors(value: Any) -> Iterator[Tensor]:
    """The tensors that a value refers to, in either form of Keras, in whatever lists or tables they are."""
    if isinstance(value, dict):
        table = cast("dict[str, Any]", value)
        if table.get("class_name") == "__keras_tensor__":
            name, index, output = table["config"]["keras_history"]
            yield str(name), int(index), int(output)
            return
        for one in table.values():
            yield from _tensors(one)
    elif isinstance(value, list):
        row = cast("list[Any]", value)
        if len(row) == 3 and isinstance(row[0], str) and all(isinstance(number, int) for number in row[1:]):
            yield row[0], row[1], row[2]
            return
        for one in row:
            yield from _tensors(one)


def _shape(entry: Any) -> Any:
    """The shape that the first layer of a Sequential network takes, where it says so itself."""
    config = entry["config"]
    if isinstance(config, dict) and "layers" not in config:
        found = config.get("batch_input_shape") or config.get("batch_shape")
        if found is None and "input_dim" in config and entry["class_name"] != "Embedding":
            return [None, config["input_dim"]]
        return found
    layers = config if isinstance(config, list) else config["layers"]
    return _shape(layers[0])


def _input(shape: Any, taken: set[str]) -> Layer:
    """The input layer of a network that has none."""
    name = "input"
    while name in taken:
        name += "_"
    return Layer(name=name, kind="InputLayer", settings={} if shape is None else {"batch_shape": shape})
