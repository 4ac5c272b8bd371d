"""Recurrent layers of Keras as torch's own where both compute the same, and step by step elsewhere."""

from collections.abc import Callable

import torch
from torch import Tensor, nn

from . import activations
from .loops import Loop
from .part import Part, Unfit, Value, Weight, one, under
from .sequences import Bidirectional, Recurrent
from .settings import Settings

_GATES = {"LSTM": 4, "GRU": 3, "SimpleRNN": 1}


def recurrent(settings: Settings, values: list[Value]) -> Part:
    value = one(values)
    module, weights, constants = _direction(settings, value, settings.flag("zero_output_for_mask", False))
    out = Value((None, *(value.shape[1:2] if module.steps else ()), module.units))
    notes = _notes(settings)
    return Part(module, out, False, weights, constants, uses_mask=True, keeps_mask=module.steps, notes=notes)


def bidirectional(settings: Settings, values: list[Value]) -> Part:
    value = one(values)
    there = settings.inner("layer")
    if there is None:
        raise Unfit("does not say its layer")
    back = settings.inner("backward_layer") or there.changed(go_backwards=not there.flag("go_backwards", False))
    way = settings.choice("merge_mode", "concat", ("concat", "sum", "mul", "ave"))
    halves = [_direction(half, value, half.flag("return_sequences", False)) for half in (there, back)]
    (first, weights, constants), (second, further, more) = halves
    if first.steps != second.steps or (way != "concat" and first.units != second.units):
        raise Unfit("has two layers that do not go together")
    units = first.units + second.units if way == "concat" else first.units
    return Part(
        Bidirectional(first, second, way),
        Value((None, *(value.shape[1:2] if first.steps else ()), units)),
        False,
        (*under("forward_layer", weights), *under("backward_layer", further)),
        {f"forward_layer.{k}": t for k, t in constants.items()} | {f"backward_layer.{k}": t for k, t in more.items()},
        uses_mask=True,
        keeps_mask=first.steps,
        notes=_notes(there),
    )


Direction = tuple[Recurrent, tuple[Weight, ...], dict[str, Tensor]]


def _direction(settings: Settings, value: Value, zeros: bool) -> Direction:
    """One recurrent layer with its weights and constants."""
    if settings.kind not in _GATES:
        raise Unfit(f"runs a {settings.kind}, which this program does not know")
    if value.rank != 3:
        raise Unfit("is given something other than a sequence")
    if settings.flag("stateful", False):
        raise Unfit("keeps its state from one batch to the next (stateful)")
    if settings.flag("time_major", False):
        raise Unfit("takes the steps before the batch (time_major)")
    width, units, bias = value.size(-1), settings.integer("units"), settings.flag("use_bias", True)
    cells, weights, constants = _cells(settings, width, units, bias)
    steps, backwards = settings.flag("return_sequences", False), settings.flag("go_backwards", False)
    module = Recurrent(cells, width, units, steps, backwards, zeros and steps)
    return module, under("cells", weights), {f"cells.{name}": tensor for name, tensor in constants.items()}


def _cells(
    settings: Settings, width: int, units: int, bias: bool
) -> tuple[nn.Module, tuple[Weight, ...], dict[str, Tensor]]:
    kind, rows = settings.kind, units * _GATES[settings.kind]
    activation = activations.name(settings, "activation", "tanh")
    gate = "sigmoid"
    if kind != "SimpleRNN":
        gate = activations.name(settings, "recurrent_activation", "sigmoid" if settings.keras > 2 else "hard_sigmoid")
    after = kind == "GRU" and settings.flag("reset_after", settings.keras > 2)
    shapes = ((width, rows), (units, rows))
    if kind == "SimpleRNN" and activation in ("tanh", "relu"):
        cells: nn.Module = nn.RNN(width, units, nonlinearity=activation, bias=bias, batch_first=True)
    elif (activation, gate) == ("tanh", "sigmoid") and kind == "LSTM":
        cells = nn.LSTM(width, units, bias=bias, batch_first=True)
    elif (activation, gate) == ("tanh", "sigmoid") and after:
        cells = nn.GRU(width, units, bias=bias, batch_first=True)
    else:
        cell = {"LSTM": "lstm", "SimpleRNN": "plain", "GRU": "gru_after" if after else "gru_before"}[kind]
        return Loop(cell, width, units, bias, activation, gate), _weights(shapes, bias, after, "", _same), {}
    turn = _reset_first if after else _same
    weights = _weights(shapes, bias, after, "_l0", turn)
    constants = {"bias_hh_l0": torch.zeros(rows, device="cpu")} if bias and not after else {}
    return cells, weights, constants


def _weights(
    shapes: tuple[tuple[int, int], tuple[int, int]],
    bias: bool,
    two: bool,
    end: str,
    turn: Callable[[Tensor], Tensor],
) -> tuple[Weight, ...]:
    """Kernels, and one bias or `two`, under torch's names, with their gates in the order that `turn` gives them."""
    weights = [
        Weight(shapes[0], lambda kernel: {f"weight_ih{end}": turn(kernel).T}),
        Weight(shapes[1], lambda kernel: {f"weight_hh{end}": turn(kernel).T}),
    ]
    rows = shapes[0][1]
    if bias and two:
        names = f"bias_ih{end}", f"bias_hh{end}"
        weights.append(Weight((2, rows), lambda biases: dict(zip(names, turn(biases), strict=True))))
    elif bias:
        weights.append(Weight((rows,), lambda bias: {f"bias_ih{end}": turn(bias)}))
    return tuple(weights)


def _same(gates: Tensor) -> Tensor:
    return gates


def _reset_first(gates: Tensor) -> Tensor:
    """Keras has the gates of a GRU as update, reset, new along the last axis; torch as reset, update, new."""
    update, reset, new = gates.chunk(3, -1)
    return torch.cat((reset, update, new), -1)


def _notes(settings: Settings) -> tuple[str, ...]:
    if any(settings.number(name, default=0.0) for name in ("dropout", "recurrent_dropout")):
        return ("The dropout inside recurrent layers is left out.",)
    return ()


LAYERS: dict[str, Callable[[Settings, list[Value]], Part]] = {
    "Bidirectional": bidirectional,
    "GRU": recurrent,
    "LSTM": recurrent,
    "SimpleRNN": recurrent,
}
