"""Keras files to read, to change and to spoil."""

import json
import zipfile

import h5py
import keras
import pytest

from transfer_gui.core.errors import UserError
from transfer_gui.core.models.keras import read

from .beside import model_of

L = keras.layers


def small():
    return model_of([L.Conv2D(4, 3), L.BatchNormalization(), L.Flatten(), L.Dense(3)], (5, 6, 2))


def described(path, change):
    """Rewrite the description of the network in a file; `change` takes the value of its JSON, and gives one back."""
    if path.suffix == ".h5":
        with h5py.File(path, "r+") as file:
            file.attrs["model_config"] = json.dumps(change(json.loads(file.attrs["model_config"]))).encode()
        return path
    return repacked(path, {"config.json": lambda text: json.dumps(change(json.loads(text))).encode()})


def repacked(path, changes):
    """Rewrite members of an archive by name; one that becomes None is left out."""
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in members.items():
            changed = changes[name](content) if name in changes else content
            if changed is not None:
                new.writestr(name, changed)
    return path


def entry(config, name):
    """What a description says of a layer."""
    return next(layer for layer in config["config"]["layers"] if layer["config"]["name"] == name)


def with_shape(*shape):
    """Change the shape that a description gives the input."""

    def change(config):
        for layer in config["config"]["layers"]:
            if layer["class_name"] == "InputLayer":
                layer["config"]["batch_shape"] = [None, *shape]
        return config

    return change


def fault_of(action):
    """The message that an action ends in; None where it goes well."""
    try:
        action()
    except UserError as fault:
        return fault
    return None


def refused(path, *words):
    """Make sure that a file is refused in a message that names it, says what to do, and has these words."""
    with pytest.raises(UserError) as fault:
        read(path)
    assert str(path) in fault.value.what
    assert fault.value.cure
    for word in words:
        assert word in str(fault.value), str(fault.value)


def reworded(path, old, new):
    """Replace a text in the description of the network in a file."""
    return described(path, lambda config: json.loads(json.dumps(config).replace(old, new)))


def weights_of(file, layer):
    """The group of an open .h5 that has a layer's arrays."""
    group = file["model_weights"][layer]
    return group[group.attrs["weight_names"][0]].parent
