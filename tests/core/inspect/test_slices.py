"""Slices of tensors as matrices, heat maps and text."""

import numpy as np
import pytest

from transfer_gui.core.errors import UserError
from transfer_gui.core.inspect import slices

NAN, INF = float("nan"), float("inf")


def test_the_last_two_dimensions_are_shown_and_the_others_fixed():
    tensor = np.arange(2 * 3 * 4 * 5).reshape(2, 3, 4, 5)
    np.testing.assert_array_equal(slices.as_matrix(tensor, (1, 2)), tensor[1, 2])
    np.testing.assert_array_equal(slices.as_matrix(tensor, (-1, 0)), tensor[-1, 0])
    np.testing.assert_array_equal(slices.as_matrix(tensor[0, 0]), tensor[0, 0])
    np.testing.assert_array_equal(slices.as_matrix(np.arange(4)), [[0, 1, 2, 3]])
    np.testing.assert_array_equal(slices.as_matrix(np.array(7.0)), [[7]])
    assert slices.as_matrix(np.empty((0, 3))).shape == (0, 3)
    assert slices.as_matrix(np.empty(0)).shape == (1, 0)
    assert slices.as_matrix(np.zeros((2, 0, 3)), (1,)).shape == (0, 3)
    assert slices.as_matrix(np.zeros((2, 1, 1, 1, 3)), (1, 0, 0)).shape == (1, 3)


@pytest.mark.parametrize("index", [(), (0,), (0, 0, 0), (2, 0), (0, 3)])
def test_an_index_that_is_not_there_is_refused(index):
    with pytest.raises(IndexError):
        slices.as_matrix(np.zeros((2, 3, 4, 5)), index)


def test_a_heat_map_of_a_slice():
    tensor = np.random.default_rng(0).normal(size=(4, 3, 5, 5)).astype(np.float32)
    figure = slices.heatmap("conv1.weight", tensor, (2, 1))
    np.testing.assert_array_equal(figure.values, tensor[2, 1])
    assert figure.title == "conv1.weight[2, 1, :, :]"
    assert figure.low == -figure.high
    assert figure.note == ""


def test_a_large_slice_is_thinned_to_the_largest_of_each_block():
    matrix = np.random.default_rng(0).normal(size=(256, 384)).astype(np.float32)
    figure = slices.heatmap("fc.weight", matrix)
    assert figure.values.shape == (128, 128)
    assert "2 x 3" in figure.note
    blocks = matrix.reshape(128, 2, 128, 3).transpose(0, 2, 1, 3).reshape(128, 128, 6)
    largest = np.take_along_axis(blocks, np.abs(blocks).argmax(-1)[..., None], -1)[..., 0]
    np.testing.assert_array_equal(figure.values, largest)


@pytest.mark.parametrize(
    "tensor",
    [
        np.array(2.5),
        np.arange(5, dtype=np.int8),
        np.array([[True, False]]),
        np.full((200, 200), NAN, np.float32),
        np.array([[INF, -INF]], np.float16),
        np.empty((0, 5), np.float32),
        np.array([1 + 2j]),
    ],
    ids=["scalar", "integers", "bool", "NaN", "infinite", "empty", "complex"],
)
def test_odd_slices_have_a_heat_map_too(tensor):
    with np.errstate(all="raise"):
        figure = slices.heatmap("odd", tensor)
    assert figure.values.dtype == np.float32
    assert figure.values.shape == tuple(min(n, 128) for n in slices.as_matrix(tensor).shape)


def test_the_end_of_the_colours_leaves_out_the_rarest():
    values = np.concatenate([np.ones(999), [1000]]).astype(np.float32)
    assert slices.extent(values) == 1
    assert slices.extent(np.zeros(5, np.float32)) == 1
    assert slices.extent(np.array([NAN, INF], np.float32)) == 1
    rare = np.concatenate([np.zeros(999), [3]]).astype(np.float32)
    assert slices.extent(rare) == 3
    many = np.random.default_rng(0).normal(size=(3000, 1000)).astype(np.float32)
    assert slices.extent(many) == pytest.approx(np.percentile(np.abs(many), 99.5), rel=0.02)


# ---- as text

ARRAYS = {
    "float32": np.random.default_rng(0).normal(size=(3, 4, 5)).astype(np.float32),
    "float64": np.random.default_rng(0).normal(size=7) * 1e-300,
    "float16": np.array([[0.1, 65504, 6e-8], [-0.0, 1 / 3, 2]], np.float16),
    "all float16": np.arange(1 << 16, dtype=np.uint16).view(np.float16),
    "random bits": np.random.default_rng(0).integers(0, 1 << 32, 20_000, np.uint64).astype(np.uint32).view(np.float32),
    "broken": np.array([NAN, INF, -INF, -0.0, 1e-45, 3.4028235e38], np.float32),
    "int64": np.array([[-(2**63), 2**63 - 1]]),
    "uint64": np.array([2**64 - 1], np.uint64),
    "uint8": np.arange(6, dtype=np.uint8).reshape(2, 3),
    "bool": np.array([[True], [False]]),
    "scalar": np.array(0.1, np.float32),
    "scalar integer": np.array(5),
    "scalar NaN": np.array(NAN, np.float16),
    "empty": np.empty((0, 4), np.float32),
    "empty vector": np.empty(0, np.int32),
    "turned": np.arange(6.0).reshape(2, 3).T,
}


@pytest.mark.parametrize("name", ARRAYS)
def test_the_text_evaluates_to_just_the_array(name):
    array = ARRAYS[name]
    text = slices.numpy_code("features.0.weight", array)
    back = eval(text, {"np": np})
    assert (back.dtype, back.shape) == (array.dtype, array.shape)
    np.testing.assert_array_equal(back, array)
    if np.issubdtype(array.dtype, np.floating):
        numbers = ~np.isnan(array)
        np.testing.assert_array_equal(np.signbit(back[numbers]), np.signbit(array[numbers]))
    assert text.startswith("# features.0.weight: ")


def test_numbers_are_written_as_short_as_they_can_be():
    text = slices.numpy_code("x", np.array([0.1, 3], np.float32))
    assert text == "# x: 2, float32\nnp.array([0.1, 3.0], dtype=np.float32).reshape((2,))"


def test_too_many_numbers_are_refused_with_a_way_out(monkeypatch):
    monkeypatch.setattr(slices, "MOST", 10)
    with pytest.raises(UserError, match=r"fc\.weight holds 12 numbers"):
        slices.numpy_code("fc.weight", np.zeros((3, 4)))
