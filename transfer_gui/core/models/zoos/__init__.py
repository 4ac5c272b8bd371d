"""The collections of architectures, one file each."""

import sys
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from ...discover import discover
from ..zoo import Zoo


@cache
def zoos() -> dict[str, Zoo]:
    """Every collection by name."""
    return discover(sys.modules[__name__], "ZOO")


@cache
def names() -> dict[str, Zoo]:
    """The collection of every architecture, by the architecture's name, sorted."""
    found = {name: zoo for zoo in zoos().values() for name in zoo.names()}
    return {name: found[name] for name in sorted(found)}


def of(name: str) -> Zoo:
    """The collection that an architecture is of."""
    return names()[name]


def known(name: str, given: object) -> dict[str, Any]:
    """The options of a file that an architecture's constructor may be given: a file decides no more than that."""
    pairs = cast("Mapping[str, Any]", given) if isinstance(given, Mapping) else {}
    return {key: pairs[key] for key, kind in of(name).settings.items() if isinstance(pairs.get(key), kind)}
