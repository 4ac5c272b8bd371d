"""Recurrent layers, beside Keras: either direction, masks, any activation."""

import keras
import numpy as np
import pytest
from torch import nn

from transfer_gui.core.errors import Refused
from transfer_gui.core.models.keras import read

from .beside import as_keras2, check, check_file, expected, loaded, model_of, numbers, shaken, words

L = keras.layers

KINDS = {
    "lstm": lambda **given: L.LSTM(4, **given),
    "lstm, no bias": lambda **given: L.LSTM(4, use_bias=False, **given),
    "lstm, hard": lambda **given: L.LSTM(4, recurrent_activation="hard_sigmoid", **given),
    "lstm, relu, no bias": lambda **given: L.LSTM(4, activation="relu", use_bias=False, **given),
    "gru": lambda **given: L.GRU(4, **given),
    "gru, no bias": lambda **given: L.GRU(4, use_bias=False, **given),
    "gru, reset before": lambda **given: L.GRU(4, reset_after=False, **given),
    "gru, reset before, no bias": lambda **given: L.GRU(4, reset_after=False, use_bias=False, **given),
    "gru, hard": lambda **given: L.GRU(4, recurrent_activation="hard_sigmoid", **given),
    "gru, softsign, reset before": lambda **given: L.GRU(4, activation="softsign", reset_after=False, **given),
    "plain": lambda **given: L.SimpleRNN(4, **given),
    "plain, relu": lambda **given: L.SimpleRNN(4, activation="relu", **given),
    "plain, no bias": lambda **given: L.SimpleRNN(4, use_bias=False, **given),
    "plain, softsign": lambda **given: L.SimpleRNN(4, activation="softsign", **given),
    "both ways": lambda **given: L.Bidirectional(L.LSTM(4, **given)),
}  # fmt: skip

ONE_WAY = {name: make for name, make in KINDS.items() if name != "both ways"}


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("steps", [False, True], ids=["the last step", "all steps"])
def test_kinds(make, steps, tmp_path):
    check(model_of(make(return_sequences=steps), (6, 3)), numbers(2, 6, 3), tmp_path)


@pytest.mark.parametrize("make", ONE_WAY.values(), ids=ONE_WAY)
@pytest.mark.parametrize("steps", [False, True], ids=["the last step", "all steps"])
def test_backwards(make, steps, tmp_path):
    model = model_of(make(return_sequences=steps, go_backwards=True), (6, 3))
    check(model, numbers(2, 6, 3), tmp_path, forms=("keras",))


PADDED = np.array(
    [[3, 1, 4, 1, 5, 9], [0, 0, 2, 7, 1, 8], [1, 6, 1, 8, 0, 0], [0, 5, 0, 0, 7, 0], [0, 0, 0, 0, 0, 0]]
)  # fmt: skip
"""Words that are padded nowhere, in front, behind, in between and throughout."""


def masked(layer):
    return model_of([L.Embedding(10, 3, mask_zero=True), layer], (6,), dtype="int32")


