"""A layer's settings, each checked when it is asked for: they come from a file, which may hold anything."""

import math
from collections.abc import Mapping, Sequence
from typing import Any, TypeGuard, cast

from .part import Unfit

MOST = 2**31 - 1
"""The largest whole number that is taken for a size."""


class Settings:
    """The settings of one layer. What a file leaves out has the value that Keras gives it.

    All raise Unfit for a value of the wrong kind, and for one that is missing and has no default.
    """

    def __init__(self, kind: str, values: Mapping[str, Any], keras: int) -> None:
        self.kind = kind
        self.keras = keras
        """The first number of the Keras version."""
        self._values = values

    def get(self, *names: str) -> Any:
        """The first that is there and not None, as it is."""
        return next((self._values[name] for name in names if self._values.get(name) is not None), None)

    def integer(self, name: str, default: int | None = None, least: int = 1) -> int:
        return whole(self._required(name, default), name, least)

    def number(self, *names: str, default: float | None = None) -> float:
        """The first of several spellings of a setting that is there."""
        value = self.get(*names)
        value = default if value is None else value
        if not is_number(value):
            raise Unfit(f"has no number for {names[0]} ({_short(value)})")
        return float(value)

    def flag(self, name: str, default: bool) -> bool:
        return bool(self._required(name, default))

    def choice(self, name: str, default: str, known: Sequence[str]) -> str:
        value = self._required(name, default)
        if value not in known:
            raise Unfit(f"has {name} {_short(value)}, which this program does not know")
        return str(value)

    def sizes(self, name: str, count: int, default: int | None = None, least: int = 1) -> tuple[int, ...]:
        """`count` sizes, for which the file may have one number."""
        value = self._required(name, default)
        values = cast("list[Any]", value) if isinstance(value, list) else [value] * count
        if len(values) == 1:
            values *= count
        if len(values) != count:
            raise Unfit(f"has {name} {_short(value)} in place of {count} sizes")
        return tuple(whole(one, name, least) for one in values)

    def axes(self, name: str, default: int | None = None) -> tuple[int, ...]:
        """Axes, counted from the end where negative; the file may have one number."""
        value = self._required(name, default)
        values = cast("list[Any]", value) if isinstance(value, list) else [value]
        return tuple(whole(one, name, -MOST) for one in values)

    def axis(self, name: str, default: int | None = None) -> int:
        """One axis, which may be in a list."""
        axes = self.axes(name, default)
        if len(axes) != 1:
            raise Unfit(f"has {len(axes)} axes for {name}")
        return axes[0]

    def inner(self, name: str) -> "Settings | None":
        """The settings of a layer within."""
        value: Any = self.get(name)
        if value is None:
            return None
        if not (isinstance(value, dict) and isinstance(value.get("settings"), dict)):
            raise Unfit(f"has no layer for {name} ({_short(value)})")
        return Settings(str(value.get("kind")), value["settings"], self.keras)

    def changed(self, **values: Any) -> "Settings":
        """The same with some of them set otherwise."""
        return Settings(self.kind, {**self._values, **values}, self.keras)

    def _required(self, name: str, default: Any) -> Any:
        value = self.get(name)
        value = default if value is None else value
        if value is None:
            raise Unfit(f"does not say its {name}")
        return value


def whole(value: Any, name: str, least: int = 1) -> int:
    """`value` as a whole number. Raises Unfit."""
    if not is_number(value) or value != int(value) or not least <= value <= MOST:
        raise Unfit(f"has {name} {_short(value)}, which cannot be")
    return int(value)


def is_number(value: Any) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."
