"""Recurrent layers whose gates torch's own do not have: step by step, with any activation."""

from collections.abc import Callable

import torch
from torch import Tensor, fx, nn

from . import activations

Activation = Callable[[Tensor], Tensor]


class Loop(nn.Module):
    """An LSTM ('lstm'), a GRU with its reset before ('gru_before') or after ('gru_after') the product, or a plain
    recurrent layer ('plain'), with Keras's order of gates.

    Takes (n, steps, d), and gives (n, steps, units) in a tuple, as torch's own layers do.
    """

    def __init__(self, cell: str, width: int, units: int, bias: bool, activation: str, gate: str) -> None:
        super().__init__()
        self.cell, self.activation, self.gate = cell, activation, gate
        rows = units * {"lstm": 4, "gru_before": 3, "gru_after": 3, "plain": 1}[cell]
        self.weight_ih = nn.Parameter(torch.empty(rows, width))
        self.weight_hh = nn.Parameter(torch.empty(rows, units))
        self.bias_ih = nn.Parameter(torch.empty(rows)) if bias else None
        self.bias_hh = nn.Parameter(torch.empty(rows)) if bias and cell == "gru_after" else None
        for parameter in self.parameters():
            nn.init.uniform_(parameter, -(units**-0.5), units**-0.5)

    def forward(self, input: Tensor) -> tuple[Tensor]:
        weights = self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh
        return (run(self.cell, input, *weights, self.activation, self.gate),)

    def extra_repr(self) -> str:
        rows, width = self.weight_ih.shape
        return f"{self.cell}, {width}, rows={rows}, {self.activation}, {self.gate}"


@fx.wrap
def run(
    cell: str,
    input: Tensor,
    weight_ih: Tensor,
    weight_hh: Tensor,
    bias_ih: Tensor | None,
    bias_hh: Tensor | None,
    activation: str,
    gate: str,
) -> Tensor:
    """All steps of a `Loop`. One operation to torch.fx, which does not know how many steps there are."""
    step, (f, g) = _STEPS[cell], (activations.function(activation), activations.function(gate))
    empty = input.new_zeros(len(input), weight_hh.shape[1])
    state: State = (empty, empty)
    found: list[Tensor] = []
    for x in nn.functional.linear(input, weight_ih, bias_ih).unbind(1):
        state = step(x, state, weight_hh, bias_hh, f, g)
        found.append(state[0])
    return torch.stack(found, 1)


State = tuple[Tensor, Tensor]
"""What a step hands on: its output and, of an LSTM, its memory."""


def _lstm(x: Tensor, state: State, weight: Tensor, _: Tensor | None, f: Activation, g: Activation) -> State:
    """Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000."""
    i, forget, new, out = (x + state[0] @ weight.T).chunk(4, 1)
    memory = g(forget) * state[1] + g(i) * f(new)
    return g(out) * f(memory), memory


def _gru_after(x: Tensor, state: State, weight: Tensor, bias: Tensor | None, f: Activation, g: Activation) -> State:
    """Version 3 of Cho et al. 2014 (arXiv:1406.1078v3)."""
    h = state[0]
    past = nn.functional.linear(h, weight, bias)
    (x_update, x_reset, x_new), (update, reset, new) = x.chunk(3, 1), past.chunk(3, 1)
    share = g(x_update + update)
    h = share * h + (1 - share) * f(x_new + g(x_reset + reset) * new)
    return h, h


def _gru_before(x: Tensor, state: State, weight: Tensor, _: Tensor | None, f: Activation, g: Activation) -> State:
    """Version 1 of Cho et al. 2014 (arXiv:1406.1078v1)."""
    h = state[0]
    (x_update, x_reset, x_new), (update, reset, new) = x.chunk(3, 1), weight.chunk(3, 0)
    share = g(x_update + h @ update.T)
    h = share * h + (1 - share) * f(x_new + (g(x_reset + h @ reset.T) * h) @ new.T)
    return h, h


def _plain(x: Tensor, state: State, weight: Tensor, _: Tensor | None, f: Activation, __: Activation) -> State:
    h = f(x + state[0] @ weight.T)
    return h, h


_STEPS = {"lstm": _lstm, "gru_after": _gru_after, "gru_before": _gru_before, "plain": _plain}
