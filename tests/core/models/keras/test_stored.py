"""Weights as Keras stores them: in other precisions, in other orders, missing, or not fitting."""

import h5py
import keras
import numpy as np
import pytest
import torch

from transfer_gui.core.models.keras import read

from .beside import FORMS, check_file, expected, loaded, model_of, numbers
from .files import described, entry, refused, small, weights_of

L = keras.layers


def test_weights_that_are_no_numbers_are_told(tmp_path):
    model = small()
    model.layers[0].kernel.assign(np.full(model.layers[0].kernel.shape, np.nan))
    model.layers[3].bias.assign(np.full(3, np.inf))
    for form in FORMS:
        model.save(tmp_path / f"model.{form}")
        (note,) = read(tmp_path / f"model.{form}").notes
        assert "NaN" in note
        assert "'conv2d', 'dense'" in note


def test_a_network_and_weights_that_do_not_go_together(path):
    def change(config):
        entry(config, "dense")["config"]["units"] = 5
        return config

    refused(described(path, change), "'dense' (Dense)", "48 x 5, 5", "48 x 3, 3")


def test_weights_that_are_missing(tmp_path):
    small().save(tmp_path / "model.h5")
    with h5py.File(tmp_path / "model.h5", "r+") as file:
        del file["model_weights"]["dense"]
    refused(tmp_path / "model.h5", "'dense' (Dense)", "the file has none")


@pytest.mark.parametrize("policy", ["float16", "float64", "bfloat16", "mixed_float16", "mixed_bfloat16"])
def test_other_precisions_become_float32(policy, tmp_path):
    """Numbers that half precision holds exactly, so that the reference can compute with all digits."""
    for form in FORMS:
        layers = [L.Dense(4, dtype=policy, activation="relu"), L.Dense(2, dtype=policy)]
        model = keras.Sequential([keras.Input((3,)), *layers])
        draws = np.random.default_rng(0)
        values = [draws.integers(-8, 8, weight.shape) / 8 for weight in model.weights]
        model.set_weights(values)
        model.save(tmp_path / f"model.{form}")
        network, found = loaded(tmp_path / f"model.{form}")
        assert {tensor.dtype for tensor in found.state.values()} == {torch.float32}
        x = draws.integers(-8, 8, (5, 3)) / 8
        theirs = np.maximum(x @ values[0] + values[1], 0) @ values[2] + values[3]
        np.testing.assert_allclose(network(torch.tensor(x).float()).detach(), theirs, atol=1e-6)


def test_quantised_weights_are_refused(tmp_path):
    model = model_of([L.Dense(4), L.Dense(2)], (3,))
    for layer in model.layers:
        layer.quantize("int8")
    model.save(tmp_path / "model.keras")
    refused(tmp_path / "model.keras", "quantised")


def test_theanos_kernels_run_backwards(tmp_path):
    model, x = small(), numbers(2, 5, 6, 2)
    model.save(tmp_path / "model.h5")
    with h5py.File(tmp_path / "model.h5", "r+") as file:
        file["model_weights"].attrs["backend"] = b"theano"
        file.attrs["backend"] = b"theano"
        kernel = weights_of(file, "conv2d")["kernel"]
        kernel[:] = kernel[::][::-1, ::-1]
    check_file(tmp_path / "model.h5", x, expected(model, x))


def test_names_of_weights_in_several_attributes(tmp_path):
    """HDF5 takes no attribute beyond 64 kB, so Keras parts long lists."""
    model, x = small(), numbers(2, 5, 6, 2)
    model.save(tmp_path / "model.h5")
    with h5py.File(tmp_path / "model.h5", "r+") as file:
        for group in file["model_weights"].values():
            names = group.attrs["weight_names"]
            del group.attrs["weight_names"]
            for i, name in enumerate(names):
                group.attrs[f"weight_names{i}"] = [name]
    check_file(tmp_path / "model.h5", x, expected(model, x))
