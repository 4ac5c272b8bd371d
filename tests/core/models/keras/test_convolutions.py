"""Convolutions and pooling, beside Keras."""

import keras
import numpy as np
import pytest
import torch
from torch import nn

from .beside import check, in_keras, in_torch, loaded, model_of, numbers

L = keras.layers

PICTURES = {
    "valid": lambda: L.Conv2D(3, 3),
    "same": lambda: L.Conv2D(3, 3, padding="same"),
    "same, an even kernel": lambda: L.Conv2D(3, 2, padding="same"),
    "same, stride 2": lambda: L.Conv2D(3, 3, strides=2, padding="same"),
    "same, stride 2, kernel 1": lambda: L.Conv2D(3, 1, strides=2, padding="same"),
    "same, stride 3, an even kernel": lambda: L.Conv2D(3, 4, strides=3, padding="same"),
    "same, a long kernel": lambda: L.Conv2D(3, (1, 5), strides=(1, 2), padding="same"),
    "same, dilated": lambda: L.Conv2D(3, 3, dilation_rate=2, padding="same"),
    "same, dilated, an even kernel": lambda: L.Conv2D(3, 2, dilation_rate=(1, 3), padding="same"),
    "valid, stride 2": lambda: L.Conv2D(3, 3, strides=(2, 1)),
    "valid, dilated": lambda: L.Conv2D(3, 2, dilation_rate=2),
    "groups": lambda: L.Conv2D(6, 3, groups=2),
    "no bias": lambda: L.Conv2D(3, 3, use_bias=False),
    "activation": lambda: L.Conv2D(3, 3, activation="relu"),
    "softmax": lambda: L.Conv2D(3, 3, activation="softmax"),
    "depthwise": lambda: L.DepthwiseConv2D(3),
    "depthwise, twice as many": lambda: L.DepthwiseConv2D(3, depth_multiplier=2, padding="same", activation="tanh"),
    "depthwise, stride 2": lambda: L.DepthwiseConv2D(3, strides=2, padding="same", use_bias=False),
    "depthwise, dilated": lambda: L.DepthwiseConv2D(2, dilation_rate=2, padding="same"),
    "separable": lambda: L.SeparableConv2D(5, 3),
    "separable, twice as many": lambda: L.SeparableConv2D(5, 3, depth_multiplier=2, padding="same", activation="relu"),
    "separable, stride 2": lambda: L.SeparableConv2D(5, 3, strides=2, padding="same", use_bias=False),
    "separable, dilated": lambda: L.SeparableConv2D(5, 2, dilation_rate=2, padding="same"),
    "largest": lambda: L.MaxPooling2D(),
    "largest, overlapping": lambda: L.MaxPooling2D(3, 2),
    "largest, same": lambda: L.MaxPooling2D(2, padding="same"),
    "largest, same, overlapping": lambda: L.MaxPooling2D(3, 2, padding="same"),
    "largest, same, stride 1": lambda: L.MaxPooling2D(3, 1, padding="same"),
    "largest, a long window": lambda: L.MaxPooling2D((1, 3), (2, 1), padding="same"),
    "mean": lambda: L.AveragePooling2D(2),
    "mean, overlapping": lambda: L.AveragePooling2D(3, 2),
    "mean, same, stride 1": lambda: L.AveragePooling2D(3, 1, padding="same"),
    "mean of all": lambda: L.GlobalAveragePooling2D(),
    "mean of all, kept": lambda: L.GlobalAveragePooling2D(keepdims=True),
    "largest of all": lambda: L.GlobalMaxPooling2D(),
    "largest of all, kept": lambda: L.GlobalMaxPooling2D(keepdims=True),
}


@pytest.mark.parametrize("make", PICTURES.values(), ids=PICTURES)
@pytest.mark.parametrize("size", [(7, 8), (8, 9)])
def test_pictures(make, size, tmp_path):
    check(model_of(make(), (*size, 4)), numbers(2, *size, 4), tmp_path)


