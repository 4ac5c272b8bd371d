"""Pictures and sequences: channels with one side or two, and what windows that slide along them leave."""

from collections.abc import Sequence
from dataclasses import dataclass

from .part import Unfit, Value
from .settings import Settings

FORMATS = ("channels_last", "channels_first")


@dataclass(frozen=True, slots=True)
class Field:
    """A sequence (one side) or picture (two) with channels. In torch it is always (n, channels, *sides)."""

    channels: int
    sides: tuple[int | None, ...]
    first: bool
    """Whether Keras has the channels before the sides, as torch."""

    @property
    def moved(self) -> bool:
        return not self.first

    def value(self, channels: int, sides: Sequence[int | None]) -> Value:
        """A tensor laid out like this one."""
        if self.first:
            return Value((None, channels, *sides))
        return Value((None, *sides, channels), moved=True)


def field(settings: Settings, value: Value, sides: int) -> Field:
    """What a layer that works along `sides` sides is given. Raises Unfit where the input is something else."""
    if value.rank != sides + 2:
        raise Unfit(f"takes {sides + 2} axes and is given {value.rank}")
    first = settings.choice("data_format", FORMATS[0], FORMATS) == FORMATS[1]
    channels = value.size(1 if first else -1)
    return Field(channels, value.shape[2:] if first else value.shape[1:-1], first)


def windows(
    sides: Sequence[int | None],
    kernel: Sequence[int],
    strides: Sequence[int],
    padding: str,
    dilation: Sequence[int] | None = None,
) -> tuple[int | None, ...]:
    """How many places a window has along each side. Raises Unfit where it does not fit in."""
    found: list[int | None] = []
    for side, k, stride, d in zip(sides, kernel, strides, dilation or [1] * len(kernel), strict=True):
        if side is None:
            found.append(None)
        elif padding == "valid":
            found.append((side - d * (k - 1) - 1) // stride + 1)
        else:
            found.append(-(-side // stride))
    return fitting(found)


def fitting(sides: Sequence[int | None]) -> tuple[int | None, ...]:
    """`sides` where none of them is empty. Raises Unfit."""
    if any(side is not None and side < 1 for side in sides):
        raise Unfit("is given something smaller than its window")
    return tuple(sides)
