"""Class names and their order."""

import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from transfer_gui.core.data.labels import class_order, clean, natural_key, tidy


def test_numbers_sort_by_value_and_before_names():
    assert class_order(["10", "2", "dog", "-1", "1", "0.5", "Cat"]) == ("-1", "0.5", "1", "2", "10", "Cat", "dog")


def test_numbers_inside_names_sort_by_value():
    assert class_order(["img10", "img2", "IMG1"]) == ("IMG1", "img2", "img10")


def test_each_name_appears_once():
    assert class_order(["b", "a", "b"]) == ("a", "b")


@given(st.lists(st.text(min_size=1), max_size=20))
def test_the_order_is_total_and_does_not_depend_on_the_input(labels):
    assert class_order(labels) == class_order(reversed(labels))
    assert len({natural_key(label) for label in labels}) == len(set(labels))


def test_outer_spaces_and_the_unicode_form_make_no_other_class():
    assert clean(" caf\u00e9  ") == clean(unicodedata.normalize("NFD", "caf\u00e9")) == "caf\u00e9"


def test_whole_numbers_with_decimals_are_the_same_as_without():
    assert tidy(["1.0", "1", " 2.00 "]) == ["1", "1", "2"]


def test_names_that_only_look_like_numbers_are_left_alone():
    assert tidy(["1.0", "beta"]) == ["1.0", "beta"]
    assert tidy(["1.5", "1.0"]) == ["1.5", "1"]
    assert tidy(["007", "7"]) == ["007", "7"]