SEQUENCES = {
    "valid": lambda: L.Conv1D(3, 3),
    "same": lambda: L.Conv1D(3, 4, strides=2, padding="same"),
    "causal": lambda: L.Conv1D(3, 3, padding="causal"),
    "causal, dilated": lambda: L.Conv1D(3, 2, padding="causal", dilation_rate=3, activation="relu"),
    "causal, stride 2": lambda: L.Conv1D(3, 3, padding="causal", strides=2),
    "depthwise": lambda: L.DepthwiseConv1D(3, depth_multiplier=2, padding="same", strides=2),
    "separable": lambda: L.SeparableConv1D(5, 3, depth_multiplier=2, padding="same"),
    "transposed": lambda: L.Conv1DTranspose(3, 3, strides=2, padding="same"),
    "largest": lambda: L.MaxPooling1D(3, 2, padding="same"),
    "largest, valid": lambda: L.MaxPooling1D(2),
    "mean": lambda: L.AveragePooling1D(3, 2),
    "mean, same": lambda: L.AveragePooling1D(3, 1, padding="same"),
    "mean of all": lambda: L.GlobalAveragePooling1D(),
    "mean of all, kept": lambda: L.GlobalAveragePooling1D(keepdims=True),
    "largest of all": lambda: L.GlobalMaxPooling1D(),
}


@pytest.mark.parametrize("make", SEQUENCES.values(), ids=SEQUENCES)
@pytest.mark.parametrize("steps", [8, 9])
def test_sequences(make, steps, tmp_path):
    check(model_of(make(), (steps, 4)), numbers(2, steps, 4), tmp_path)


