"""All layers but convolutions, pooling and recurrent ones, beside Keras."""

import keras
import numpy as np
import pytest
from torch import nn

from .beside import check, close, expected, in_torch, loaded, model_of, numbers, shaken, words

L = keras.layers

VECTORS = {
    "dense": lambda: L.Dense(3),
    "dense, no bias": lambda: L.Dense(3, use_bias=False, activation="gelu"),
    "batch norm": lambda: L.BatchNormalization(),
    "batch norm of its own settings": lambda: L.BatchNormalization(momentum=0.9, epsilon=0.1),
    "batch norm without scale": lambda: L.BatchNormalization(scale=False),
    "batch norm without shift": lambda: L.BatchNormalization(center=False),
    "batch norm without either": lambda: L.BatchNormalization(center=False, scale=False),
    "layer norm": lambda: L.LayerNormalization(),
    "layer norm without scale": lambda: L.LayerNormalization(scale=False),
    "layer norm without shift": lambda: L.LayerNormalization(center=False, epsilon=0.1),
    "layer norm without either": lambda: L.LayerNormalization(center=False, scale=False),
    "dropout": lambda: L.Dropout(0.5),
    "noise": lambda: L.GaussianNoise(1.0),
    "multiplied noise": lambda: L.GaussianDropout(0.5),
    "alpha dropout": lambda: L.AlphaDropout(0.5),
    "penalty": lambda: L.ActivityRegularization(0.1),
    "identity": lambda: L.Identity(),
    "slopes": lambda: L.PReLU(),
    "repeated": lambda: L.RepeatVector(3),
    "scaled": lambda: L.Rescaling(1 / 127.5, offset=-1),
    "scaled one by one": lambda: L.Rescaling([1.0, 2.0, 3.0, 4.0, 5.0, 6.0], [0.0, 1.0, 0.0, 1.0, 0.0, 1.0]),
    "known mean": lambda: L.Normalization(mean=[1.0, 2, 3, 4, 5, 6], variance=[2.0, 1, 0, 1, 2, 3]),
    "one known mean": lambda: L.Normalization(axis=None, mean=1.5, variance=4.0),
    "known mean, inverted": lambda: L.Normalization(mean=[1.0, 2, 3, 4, 5, 6], variance=[2.0] * 6, invert=True),
    "reshaped": lambda: L.Reshape((2, 3)),
    "reshaped to what is left": lambda: L.Reshape((3, -1)),
}  # fmt: skip


@pytest.mark.parametrize("make", VECTORS.values(), ids=VECTORS)
def test_vectors(make, tmp_path):
    check(model_of(make(), (6,)), numbers(4, 6), tmp_path)


PICTURES = {
    "dense": lambda: L.Dense(5, activation="softmax"),
    "batch norm": lambda: L.BatchNormalization(),
    "batch norm of the rows": lambda: L.BatchNormalization(axis=1),
    "layer norm": lambda: L.LayerNormalization(),
    "layer norm of the whole picture": lambda: L.LayerNormalization(axis=[1, 2, 3]),
    "softmax": lambda: L.Softmax(),
    "softmax along a side": lambda: L.Softmax(axis=1),
    "slopes of each place": lambda: L.PReLU(),
    "slopes of each channel": lambda: L.PReLU(shared_axes=[1, 2]),
    "slopes of each row": lambda: L.PReLU(shared_axes=[2, 3]),
    "spatial dropout": lambda: L.SpatialDropout2D(0.5),
    "flat": lambda: L.Flatten(),
    "reshaped": lambda: L.Reshape((6, -1)),
    "permuted": lambda: L.Permute((3, 1, 2)),
    "padded": lambda: L.ZeroPadding2D(2),
    "padded by side": lambda: L.ZeroPadding2D((1, 2)),
    "padded by edge": lambda: L.ZeroPadding2D(((1, 2), (0, 3))),
    "cropped": lambda: L.Cropping2D(((1, 0), (1, 2))),
    "enlarged": lambda: L.UpSampling2D((2, 3)),
    "enlarged smoothly": lambda: L.UpSampling2D(2, interpolation="bilinear"),
    "scaled by channel": lambda: L.Rescaling([1.0, 2.0, 3.0, 4.0]),
    "known mean": lambda: L.Normalization(mean=[1.0, 2.0, 3.0, 4.0], variance=[1.0, 2.0, 3.0, 4.0]),
}


