"""Scores over a set of examples, gathered batch by batch on the device."""

import torch
import torch.nn.functional as F
from torch import Tensor

from ..events import Scores


class Tally:
    """Sums over examples: the loss, and a confusion matrix (rows: true class, columns: named class)."""

    def __init__(self, classes: int, device: torch.device) -> None:
        self._classes = classes
        self._loss = torch.zeros((), dtype=torch.float32 if device.type == "mps" else torch.float64, device=device)
        self._confusion = torch.zeros(classes * classes, dtype=torch.int64, device=device)

    def add(self, logits: Tensor, labels: Tensor) -> None:
        """Count a batch: logits (n, classes), labels (n,)."""
        self._loss += F.cross_entropy(logits.float(), labels, reduction="sum")
        cell = labels * self._classes + logits.argmax(1)
        self._confusion += torch.bincount(cell, minlength=self._classes * self._classes)

    def tensors(self) -> tuple[Tensor, Tensor]:
        """What several processes have to add up."""
        return self._loss, self._confusion

    def scores(self) -> Scores:
        """The scores so far; balanced accuracy is the mean recall over the classes that occur."""
        matrix = self._confusion.reshape(self._classes, self._classes).cpu().double()
        count = matrix.sum(1)
        total = int(count.sum())
        if total == 0:
            return Scores(0, float("nan"), float("nan"), float("nan"), float("nan"))
        present = count > 0
        return Scores(
            examples=total,
            loss=float(self._loss) / total,
            accuracy=float(matrix.diagonal().sum()) / total,
            balanced_accuracy=float((matrix.diagonal()[present] / count[present]).mean()),
            majority=float(count.max()) / total,
        )


def better(new: Scores, old: Scores | None) -> bool:
    """Whether `new` beats `old`: higher balanced accuracy, or the same with a lower loss."""
    return old is None or (-new.balanced_accuracy, new.loss) < (-old.balanced_accuracy, old.loss)
