"""How far the tensors of a network have come from where the run started, and what the last step did to them.

That a frozen tensor stands still is measured too, by the checksum of its bits: no copy of it is kept.
"""

import math
import operator
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import torch
from torch import Tensor, nn

from ..events import Movement
from .sums import Made, checksums, squares


class Origin:
    """The tensors that a run started from: the source's, and the new head as it was drawn.

    Copies, on the same device, of what may move; of what is frozen, checksums alone. It is made before a checkpoint is
    loaded, which is then one more way to move.
    """

    def __init__(self, model: nn.Module, whole: bool = False) -> None:
        """Take down `model` as it is now; `whole` copies every tensor until `let_go`."""
        tensors = measured(model)
        self.names = tuple(tensors)
        self._learnable = {name for name, _ in model.named_parameters()}
        self._sums = dict(zip(tensors, checksums(list(tensors.values())), strict=True))
        sources = squares([(tensor,) for tensor in tensors.values()]).tolist()
        self.sources: dict[str, float] = dict(zip(tensors, sources, strict=True))
        """Sum of squares of each tensor."""
        kept = (name for name in tensors if whole or name not in self._learnable)
        self.copies: dict[str, Tensor] = {name: tensors[name].clone() for name in kept}

    def keep(self, model: nn.Module, names: Iterable[str]) -> None:
        """Copy the parameters called `names`, which learn from now on, where they still are what the run started from.

        What is not, since it was changed behind the run's back, has no copy: how far it moved stays unknown.
        """
        tensors = measured(model)
        new = {name: tensors[name] for name in names if name not in self.copies}
        for name, same in self.unchanged(new).items():
            if same:
                self.copies[name] = new[name].clone()

    def let_go(self, model: nn.Module) -> None:
        """Give up the copies of parameters that still are in `model` what the run started from."""
        tensors = measured(model)
        for name, same in self.unchanged({name: tensors[name] for name in self._learnable}).items():
            if same:
                self.copies.pop(name, None)

    def unchanged(self, tensors: dict[str, Tensor]) -> dict[str, bool]:
        """Whether each of these tensors has the bits that the run started from."""
        sums = checksums(list(tensors.values()))
        return {name: found == self._sums[name] for name, found in zip(tensors, sums, strict=True)}


class Step:
    """What one step did, left on the device: sums of squares by parameter."""

    def __init__(self) -> None:
        self.gradients: dict[str, Tensor] = {}
        self.updates: dict[str, Tensor] = {}
        self.seconds = 0.0
        """How long it took to measure."""


@contextmanager
def watching(model: nn.Module, optimiser: torch.optim.SGD) -> Iterator[Step]:
    """Measure the step that `optimiser` takes inside the block: its gradient, unscaled, and the length it adds.

    That is SGD's own lr * d, before it is rounded to the digits of the weight. Where the step is skipped, since the
    gradient overflowed in half precision, the update is 0 and there is no gradient.
    """
    step, names = Step(), {parameter: name for name, parameter in model.named_parameters()}
    learning = [p for group in optimiser.param_groups for p in group["params"] if p.grad is not None]
    step.updates = {names[p]: torch.zeros((), device=p.device) for p in learning}

    def before(sgd: torch.optim.Optimizer, *_: Any) -> None:
        started = time.monotonic()
        sums = squares([(p.grad,) for p in learning])
        step.gradients = {names[p]: value for p, value in zip(learning, sums, strict=True)}
        for group in sgd.param_groups:
            if not _by_momentum(group):
                step.updates |= _planned(sgd, group, names)
        step.seconds += time.monotonic() - started

    def after(sgd: torch.optim.Optimizer, *_: Any) -> None:
        started = time.monotonic()
        for group in filter(_by_momentum, sgd.param_groups):
            held = [p for p in group["params"] if p.grad is not None]
            sums = squares([(sgd.state[p]["momentum_buffer"],) for p in held]) * group["lr"] ** 2
            step.updates |= {names[p]: value for p, value in zip(held, sums, strict=True)}
        step.seconds += time.monotonic() - started

    hooks = optimiser.register_step_pre_hook(before), optimiser.register_step_post_hook(after)
    try:
        yield step
    finally:
        for hook in hooks:
            hook.remove()


def _by_momentum(group: dict[str, Any]) -> bool:
    """Whether what a step adds is the momentum itself, as it stands after the step."""
    return bool(group["momentum"]) and not group["nesterov"]


def _planned(sgd: torch.optim.Optimizer, group: dict[str, Any], names: dict[nn.Parameter, str]) -> dict[str, Tensor]:
    """The sums of squares of what `sgd` is about to add to a group without momentum or with Nesterov's."""
    held = [p for p in group["params"] if p.grad is not None]
    make: Made = partial(_direction, decay=group["weight_decay"], momentum=group["momentum"])
    rows = [(p, p.grad, sgd.state.get(p, {}).get("momentum_buffer")) for p in held]
    sums = squares([tuple(t for t in row if t is not None) for row in rows], make) * group["lr"] ** 2
    return {names[p]: value for p, value in zip(held, sums, strict=True)}


def _direction(weight: Any, gradient: Any, buffer: Any = None, *, decay: float, momentum: float) -> Any:
    """The direction d of `torch.optim.SGD` without dampening; `momentum` above zero is Nesterov's."""
    own = gradient + decay * weight if decay else gradient
    if not momentum:
        return own
    return own + momentum * (own if buffer is None else momentum * buffer + own)


def measured(model: nn.Module) -> dict[str, Tensor]:
    """The tensors that are measured, by name, in the model's order: parameters and running statistics."""
    return {name: tensor for name, tensor in model.state_dict().items() if tensor.is_floating_point()}


def measure(model: nn.Module, origin: Origin, step: Step | None = None) -> dict[str, Movement]:
    """How far every tensor has come, and what `step` (the last one, where it was watched) did.

    Two short transfers from the device in all, however many tensors there are.
    """
    tensors = measured(model)
    kept = [name for name in origin.names if name in origin.copies]
    still = origin.unchanged({name: tensors[name] for name in origin.names if name not in origin.copies})
    lost = [name for name, same in still.items() if not same]
    step = step or Step()
    sums = [
        squares([(tensors[name],) for name in (*kept, *lost)]),
        squares([(tensors[name], origin.copies[name]) for name in kept], operator.sub),
        *(torch.stack([*part.values()]) if part else torch.zeros(0) for part in (step.gradients, step.updates)),
    ]
    fetched = torch.cat([part.to(sums[0]) for part in sums]).cpu().split([len(part) for part in sums])
    names = ((*kept, *lost), kept, step.gradients, step.updates)
    weights, moves, gradients, updates = (
        dict(zip(whose, part.tolist(), strict=True)) for whose, part in zip(names, fetched, strict=True)
    )
    found: dict[str, Movement] = {}
    for name in origin.names:
        source = origin.sources[name]
        weight, moved = weights.get(name, source), moves.get(name, math.nan if name in weights else 0.0)
        # Of two nearly equal vectors the product is known best by their difference.
        dot = (weight + source - moved) / 2
        update, gradient = updates.get(name, math.nan), gradients.get(name, math.nan)
        found[name] = Movement(tensors[name].numel(), weight, source, moved, dot, update, gradient)
    return found