@pytest.mark.parametrize("make", PICTURES.values(), ids=PICTURES)
def test_pictures(make, tmp_path):
    check(model_of(make(), (5, 6, 4)), numbers(3, 5, 6, 4), tmp_path)


@pytest.mark.parametrize("make", PICTURES.values(), ids=PICTURES)
def test_pictures_behind_a_convolution_and_before_a_dense_layer(make, tmp_path):
    layers = [L.Conv2D(4, 1), make(), L.Flatten(), L.Dense(3)]
    check(model_of(layers, (5, 6, 2)), numbers(3, 5, 6, 2), tmp_path, forms=("keras",))


SEQUENCES = {
    "dense": lambda: L.Dense(5, activation="softmax"),
    "dense at each step": lambda: L.TimeDistributed(L.Dense(5, activation="softmax")),
    "activation at each step": lambda: L.TimeDistributed(L.Activation("tanh")),
    "batch norm": lambda: L.BatchNormalization(),
    "layer norm": lambda: L.LayerNormalization(),
    "spatial dropout": lambda: L.SpatialDropout1D(0.5),
    "padded": lambda: L.ZeroPadding1D((1, 2)),
    "cropped": lambda: L.Cropping1D((1, 2)),
    "enlarged": lambda: L.UpSampling1D(3),
    "permuted": lambda: L.Permute((2, 1)),
    "flat": lambda: L.Flatten(),
    "slopes": lambda: L.PReLU(),
    "masked": lambda: L.Masking(),
}


@pytest.mark.parametrize("make", SEQUENCES.values(), ids=SEQUENCES)
@pytest.mark.parametrize("before", [(), (lambda: L.Conv1D(4, 1),)], ids=["as it comes", "behind a convolution"])
def test_sequences(make, before, tmp_path):
    layers = [*(one() for one in before), make()]
    check(model_of(layers, (7, 4)), numbers(3, 7, 4), tmp_path, forms=("keras",))


@pytest.mark.parametrize("axis", [-1, 1, None, (1, 3)])
def test_a_mean_learned_before_the_training(axis, tmp_path):
    layer = L.Normalization(axis=axis)
    layer.adapt(3 * numbers(20, 5, 6, 4) + 2)
    model = keras.Sequential([keras.Input((5, 6, 4)), layer])
    check(model, numbers(3, 5, 6, 4), tmp_path)


def test_words(tmp_path):
    model = model_of([L.Embedding(9, 4), L.GlobalAveragePooling1D(), L.Dense(2)], (6,), dtype="int32")
    network = check(model, words(3, 6), tmp_path)
    _, found = loaded(tmp_path / "model.keras")
    assert (found.words, found.input_shape, found.outputs) == (9, (6,), 2)
    assert isinstance(network.embedding, nn.Embedding)


MERGES = {
    "sum": lambda x, y: L.Add()([x, y, x]),
    "difference": lambda x, y: L.Subtract()([x, y]),
    "product": lambda x, y: L.Multiply()([x, y]),
    "mean": lambda x, y: L.Average()([x, y, y]),
    "largest": lambda x, y: L.Maximum()([x, y]),
    "smallest": lambda x, y: L.Minimum()([x, y]),
    "joined": lambda x, y: L.Concatenate()([x, y]),
    "joined along a side": lambda x, y: L.Concatenate(axis=1)([x, y]),
    "joined along the other side": lambda x, y: L.Concatenate(axis=-2)([x, y, x]),
    "repeated": lambda x, y: L.Multiply()([x, L.GlobalAveragePooling2D(keepdims=True)(y)]),
    "of fewer axes": lambda x, y: L.Multiply()([x, L.GlobalAveragePooling2D()(y)]),
    "of fewer axes, the other way round": lambda x, y: L.Add()([L.GlobalAveragePooling2D()(y), x]),
    "laid out otherwise": lambda x, y: L.Add()([x, L.Dense(3)(y)]),
    "laid out otherwise, joined": lambda x, y: L.Concatenate(axis=2)([L.Dense(3)(y), x]),
}


