"""Resemblyzer's voice encoder (https://github.com/resemble-ai/Resemblyzer), with a head for classes of one's own.

After Wan et al. 2018, "Generalized end-to-end loss for speaker verification" (https://arxiv.org/abs/1710.10467). The
file stands alone (torch only), so that an exported checkpoint can take it along.
"""

from collections.abc import Mapping

import torch.nn.functional as F
from torch import Tensor, nn

SIZE = 256
"""Numbers in an embedding."""
_SMALLEST = 1e-6
"""What a vector's length is divided by at least: one without a length stays zero, in half precision too."""


class VoiceEncoder(nn.Module):
    """Takes mel windows (n, windows, 160, 40), as `core.sound.speech` makes them; gives logits (n, classes).

    Each window is embedded by itself; the mean of those of a clip, divided by its length, goes into the head. A window
    that is zero throughout (padding, digital silence) is left out; the embedding of a clip that has no other is zero.
    """

    def __init__(self, num_classes: int) -> None:
        super().__init__()
        self.lstm = nn.LSTM(40, SIZE, 3, batch_first=True)
        self.linear = nn.Linear(SIZE, SIZE)
        self.relu = nn.ReLU()
        self.head = nn.Linear(SIZE, num_classes)

    def forward(self, windows: Tensor) -> Tensor:
        return self.head(self.embed(windows))

    def embed(self, windows: Tensor) -> Tensor:
        """The embeddings of clips, (n, 256), each of length 1."""
        last = self.lstm(windows.flatten(0, 1))[1][0][-1]
        each = F.normalize(self.relu(self.linear(last)), dim=1, eps=_SMALLEST)
        there = windows.abs().amax((2, 3)).gt(0).to(each.dtype)
        each = each.reshape(windows.shape[0], windows.shape[1], SIZE)
        # A mean points where the sum does, and only that is left once it is divided by its length.
        return F.normalize((each * there.unsqueeze(2)).sum(1), dim=1, eps=_SMALLEST)


def load_encoder(model: VoiceEncoder, state: Mapping[str, Tensor]) -> None:
    """Put the source model's weights, of any precision, into all layers but the head, which stays as it is.

    Raises RuntimeError, naming them, where a weight is missing, unknown or of another shape.
    """
    head = {name: tensor for name, tensor in model.state_dict().items() if name.startswith("head.")}
    model.load_state_dict({**head, **state}, strict=True)
