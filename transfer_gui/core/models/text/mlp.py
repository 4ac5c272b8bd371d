"""A multi-layer perceptron over a bag of words. The file stands alone (torch only): an exported checkpoint takes it
along."""

import torch.nn.functional as F
from torch import Tensor, nn


class BagMLP(nn.Module):
    """Dense layers of 128 and 64 units with ReLU, and a head: weights of terms (n, terms) to logits (n, classes)."""

    def __init__(self, terms: int, classes: int) -> None:
        super().__init__()
        self.dense1 = nn.Linear(terms, 128)
        self.dense2 = nn.Linear(128, 64)
        self.head = nn.Linear(64, classes)

    def features(self, weights: Tensor) -> Tensor:
        """What the head reads, (n, 64)."""
        return F.relu(self.dense2(F.relu(self.dense1(weights))))

    def forward(self, weights: Tensor) -> Tensor:
        return self.head(self.features(weights))
