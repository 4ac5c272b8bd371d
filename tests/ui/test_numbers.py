"""Numbers as text: read in every notation, shown exactly, stepped in a series, bounded in words."""

import pytest

from transfer_gui.ui.widgets.field import Bounds, plain_number
from transfer_gui.ui.widgets.number_field import begins_number, next_in_series, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.001", 0.001),
        ("0,001", 0.001),
        ("1e-5", 1e-5),
        ("1E-5", 1e-5),
        ("1,5e-3", 1.5e-3),
        (".5", 0.5),
        ("5.", 5.0),
        (" 0.01 ", 0.01),
        ("−3", -3.0),
        ("abc", None),
        ("", None),
        ("1e", None),
        ("1.2.3", None),
        ("1,2.3", None),
        ("nan", None),
        ("inf", None),
        ("1e999", None),
        ("0x10", None),
    ],
)
def test_numbers_are_read_in_every_usual_notation(text, value):
    assert parse_number(text) == value


@pytest.mark.parametrize("text", ["", "-", "0,", "1e", "1e-", "0.00"])
def test_beginnings_of_numbers_are_no_fault_yet(text):
    assert begins_number(text)


@pytest.mark.parametrize("value", [0.001, 1e-5, 0.1 + 0.2, 1 / 3, 100.0, 2.5e-7, 0.0])
def test_numbers_are_shown_exactly(value):
    assert float(plain_number(value)) == value


def test_small_numbers_are_never_rounded_away():
    assert [plain_number(v) for v in (0.001, 0.0001, 1e-5, 0.01, 10.0)] == ["0.001", "0.0001", "1e-5", "0.01", "10"]


def test_the_series_goes_one_two_five():
    up = [0.001]
    for _ in range(6):
        up.append(next_in_series(up[-1], up=True))
    assert up == [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1]
    down = [0.1]
    for _ in range(6):
        down.append(next_in_series(down[-1], up=False))
    assert down == up[::-1]
    assert next_in_series(0.003, up=True) == 0.005
    assert next_in_series(0.003, up=False) == 0.002


def test_a_bound_is_named_in_words():
    assert Bounds(0, 100, low_open=True).fault(0) == "must be above 0"
    assert Bounds(0, 1, high_open=True).fault(1) == "must be below 1"
    assert Bounds(1, 10_000).fault(20_000) == "must be at most 10,000"
    assert Bounds(1, 10_000).fault(1) == ""
