"""What an epoch takes under a plan, and what each layer costs or would cost, from measured times. No torch here.

Layers are taken one after the other in the order of computation: the backward pass goes from the end back to the first
one that learns, whatever branches there are, and what is frozen before that one is spared where it is computed once.
The times themselves are measured by `runs.costs`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ..job import Job
from ..models.layer import Layer
from ..plan import Plan, ancestors
from .estimate import estimate

BATCH = 8
"""Examples that are computed at once in the measurement, at most."""


@dataclass(frozen=True, slots=True)
class Unit:
    """One call of a module that calls no other. Times are in seconds for one example."""

    path: str
    parameters: tuple[tuple[str, int], ...]
    """Those that it uses, by name, and how many numbers each has."""
    forward: float
    """In training mode."""
    still: float
    """Forward while it is frozen: in evaluation mode."""
    passing: float
    """Backward: the gradient passed on to what comes before."""
    own: float
    """Backward: the gradient of its parameters."""

    @property
    def numbers(self) -> int:
        return sum(size for _, size in self.parameters)


@dataclass(frozen=True, slots=True)
class Times:
    """What was measured of a network."""

    device: str
    """In words."""
    batch: int
    """Examples that were computed at once."""
    units: tuple[Unit, ...]
    """In the order of computation."""
    update: float
    """Seconds that the optimiser takes in a step for each number that learns."""


@dataclass(frozen=True, slots=True)
class Pace:
    """What an epoch of a job is made of."""

    training: int
    """Examples, and in `validation` too."""
    validation: int
    steps: int
    spared: bool
    """What is frozen before the first layer that learns is not computed in each epoch, but once for each picture."""
    evaluated: bool
    """The same of the validation set."""
    again: bool
    """Activations are computed anew in the backward pass (checkpointing)."""


def pace(job: Job, training: int, validation: int) -> Pace:
    """The epochs of `job` on so many examples, apart from those in which something is computed once."""
    settings, kept = job.training, job.device.reuse and not job.training.mixup
    steps = 1 if settings.whole_set else -(-training // settings.batch_size)
    fixed = job.data.augmentation == "none" or job.data.views > 0
    return Pace(training, validation, steps, kept and fixed, kept, job.device.checkpointing)


@dataclass(frozen=True, slots=True)
class Cost:
    """What is saved by freezing all of a layer that learns as a whole, or added by letting all of it learn."""

    learns: bool
    seconds: float
    """Per epoch."""


class Costs:
    """The time of an epoch under one plan, and by how much each layer would change it."""

    def __init__(self, times: Times, pace: Pace, plan: Plan) -> None:
        self._times, self._pace = times, pace
        units = times.units
        self._uses: dict[str, list[int]] = {}
        """The units that use a parameter."""
        self._sizes: dict[str, int] = {}
        for place, unit in enumerate(units):
            for name, size in unit.parameters:
                self._uses.setdefault(name, []).append(place)
                self._sizes[name] = size
        self._learns = {name: not plan.resolve(name).frozen_in(0) for name in self._uses}
        self._learning = [0] * len(units)
        """Of each unit, the numbers that learn."""
        for name, places in self._uses.items():
            if self._learns[name]:
                for place in places:
                    self._learning[place] += self._sizes[name]
        self._numbers = [unit.numbers for unit in units]
        self._first = next((i for i, count in enumerate(self._learning) if count), len(units))
        self._forward = _sums(u.forward if n else u.still for u, n in zip(units, self._learning, strict=True))
        self._still = _sums(unit.still for unit in units)
        self._passing = _sums(unit.passing for unit in units)
        self._now = self._seconds(self._first, {}, 0)
        own = (self._own(place, count) for place, count in enumerate(self._learning) if count)
        learning = sum(size for name, size in self._sizes.items() if self._learns[name])
        self.epoch = self._now + pace.training * sum(own) + pace.steps * times.update * learning
        """Seconds of an epoch with its validation, apart from reading pictures."""

    def layers(self) -> dict[str, Cost]:
        """The cost of every module and parameter that has something to learn, by path."""
        return {path: self._toggled(names) for path, names in _inside(self._uses).items()}

    def _toggled(self, names: list[str]) -> Cost:
        learns = all(self._learns[name] for name in names)
        changed, numbers = dict[int, int](), 0
        for name in names:
            if self._learns[name] == learns:
                size = self._sizes[name]
                numbers += size
                for place in self._uses[name]:
                    changed[place] = changed.get(place, 0) + size
        first = self._next(changed) if learns else min(self._first, *changed)
        own = sum(self._own(place, count) for place, count in changed.items())
        alone = self._pace.training * own + self._pace.steps * self._times.update * numbers
        around = self._seconds(first, changed, -1 if learns else 1) - self._now
        return Cost(learns, alone - around if learns else alone + around)

    def _next(self, without: Mapping[int, int]) -> int:
        """The first unit that learns once so many numbers of some units are frozen."""
        place, end = self._first, len(self._learning)
        while place < end and self._learning[place] == without.get(place, 0):
            place += 1
        return place

    def _own(self, place: int, numbers: int) -> float:
        return self._times.units[place].own * numbers / self._numbers[place]

    def _seconds(self, first: int, changed: Mapping[int, int], sign: int) -> float:
        """Of an epoch, apart from the gradients of parameters and the update, where a gradient reaches the units from
        `first` on and so many numbers of some units learn beside those of the plan (`sign` 1), or no more (-1)."""
        pace, units = self._pace, self._times.units
        start = first if pace.spared else 0
        forward, again = self._forward[-1] - self._forward[start], self._forward[-1] - self._forward[first]
        for place, numbers in changed.items():
            before, after = self._learning[place], self._learning[place] + sign * numbers
            if bool(before) != bool(after):
                unit = units[place]
                change = unit.forward - unit.still if after else unit.still - unit.forward
                forward += change if place >= start else 0
                again += change if place >= first else 0
        passing = self._passing[-1] - self._passing[min(first + 1, len(units))]
        validation = self._still[-1] - self._still[first if pace.evaluated else 0]
        training = forward + passing + (again if pace.again else 0)
        return pace.training * training + pace.validation * validation


def _sums(values: Iterable[float]) -> list[float]:
    """Sums of the first n values, from n = 0 on."""
    return list(accumulate(values, initial=0.0))


def toggled(plan: Plan, path: str, learns: bool) -> Plan:
    """The plan with the layer at `path` frozen where it learns as a whole, and else learning."""
    return plan.change([path], frozen=learns, unfreeze_at=None)


def memory(
    root: Layer, job: Job, kind: str, costs: Mapping[str, Cost], first: Sequence[str] = ()
) -> Iterator[tuple[str, int]]:
    """The bytes to each layer's cost on a `kind` of device: those in `first`, then the others, outermost first.

    See `estimate`.
    """
    now, known = estimate(root, job, kind).total, dict[frozenset[str], int]()
    names = [used.name for used in root.tape.parameters] if root.tape is not None else []
    learning = {name for name in names if not job.plan.resolve(name).frozen_in(0)}
    inside = _inside(names)
    outermost = sorted(costs, key=lambda path: path.count(".") + bool(path))
    for path in dict.fromkeys([*(path for path in first if path in costs), *outermost]):
        learns = costs[path].learns
        changed = frozenset(name for name in inside.get(path, ()) if (name in learning) == learns)
        if changed not in known:
            other = job.model_copy(update={"plan": toggled(job.plan, path, learns)})
            need = estimate(root, other, kind).total
            known[changed] = now - need if learns else need - now
        yield path, known[changed]


def _inside(names: Iterable[str]) -> dict[str, list[str]]:
    """The parameters in every module and, under its own name, each parameter."""
    found: dict[str, list[str]] = {}
    for name in names:
        for path in ancestors(name):
            found.setdefault(path, []).append(name)
    return found
