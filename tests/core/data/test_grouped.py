"""Whole groups on one side of the split: against all ways there are, and what could not be kept is told."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transfer_gui.core.data import grouped
from transfer_gui.core.data import split as splits
from transfer_gui.core.data.dataset import Dataset, Example
from transfer_gui.core.data.edits import apply
from transfer_gui.core.data.grouped import Groups, Unit, divide
from transfer_gui.core.errors import UserError
from transfer_gui.core.job import Data


def spoken(table, root="/data", sides=None, twins=()):
    """A dataset from rows (speaker, class, how many), and its groups."""
    examples, names = [], []
    for speaker, label, count in table:
        for _ in range(count):
            place = len(examples)
            examples.append(Example(f"{root}/c{label}/{speaker or 'x'}_{place}.wav", label, sides and sides(place)))
            names.append(speaker)
    classes = tuple(f"c{i}" for i in range(1 + max(e.label for e in examples)))
    return Dataset(root, "folders", classes, examples, twins=twins), Groups(tuple(names))


def sides_of(result, groups):
    """The sides that each group is on."""
    found = {}
    for side, indices in (("train", result.train), ("val", result.val), ("test", result.test)):
        for index in indices:
            found.setdefault(groups.names[index], set()).add(side)
    return found


def cost(units, shares, ways):
    """Classes missing on each side, and the squares of what is too much or too little, by definition."""
    labels = sorted({label for unit in units for label, _ in unit.classes})
    counts = np.array([[sum(dict(u.classes).get(c, 0) for u, w in zip(units, ways, strict=True) if w == side)
                        for c in labels] for side in range(3)])  # fmt: skip
    excess = counts - np.outer(shares, counts.sum(0))
    off = np.square(excess).sum() + np.square(excess.sum(1)).sum()
    return (*(counts == 0).sum(1).tolist(), round(float(off), 5))


UNITS = st.lists(
    st.dictionaries(st.integers(0, 2), st.integers(1, 9), min_size=1, max_size=3), min_size=2, max_size=6
).map(lambda found: [Unit(f"g{i}", tuple(sorted(classes.items()))) for i, classes in enumerate(found)])


@settings(max_examples=60)
@given(units=UNITS, shares=st.sampled_from([(0.8, 0.2, 0), (0.6, 0.2, 0.2), (0.5, 0, 0.5)]), seed=st.integers(0, 99))
def test_a_few_groups_are_divided_in_the_best_way(units, shares, seed):
    allowed = [side for side in range(3) if side == 0 or shares[side]]
    best = min(cost(units, shares, ways) for ways in itertools.product(allowed, repeat=len(units)))
    assert cost(units, shares, divide(units, shares, seed)) == best


@pytest.mark.parametrize("seed", range(5))
def test_moves_alone_come_close_to_the_best_way(seed, monkeypatch):
    rng = np.random.default_rng(seed)
    units = [Unit(f"g{i}", ((0, int(rng.integers(1, 20))), (1, int(rng.integers(1, 20))))) for i in range(9)]
    shares = (0.6, 0.2, 0.2)
    best = cost(units, shares, divide(units, shares, seed))
    monkeypatch.setattr(grouped, "_WORK", 0)
    found = cost(units, shares, divide(units, shares, seed))
    total = sum(count for unit in units for _, count in unit.classes)
    assert found[:3] == best[:3] == (0, 0, 0)
    assert found[3] ** 0.5 < best[3] ** 0.5 + 0.05 * total


def test_many_groups_have_the_shares_that_are_wanted():
    rng = np.random.default_rng(0)
    table = [(f"s{s}", c, int(rng.integers(1, 12))) for s in range(120) for c in range(5) if rng.random() < 0.7]
    data, groups = spoken(table)

    result = splits.split(data, Data(validation=0.2, test=0.1, seed=4), groups)

    assert sorted(result.train + result.val + result.test) == list(range(len(data.examples)))
    assert all(len(sides) == 1 for sides in sides_of(result, groups).values())
    counts = np.array(result.counts)
    np.testing.assert_allclose(counts / counts.sum(1, keepdims=True), [[0.7, 0.2, 0.1]] * 5, atol=0.03)
    assert not result.notes


@settings(max_examples=60)
@given(
    table=st.lists(st.tuples(st.sampled_from(["", "a", "b", "c", "d", "e"]), st.integers(0, 2), st.integers(1, 6)),
                   min_size=1, max_size=25),
    validation=st.sampled_from([0, 0.2, 0.5]),
    test=st.sampled_from([0, 0.2]),
    seed=st.integers(0, 1000),
)  # fmt: skip
def test_no_group_is_torn_apart_and_every_class_can_be_trained(table, validation, test, seed):
    data, groups = spoken(table)
    result = splits.split(data, Data(validation=validation, test=test, seed=seed), groups)
    assert sorted(result.train + result.val + result.test) == list(range(len(data.examples)))
    assert all(len(sides) == 1 for name, sides in sides_of(result, groups).items() if name)
    assert {data.examples[i].label for i in result.train} == {e.label for e in data.examples}
    assert bool(result.val) <= (validation > 0)
    assert bool(result.test) <= (test > 0)


def test_the_seed_decides_and_the_folder_s_place_does_not():
    table = [(f"s{s}", c, 5) for s in range(30) for c in range(2)]
    one, groups = spoken(table)
    other, _ = spoken(table, root="/elsewhere")
    first = splits.split(one, Data(seed=1), groups)
    assert first == splits.split(one, Data(seed=1), groups) == splits.split(other, Data(seed=1), groups)
    assert len({tuple(splits.split(one, Data(seed=seed), groups).val) for seed in range(5)}) == 5


def test_six_speakers_of_all_classes_give_one_to_each_side():
    data, groups = spoken([(name, c, 20) for name in "abcdef" for c in range(3)])
    chosen = set()
    for seed in range(12):
        result = splits.split(data, Data(validation=0.2, test=0.2, seed=seed), groups)
        assert [len(result.train), len(result.val), len(result.test)] == [240, 60, 60]
        assert result.notes == ()
        chosen.add(next(iter(result.val)))
    assert len(chosen) > 2


def test_a_class_of_one_group_stays_in_training_and_is_told():
    data, groups = spoken([("a", 0, 10), ("b", 0, 10), ("c", 0, 10), ("a", 1, 5)])
    result = splits.split(data, Data(validation=0.3), groups)
    assert sides_of(result, groups)["a"] == {"train"}
    assert any("No validation example of 'c1'" in note for note in result.notes)


def test_a_share_that_whole_groups_do_not_allow_is_told():
    data, groups = spoken([("a", 0, 50), ("b", 0, 50)])
    result = splits.split(data, Data(validation=0.1), groups)
    assert len(result.val) == 50
    assert any("the validation side has 50% of the examples in place of 10%" in note for note in result.notes)


def test_one_group_alone_cannot_be_divided():
    data, groups = spoken([("a", 0, 10), ("a", 1, 10)])
    result = splits.split(data, Data(validation=0.2, test=0.2), groups)
    assert len(result.train) == 20
    assert any("All examples are of one group" in note for note in result.notes)


def test_who_has_no_group_is_alone():
    data, groups = spoken([("", 0, 100), ("a", 0, 1)])
    result = splits.split(data, Data(validation=0.2), groups)
    assert len(result.val) == 20


def test_groups_that_share_copies_stay_together():
    table = [(name, 0, 4) for name in "abcdefgh"]
    twins = ((0, 4), (5, 9), (20, 21))  # a and b, b and c; two of f's own
    for seed in range(10):
        data, groups = spoken(table, twins=twins)
        found = sides_of(splits.split(data, Data(validation=0.3, test=0.3, seed=seed), groups), groups)
        assert found["a"] == found["b"] == found["c"]
        assert all(len(sides) == 1 for sides in found.values())


def test_the_data_s_own_sides_are_kept_and_groups_across_them_told():
    data, groups = spoken([("a", 0, 10), ("b", 0, 10), ("c", 0, 10)],
                          sides=lambda place: "test" if place >= 25 else "train")  # fmt: skip
    result = splits.split(data, Data(validation=0.4, test=0.3), groups)
    assert result.test == tuple(range(25, 30))
    assert len(result.val) == 10
    assert any("1 group is on more than one side" in note and "'c'" in note for note in result.notes)


def test_examples_left_out_by_hand_move_no_other():
    data, groups = spoken([(f"s{s}", c, 4) for s in range(10) for c in range(2)])
    job = Data(validation=0.2, excluded=("c0/s0_0.wav", "c1/s3_28.wav"))
    whole = splits.split(data, job, groups)
    edited = apply(data, job)
    assert len(edited.examples) == len(data.examples) - 2

    result = splits.split(edited, job, groups)

    def paths(dataset, indices):
        return {dataset.examples[i].path for i in indices} - {"/data/c0/s0_0.wav", "/data/c1/s3_28.wav"}

    assert paths(edited, result.val) == paths(data, whole.val)
    assert paths(edited, result.train) == paths(data, whole.train)


def test_nothing_to_train_on_is_refused():
    data, groups = spoken([("a", 0, 3)], sides=lambda place: "val")
    with pytest.raises(UserError, match="nothing to train on"):
        splits.split(data, Data(), groups)


def test_without_a_side_to_draw_all_is_in_training():
    data, groups = spoken([("a", 0, 3), ("b", 1, 3)])
    assert len(splits.split(data, Data(validation=0), groups).train) == 6
    assert divide([Unit("a", ((0, 1),)), Unit("b", ((0, 1),))], (1, 0, 0), 0) == [0, 0]
