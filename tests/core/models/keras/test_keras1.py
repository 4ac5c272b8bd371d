"""Files of Keras 1, written here in its words from a network that Keras computes today.

What it called what: https://github.com/keras-team/keras/wiki/Keras-2.0-release-notes; how it stored weights: what
Keras 2 does with files that say they are of version 1 (keras/engine/saving.py).
"""

import json

import h5py
import keras
import numpy as np
import pytest

from .beside import check_file, expected, model_of, numbers, shaken, words
from .files import refused

L = keras.layers


def written(path, layers, nodes=None, version="1.2.2"):
    """A file of Keras 1: `layers` are (kind, settings, arrays); a chain of them, or a graph of `nodes` by name."""
    named = [(f"layer_{i}", *layer) for i, layer in enumerate(layers)]
    entries = [{"class_name": kind, "config": {"name": name, **settings}} for name, kind, settings, _ in named]
    model = {"class_name": "Sequential", "config": entries}
    if nodes is not None:
        for entry in entries:
            name = entry["name"] = entry["config"]["name"]
            entry["inbound_nodes"] = [[[before, 0, 0] for before in nodes[name]]] if nodes[name] else []
        first, last = entries[0]["name"], entries[-1]["name"]
        ends = {"input_layers": [[first, 0, 0]], "output_layers": [[last, 0, 0]]}
        model = {"class_name": "Model", "config": {"name": "model_1", "layers": entries, **ends}}
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = json.dumps(model).encode()
        if version:
            file.attrs["keras_version"] = version.encode()
        groups = file.create_group("model_weights")
        groups.attrs["layer_names"] = [name.encode() for name, *_ in named]
        for name, _, _, arrays in named:
            group = groups.create_group(name)
            names = [f"{name}_{i}" for i in range(len(arrays))]
            group.attrs["weight_names"] = [one.encode() for one in names]
            for one, array in zip(names, arrays, strict=True):
                group[one] = array
    return path


def arrays(layer):
    return [keras.ops.convert_to_numpy(weight) for weight in layer.weights]


PICTURES = {"border_mode": "same", "subsample": [2, 2], "activation": "relu", "bias": True}


@pytest.mark.parametrize("version", ["1.2.2", ""])
def test_pictures(version, tmp_path):
    model = model_of(
        [L.Conv2D(4, (3, 2), strides=2, padding="same", activation="relu"), L.BatchNormalization(), L.MaxPooling2D(),
         L.Dropout(0.5), L.SeparableConv2D(5, 2), L.Flatten(), L.Dense(3, activation="softmax")],
        (12, 12, 2),
    )  # fmt: skip
    conv, norm, _, _, separable, _, dense = model.layers
    path = written(
        tmp_path / "model.h5",
        [
            ("Convolution2D", {"batch_input_shape": [None, 12, 12, 2], "nb_filter": 4, "nb_row": 3, "nb_col": 2,
                               "dim_ordering": "tf", **PICTURES}, arrays(conv)),
            ("BatchNormalization", {"mode": 0, "axis": -1, "epsilon": 1e-3, "momentum": 0.99}, arrays(norm)),
            ("MaxPooling2D", {"pool_size": [2, 2], "strides": [2, 2], "border_mode": "valid"}, []),
            ("Dropout", {"p": 0.5}, []),
            ("SeparableConvolution2D", {"nb_filter": 5, "nb_row": 2, "nb_col": 2, "depth_multiplier": 1,
                                        "dim_ordering": "tf"}, arrays(separable)),
            ("Flatten", {}, []),
            ("Dense", {"output_dim": 3, "activation": "softmax", "bias": True}, arrays(dense)),
        ],
        version=version,
    )  # fmt: skip
    x = numbers(2, 12, 12, 2)
    check_file(path, x, expected(model, x))


