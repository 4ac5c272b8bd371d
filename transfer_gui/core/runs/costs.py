"""What each layer of a job's network takes, measured: forward, and backward in its two parts."""

import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

import torch
from torch import Tensor, nn

from .. import heap
from ..cache.turns import TURNS
from ..inputs import moved, noise
from ..job import Job
from ..progress import Long, Progress
from ..random_state import seeded
from ..recipes import Recipe
from ..training import precision
from ..training.costs import BATCH, Times, Unit
from ..training.device import pick, synchronize
from ..training.layout import layout
from ..training.threads import every, threads
from .network import placed

T = TypeVar("T")
LEAST = 2
"""Batch norm needs two where its feature map has one place."""
REPEATS = 3
"""Timings of each kind, after a first one that warms up; their median counts."""
_LONG = 0.3
"""Seconds that a forward pass may take; a slower network is given fewer examples."""
_MANY = 2**22
"""Numbers of which an update is timed, at most."""


def measure(job: Job, classes: int, folders: Sequence[Path] = ()) -> Long[Times]:
    """Time every layer of the network of `job`, all of which learns, on random pictures; nothing is kept.

    Raises UserError as a run would, and torch.OutOfMemoryError where a batch does not fit.
    """
    with TURNS.foreground(), heap.kept():
        yield Progress(0, 0, "Measuring the layers: building the model")
        info = pick(job.device.name, job.device.precision)
        job, built = placed(job, classes, torch.device(info.name), folders)
        return (yield from timed(built.model, job, built.preprocessing, info.title))


def timed(model: nn.Module, job: Job, recipe: Recipe, device: str = "") -> Long[Times]:
    """The same of a `model` that is on its device, for the inputs of a recipe. It is left as it was."""
    place = next(model.parameters()).device
    clock = _Clock(job, place)
    with _lent(model):
        images = _inputs(job, LEAST, recipe, place)
        yield Progress(0, 0, "Measuring the layers: one pass")
        clock.once(lambda: _record(model, images))  # warms up
        yield Progress(0, 0, "Measuring the layers: one pass")
        calls, seconds = clock.once(lambda: _record(model, images))
        batch = max(LEAST, min(BATCH, job.training.batch_size, int(_LONG * LEAST / max(seconds, 1e-9))))
        if batch > LEAST:
            images = _inputs(job, batch, recipe, place)
            yield Progress(0, 0, "Measuring the layers: one pass")
            calls, _ = clock.once(lambda: _record(model, images))
        taken: list[_Taken] = []
        for done, call in enumerate(calls):
            yield Progress(done, len(calls), f"Measuring the layers: {done} of {len(calls)}")
            taken.append(_take(clock, call))
        forward, backward = yield from _whole(clock, model, images)
        update = _update(clock, job, sum(p.numel() for p in model.parameters()))
    there = _share(forward, sum(t.forward for t in taken)) / batch
    back = _share(backward, sum(t.own + (t.passing if i else 0) for i, t in enumerate(taken))) / batch
    units = [
        Unit(call.path, call.parameters, t.forward * there, t.still * there, t.passing * back, t.own * back)
        for call, t in zip(calls, taken, strict=True)
    ]
    return Times(device, batch, tuple(units), update)


@dataclass(frozen=True, slots=True)
class _Like:
    """A tensor of random numbers, as yet to be made."""

    shape: tuple[int, ...]
    stride: tuple[int, ...]
    dtype: torch.dtype
    device: torch.device


@dataclass(slots=True)
class _Call:
    """One call of a module; `module` is None for a container whose own parameters are used when it begins."""

    path: str
    module: nn.Module | None
    parameters: tuple[tuple[str, int], ...]
    args: Any = ()
    kwargs: Any = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True)
class _Taken:
    """Seconds for a whole batch."""

    forward: float = 0.0
    still: float = 0.0
    passing: float = 0.0
    own: float = 0.0


