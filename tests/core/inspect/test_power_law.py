"""The exponent of a power law, on samples of a known one."""

import numpy as np
import pytest

from transfer_gui.core.inspect.power_law import CANDIDATES, LEAST, alpha


def pareto(exponent: float, begin: float, count: int, seed: int = 0) -> np.ndarray:
    """Drawn by the inverse of the distribution function."""
    return begin * (1 - np.random.default_rng(seed).random(count)) ** (-1 / (exponent - 1))


@pytest.mark.parametrize("exponent", [1.5, 2.0, 2.5, 3.5, 6.0])
def test_the_exponent_of_a_known_power_law_is_found(exponent):
    found = alpha(pareto(exponent, 0.3, 20_000))
    deviation = (exponent - 1) / np.sqrt(found.count)
    assert abs(found.alpha - exponent) < 4 * deviation
    assert found.distance < 0.02


def test_it_is_the_closed_form_of_the_tail_that_it_names():
    values = pareto(2.5, 1.0, 3_000)
    found = alpha(values)
    tail = values[values >= found.begin]
    assert len(tail) == found.count
    assert found.alpha == pytest.approx(1 + len(tail) / np.log(tail / found.begin).sum())


def test_the_tail_begins_where_the_distance_is_least():
    """All beginnings tried one by one, as in the paper."""
    values = np.sort(np.concatenate([np.random.default_rng(1).uniform(0, 1, 90), pareto(2.2, 1.0, 90)]))
    assert len(values) - LEAST < CANDIDATES, "every beginning is tried"
    distances = {}
    for begin in values[: len(values) - LEAST + 1]:
        tail = values[values >= begin]
        exponent = 1 + len(tail) / np.log(tail / begin).sum()
        fit = 1 - (tail / begin) ** (1 - exponent)
        n = len(tail)
        distances[begin] = max(np.abs(fit - np.arange(n) / n).max(), np.abs(fit - np.arange(1, n + 1) / n).max())
    found = alpha(values)
    assert found.begin == min(distances, key=distances.get)
    assert found.distance == pytest.approx(min(distances.values()))


def test_a_body_of_another_kind_is_left_out():
    values = np.concatenate([np.random.default_rng(0).uniform(0, 2, 4_000), pareto(2.5, 2.0, 4_000)])
    found = alpha(values)
    assert found.begin == pytest.approx(2, abs=0.7)
    assert found.alpha == pytest.approx(2.5, abs=0.15)


def test_it_does_not_depend_on_the_unit():
    values = pareto(3.0, 1.0, 500)
    assert alpha(values * 1e6).alpha == pytest.approx(alpha(values).alpha)


@pytest.mark.parametrize(
    "values",
    [
        np.empty(0),
        np.ones(5),
        np.ones(500),
        np.zeros(500),
        np.full(500, np.nan),
        np.concatenate([pareto(2, 1, LEAST - 1), np.zeros(500)]),
    ],
    ids=["none", "few", "all the same", "zeros", "NaN", "too few above zero"],
)
def test_what_has_no_tail_has_no_exponent(values):
    assert alpha(values) is None