@pytest.mark.parametrize("merge", MERGES.values(), ids=MERGES)
def test_merges(merge, tmp_path):
    given = keras.Input((5, 6, 2))
    merged = merge(L.Conv2D(3, 1)(given), L.Conv2D(3, 1, activation="tanh")(given))
    check(shaken(keras.Model(given, merged)), numbers(2, 5, 6, 2), tmp_path)


DOTS = {
    "vectors": lambda x, y: L.Dot(1)([L.GlobalAveragePooling1D()(x), L.GlobalMaxPooling1D()(y)]),
    "angles": lambda x, y: L.Dot(-1, normalize=True)([L.GlobalAveragePooling1D()(x), L.GlobalMaxPooling1D()(y)]),
    "steps": lambda x, y: L.Dot(2)([x, y]),
    "channels": lambda x, y: L.Dot((1, 1))([x, y]),
    "a vector with each step": lambda x, y: L.Dot((1, 2))([L.GlobalAveragePooling1D()(x), y]),
    "each step with a vector": lambda x, y: L.Dot((2, 1), normalize=True)([x, L.GlobalAveragePooling1D()(y)]),
}


@pytest.mark.parametrize("dot", DOTS.values(), ids=DOTS)
def test_scalar_products(dot, tmp_path):
    given = keras.Input((5, 4))
    model = keras.Model(given, dot(L.Conv1D(3, 1)(given), L.Dense(3)(given)))
    check(shaken(model), numbers(2, 5, 4), tmp_path)


def test_noise_and_dropout_work_in_training_alone(tmp_path):
    for layer in (L.Dropout(0.5), L.GaussianNoise(1.0), L.GaussianDropout(0.5), L.AlphaDropout(0.5)):
        model_of(layer, (50,)).save(tmp_path / "model.keras")
        network, _ = loaded(tmp_path / "model.keras")
        x = in_torch(numbers(2, 50))
        assert (network(x) == x).all()
        assert (network.train()(x) != x).any()


def test_augmentation_is_left_out_and_told(tmp_path):
    layers = [L.RandomFlip("horizontal"), L.RandomRotation(0.1), L.RandomZoom(0.1), L.Flatten(), L.Dense(2)]
    model = model_of(layers, (5, 6, 3))
    model.save(tmp_path / "model.keras")
    network, found = loaded(tmp_path / "model.keras")
    x = numbers(2, 5, 6, 3)
    close(network(in_torch(x)).detach().numpy(), expected(model, x))
    assert [note for note in found.notes if "augmentation" in note and "RandomFlip" in note]
    assert len(found.notes) == 3


def test_a_whole_image_classifier_of_keras_applications(tmp_path):
    model = keras.applications.MobileNetV2((32, 32, 3), alpha=0.35, weights=None, classes=7)
    for weight in shaken(model).weights:  # so that the numbers stay small through 50 layers
        weight.assign(keras.ops.convert_to_numpy(weight) * (1 if "variance" in weight.name else 0.5))
    network = check(model, numbers(2, 32, 32, 3), tmp_path)
    x = numbers(2, 32, 32, 3)
    assert np.ptp(expected(model, x)) > 1e-3
    assert isinstance(network.predictions, nn.Linear)
    assert not [module for module in network.modules() if isinstance(module, nn.ModuleList)]
