"""Integrated gradients: how much each pixel adds to the logit of a class, counted from a picture without content.

Sundararajan, Taly and Yan 2017, "Axiomatic Attribution for Deep Networks", arXiv:1703.01365.
"""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from ..progress import Long, Progress
from .features import at_once

STEPS = 32
BATCH = 4


@dataclass(frozen=True)
class Integrated:
    """What each number of a picture adds to a logit."""

    attributions: Tensor
    """float32 (3, height, width); they add up to `end - start` where the steps are fine enough (completeness)."""
    start: float
    """The class's logit for the baseline."""
    end: float
    """The class's logit for the picture."""

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
    batch = at_once(model, batch)
    baseline = torch.as_tensor(baseline, dtype=picture.dtype).expand_as(picture)
    points, sizes = np.polynomial.legendre.leggauss(steps)
    way = picture - baseline
    shares = torch.tensor((points + 1) / 2, dtype=picture.dtype)  # from -1..1 to 0..1
    weights = torch.tensor(sizes / 2, dtype=picture.dtype)
    total = torch.zeros_like(picture)
    for first in range(0, steps, batch):
        yield Progress(first, steps, f"Integrated gradients: {first} of {steps} steps")
        chosen = slice(first, first + batch)
        slopes = _slopes(model, baseline + shares[chosen, None, None, None] * way, target)
        total += torch.einsum("n,nchw->chw", weights[chosen], slopes)
    yield Progress(steps, steps, f"Integrated gradients: {steps} of {steps} steps")
    with torch.no_grad():
        start, end = model(torch.stack([baseline, picture]))[:, target].tolist()
    return Integrated(total * way, start, end)


def _slopes(model: nn.Module, batch: Tensor, target: int) -> Tensor:
    """The gradient of each example's logit by its own numbers."""
    with torch.enable_grad():
        batch = batch.detach().requires_grad_()
        (slopes,) = torch.autograd.grad(model(batch)[:, target].sum(), batch)
    return slopes
