"""A published model of Keras 2.0.5, which ships: fer's of faces, beside Keras."""

import keras
import numpy as np
import pytest
import torch
from torch import nn

from transfer_gui.core import paths
from transfer_gui.core.models import cut, tracing
from transfer_gui.core.models.keras import build, read, without_softmax

from .beside import check_file, close, expected, in_torch, loaded

PATH = paths.resources() / "models" / "source_model.h5"


@pytest.fixture(scope="module")
def theirs():
    return keras.models.load_model(PATH, compile=False)


@pytest.fixture(scope="module")
def faces():
    return np.random.default_rng(0).uniform(-1, 1, (3, 64, 64, 1)).astype(np.float32)


def test_it_gives_what_keras_gives(theirs, faces):
    probabilities = expected(theirs, faces)
    network = check_file(PATH, faces, probabilities)
    assert np.ptp(probabilities) > 0.1
    assert sum(parameter.numel() for parameter in network.parameters()) == 56951
    assert sum(tensor.numel() for tensor in network.buffers() if tensor.is_floating_point()) == 58423 - 56951


def test_what_is_told():
    found = read(PATH)
    assert (found.input_shape, found.outputs, found.end, found.words, found.notes) == (
        (1, 64, 64),
        7,
        "softmax",
        None,
        (),
    )


def test_its_layers_have_the_names_of_keras(theirs):
    network = build(read(PATH).config)
    names = dict(network.named_children())
    assert {layer.name for layer in theirs.layers} - set(names) == {theirs.layers[0].name}
    assert set(names) <= {layer.name for layer in theirs.layers}
    kinds = {"Conv2D": nn.Conv2d, "BatchNormalization": nn.BatchNorm2d, "SeparableConv2D": nn.Sequential}
    for layer in theirs.layers:
        if type(layer).__name__ in kinds:
            assert isinstance(names[layer.name], kinds[type(layer).__name__])


def test_logits_of_it(faces):
    whole, found = loaded(PATH)
    network, _ = loaded(PATH, without_softmax(found.config))
    given = in_torch(faces)
    with torch.no_grad():
        close(network(given).softmax(1).numpy(), whole(given).numpy(), 1e-7)
    assert set(network.state_dict()) == set(found.state)


def test_it_can_be_cut_in_two(faces):
    """As any network of which the first part is frozen."""
    network, _ = loaded(PATH)
    network.requires_grad_(False)
    network.get_submodule("conv2d_7").requires_grad_(True)
    found = cut.cuts(network, in_torch(faces[:2]))
    assert found
    assert found[0].share > 0.5
    assert tracing.trace(network) is not None
