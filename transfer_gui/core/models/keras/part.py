"""What one Keras layer becomes in torch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from torch import Tensor, nn

Shape = tuple[int | None, ...]
"""Sizes of a tensor, the batch first; None where a size is not known."""


class Unfit(Exception):
    """Why a layer cannot be converted: words that go on after its name ('has no known number of channels')."""


@dataclass(frozen=True, slots=True)
class Value:
    """What is known of a tensor before it is computed."""

    shape: Shape
    """In Keras's order."""
    moved: bool = False
    """Whether torch has Keras's last axis second: a picture (n, h, w, channels) is (n, channels, h, w) then."""
    masked: bool = False

    @property
    def rank(self) -> int:
        return len(self.shape)

    def axis(self, axis: int) -> int:
        """An axis of Keras counted from the front. Raises Unfit where there is no such axis."""
        if not -self.rank <= axis < self.rank:
            raise Unfit(f"names axis {axis} of a tensor that has {self.rank} axes")
        return axis % self.rank

    def dim(self, axis: int) -> int:
        """Where torch has an axis of Keras."""
        axis = self.axis(axis)
        if not self.moved or axis == 0:
            return axis
        return 1 if axis == self.rank - 1 else axis + 1

    def size(self, axis: int) -> int:
        """The size of an axis of Keras. Raises Unfit where it is not known."""
        size = self.shape[self.axis(axis)]
        if size is None:
            raise Unfit("is given a tensor whose shape is not known")
        return size

    def in_torch(self) -> Shape:
        """The shape in torch's order."""
        return (self.shape[0], self.shape[-1], *self.shape[1:-1]) if self.moved and self.rank > 2 else self.shape


@dataclass(frozen=True, slots=True)
class Weight:
    """An array of a Keras layer."""

    shape: tuple[int, ...]
    """As Keras stores it."""
    place: Callable[[Tensor], Mapping[str, Tensor]]
    """What becomes of it: tensors by their names in the module."""
    trainable: bool = True
    """As Keras has it, which stores those that are not behind the others."""
    sides: int = 0
    """Of a convolution's kernel: its leading axes, along which Theano's convolution runs backwards."""


@dataclass(frozen=True)
class Part:
    """A module that computes what a layer does, and how its input is to be laid out."""

    module: nn.Module
    value: Value
    """Its output."""
    moved: bool | None = None
    """How it takes its inputs (`Value.moved`); None: as they come."""
    weights: tuple[Weight, ...] = ()
    """In Keras's order."""
    constants: Mapping[str, Tensor] = field(default_factory=dict[str, Tensor])
    """Tensors of the module that are not among Keras's weights, by name."""
    activation: nn.Module | None = None
    """What comes after it."""
    uses_mask: bool = False
    """Takes the mask of its input as a second argument, where there is one."""
    keeps_mask: bool = False
    makes_mask: float | None = None
    """Masks what equals this number in its input."""
    notes: tuple[str, ...] = ()

    def like(self, other: "Part") -> bool:
        """Whether the same module serves both."""
        mine, its = ([weight.shape for weight in part.weights] for part in (self, other))
        same = repr(self.module) == repr(other.module) and repr(self.activation) == repr(other.activation)
        return same and mine == its and self.moved == other.moved


def under(prefix: str, weights: tuple[Weight, ...]) -> tuple[Weight, ...]:
    """Weights of a module as those of the module that has it under the name `prefix`."""

    def below(weight: Weight) -> Weight:
        return replace(weight, place=lambda array: {f"{prefix}.{k}": t for k, t in weight.place(array).items()})

    return tuple(below(weight) for weight in weights)


def one(values: "list[Value]") -> Value:
    """The only input of a layer. Raises Unfit where there are more, or none."""
    if len(values) != 1:
        raise Unfit(f"takes one input and is given {len(values)}")
    return values[0]


def passes(module: nn.Module, values: list[Value], moved: bool | None = None) -> Part:
    """A module that keeps its input's shape and mask."""
    value = one(values)
    return Part(module, replace(value, moved=value.moved if moved is None else moved), moved, keeps_mask=True)
