"""What a strategy is: how a plan is carried out over the epochs, as pure data."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor, nn

from ..discover import discover
from ..errors import UserError
from ..frozen import Frozen
from ..job import Job
from ..plan import Plan


class Params(Frozen):
    """A strategy's own settings; this one has none."""


@dataclass(frozen=True, slots=True)
class Phase:
    """Epochs `first` up to, and without, `end`, trained by one plan."""

    first: int
    end: int
    plan: Plan


@dataclass(frozen=True, slots=True)
class Strategy:
    """`phases` covers every epoch of the job in order; `penalty(model, source state)` is added to the loss."""

    name: str
    title: str
    params: type[Frozen]
    phases: Callable[[Job], tuple[Phase, ...]]
    penalty: Callable[[nn.Module, dict[str, Tensor]], Tensor] | None = None


def strategies() -> dict[str, Strategy]:
    """Every strategy, by name."""
    from . import strategies as family

    return {strategy.name: strategy for strategy in discover(family, "STRATEGY").values()}


def find(name: str) -> Strategy:
    """The strategy called `name`. Raises UserError naming those there are."""
    found = strategies()
    if name not in found:
        raise UserError(f"There is no training strategy {name!r}.", f"Choose one of {', '.join(found)}.")
    return found[name]