@pytest.mark.parametrize("make", KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("steps", [False, True], ids=["the last step", "all steps"])
def test_masks(make, steps, tmp_path):
    model = masked(make(return_sequences=steps))
    check(model, PADDED, tmp_path, forms=("keras",))


@pytest.mark.parametrize("make", ONE_WAY.values(), ids=ONE_WAY)
@pytest.mark.parametrize("steps", [False, True], ids=["the last step", "all steps"])
def test_masks_backwards(make, steps, tmp_path):
    model = masked(make(return_sequences=steps, go_backwards=True))
    check(model, PADDED, tmp_path, forms=("keras",))


@pytest.mark.parametrize("way", ["concat", "sum", "mul", "ave"])
@pytest.mark.parametrize("steps", [False, True], ids=["the last step", "all steps"])
def test_both_ways(way, steps, tmp_path):
    layers = [L.Bidirectional(L.GRU(4, return_sequences=steps), merge_mode=way), L.Dense(2)]
    check(model_of(layers, (6, 3)), numbers(2, 6, 3), tmp_path)


def test_both_ways_with_another_layer_for_the_way_back(tmp_path):
    back = L.GRU(5, return_sequences=True, go_backwards=True)
    layer = L.Bidirectional(L.LSTM(4, return_sequences=True), backward_layer=back)
    check(model_of(layer, (6, 3)), numbers(2, 6, 3), tmp_path)


STACKS = {
    "two layers": lambda: [L.LSTM(4, return_sequences=True), L.GRU(3)],
    "both ways, twice": lambda: [L.Bidirectional(L.LSTM(4, return_sequences=True)), L.Bidirectional(L.GRU(3))],
    "through what keeps a mask": lambda: [
        L.SpatialDropout1D(0.1), L.Dense(4, activation="relu"), L.BatchNormalization(), L.LayerNormalization(),
        L.LeakyReLU(), L.TimeDistributed(L.Dense(3)), L.GaussianNoise(0.1), L.LSTM(4),
    ],
    "a mean of the steps that count": lambda: [L.LSTM(4, return_sequences=True), L.GlobalAveragePooling1D()],
    "a mean without a recurrent layer": lambda: [L.GlobalAveragePooling1D(keepdims=True)],
}  # fmt: skip


@pytest.mark.parametrize("make", STACKS.values(), ids=STACKS)
@pytest.mark.parametrize("functional", [False, True], ids=["sequential", "functional"])
def test_masks_go_on(make, functional, tmp_path):
    layers = [L.Embedding(10, 3, mask_zero=True), *make()]
    if functional:  # Keras writes masks down there
        given = value = keras.Input((6,), dtype="int32")
        for layer in layers:
            value = layer(value)
        model = shaken(keras.Model(given, value))
    else:
        model = model_of(layers, (6,), dtype="int32")
    check(model, PADDED[:4], tmp_path)


@pytest.mark.filterwarnings("ignore:Layer 'conv1d'.*does not support masking:UserWarning")
def test_a_convolution_ends_a_mask(tmp_path):
    layers = [L.Embedding(10, 3, mask_zero=True), L.Conv1D(4, 3, padding="same"), L.LSTM(4)]
    check(model_of(layers, (6,), dtype="int32"), PADDED, tmp_path)


def test_sequences_masked_by_their_numbers(tmp_path):
    x = numbers(3, 6, 4)
    x[0, 4:], x[1, :2], x[2, 3, 1:] = -1, -1, -1
    check(model_of([L.Masking(-1.0), L.LSTM(3, return_sequences=True), L.GRU(2)], (6, 4)), x, tmp_path)


def test_a_mask_goes_past_a_skip(tmp_path):
    given = keras.Input((6,), dtype="int32")
    embedded = L.Embedding(10, 4, mask_zero=True)(given)
    both = L.Concatenate()([embedded, L.Add()([embedded, L.LSTM(4, return_sequences=True)(embedded)])])
    model = shaken(keras.Model(given, L.GRU(2)(both)))
    check(model, PADDED, tmp_path)


def test_words_of_any_number(tmp_path):
    model = model_of([L.Embedding(10, 3, mask_zero=True), L.LSTM(4), L.Dense(2)], (None,), dtype="int32")
    for steps in (3, 8):
        network = check(model, words(2, steps), tmp_path, forms=("keras",))
    assert type(network.lstm.cells) is nn.LSTM


def test_torchs_own_layers_where_they_compute_the_same(tmp_path):
    layers = [L.LSTM(4, return_sequences=True), L.GRU(4, return_sequences=True), L.SimpleRNN(4, return_sequences=True),
              L.GRU(4, reset_after=False)]  # fmt: skip
    network = check(model_of(layers, (6, 3)), numbers(2, 6, 3), tmp_path)
    kinds = [type(module.cells).__name__ for module in network.children()]
    assert kinds == ["LSTM", "GRU", "RNN", "Loop"]


@pytest.mark.parametrize(("kind", "settings"), [(L.LSTM, {"recurrent_activation": "hard_sigmoid"}), (L.GRU, {})])
def test_layers_as_old_files_have_them(kind, settings, tmp_path):
    """An LSTM of Keras 2 has its own hard sigmoid; a GRU that says nothing resets before the product."""
    given = {"reset_after": False} if kind is L.GRU else {}
    model = model_of(kind(4, **given, **settings), (6, 3))
    model.save(tmp_path / "model.h5")
    as_keras2(tmp_path / "model.h5")
    network, _ = loaded(tmp_path / "model.h5")
    x = numbers(2, 6, 3)
    if kind is L.GRU:
        check_file(tmp_path / "model.h5", x, expected(model, x))
        return
    cell = model.layers[0].cell
    w, u, b = (keras.ops.convert_to_numpy(v) for v in (cell.kernel, cell.recurrent_kernel, cell.bias))
    state = memory = np.zeros((2, 4))
    for step in x.transpose(1, 0, 2):
        i, forget, new, out = np.split(step @ w + state @ u + b, 4, 1)
        gates = [np.clip(0.2 * gate + 0.5, 0, 1) for gate in (i, forget, out)]
        memory = gates[1] * memory + gates[0] * np.tanh(new)
        state = gates[2] * np.tanh(memory)
    check_file(tmp_path / "model.h5", x, state.astype(np.float32))
    assert network.lstm.cells.gate == "keras2_hard_sigmoid"


def test_dropout_inside_is_left_out_and_told(tmp_path):
    model_of([L.LSTM(4, dropout=0.3, return_sequences=True), L.GRU(4, recurrent_dropout=0.3)], (6, 3)).save(
        tmp_path / "model.keras"
    )
    assert read(tmp_path / "model.keras").notes == ("The dropout inside recurrent layers is left out.",)


REFUSED = {
    "a state that is kept": (lambda: L.LSTM(4, stateful=True), {"batch_size": 2}, "stateful"),
    "cells": (lambda: L.RNN(L.LSTMCell(4)), {}, "RNN"),
    "a convolution at each step": (lambda: L.TimeDistributed(L.Conv1D(2, 1)), {}, "Conv1D"),
}


@pytest.mark.parametrize(("make", "given", "words"), REFUSED.values(), ids=REFUSED)
def test_what_is_refused(make, given, words, tmp_path):
    shape = (6, 3, 2) if words == "Conv1D" else (6, 3)
    model_of(make(), shape, **given).save(tmp_path / "model.keras")
    with pytest.raises(Refused, match=words):
        read(tmp_path / "model.keras")


def test_a_mask_by_hand_is_refused(tmp_path):
    given = keras.Input((6, 3))
    mask = keras.ops.any(keras.ops.not_equal(given, 5.0), axis=-1)
    keras.Model(given, L.LSTM(4)(given, mask=mask)).save(tmp_path / "model.keras")
    with pytest.raises(Refused, match="'lstm' a mask that was made by hand"):
        read(tmp_path / "model.keras")


def test_a_state_from_elsewhere_is_refused(tmp_path):
    given = keras.Input((6, 3))
    start = L.GlobalAveragePooling1D()(L.Dense(4)(given))
    keras.Model(given, L.LSTM(4)(given, initial_state=[start, start])).save(tmp_path / "model.keras")
    with pytest.raises(Refused, match="'lstm' with more than its input: initial_state"):
        read(tmp_path / "model.keras")


def test_a_mask_from_inside_another_network_is_refused(tmp_path):
    inner = keras.Sequential([keras.Input((6,), dtype="int32"), L.Embedding(10, 3, mask_zero=True)])
    keras.Sequential([keras.Input((6,), dtype="int32"), inner, L.LSTM(4)]).save(tmp_path / "model.keras")
    with pytest.raises(Refused, match=r"'lstm' \(LSTM\) is given a mask that comes from inside another network"):
        read(tmp_path / "model.keras")


@pytest.mark.parametrize("merge", [L.Multiply, L.Maximum, L.Minimum])
def test_merges_that_treat_masked_steps_apart_are_refused(merge, tmp_path):
    given = keras.Input((6,), dtype="int32")
    embedded = L.Embedding(10, 3, mask_zero=True)(given)
    keras.Model(given, merge(name="both")([embedded, L.Dense(3)(embedded)])).save(tmp_path / "model.keras")
    with pytest.raises(Refused, match=r"'both'.*masked"):
        read(tmp_path / "model.keras")


WITHIN = {
    "a layer within needs it": lambda: [keras.Sequential([L.Dense(3), L.GlobalAveragePooling1D()], name="inner")],
    "a layer behind needs it": lambda: [keras.Sequential([L.Dense(3)], name="inner"), L.LSTM(2)],
}


@pytest.mark.filterwarnings("ignore:Layer 'inner'.*does not support masking:UserWarning")
@pytest.mark.parametrize("make", WITHIN.values(), ids=WITHIN)
def test_a_mask_that_goes_through_another_network_is_refused(make, tmp_path):
    model_of([L.Embedding(10, 3, mask_zero=True), *make()], (6,), dtype="int32").save(tmp_path / "model.keras")
    with pytest.raises(Refused, match="mask"):
        read(tmp_path / "model.keras")
    model_of([L.Embedding(10, 3), *make()], (6,), dtype="int32").save(tmp_path / "model.keras")
    assert read(tmp_path / "model.keras").words == 10
