"""Activations by name and as layers, beside Keras."""

import h5py
import keras
import numpy as np
import pytest
import torch
from torch import nn

from transfer_gui.core.errors import Refused
from transfer_gui.core.models.keras import read

from .beside import as_keras2, check, close, in_torch, loaded, model_of, numbers
from .files import reworded

L = keras.layers

NAMES = [
    "celu", "elu", "exponential", "gelu", "hard_shrink", "hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh",
    "leaky_relu", "linear", "log_sigmoid", "log_softmax", "mish", "relu", "relu6", "selu", "sigmoid", "silu",
    "soft_shrink", "softmax", "softplus", "softsign", "sparse_plus", "sparse_sigmoid", "squareplus", "swish", "tanh",
    "tanh_shrink",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_by_name(name, tmp_path):
    layers = [L.Conv2D(4, 1, activation=name), L.Activation(name)]
    check(model_of(layers, (3, 4, 2)), 3 * numbers(5, 3, 4, 2), tmp_path)


LAYERS = {
    "relu": lambda: L.ReLU(),
    "relu to 6": lambda: L.ReLU(max_value=6),
    "relu to 2": lambda: L.ReLU(max_value=2),
    "relu to nothing": lambda: L.ReLU(max_value=0),
    "relu with a slope": lambda: L.ReLU(negative_slope=0.1),
    "relu from a threshold": lambda: L.ReLU(threshold=0.5),
    "relu of all settings": lambda: L.ReLU(max_value=2, negative_slope=0.1, threshold=0.5),
    "relu with a slope to 6": lambda: L.ReLU(max_value=6, negative_slope=0.1),
    "leaky": lambda: L.LeakyReLU(),
    "leaky of its own slope": lambda: L.LeakyReLU(negative_slope=0.05),
    "elu": lambda: L.ELU(),
    "elu of its own size": lambda: L.ELU(alpha=0.3),
    "softmax": lambda: L.Softmax(),
    "a layer within another": lambda: L.Dense(4, activation=L.LeakyReLU(negative_slope=0.05)),
    "a softmax within another": lambda: L.Dense(4, activation=L.Softmax()),
}


@pytest.mark.parametrize("make", LAYERS.values(), ids=LAYERS)
def test_as_layers(make, tmp_path):
    check(model_of(make(), (4,)), 3 * numbers(20, 4), tmp_path)


def test_an_activation_is_a_module_beside_its_layer(tmp_path):
    layers = [L.Conv2D(4, 1, activation="relu", name="a"), L.Flatten(), L.Dense(2, activation="softmax", name="b")]
    network = check(model_of(layers, (3, 4, 2)), numbers(2, 3, 4, 2), tmp_path)
    assert [(name, type(module)) for name, module in network.named_children()] == [
        ("a", nn.Conv2d), ("a_relu", nn.ReLU), ("flatten", nn.Flatten), ("b", nn.Linear), ("b_softmax", nn.Softmax),
    ]  # fmt: skip


@pytest.mark.parametrize("version", ["2.0.5", "2.15.0", "3.0.0"])
def test_the_hard_sigmoid_is_that_of_its_version(version, tmp_path):
    model_of(L.Activation("hard_sigmoid"), (6,)).save(tmp_path / "model.h5")
    with h5py.File(tmp_path / "model.h5", "r+") as file:
        file.attrs["keras_version"] = version.encode()
    network, _ = loaded(tmp_path / "model.h5")
    x = 3 * numbers(20, 6)
    slope = 1 / 6 if version.startswith("3") else 0.2
    close(network(in_torch(x)).numpy(), np.clip(slope * x + 0.5, 0, 1))


SPELLINGS = {
    "alpha": (L.LeakyReLU, {"alpha": 0.05}, lambda x: np.where(x > 0, x, 0.05 * x)),
    "negative_slope": (L.LeakyReLU, {"negative_slope": 0.05}, lambda x: np.where(x > 0, x, 0.05 * x)),
    "neither": (L.LeakyReLU, {}, lambda x: np.where(x > 0, x, 0.3 * x)),
    "elu": (L.ELU, {}, lambda x: np.where(x > 0, x, np.expm1(x))),
    "relu": (L.ReLU, {}, lambda x: np.maximum(x, 0)),
    "softmax": (L.Softmax, {}, lambda x: np.exp(x) / np.exp(x).sum(-1, keepdims=True)),
}


@pytest.mark.parametrize(("layer", "settings", "theirs"), SPELLINGS.values(), ids=SPELLINGS)
def test_old_spellings_and_settings_that_are_not_there(layer, settings, theirs, tmp_path, monkeypatch):
    monkeypatch.setattr(layer, "get_config", lambda self: {"name": self.name, **settings})
    model_of(layer(), (4,)).save(tmp_path / "model.h5")
    network, _ = loaded(as_keras2(tmp_path / "model.h5"))
    x = numbers(10, 4)
    close(network(in_torch(x)).numpy(), theirs(x))


def test_a_batch_norm_without_settings_has_those_of_keras(tmp_path, monkeypatch):
    monkeypatch.setattr(L.BatchNormalization, "get_config", lambda self: {"name": self.name})
    model_of(L.BatchNormalization(), (4,)).save(tmp_path / "model.h5")
    network, _ = loaded(as_keras2(tmp_path / "model.h5"))
    assert network.batch_normalization.eps == 1e-3
    assert network.batch_normalization.momentum == pytest.approx(0.01)


def test_thresholded(tmp_path, monkeypatch):
    monkeypatch.setattr(L.ReLU, "get_config", lambda self: {"name": self.name, "theta": 0.7})
    model_of(L.ReLU(), (4,)).save(tmp_path / "model.h5")
    network, _ = loaded(reworded(tmp_path / "model.h5", '"ReLU"', '"ThresholdedReLU"'))
    x = numbers(10, 4)
    close(network(in_torch(x)).numpy(), np.where(x > 0.7, x, 0))


@keras.saving.register_keras_serializable(package="mine")
def thrice(x):
    return 3 * x


def test_an_activation_of_the_models_own_is_refused(tmp_path):
    for form in ("keras", "h5"):
        path = tmp_path / f"model.{form}"
        model_of(L.Dense(3, activation=thrice, name="odd"), (4,)).save(path)
        with pytest.raises(Refused, match=r"'odd' \(Dense\) has .*activation") as fault:
            read(path)
        assert str(path) in fault.value.what


@pytest.mark.parametrize("name", ["glu", "sparsemax", "nonesuch"])
def test_an_unknown_activation_is_refused_by_name(name, tmp_path):
    model_of(L.Dense(4, activation="relu"), (4,)).save(tmp_path / "model.h5")
    reworded(tmp_path / "model.h5", '"relu"', f'"{name}"')
    with pytest.raises(Refused, match=f"'dense'.*'{name}'"):
        read(tmp_path / "model.h5")


def test_the_functions_of_loops_are_those_of_the_modules():
    from transfer_gui.core.models.keras import activations

    x = torch.from_numpy(3 * numbers(50))
    assert torch.equal(activations.function("keras2_hard_sigmoid")(x), (0.2 * x + 0.5).clamp(0, 1))
    assert torch.equal(activations.function("tanh")(x), x.tanh())
