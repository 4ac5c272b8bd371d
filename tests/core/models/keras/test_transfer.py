"""Weights of a Keras file taken over by a network of torch, layer by layer."""

import h5py
import keras
import torch
from keras import layers

from transfer_gui.core.job import Source
from transfer_gui.core.models import build, weights


def saved(path):
    keras.Sequential(
        [layers.Input((32, 32, 3)), layers.Conv2D(64, 3, strides=2, name="first"), layers.Flatten(), layers.Dense(3)]
    ).save(path)
    return path


def test_the_kernels_are_those_that_h5py_finds(tmp_path):
    """Keras has (height, width, in, out), torch (out, in, height, width)."""
    path = saved(tmp_path / "k.h5")
    source = Source(model="squeezenet1_1", weights=str(path), transfer="layers")
    built = build.build(source, 3, 0)
    kernels = []
    with h5py.File(path) as file:
        file["model_weights"]["first"].visititems(
            lambda name, item: kernels.append(item[()]) if hasattr(item, "shape") and len(item.shape) == 4 else None
        )
    assert torch.equal(built.model.features[0].weight, torch.from_numpy(kernels[0]).permute(3, 2, 0, 1))
    assert "features.0 from first" in " ".join(built.notes)


def test_both_forms_of_file_are_weight_files(tmp_path):
    for name in ("k.h5", "k.keras"):
        state = weights.read(saved(tmp_path / name)).entry()
        assert state["first.weight"].shape == (64, 3, 3, 3)
