"""Finds the members of a family (domains, strategies, inspectors) by the files in its folder."""

from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any


def discover(package: ModuleType, name: str) -> dict[str, Any]:
    """The object called `name` in every module of `package`, by the module's name, sorted.

    A module without it is a helper of the family and is left out.
    """
    found: dict[str, Any] = {}
    for info in sorted(iter_modules(package.__path__), key=lambda i: i.name):
        module = import_module(f"{package.__name__}.{info.name}")
        if hasattr(module, name):
            found[info.name] = getattr(module, name)
    return found


def member(package: ModuleType, name: str, module: str) -> Any:
    """The object called `name` in one module of `package`, which alone is loaded; None where there is none."""
    if all(info.name != module for info in iter_modules(package.__path__)):
        return None
    return getattr(import_module(f"{package.__name__}.{module}"), name, None)
