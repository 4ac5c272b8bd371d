"""What the layers of a network give out for a batch of examples."""

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from ..errors import UserError
from .twin import twin


def outputs(model: nn.Module, paths_of_layers: Sequence[str], batch: Tensor) -> dict[str, Tensor]:
    """The outputs of the layers at `paths_of_layers` ('' is the whole model) for `batch` (n, 3, height, width).

    Each is detached, of shape (n, ...), and by its path. Where a layer gives several tensors it is the first; where it
    is computed several times it is the last; what a later layer does in place does not change it. `model` is not
    touched: any number of threads may look into it at once. For many batches make one `Tap`.

    Raises UserError for a path where there is no layer, and for a layer that is not computed by itself.
    """
    return Tap(model, paths_of_layers)(batch)


class Tap:
    """`outputs` for one batch after another, by one thread at a time."""

    def __init__(self, model: nn.Module, paths_of_layers: Sequence[str]) -> None:
        """Raises UserError for a path where there is no layer."""
        self._model = twin(model)
        self._paths = tuple(dict.fromkeys(paths_of_layers))
        self._caught: dict[str, Tensor] = {}
        self._called: set[str] = set()
        for path in self._paths:
            layer_at(self._model, path)
        for path in {above for asked in self._paths for above in _upwards(asked)}:
            self._model.get_submodule(path).register_forward_hook(self._hook(path))

    def __call__(self, batch: Tensor) -> dict[str, Tensor]:
        """As `outputs`. Raises UserError for a layer that is not computed by itself."""
        self._caught, self._called = {}, set()
        try:
            with torch.no_grad():
                self._model(batch)
            for path in self._paths:
                if path not in self._caught:
                    raise _never_computed(path, self._called)
            return {path: self._caught[path] for path in self._paths}
        finally:
            self._caught = {}

    def _hook(self, path: str) -> Callable[[nn.Module, Any, Any], None]:
        def keep(module: nn.Module, inputs: Any, output: Any) -> None:
            self._called.add(path)
            if path in self._paths and (tensor := first_tensor(output)) is not None:
                self._caught[path] = tensor.detach().clone()

        return keep


def layer_at(model: nn.Module, path: str) -> nn.Module:
    """The module at `path`. Raises UserError where there is none."""
    try:
        return model.get_submodule(path)
    except AttributeError as error:
        parent, _, name = path.rpartition(".")
        try:
            holder = model.get_submodule(parent)
        except AttributeError:
            holder = None
        if isinstance(getattr(holder, name, None), Tensor):
            what = f"{path} is a parameter: it is learned, not computed from the example."
            raise UserError(what, f"Choose the layer that holds it, {parent or 'the whole network'}.") from error
        raise UserError(f"The network has no layer called {path}.", "Choose one of its layers.") from error


def first_tensor(output: Any) -> Tensor | None:
    """The tensor that a layer gives out, the first of several; None where there is none."""
    if isinstance(output, Tensor):
        return output
    several = output.values() if isinstance(output, dict) else output if isinstance(output, tuple | list) else ()
    return next((found for each in several if (found := first_tensor(each)) is not None), None)


def _never_computed(path: str, called: set[str]) -> UserError:
    """What to tell of a layer that gave nothing; `called` are the paths of those around it that were computed."""
    parent = next((above for above in _upwards(path)[1:] if above in called), "")
    cure = f"Choose {parent}, which uses its weights." if parent else "Choose a layer around it."
    return UserError(f"{path} gives out nothing of its own: its parent uses its weights directly.", cure)


def _upwards(path: str) -> list[str]:
    """`path` and those of all layers around it, the nearest first and the whole model ('') last."""
    parts = path.split(".") if path else []
    return [".".join(parts[:length]) for length in range(len(parts), -1, -1)]
