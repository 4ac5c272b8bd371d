"""What a forward and a backward pass hold in memory, operation by operation, as plain data. No torch here."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """Bytes, as float32."""

    fixed: int
    """Whatever the batch."""
    each: int
    """More for each example."""

    def of(self, batch: int) -> int:
        """Bytes with a batch of so many examples."""
        return self.fixed + self.each * batch


@dataclass(frozen=True, slots=True)
class Held:
    """A piece of memory that the forward pass makes. Operations are told by their place in the order."""

    size: Size
    exact: bool
    """Whole numbers, that half precision does not halve."""
    made: tuple[int, ...]
    """The operation that makes it, and those that change it in place."""
    dies: int
    """The first operation before which it is given up again, where nothing is kept for a backward pass."""
    read: tuple[int, ...]
    """The operations that use it."""
    kept: tuple[int, ...]
    """The operations that keep it for their backward pass, in order."""
    factor: tuple[tuple[int, int], ...]
    """Of `kept`, those that need it for the gradient of one parameter alone: (operation, index of the parameter)."""

    @property
    def born(self) -> int:
        return self.made[0]


@dataclass(frozen=True, slots=True)
class Used:
    """A parameter, and where it is used."""

    name: str
    size: int
    """Bytes."""
    read: tuple[int, ...]
    cast: bool
    """Whether mixed precision copies it to half: a factor of a product or a convolution."""
    work: int = 0
    """Bytes that a processor's kernel takes for its gradient alone, beside the gradient."""


@dataclass(frozen=True, slots=True)
class Span:
    """The operations `first` to `last` of a module."""

    path: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Tape:
    """One forward and one backward pass of a model in training mode in which everything learns."""

    backward: tuple[Size, ...]
    """For each operation: the most that its backward step has in hand, beside what was kept and the gradients of
    parameters: the gradients that flow, and what is made on the way."""
    held: tuple[Held, ...]
    parameters: tuple[Used, ...]
    spans: tuple[Span, ...]
    input: Size
    """The batch."""
    buffers: int
    """Bytes of the model beside its parameters."""
    statistics: int
    """Of these, running means and the like: numbers that a run may change."""


EMPTY = Tape((), (), (), (), Size(0, 0), 0, 0)
"""Of a network that was not looked at."""
