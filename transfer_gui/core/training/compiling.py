"""torch.compile where it was asked for: the step's forward pass, and with it the backward one, fused for this machine.

It pays for long runs: the first steps take a minute or so longer. What cannot be compiled is computed as it is.
"""

from collections.abc import Callable
from typing import Any

import torch

BACKEND = "inductor"


class Compiled:
    """Calls a function, compiled; as it is from the first time on that this fails."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self._plain = function
        self._run: Callable[..., Any] = torch.compile(function, backend=BACKEND, dynamic=False)
        self.fault = ""
        """Why it is not compiled, for the user; empty while it is."""

    def __call__(self, *args: Any) -> Any:
        if self.fault:
            return self._plain(*args)
        try:
            return self._run(*args)
        except Exception as error:
            if not _of_compiler(error):
                raise
            first = next(iter(str(error).strip().splitlines()), type(error).__name__)
            self.fault = f"The network could not be compiled, and is computed as it is: {first}"
            return self._plain(*args)


def _of_compiler(error: Exception) -> bool:
    """Whether the compiler raised it, and not the network, which would raise it anyway."""
    return type(error).__module__.startswith(("torch._dynamo", "torch._inductor", "torch._functorch"))