def test_pictures_with_their_channels_first(tmp_path):
    first = {"data_format": "channels_first"}
    given = keras.Input((2, 8, 8))
    conv = L.Conv2D(4, 3, strides=2, padding="same", activation="relu", **first)
    model = shaken(keras.Model(given, L.GlobalAveragePooling2D(**first)(L.Add()([conv(given), conv(given)]))))
    kernel, bias = arrays(conv)
    path = written(
        tmp_path / "model.h5",
        [
            ("InputLayer", {"batch_input_shape": [None, 2, 8, 8], "input_dtype": "float32", "sparse": False}, []),
            ("Convolution2D", {"nb_filter": 4, "nb_row": 3, "nb_col": 3, "dim_ordering": "th", **PICTURES},
             [kernel.transpose(3, 2, 0, 1), bias]),
            ("Merge", {"mode": "sum", "mode_type": "raw", "concat_axis": -1, "dot_axes": -1, "output_shape": None}, []),
            ("GlobalAveragePooling2D", {"dim_ordering": "th"}, []),
        ],
        {"layer_0": [], "layer_1": ["layer_0"], "layer_2": ["layer_1", "layer_1"], "layer_3": ["layer_2"]},
    )  # fmt: skip
    x = numbers(2, 2, 8, 8)
    check_file(path, x, expected(model, x), last=False)


def test_words_and_gates(tmp_path):
    """An LSTM has its gates as input, new, forget and output, each with its own three arrays."""
    gates = {"recurrent_activation": "sigmoid"}
    model = model_of(
        [L.Embedding(9, 3), L.LSTM(4, return_sequences=True, **gates), L.GRU(5, reset_after=False, **gates)],
        (6,), dtype="int32",
    )  # fmt: skip
    embedding, lstm, gru = model.layers

    def parted(layer, gates, order):
        parts = [np.split(array, gates, -1) for array in arrays(layer)]
        return [part[gate] for gate in order for part in parts]

    recurrent = {"inner_activation": "sigmoid", "activation": "tanh", "go_backwards": False, "consume_less": "cpu"}
    path = written(
        tmp_path / "model.h5",
        [
            ("Embedding", {"batch_input_shape": [None, 6], "input_dim": 9, "output_dim": 3, "mask_zero": False,
                           "dropout": 0.0}, arrays(embedding)),
            ("LSTM", {"output_dim": 4, "return_sequences": True, **recurrent}, parted(lstm, 4, (0, 2, 1, 3))),
            ("GRU", {"output_dim": 5, "return_sequences": False, **recurrent}, parted(gru, 3, (0, 1, 2))),
        ],
    )  # fmt: skip
    x = words(3, 6)
    check_file(path, x, expected(model, x))


@pytest.mark.parametrize("oldest", [False, True])
def test_sequences(oldest, tmp_path):
    model = model_of([L.Conv1D(4, 3, padding="same"), L.MaxPooling1D(2), L.Flatten()], (6, 2))
    kernel, bias = arrays(model.layers[0])
    kernel = kernel.transpose(2, 1, 0)[..., None] if oldest else kernel[:, None]
    path = written(
        tmp_path / "model.h5",
        [
            ("Convolution1D", {"batch_input_shape": [None, 6, 2], "nb_filter": 4, "filter_length": 3,
                               "border_mode": "same", "subsample_length": 1, "activation": "linear"}, [kernel, bias]),
            ("MaxPooling1D", {"pool_length": 2, "stride": 2, "border_mode": "valid"}, []),
            ("Flatten", {}, []),
        ],
    )  # fmt: skip
    x = numbers(2, 6, 2)
    check_file(path, x, expected(model, x))


def test_what_keras_2_has_no_more(tmp_path):
    start = ("Dense", {"batch_input_shape": [None, 3], "output_dim": 3}, [np.zeros((3, 3)), np.zeros(3)])
    norm = ("BatchNormalization", {"mode": 1}, [])
    refused(written(tmp_path / "model.h5", [start, ("Highway", {}, [])]), "Highway")
    refused(written(tmp_path / "model.h5", [start, norm]), "BatchNormalization of mode 1")


@pytest.mark.parametrize("shape", [(3, 3), (0, 2, 3, 4), (4, 2, 3, 3, 1), (5, 2, 3, 3)])
def test_arrays_that_do_not_fit(shape, tmp_path):
    conv = ("Convolution2D", {"batch_input_shape": [None, 2, 8, 8], "nb_filter": 4, "nb_row": 3, "nb_col": 3,
                              "dim_ordering": "th"}, [np.zeros(shape), np.zeros(4)])  # fmt: skip
    lstm = ("LSTM", {"batch_input_shape": [None, 6, 2], "output_dim": 4}, [np.zeros(shape)] * 12)
    refused(written(tmp_path / "model.h5", [conv]), "'layer_0' (Conv2D) needs weights of 3 x 3 x 2 x 4, 4")
    refused(written(tmp_path / "model.h5", [lstm]), "'layer_0' (LSTM) needs weights of 2 x 16, 4 x 16, 16")
