"""PyTorch without its compiler, until somebody compiles.

`torch._dynamo` takes half as long to import as all the rest of torch and torchvision, and a hundred megabytes. What
imports it seldom wants it: optimisers, shapes without numbers, one question of torchvision's detection networks. Where
the compiler is not loaded nothing is being compiled, and there is nothing for it to be told. `torch.compile` loads it
as ever, and from then on everything is as PyTorch has it.

Each place is mended as its module is imported (https://docs.python.org/3/reference/import.html#the-meta-path). Where a
release is built otherwise, nothing is done there.
"""

import functools
import sys
from collections.abc import Callable, Sequence
from importlib.machinery import ModuleSpec, PathFinder
from types import ModuleType
from typing import Any

COMPILER = "torch._dynamo"

Execute = Callable[[ModuleType], None]
"""Runs the code of a module in it."""


def install() -> None:
    """Hold the compiler back from now on, in what is not imported yet. Once is enough; more do no harm."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def compiler_loaded() -> bool:
    """Whether the compiler is there, so that something may be being compiled."""
    return COMPILER in sys.modules


class _Finder:
    """Finds the modules of `_MENDED` as Python would, and has each mended when its code has run."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        mended = _MENDED.get(fullname)
        spec = PathFinder.find_spec(fullname, path, target) if mended is not None else None
        if mended is None or spec is None or spec.loader is None:
            return None
        spec.loader.exec_module = functools.partial(mended, spec.loader.exec_module)  # type: ignore[method-assign]
        return spec


def _replacing(name: str, better: Callable[[Any], Any]) -> Callable[[Execute, ModuleType], None]:
    """Mends a module whose function `name` is to be `better(function)`."""

    def mended(execute: Execute, module: ModuleType) -> None:
        execute(module)
        if (function := getattr(module, name, None)) is not None:
            setattr(module, name, better(function))

    return mended


def _mark(mark: Callable[..., Any]) -> Callable[..., Any]:
    """A function that must not be compiled is called as it is where there is no compiler."""

    @functools.wraps(mark)
    def lean(fn: Callable[..., Any] | None = None, recursive: bool = True) -> Callable[..., Any]:
        if fn is None:
            return functools.partial(lean, recursive=recursive)
        marked = mark(fn, recursive)

        @functools.wraps(fn)
        def called(*args: Any, **kwargs: Any) -> Any:
            return (marked if compiler_loaded() else fn)(*args, **kwargs)

        return called

    return lean


def _step(decorate: Callable[[Callable[..., Any]], Callable[..., Any]]) -> Callable[..., Any]:
    """An optimiser's step has its gradients off, or on, as it says; only what is compiled is parted there."""

    @functools.wraps(decorate)
    def lean(func: Callable[..., Any]) -> Callable[..., Any]:
        parted = decorate(func)

        @functools.wraps(func)
        def step(self: Any, *args: Any, **kwargs: Any) -> Any:
            if compiler_loaded():
                return parted(self, *args, **kwargs)
            import torch

            with torch.set_grad_enabled(self.defaults["differentiable"]):
                return func(self, *args, **kwargs)

        return step

    return lean


def _question(execute: Execute, module: ModuleType) -> None:
    """Mends a module that imports a question to the compiler: it is imported when it is asked."""
    place = f"{COMPILER}.utils"
    if compiler_loaded():
        execute(module)
        return
    sys.modules[place] = stand_in = ModuleType(place)
    stand_in.is_compile_supported = _is_compile_supported  # type: ignore[attr-defined]
    try:
        execute(module)
    finally:
        if sys.modules.get(place) is stand_in:
            del sys.modules[place]


def _is_compile_supported(device_type: str) -> Any:
    from torch._dynamo.utils import is_compile_supported

    return is_compile_supported(device_type)


_MENDED = {
    "torch._compile": _replacing("_disable_dynamo", _mark),
    "torch.optim.optimizer": _replacing("_use_grad_for_differentiable", _step),
    "torchvision.ops.roi_align": _question,
}
