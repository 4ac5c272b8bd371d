"""Integrated gradients: what each part of an example adds to the logit of a class, counted from one without content.

Sundararajan, Taly and Yan 2017, "Axiomatic Attribution for Deep Networks", arXiv:1703.01365.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from ..errors import UserError
from ..progress import Long, Progress
from .features import at_once
from .twin import twin

STEPS = 32
BATCH = 4


@dataclass(frozen=True)
class Integrated:
    """What each part of an example adds to a logit."""

    attributions: Tensor
    """float32: of a picture (3, height, width), of ids (length,). They add up to `end - start` where the steps are
    fine enough (completeness)."""
    start: float
    """The class's logit for the baseline."""
    end: float
    """The class's logit for the example."""

    @property
    def delta(self) -> float:
        """What the sum is too large by: the error of the numerical integral."""
        return float(self.attributions.double().sum()) - (self.end - self.start)


def integrate(
    model: nn.Module, picture: Tensor, target: int, baseline: Tensor | float = 0.0, steps: int = STEPS,
    batch: int = BATCH,
) -> Long[Integrated]:  # fmt: skip
    """Integrated gradients of class `target`'s logit for `picture` (3, height, width), from `baseline` to it.

    (picture - baseline) times the mean gradient on the straight way between them, by Gauss-Legendre quadrature with
    `steps` points, as Captum does by default; `batch` of them at a time, of a large network fewer. No gradient is left
    behind.
    """
    baseline = torch.as_tensor(baseline, dtype=picture.dtype).expand_as(picture)
    return (yield from _along(model, baseline, picture, target, steps, at_once(model, batch)))


def integrate_ids(
    model: nn.Module, ids: Tensor, target: int, baseline: Tensor, steps: int = STEPS, batch: int = BATCH
) -> Long[Integrated]:
    """The same for whole numbers (length,): between the vectors that the network's first embedding has for them.

    Of each id the sum over the numbers of its vector. What else the network takes from the ids, which of them are
    padding say, is that of `ids` all along; so `start` is the logit of as many ids, each with the vector that the
    embedding has at its place of `baseline`. As Captum's LayerIntegratedGradients. `model` is not touched. Raises
    UserError for a network that has no embedding.
    """
    behind = _BehindEmbedding(model, ids)
    start, end = behind.vectors(baseline), behind.vectors(ids)
    found = yield from _along(behind, start, end, target, steps, at_once(model, batch))
    return Integrated(found.attributions.sum(-1), found.start, found.end)


def embeds(model: nn.Module) -> bool:
    """Whether it has an embedding, which `integrate_ids` needs."""
    return any(isinstance(module, nn.Embedding) for module in model.modules())


class _BehindEmbedding:
    """A network as a function of the vectors (n, length, width) that its first embedding gives for some ids."""

    def __init__(self, model: nn.Module, ids: Tensor) -> None:
        self._model, self._ids = twin(model), ids[None]
        self._given: Tensor | None = None
        self._embedding = self._first()
        self._embedding.register_forward_hook(self._swap)

    def vectors(self, ids: Tensor) -> Tensor:
        """(length, width)."""
        with torch.no_grad():
            return self._embedding(ids)

    def __call__(self, vectors: Tensor) -> Tensor:
        self._given = vectors
        try:
            return self._model(self._ids.expand(len(vectors), -1))
        finally:
            self._given = None

    def _swap(self, module: nn.Module, inputs: Any, output: Tensor) -> Tensor:
        """Let the first call of the embedding in a pass give the vectors that were set."""
        given, self._given = self._given, None
        return output if given is None else given

    def _first(self) -> nn.Embedding:
        """The embedding that is given the ids first."""
        found: list[nn.Embedding] = []

        def note(module: nn.Module, inputs: Any, output: Any) -> None:
            if isinstance(module, nn.Embedding) and not found and torch.equal(inputs[0], self._ids):
                found.append(module)

        hooks = [m.register_forward_hook(note) for m in self._model.modules() if isinstance(m, nn.Embedding)]
        with torch.no_grad():
            self._model(self._ids)
        for hook in hooks:
            hook.remove()
        if not found:
            raise UserError("This network has no vectors of its words.", "Choose another view.")
        return found[0]


def _along(
    run: Callable[[Tensor], Tensor], start: Tensor, end: Tensor, target: int, steps: int, batch: int
) -> Long[Integrated]:
    """Integrated gradients of `run` (n, ...) to logits, on the straight way from `start` to `end` (...)."""
    points, sizes = np.polynomial.legendre.leggauss(steps)
    way = end - start
    shares = torch.tensor((points + 1) / 2, dtype=end.dtype)  # from -1..1 to 0..1
    weights = torch.tensor(sizes / 2, dtype=end.dtype)
    total = torch.zeros_like(end)
    for first in range(0, steps, batch):
        yield Progress(first, steps, f"Integrated gradients: {first} of {steps} steps")
        chosen = slice(first, first + batch)
        along = shares[chosen].reshape(-1, *[1] * end.ndim) * way
        total += torch.einsum("n,n...->...", weights[chosen], _slopes(run, start + along, target))
    yield Progress(steps, steps, f"Integrated gradients: {steps} of {steps} steps")
    with torch.no_grad():
        first_logit, last_logit = run(torch.stack([start, end]))[:, target].tolist()
    return Integrated(total * way, first_logit, last_logit)


def _slopes(run: Callable[[Tensor], Tensor], batch: Tensor, target: int) -> Tensor:
    """The gradient of each example's logit by its own numbers."""
    with torch.enable_grad():
        batch = batch.detach().requires_grad_()
        (slopes,) = torch.autograd.grad(run(batch)[:, target].sum(), batch)
    return slopes
