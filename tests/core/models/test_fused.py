"""A pass with fused kernels on the meta device gives what a real one gives, and keeps about as much."""

import itertools

import pytest
import torch
from torch import nn

from tests.core.training.live import Live
from transfer_gui.core.models.fused import Fused

WAYS = list(itertools.product([1, 2], [False, True], [False, True], [False, True]))


@pytest.mark.parametrize(("layers", "biased", "first", "both"), WAYS)
def test_an_lstm_has_the_outputs_and_the_gradients_of_a_real_one(layers, biased, first, both):
    given = {"bias": biased, "batch_first": first, "bidirectional": both, "dropout": 0.5 if layers > 1 else 0.0}
    real = nn.LSTM(6, 8, layers, **given)
    meta = nn.LSTM(6, 8, layers, **given, device="meta")
    found = []
    for cells, device in ((real, "cpu"), (meta, "meta")):
        inputs = torch.zeros((3, 5, 6), device=device, requires_grad=True)
        with Fused() if device == "meta" else torch.enable_grad():
            outputs, (last, memory) = cells(inputs)
            outputs.sum().backward()
        found.append([t.shape for t in (outputs, last, memory, inputs.grad, *(p.grad for p in cells.parameters()))])
    assert found[0] == found[1]


def test_sequences_of_unlike_lengths_are_computed_as_ever():
    cells = nn.LSTM(6, 8, batch_first=True)
    packed = nn.utils.rnn.pack_padded_sequence(torch.randn(2, 5, 6), [5, 3], batch_first=True)
    with Fused():
        found = cells(packed)[0].data
    assert torch.equal(found, cells(packed)[0].data)


@pytest.mark.parametrize(
    ("steps", "batch", "width", "hidden"), [(160, 8, 40, 256), (20, 6, 512, 256), (50, 32, 50, 64)]
)
def test_what_an_lstm_keeps_is_what_the_kernel_of_the_processor_keeps(steps, batch, width, hidden):
    kept = []
    for device in ("cpu", "meta"):
        cells = nn.LSTM(width, hidden, device=device)
        inputs = torch.zeros((steps, batch, width), device=device)
        live = Live()
        with Fused() if device == "meta" else torch.enable_grad(), live:
            outputs, _ = cells(inputs)
        kept.append(live.now)
        del outputs
    assert kept[1] == pytest.approx(kept[0], rel=0.06)