@pytest.mark.parametrize("kernel", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("stride", [1, 2, 3])
@pytest.mark.parametrize("padding", ["valid", "same"])
def test_transposed(kernel, stride, padding, tmp_path):
    layer = L.Conv2DTranspose(3, (kernel, 3), strides=(stride, 2), padding=padding)
    check(model_of(layer, (4, 5, 2)), numbers(2, 4, 5, 2), tmp_path, forms=("keras",))


TRANSPOSED = {
    "more behind": lambda: L.Conv2DTranspose(3, 3, strides=2, padding="same", output_padding=1),
    "nothing behind": lambda: L.Conv2DTranspose(3, 3, strides=2, padding="same", output_padding=0),
    "more behind, valid": lambda: L.Conv2DTranspose(3, 3, strides=2, output_padding=1),
    "dilated": lambda: L.Conv2DTranspose(3, 3, dilation_rate=2, padding="same"),
    "no bias": lambda: L.Conv2DTranspose(3, 2, strides=2, use_bias=False, activation="relu"),
}


@pytest.mark.parametrize("make", TRANSPOSED.values(), ids=TRANSPOSED)
def test_transposed_otherwise(make, tmp_path):
    check(model_of(make(), (4, 5, 2)), numbers(2, 4, 5, 2), tmp_path)


FIRST = {
    "convolution": lambda given: L.Conv2D(3, 3, strides=2, padding="same", activation="softmax", **given),
    "depthwise": lambda given: L.DepthwiseConv2D(3, **given),
    "separable": lambda given: L.SeparableConv2D(3, 3, **given),
    "transposed": lambda given: L.Conv2DTranspose(3, 3, strides=2, padding="same", **given),
    "largest": lambda given: L.MaxPooling2D(3, 2, padding="same", **given),
    "mean": lambda given: L.AveragePooling2D(2, **given),
    "mean of all": lambda given: L.GlobalAveragePooling2D(keepdims=True, **given),
    "padding": lambda given: L.ZeroPadding2D(((1, 2), (3, 0)), **given),
    "cropping": lambda given: L.Cropping2D(((1, 2), (0, 1)), **given),
    "enlarged": lambda given: L.UpSampling2D(2, **given),
    "flat": lambda given: L.Flatten(**given),
}


@pytest.mark.parametrize("make", FIRST.values(), ids=FIRST)
def test_channels_first(make, tmp_path):
    model = model_of(make({"data_format": "channels_first"}), (4, 7, 8))
    # Keras's softmax works along the last axis, which is not that of the channels here.
    check(model, numbers(2, 4, 7, 8), tmp_path, last=False)


def test_channels_first_through_a_whole_network(tmp_path):
    first = {"data_format": "channels_first"}
    layers = [
        L.Conv2D(4, 3, padding="same", **first), L.BatchNormalization(axis=1), L.ReLU(), L.MaxPooling2D(2, **first),
        L.Flatten(), L.Dense(5, activation="softmax"),
    ]  # fmt: skip
    network = check(model_of(layers, (3, 6, 8)), numbers(2, 3, 6, 8), tmp_path, last=False)
    assert isinstance(network.batch_normalization, nn.BatchNorm2d)


@pytest.mark.parametrize("kernel", [2, 3])
@pytest.mark.parametrize("stride", [2, 3])
@pytest.mark.parametrize("size", [(7, 8), (8, 6)])
def test_what_is_padded_does_not_count_in_a_mean(kernel, stride, size, tmp_path):
    """TensorFlow's rule, written out: Keras repeats the edge in its place where it computes with torch."""
    model = model_of(L.AveragePooling2D(kernel, stride, padding="same"), (*size, 2))
    model.save(tmp_path / "model.keras")
    network, _ = loaded(tmp_path / "model.keras")
    x = numbers(2, *size, 2)
    outputs = [-(-side // stride) for side in size]
    before = [max((o - 1) * stride + kernel - side, 0) // 2 for o, side in zip(outputs, size, strict=True)]
    theirs = np.zeros((2, *outputs, 2), np.float32)
    for i in range(outputs[0]):
        for j in range(outputs[1]):
            top, left = i * stride - before[0], j * stride - before[1]
            window = x[:, max(top, 0) : top + kernel, max(left, 0) : left + kernel]
            theirs[:, i, j] = window.mean((1, 2))
    np.testing.assert_allclose(in_keras(network(in_torch(x))), theirs, atol=1e-6)


def test_torchs_own_modules_wherever_they_compute_the_same(tmp_path):
    layers = [
        L.Conv2D(4, 3, padding="same", name="a"), L.Conv2D(4, 3, name="b"), L.MaxPooling2D(name="c"),
        L.DepthwiseConv2D(3, padding="same", name="d"), L.SeparableConv2D(4, 3, padding="same", name="e"),
        L.AveragePooling2D(2, name="f"),
    ]  # fmt: skip
    network = check(model_of(layers, (12, 12, 3)), numbers(1, 12, 12, 3), tmp_path)
    kinds = {name: type(module) for name, module in network.named_modules() if name}
    assert kinds == {
        "a": nn.Conv2d, "b": nn.Conv2d, "c": nn.MaxPool2d, "d": nn.Conv2d, "e": nn.Sequential,
        "e.depthwise": nn.Conv2d, "e.pointwise": nn.Conv2d, "f": nn.AvgPool2d,
    }  # fmt: skip


def test_pictures_of_any_size(tmp_path):
    layers = [L.Conv2D(4, 3, strides=2, padding="same", activation="relu"), L.MaxPooling2D(3, 2, padding="same"),
              L.Conv2D(4, 2, padding="same"), L.GlobalAveragePooling2D(), L.Dense(3)]  # fmt: skip
    model = model_of(layers, (None, None, 3))
    for size in ((17, 20), (8, 31)):
        network = check(model, numbers(2, *size, 3), tmp_path)
    traced = torch.fx.symbolic_trace(network)
    for size in ((9, 12), (16, 7)):
        x = numbers(1, *size, 3)
        np.testing.assert_allclose(
            traced(in_torch(x)).detach(), keras.ops.convert_to_numpy(model(x, training=False)), atol=1e-5
        )
