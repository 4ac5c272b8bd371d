"""Classes are found by name, whatever their number."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from transfer_gui.core.evaluate.classes import by_name, originals
from transfer_gui.core.job import Data, Job

names = st.lists(st.text("abc\u00e9\u00e4", min_size=1, max_size=3), min_size=1, max_size=6, unique=True)


@given(names, names)
def test_every_class_finds_its_own_name_or_is_unknown(network, dataset):
    found = by_name(network, dataset)
    for name, output in zip(dataset, found.outputs, strict=True):
        assert (output is None) == (name not in network)
        assert output is None or network[output] == name
    assert set(found.unknown) == set(dataset) - set(network)
    assert set(found.absent) == set(network) - set(dataset)


def test_a_new_class_before_the_known_ones_moves_nothing():
    found = by_name(["blue", "green", "red"], ["aardvark", "blue", "red"])
    assert found.outputs == (None, 0, 2)
    assert found.unknown == ("aardvark",)
    assert found.absent == ("green",)


def test_composed_and_decomposed_spellings_are_one_name():
    name = "\u00e4pfel"
    assert by_name([name], [unicodedata.normalize("NFD", name)]).outputs == (0,)


def test_a_renamed_class_is_found_under_both_names_and_todays_comes_first():
    assert by_name(["Katze", "dog"], ["dog", "cat"], ["cat", "dog"]).outputs == (1, 0)
    assert by_name(["b", "a"], ["a", "b"], ["a", "b"]).outputs == (1, 0)
    assert by_name(["Katze"], ["Katze"], ["cat"]).absent == ()


def test_the_datasets_names_come_from_the_job_or_from_the_export():
    job = Job(data=Data(renames={"cat": "Katze"})).to_toml()
    assert originals({"classes": ["Katze", "dog"], "job": job}) == ["cat", "dog"]
    assert originals({"classes": ["Mieze", "dog"], "original_classes": ["Katze", "dog"], "job": job}) == ["cat", "dog"]
    assert originals({"classes": ["a"], "job": "of = another [version"}) == ["a"]
    assert originals({"classes": ["a"]}) == ["a"]
