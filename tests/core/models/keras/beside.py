"""Keras models beside the networks that they become."""

import json

import h5py
import keras
import numpy as np
import torch
from torch import fx

from transfer_gui.core.models.keras import build, read

TOLERANCE = 1e-5
FORMS = ("keras", "h5")


def shaken(model, seed=0):
    """The model with random numbers for all its weights, so that none is left at zero or one."""
    draws = np.random.default_rng(seed)
    for weight in model.weights:
        if not weight.dtype.startswith("int"):
            low, high = (0.5, 1.5) if "variance" in weight.name else (-0.5, 0.5)
            weight.assign(draws.uniform(low, high, weight.shape))
    for layer in model._flatten_layers():
        if isinstance(layer, keras.layers.Normalization):
            layer.finalize_state()
    return model


def numbers(*shape, seed=1):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


def words(*shape, most=9, seed=1):
    return np.random.default_rng(seed).integers(1, most, shape)


def model_of(layer, shape, **given):
    """A model of one layer, or several in a list."""
    layers = layer if isinstance(layer, list) else [layer]
    return shaken(keras.Sequential([keras.Input(shape, **given), *layers]))


def expected(model, x):
    """What Keras gives for a batch."""
    listed = not isinstance(model, keras.Sequential) and isinstance(model.input, list)
    given = [x] if listed else x
    return model(given, training=False).detach().numpy()


def loaded(path, config=None):
    """The network in a file with its weights, in evaluation mode, and what was read."""
    found = read(path)
    network = build(config or found.config)
    network.load_state_dict(found.state, strict=True)
    return network.eval(), found


def in_torch(x, last=True):
    """A batch of Keras in torch's layout."""
    return torch.from_numpy(np.moveaxis(x, -1, 1).copy() if x.ndim == 4 and last else x)


def in_keras(y, last=True):
    return np.moveaxis(y.numpy(), 1, -1) if y.ndim == 4 and last else y.numpy()


def close(ours, theirs, tolerance=TOLERANCE):
    assert ours.shape == theirs.shape
    difference = np.abs(ours - theirs).max()
    assert difference <= tolerance * max(1, np.abs(theirs).max()), f"{difference} apart"


def check(model, x, folder, last=True, forms=FORMS):
    """Save the model, convert it, and compare: as it is, traced, and built again without memory. Returns the network.

    `last`: whether pictures have their channels last in Keras.
    """
    theirs = expected(model, x)
    for form in forms:
        path = folder / f"model.{form}"
        model.save(path)
        network = check_file(path, x, theirs, last)
    return network


def check_file(path, x, theirs, last=True):
    network, found = loaded(path)
    given = in_torch(x, last)
    assert found.notes == ()
    assert all(tensor.dtype in (torch.float32, torch.int64) for tensor in found.state.values())
    with torch.no_grad():
        ours = network(given)
        close(in_keras(ours, last), theirs)
        assert torch.equal(fx.symbolic_trace(network)(given), ours)
        with torch.device("meta"):
            empty = build(found.config)
        empty.load_state_dict(found.state, strict=True, assign=True)
        assert torch.equal(empty.eval()(given), ours)
    return network


# ---- files as older versions wrote them


def as_keras2(path, version="2.2.4"):
    """Rewrite an .h5 of Keras 3 in place, in the words of Keras 2."""
    with h5py.File(path, "r+") as file:
        file.attrs["model_config"] = json.dumps(_older(json.loads(file.attrs["model_config"]))).encode()
        file.attrs["keras_version"] = version.encode()
        groups = file["model_weights"]
        groups.attrs["keras_version"] = version.encode()
        for layer in groups.attrs["layer_names"]:
            group = groups[layer]
            for name in group.attrs["weight_names"]:
                group.move(name, f"{_text(name)}:0")
            group.attrs["weight_names"] = [f"{_text(name)}:0".encode() for name in group.attrs["weight_names"]]
    return path


def _text(name):
    return name.decode() if isinstance(name, bytes) else str(name)


def _older(entry):
    """A network's description with its calls as lists, in which a network within counts its own making as a call."""
    config = entry["config"]
    within = {one["config"]["name"] for one in config["layers"] if one["class_name"] in ("Functional", "Sequential")}
    functional = {one["config"]["name"] for one in config["layers"] if one["class_name"] == "Functional"}

    def tensors(value):
        if isinstance(value, dict):
            yield from [value["config"]["keras_history"]] if value.get("class_name") == "__keras_tensor__" else []
        elif isinstance(value, list):
            for one in value:
                yield from tensors(one)

    def call(node):
        return [[name, index + (name in within), output, {}] for name, index, output in tensors(node["args"])]

    for one in config["layers"]:
        if one["class_name"] in ("Functional", "Sequential"):
            _older(one)
        if "batch_shape" in one["config"]:
            one["config"]["batch_input_shape"] = one["config"].pop("batch_shape")
        if "inbound_nodes" in one:
            one["inbound_nodes"] = [call(node) for node in one["inbound_nodes"]]
    if "output_layers" in config:
        ends = {}
        for which in ("input_layers", "output_layers"):
            ends[which] = config[which] if isinstance(config[which][0], list) else [config[which]]
        ends["output_layers"] = [[n, i + (n in within - functional), o] for n, i, o in ends["output_layers"]]
        config |= ends
        entry["class_name"] = "Model"
    return entry
