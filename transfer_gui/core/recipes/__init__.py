"""How an example becomes a network's input, as data: the source model's own recipe. One file for each kind of examples.

A module of this folder exports one `RECIPE`, the class of its recipes. No torch here.
"""

import sys
from typing import Any, ClassVar, Protocol, Self

from ..discover import discover


class Recipe(Protocol):
    """What a source model's weights expect of their inputs. Immutable; its `repr` says all that it is."""

    kind: ClassVar[str]
    """Of what examples: the name of their domain, as in `job.data.domain`."""

    unit: ClassVar[str]
    """What `size` counts, for a person: 'px' a side."""

    @property
    def size(self) -> int:
        """What `job.data.input_size` sets."""
        ...

    @property
    def shape(self) -> tuple[int, ...]:
        """Of one example as the network reads it."""
        ...

    @property
    def values(self) -> int:
        """The network reads whole numbers from 0 to below this; 0 where it reads decimal ones (float32)."""
        ...

    @property
    def stored(self) -> tuple[tuple[int, ...], str]:
        """Shape and type of one prepared example, as it is kept: before `Domain.normalise`."""
        ...

    def at_size(self, size: int) -> Self:
        """The same recipe for another input size."""
        ...

    def words(self) -> str:
        """The recipe in one sentence, for a person."""
        ...

    def to_dict(self) -> dict[str, Any]:
        """Plain types only, for a checkpoint; `read` is the inverse. All but those for pictures say what `recipe` they
        are: the name of their module."""
        ...

    @classmethod
    def from_dict(cls, fields: dict[str, Any]) -> Self:
        """The inverse of `to_dict`. Raises KeyError, TypeError, ValueError or AttributeError for what is no recipe."""
        ...


def read(fields: dict[str, Any]) -> Recipe:
    """The recipe in a checkpoint. Raises as `Recipe.from_dict`."""
    known: dict[str, type[Recipe]] = discover(sys.modules[__name__], "RECIPE")
    rest = dict(fields)
    return known[str(rest.pop("recipe", "image"))].from_dict(rest)