class _Clock:
    """Times what is computed as a run of the job would compute it; torch's random state stays as it was."""

    def __init__(self, job: Job, device: torch.device) -> None:
        self.device, self._threads, self._precision = device, every(), job.device.precision

    def once(self, function: Callable[[], T]) -> tuple[T, float]:
        """What `function` returns, and the seconds that it takes."""
        with threads(self._threads), seeded(0), precision.autocast(self._precision, self.device):
            synchronize(self.device)
            started = time.perf_counter()
            result = function()
            synchronize(self.device)
            return result, time.perf_counter() - started


@contextmanager
def _lent(model: nn.Module) -> Iterator[None]:
    """Everything in `model` learns within; afterwards buffers, modes and what learns are as they were."""
    modes = {module: module.training for module in model.modules()}
    learns = {parameter: parameter.requires_grad for parameter in model.parameters()}
    buffers = {buffer: buffer.clone() for buffer in model.buffers()}
    model.train()
    for parameter in learns:
        parameter.requires_grad_(True)
    try:
        yield
    finally:
        for module, mode in modes.items():
            module.training = mode
        for parameter, was in learns.items():
            parameter.requires_grad_(was)
        with torch.no_grad():
            for buffer, was in buffers.items():
                buffer.copy_(was)


def _inputs(job: Job, batch: int, recipe: Recipe, device: torch.device) -> Tensor:
    with seeded(0):
        return moved(noise(recipe, batch), device, layout(job.device))


def _record(model: nn.Module, images: Tensor) -> list[_Call]:
    """Every call of a module that calls no other, in order, by one forward pass without gradients."""
    names = {module: name for name, module in model.named_modules()}
    seen = set[nn.Module]()
    calls: list[_Call] = []
    stack: list[tuple[int, bool]] = []
    """For each module that is running: how many calls there were before, and whether it has called another."""

    def enter(module: nn.Module, args: Any, kwargs: Any) -> None:
        if stack:
            stack[-1] = (stack[-1][0], True)
        seen.add(module)
        stack.append((len(calls), False))
        calls.append(_Call(names[module], module, (), _likes(args), _likes(kwargs)))

    def leave(module: nn.Module, *_: Any) -> None:
        begun, called = stack.pop()
        call = calls[begun]
        if called and not any(_holds(child) and child not in seen for child in module.children()):
            call.module, call.args, call.kwargs = None, (), {}
            call.parameters = _sizes(call.path, module.named_parameters(recurse=False))
        else:  # or it uses a layer inside without calling it, as attention does: they cannot be told apart
            del calls[begun + 1 :]
            call.parameters = _sizes(call.path, module.named_parameters())

    handles = [m.register_forward_pre_hook(enter, with_kwargs=True) for m in model.modules()]
    handles += [m.register_forward_hook(leave) for m in model.modules()]
    try:
        with torch.no_grad():
            model(images)
    finally:
        for handle in handles:
            handle.remove()
    return [call for call in calls if call.module is not None or call.parameters]


def _holds(module: nn.Module) -> bool:
    return any(True for _ in module.parameters(recurse=False))


def _sizes(path: str, parameters: Iterable[tuple[str, nn.Parameter]]) -> tuple[tuple[str, int], ...]:
    return tuple((f"{path}.{name}" if path else name, parameter.numel()) for name, parameter in parameters)


def _likes(value: Any) -> Any:
    """The arguments of a call with every tensor of fractions told by its shape alone."""
    if isinstance(value, Tensor):
        if not value.is_floating_point():
            return value
        return _Like(tuple(value.shape), value.stride(), value.dtype, value.device)
    if isinstance(value, tuple | list):
        return tuple(_likes(one) for one in cast("Sequence[Any]", value))
    if isinstance(value, dict):
        return {key: _likes(one) for key, one in cast("dict[Any, Any]", value).items()}
    return value


def _made(value: Any, found: list[Tensor]) -> Any:
    """The arguments of a call, and in `found` the tensors among them that a gradient is passed on to."""
    if isinstance(value, _Like):
        made = torch.empty_strided(value.shape, value.stride, dtype=value.dtype, device=value.device).fill_(1)
        found.append(made.requires_grad_())
        return made
    if isinstance(value, tuple):
        return tuple(_made(one, found) for one in cast("tuple[Any, ...]", value))
    if isinstance(value, dict):
        return {key: _made(one, found) for key, one in cast("dict[Any, Any]", value).items()}
    return value


