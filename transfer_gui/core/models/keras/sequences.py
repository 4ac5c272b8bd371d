"""What Keras does around a recurrent layer: masks, either direction, the last step alone."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn


class Recurrent(nn.Module):
    """Runs `cells` (torch's LSTM, GRU or RNN, or a `Loop`) along a sequence (n, steps, d).

    Gives (n, steps, units), or the last step's (n, units) alone; run backwards, in the order in which it came about,
    the last step of the sequence first. A step that is masked leaves the state as it is, and repeats the output before
    it: zeros where there was none, or in any case with `zeros`.
    """

    def __init__(self, cells: nn.Module, width: int, units: int, steps: bool, backwards: bool, zeros: bool) -> None:
        super().__init__()
        self.cells = cells
        self.width, self.units = width, units
        self.steps, self.backwards, self.zeros = steps, backwards, zeros

    def forward(self, input: Tensor, mask: Tensor | None = None) -> Tensor:
        if self.backwards:
            input = input.flip(1)
            mask = None if mask is None else mask.flip(1)
        if mask is None:
            output = self.cells(input)[0]
            return output if self.steps else output[:, -1]
        # The steps that count come first, in their order; then each step takes the output of the last that counted.
        order = torch.argsort(mask.logical_not().int(), dim=1, stable=True)
        output = self.cells(input.gather(1, order.unsqueeze(2).expand(-1, -1, self.width)))[0]
        counted = mask.cumsum(1) if self.steps else mask.sum(1, keepdim=True)
        output = F.pad(output, (0, 0, 1, 0)).gather(1, counted.unsqueeze(2).expand(-1, -1, self.units))
        if not self.steps:
            return output[:, 0]
        return output * mask.unsqueeze(2) if self.zeros else output

    def extra_repr(self) -> str:
        return f"steps={self.steps}, backwards={self.backwards}, zeros={self.zeros}"


class Bidirectional(nn.Module):
    """Two recurrent layers along a sequence from either end, whose outputs are put together ('concat', 'sum', 'mul'
    or 'ave')."""

    def __init__(self, there: Recurrent, back: Recurrent, way: str) -> None:
        super().__init__()
        self.forward_layer, self.backward_layer = there, back
        self.way = way

    def forward(self, input: Tensor, mask: Tensor | None = None) -> Tensor:
        there, back = self.forward_layer(input, mask), self.backward_layer(input, mask)
        if self.backward_layer.steps:
            back = back.flip(1)
        if self.way == "concat":
            return torch.cat((there, back), -1)
        if self.way == "mul":
            return there * back
        return there + back if self.way == "sum" else (there + back) / 2

    def extra_repr(self) -> str:
        return self.way
