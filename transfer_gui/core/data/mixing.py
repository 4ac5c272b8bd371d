"""Mixup: each example of a batch is blended with another one, and the network is asked for both of their classes.

Zhang, Cissé, Dauphin, Lopez-Paz 2018, mixup: Beyond Empirical Risk Minimization (arXiv:1710.09412): one share for the
batch, drawn from Beta(alpha, alpha), and one order of it that says who is blended with whom.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..errors import UserError
from ..job import Job
from ..recipes import Recipe

if TYPE_CHECKING:
    from torch import Tensor

    from .loader import Batch


@dataclass(frozen=True, slots=True)
class Mixed:
    """What the examples of a batch are blended with."""

    share: float
    """Of an example itself, 0..1; the rest is the other's."""
    images: "Tensor"
    """(n, ...): the other of each, as prepared, on the CPU."""
    labels: "Tensor"
    """int64 (n,): the other's."""

    def blended(self, own: "Tensor", other: "Tensor") -> "Tensor":
        """Inputs, or losses, in their shares."""
        return self.share * own + (1 - self.share) * other

    def __getitem__(self, here: slice) -> "Mixed":
        """Of a part of the batch."""
        return Mixed(self.share, self.images[here], self.labels[here])


def mixed(batch: "Batch", alpha: float, seed: int) -> "Batch":
    """The whole batch with what it is blended with, drawn by `seed`: before it is cut into parts, whose number then
    changes nothing. Where several processes share a step, each blends what it has of it."""
    import torch

    assert not batch.stored, "what the network's fixed part made cannot be blended in place of its inputs"
    generator = np.random.default_rng(seed)
    share = float(generator.beta(alpha, alpha))
    order = torch.from_numpy(generator.permutation(len(batch.labels)))
    return replace(batch, mixed=Mixed(share, batch.images[order], batch.labels[order]))


def check(job: Job, recipe: Recipe) -> None:
    """Raises UserError where the job asks for mixup, and the network reads what cannot be blended."""
    if job.training.mixup and recipe.values:
        raise UserError(
            "Mixup blends decimal numbers, and this network reads whole ones, such as the numbers of words.",
            "Set Mixup (training.mixup) to 0.",
        )