def _copied(value: Any) -> Any:
    """The same arguments in other memory: a module may write into what it is given."""
    if isinstance(value, Tensor):
        return value.clone()
    if isinstance(value, tuple):
        return tuple(_copied(one) for one in cast("tuple[Any, ...]", value))
    if isinstance(value, dict):
        return {key: _copied(one) for key, one in cast("dict[Any, Any]", value).items()}
    return value


def _take(clock: _Clock, call: _Call) -> _Taken:
    """Time one call by itself."""
    if call.module is None:
        return _Taken()
    into: list[Tensor] = []
    given = _made((call.args, call.kwargs), into)
    rounds = [_round(clock, call.module, given, into) for _ in range(REPEATS + 1)][1:]
    return _Taken(
        statistics.median(taken.forward for taken in rounds),
        statistics.median(taken.still for taken in rounds),
        statistics.median(taken.passing for taken in rounds),
        statistics.median(taken.own for taken in rounds),
    )


def _round(clock: _Clock, module: nn.Module, given: Any, into: Sequence[Tensor]) -> _Taken:
    (args, kwargs), parameters = _copied(given), list(module.parameters())
    out, forward = clock.once(lambda: _first(module(*args, **kwargs)))
    passing = own = 0.0
    if out.requires_grad:
        gradient = torch.ones_like(out)
        passing, own = (_backward(clock, out, of, gradient) for of in (into, parameters))
    return _Taken(forward, min(forward, _still(clock, module, given)), passing, own)


def _still(clock: _Clock, module: nn.Module, given: Any) -> float:
    """Seconds of a call of a frozen module."""
    module.eval()
    try:
        with torch.no_grad():
            args, kwargs = _copied(given)
            return clock.once(lambda: module(*args, **kwargs))[1]
    finally:
        module.train()


def _backward(clock: _Clock, out: Tensor, into: Sequence[Tensor], gradient: Tensor) -> float:
    """Seconds for the gradients of some tensors alone."""
    if not into:
        return 0.0
    return clock.once(lambda: torch.autograd.grad(out, into, gradient, retain_graph=True, allow_unused=True))[1]


def _first(value: Any) -> Tensor:
    """Of several outputs the first."""
    return value if isinstance(value, Tensor) else _first(value[0])


def _whole(clock: _Clock, model: nn.Module, images: Tensor) -> Long[tuple[float, float]]:
    """Seconds of the whole network's forward and backward pass: also what lies between its layers."""
    rounds: list[tuple[float, float]] = []
    for _ in range(REPEATS + 1):
        yield Progress(0, 0, "Measuring the layers: the whole network")
        rounds.append(_passes(clock, model, images))
    forward, backward = zip(*rounds[1:], strict=True)
    return statistics.median(forward), statistics.median(backward)


def _passes(clock: _Clock, model: nn.Module, images: Tensor) -> tuple[float, float]:
    out, forward = clock.once(lambda: _first(model(images)))
    loss, parameters = out.float().logsumexp(1).mean(), list(model.parameters())
    return forward, clock.once(lambda: torch.autograd.grad(loss, parameters, allow_unused=True))[1]


def _update(clock: _Clock, job: Job, numbers: int) -> float:
    """Seconds of a step of SGD for each number."""
    training, numbers = job.training, min(numbers, _MANY)
    values = torch.zeros(numbers, device=clock.device, requires_grad=True)
    values.grad = torch.ones_like(values)
    sgd = torch.optim.SGD(
        [values], lr=training.learning_rate, momentum=training.momentum, weight_decay=training.weight_decay
    )
    return statistics.median([clock.once(sgd.step)[1] for _ in range(REPEATS + 1)][1:]) / numbers


def _share(whole: float, parts: float) -> float:
    return whole / parts if parts else 1.0
