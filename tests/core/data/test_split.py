"""Splits: by ratio and seed, the data's own, and the file that keeps them."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transfer_gui.core.data import split as splits
from transfer_gui.core.data.dataset import Dataset, Example, Split
from transfer_gui.core.errors import UserError
from transfer_gui.core.job import Data


def dataset(counts, root="/data", sides=None, twins=()):
    examples = [
        Example(f"{root}/{c}/{i}.png", c, sides and sides(c, i)) for c, n in enumerate(counts) for i in range(n)
    ]
    return Dataset(root, "folders", tuple(f"c{i}" for i in range(len(counts))), tuple(examples), twins=twins)


def per_class(data, indices):
    counter = Counter(data.examples[i].label for i in indices)
    return [counter[c] for c in range(len(data.classes))]


@given(
    counts=st.lists(st.integers(1, 30), min_size=2, max_size=5),
    validation=st.floats(0, 0.5),
    test=st.floats(0, 0.4),
    seed=st.integers(0, 1000),
)
def test_every_example_is_on_one_side_and_every_class_can_be_trained(counts, validation, test, seed):
    data = dataset(counts)
    result = splits.split(data, Data(validation=validation, test=test, seed=seed))
    assert sorted(result.train + result.val + result.test) == list(range(len(data.examples)))
    train, val, tested = (per_class(data, side) for side in (result.train, result.val, result.test))
    for number, a, b, c in zip(counts, train, val, tested, strict=True):
        assert a >= 1
        assert (b >= 1) == (validation > 0 and number >= 2)
        assert c == 0 or test > 0
        if number >= 4 and validation + test <= 0.6:
            assert abs(b - number * validation) <= 1
            assert abs(c - number * test) <= 1


def test_the_seed_decides_and_the_folder_s_place_does_not():
    one = splits.split(dataset([20, 20]), Data(seed=1))
    assert one == splits.split(dataset([20, 20], root="/elsewhere/far"), Data(seed=1))
    assert one.val != splits.split(dataset([20, 20]), Data(seed=2)).val


def test_the_very_split_of_a_known_set():
    """The same on every system and version: a run can be repeated elsewhere."""
    assert splits.split(dataset([5, 5]), Data(seed=0)).val == (3, 7)


def test_a_new_file_moves_no_other_from_side_to_side():
    small, large = dataset([20, 20]), dataset([21, 20])
    before, after = splits.split(small, Data()), splits.split(large, Data())
    was = {small.examples[i].path for i in before.val}
    now = {large.examples[i].path for i in after.val}
    assert len(was - now) <= 1


def test_a_class_of_one_stays_in_training_and_is_named():
    result = splits.split(dataset([1, 10]), Data())
    assert 0 in result.train
    assert any("'c0'" in note for note in result.notes)


def test_copies_stay_on_one_side():
    twins = ((0, 7), (1, 2, 3), (12, 15))
    for seed in range(20):
        result = splits.split(dataset([10, 10], twins=twins), Data(validation=0.3, test=0.2, seed=seed))
        for group in twins:
            assert sum(bool(set(group) & set(side)) for side in (result.train, result.val, result.test)) == 1
        assert min(per_class(dataset([10, 10]), result.val)) >= 1


def test_the_data_s_own_sides_are_kept():
    data = dataset([6, 6], sides=lambda c, i: ("train", "val", "test")[i % 3])
    result = splits.split(data, Data(validation=0.5, test=0.3, seed=9))
    assert per_class(data, result.train) == per_class(data, result.val) == per_class(data, result.test) == [2, 2]
    assert all(data.examples[i].side == "val" for i in result.val)


def test_without_a_validation_side_it_is_taken_from_training_alone():
    data = dataset([10, 10], sides=lambda c, i: "test" if i < 5 else "train")
    result = splits.split(data, Data(validation=0.2, test=0.5))
    assert per_class(data, result.val) == [1, 1]
    assert per_class(data, result.test) == [5, 5]
    assert any("taken from the training side" in note for note in result.notes)


def test_classes_that_the_data_s_validation_lacks_are_named():
    data = dataset([4, 4], sides=lambda c, i: "val" if c == 0 and i == 0 else "train")
    assert any("no example of 'c1'" in note for note in splits.split(data, Data()).notes)


def test_nothing_to_train_on_is_refused():
    with pytest.raises(UserError, match="nothing to train on"):
        splits.split(dataset([2, 2], sides=lambda c, i: "val"), Data())


def test_written_and_read_back_it_is_the_same(tmp_path):
    root = tmp_path / 'a, "b"\nc'
    data = dataset([5, 3], root=str(root))
    result = splits.split(data, Data(test=0.2))
    file = tmp_path / "split.csv"
    splits.write(file, data, result)
    again, sides = splits.read(file)
    assert (again.classes, [(e.path, e.label) for e in again.examples]) == (
        data.classes,
        [(e.path, e.label) for e in data.examples],
    )
    assert (sides.train, sides.val, sides.test) == (result.train, result.val, result.test)
    assert again.root == str(root)
    assert [p.name for p in tmp_path.iterdir()] == ["split.csv"]
    assert file.read_text(encoding="utf-8").startswith("path,label,class,side\n")


def test_only_the_examples_in_use_are_written(tmp_path):
    data = dataset([5, 5])
    splits.write(tmp_path / "split.csv", data, Split(train=(0, 5), val=(9,)))
    again, sides = splits.read(tmp_path / "split.csv")
    assert [Path(e.path).name for e in again.examples] == ["0.png", "0.png", "4.png"]
    assert (sides.train, sides.val, sides.test) == ((0, 1), (2,), ())


@pytest.mark.parametrize(
    "text", ["", "path,label\n", "path,label,class,side\nx,zero,c,train\n", "path,label,class,side\nx,0,c,up\n"]
)
def test_another_file_is_refused(tmp_path, text):
    (tmp_path / "split.csv").write_text(text)
    with pytest.raises(UserError, match=r"split\.csv"):
        splits.read(tmp_path / "split.csv")
