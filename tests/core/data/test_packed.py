"""Columns beside the plain lists that they stand for."""

import pickle
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfer_gui.core.data.packed import Example, Examples, Indices, Packer

letters = st.characters(exclude_characters="\0/\\", exclude_categories=()) | st.sampled_from("\udcffü\u0308")
folders = st.sampled_from(["", "/", "/data/a/", "/data/ü/", "relative/", "/data/a//"])
paths = st.builds(str.__add__, folders, st.text(letters, min_size=1, max_size=12))
examples = st.lists(
    st.builds(Example, paths, st.integers(0, 9), st.sampled_from([None, "train", "val", "test"])), max_size=20
)


@given(examples)
def test_they_are_the_very_examples_in_the_same_order(plain):
    packed = Examples.of(plain)
    assert list(packed) == plain
    assert [packed[i] for i in range(len(packed))] == plain
    assert packed == plain
    assert packed == tuple(plain)
    assert packed == Examples.of(iter(plain))
    assert list(packed.paths) == [e.path for e in plain]
    assert packed[1:9:2] == plain[1:9:2]
    assert packed[-3:] == plain[-3:]
    assert list(reversed(packed)) == plain[::-1]
    assert pickle.loads(pickle.dumps(packed)) == plain


@given(examples, st.data())
def test_a_part_is_what_a_list_would_give(plain, data):
    packed = Examples.of(plain)
    rows = data.draw(st.lists(st.integers(0, len(plain) - 1), max_size=8)) if plain else []
    part, there = packed.take(np.array(rows, np.int64)), [plain[i] for i in rows]
    assert part == there
    assert part == Examples.of(there)
    assert list(part.paths.under(str.upper)) == [part.paths.folders[f].upper() + p.path[len(part.paths.folders[f]) :]
                                                 for f, p in zip(part.paths.folder, there, strict=True)]  # fmt: skip
    for label in range(10):
        assert packed.of_class(label) == [e for e in plain if e.label == label]
    assert packed.trained.tolist() == [e.side in (None, "train") for e in plain]


@given(examples)
def test_a_path_is_found_where_it_is(plain):
    packed = Examples.of(plain).paths
    for path in {e.path for e in plain} | {"/data/a/nothing", "nowhere/x", "/data/a/", ""}:
        assert packed.find(path) == [i for i, e in enumerate(plain) if e.path == path]
    for row in range(len(plain)):
        assert packed[row:].find(plain[row].path)[0] == 0


@given(examples, examples)
def test_they_are_equal_where_lists_are(one, other):
    assert (Examples.of(one) == Examples.of(other)) == (one == other)
    assert (Examples.of(one).paths == Examples.of(other).paths) == ([e.path for e in one] == [e.path for e in other])


@given(st.lists(st.integers(-9, 9), max_size=12), st.lists(st.integers(-9, 9), max_size=4))
def test_indices_are_a_tuple_to_whoever_asks(plain, other):
    packed = Indices(plain)
    assert packed == tuple(plain)
    assert tuple(plain) == packed
    assert (packed == Indices(other)) == (plain == other)
    assert list(packed) == plain
    assert list(packed + other) == plain + other
    assert packed[2:] == tuple(plain[2:])
    assert [i in packed for i in range(-9, 10)] == [i in plain for i in range(-9, 10)]
    assert hash(packed) == hash(tuple(plain))
    assert np.asarray(packed, np.int32).tolist() == plain
    assert bool(packed) == bool(plain)
    assert all(type(i) is int for i in packed)


def test_an_index_out_of_range_is_an_index_error():
    packed = Examples.of([Example("/a/b", 0)])
    assert packed[-1] == Example("/a/b", 0)
    for sequence in (packed, packed.paths, Indices([0])):
        for index in (1, -2):
            with pytest.raises(IndexError):
                sequence[index]


def test_no_column_can_be_written():
    packed = Examples.of([Example("/a/b", 0)])
    for column in (packed.labels, packed.sides, packed.paths.folder, Indices([1]).array):
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 5


def test_an_example_takes_fifty_bytes():
    count = 50_000
    tracemalloc.start()
    packer = Packer()
    for folder in range(50):
        packer.add(f"/some/where/class {folder}/", [f"picture_{i:08d}.jpg" for i in range(count // 50)])
    paths = packer.packed()
    packed = Examples(paths, np.zeros(count, np.int32), np.zeros(count, np.int8))
    del packer
    now, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(packed) == count
    assert now / count < 50
