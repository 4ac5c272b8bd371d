"""The examples worth a look stand in the order that plain sorting gives."""

import numpy as np
import pytest
from hypothesis import given
from scipy.stats import entropy

from tests.core.evaluate.made_results import EDGES, any_results, drawn, one_sure
from transfer_gui.core.evaluate import label_issues, rank


@given(any_results())
def test_the_most_wrong_are_the_wrong_by_falling_loss(found):
    wrong = [n for n in range(len(found.labels)) if found.predicted[n] != found.labels[n]]
    wrong.sort(key=lambda n: max(float(found.probabilities[n, found.labels[n]]), 1.1754943508222875e-38))
    assert rank.most_wrong(found).tolist() == wrong


def test_entropy_is_scipys():
    found = drawn(50, 6)
    expected = entropy(found.probabilities, axis=1)
    np.testing.assert_allclose(rank.entropies(found.probabilities), expected, rtol=1e-5)
    assert rank.most_uncertain(found).tolist() == np.argsort(-expected, kind="stable").tolist()


@given(any_results())
def test_every_example_has_its_place(found):
    n = len(found.labels)
    for order in (rank.most_uncertain, rank.closest_calls):
        assert sorted(order(found).tolist()) == list(range(n))
    entropies = rank.entropies(found.probabilities)
    assert (entropies >= -1e-6).all()
    assert (entropies <= np.log(len(found.classes)) + 1e-6).all()
    assert (np.diff(entropies[rank.most_uncertain(found)]) <= 0).all()


@given(any_results())
def test_a_close_call_is_between_the_two_most_probable(found):
    leads = [sorted(row)[-1] - (sorted(row)[-2] if len(row) > 1 else 0) for row in found.probabilities.tolist()]
    np.testing.assert_allclose(rank.lead(found.probabilities), leads, atol=1e-6)
    assert (np.diff(rank.lead(found.probabilities)[rank.closest_calls(found)]) >= 0).all()


def test_sure_and_wrong_comes_before_unsure_and_wrong():
    found = one_sure([0, 0, 1], [1, 0, 0], 2, 0.6)
    found.probabilities[2] = [0.99, 0.01]
    assert rank.most_wrong(found).tolist() == [2, 0]


@pytest.mark.parametrize("name", EDGES)
def test_the_cells_of_the_confusion_matrix_hold_every_example_once(name):
    found, k = EDGES[name], len(EDGES[name].classes)
    cells = {(t, p): rank.cell(found, t, p).tolist() for t in range(k) for p in range(k)}
    assert sorted(n for places in cells.values() for n in places) == list(range(len(found.labels)))
    for (true, named), places in cells.items():
        assert all(found.labels[n] == true and found.predicted[n] == named for n in places)
        assert (np.diff(found.probabilities[places, named]) <= 0).all()


@pytest.mark.parametrize("order", ["self-confidence", "margin"])
def test_the_likely_mislabelled_are_those_of_confident_learning(order):
    found = drawn(300, 3, skill=3)
    issues = label_issues.find(found.labels, found.probabilities, order)
    assert rank.likely_mislabelled(found, order).tolist() == issues.places.tolist()
