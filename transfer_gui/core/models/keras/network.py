"""The network that a Keras model becomes."""

from collections.abc import Mapping, Sequence

from torch import Tensor, nn

from .steps import Step


class KerasNetwork(nn.Module):
    """Runs modules, which have the names of the Keras layers, in the order of its steps.

    Takes a batch in torch's layout (pictures as (n, channels, h, w); sequences as (n, steps, d), words as (n, steps)),
    and gives what Keras gives, pictures in torch's layout.
    """

    def __init__(self, modules: Mapping[str, nn.Module], steps: Sequence[Step], result: int) -> None:
        super().__init__()
        for name, module in modules.items():
            self.add_module(name, module)
        self.steps, self.result = tuple(steps), result
        last = {number: i for i, step in enumerate(steps) for number in step.inputs}
        self.spent = tuple(
            tuple(sorted(n for n in {*step.inputs, step.output} if last.get(n, -1) <= i and n != result))
            for i, step in enumerate(steps)
        )
        """What is of no further use after each step, so that its memory is free."""

    def forward(self, input: Tensor) -> Tensor:
        values = {0: input}
        for step, spent in zip(self.steps, self.spent, strict=True):
            values[step.output] = step.run(self, [values[number] for number in step.inputs])
            for number in spent:
                del values[number]
        return values[self.result]
