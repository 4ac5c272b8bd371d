"""The shipped pictures and their splits."""

from collections import Counter, defaultdict
from pathlib import Path

import numpy as np
import pytest

from transfer_gui.core import paths
from transfer_gui.core.data import sample
from transfer_gui.core.data.split import split
from transfer_gui.core.errors import UserError
from transfer_gui.core.job import Data

from .pictures import found

CLASSES = ("buildings", "computers", "fruit_vegetables", "mammals", "plants", "road_signs", "tools", "vehicles")


def test_the_stored_splits_are_what_the_rule_gives(tmp_path):
    sample.rebuild(tmp_path)
    for name in sample.names():
        assert (tmp_path / f"{name}.csv").read_bytes() == (paths.resources() / "data" / f"{name}.csv").read_bytes()


@pytest.mark.parametrize(("name", "training"), [("clipart-10", 10), ("clipart-40", 40)])
def test_counts_by_class_and_side(name, training):
    dataset = found(f"sample:{name}")
    assert dataset.classes == CLASSES
    assert len(dataset.examples) == 552
    assert (dataset.skipped, dataset.duplicates, dataset.sizes) == ((), (), {(160, 160): 552})
    sides = split(dataset, Data())
    for indices, wanted in ((sides.train, training), (sides.val, 8)):
        assert set(Counter(dataset.examples[i].label for i in indices).values()) == {wanted}
    assert sides.notes == ()
    assert len(sides.train) + len(sides.val) + len(sides.test) == 552


@pytest.mark.parametrize("name", sample.names())
def test_a_series_is_on_one_side(name):
    sides = defaultdict(set)
    for example in found(f"sample:{name}").examples:
        sides[example.label, sample.series(Path(example.path).name)].add(example.side)
    assert {len(s) for s in sides.values()} == {1}
    assert len(sides) < 552


def test_a_series_is_told_by_its_name():
    assert sample.series("home0.jpg") == sample.series("home15.jpg")
    assert sample.series("tigre01_x_01.jpg") == sample.series("tigre02_x_01.jpg") != sample.series("tiger.jpg")


def test_draws_are_those_behind_the_published_figures():
    """The draw of the script that measured the pictures, written again."""
    dataset, sides = sample.draw(10, seed=3)
    y = np.array([e.label for e in dataset.examples])
    rng = np.random.default_rng(3)
    wanted = [i for c in range(8) for i in rng.permutation(np.flatnonzero(y == c))[:10]]
    assert sides.train == tuple(sorted(wanted))
    assert sides.val == ()
    assert sorted(sides.train + sides.test) == list(range(552))
    assert dataset.classes == CLASSES
    assert [e.path for e in dataset.examples] == sorted(e.path for e in dataset.examples)


def test_seeds_give_other_draws():
    draws = {sample.draw(5, seed)[1].train for seed in range(5)}
    assert len(draws) == 5
    assert sample.draw(5, 0)[1] == sample.draw(5, 0)[1]


def test_an_unknown_sample_names_the_known_ones():
    with pytest.raises(UserError, match="clipart-10"):
        found("sample:photos")
