"""Scores are scikit-learn's, and NaN where there is nothing to divide by."""

import warnings

import numpy as np
import pytest
import sklearn.metrics as reference
from hypothesis import given

from tests.core.evaluate.made_results import EDGES, any_results, drawn, one_sure, results
from transfer_gui.core.evaluate import scores


def matrix_of(found):
    return scores.confusion(found.labels, found.predicted, len(found.classes))


def check(found) -> None:
    """Every score against scikit-learn."""
    k, truth, named = len(found.classes), found.labels, found.predicted
    matrix = matrix_of(found)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a single class
        np.testing.assert_array_equal(matrix, reference.confusion_matrix(truth, named, labels=range(k)))
    classes = scores.per_class(matrix)
    precision, recall, f1, support = reference.precision_recall_fscore_support(
        truth, named, labels=range(k), zero_division=np.nan
    )
    np.testing.assert_allclose(classes.precision, precision)
    np.testing.assert_allclose(classes.recall, recall)
    np.testing.assert_allclose(classes.f1, f1)
    np.testing.assert_array_equal(classes.support, support)
    assert scores.accuracy(matrix) == pytest.approx(reference.accuracy_score(truth, named))
    assert scores.macro_f1(matrix) == pytest.approx(reference.f1_score(truth, named, average="macro"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a class that is named and does not occur
        assert scores.balanced_accuracy(matrix) == pytest.approx(reference.balanced_accuracy_score(truth, named))
    place, share = scores.majority(matrix)
    assert share == pytest.approx((truth == place).mean())
    assert all((truth == c).mean() <= share for c in range(k))
    if k > 1:
        wide = found.probabilities.astype(np.float64)
        expected = reference.log_loss(truth, wide / wide.sum(1, keepdims=True), labels=range(k))
        own = found.probabilities[np.arange(len(truth)), truth]
        if own.min() > 1e-15:  # scikit-learn's floor is higher
            assert scores.log_loss(truth, found.probabilities) == pytest.approx(expected, abs=2e-6)


@pytest.mark.parametrize("name", EDGES)
def test_scores_are_scikit_learns(name):
    check(EDGES[name])


@given(any_results())
def test_scores_of_anything_are_scikit_learns(found):
    check(found)


@pytest.mark.parametrize("most", [1, 2, 3, 5])
@pytest.mark.parametrize("k", [6, 40])
def test_top_k_is_scikit_learns(k, most):
    found = drawn(300, k, seed=most)
    expected = reference.top_k_accuracy_score(found.labels, found.probabilities, k=most, labels=range(k))
    assert scores.top_k(found.labels, found.probabilities, most) == pytest.approx(expected)


@given(any_results())
def test_the_rank_is_the_place_in_a_sorted_list(found):
    for label, row, rank in zip(
        found.labels, found.probabilities, scores.ranks(found.labels, found.probabilities), strict=True
    ):
        order = sorted(range(len(row)), key=lambda c: -row[c])
        assert order.index(label) == rank
    assert scores.top_k(found.labels, found.probabilities, 1) == pytest.approx(scores.accuracy(matrix_of(found)))
    assert scores.top_k(found.labels, found.probabilities, len(found.classes)) == 1


def test_a_class_that_does_not_occur_is_no_number_and_left_out_of_means():
    found = one_sure([0, 0, 1], [0, 2, 1], 4)
    classes = scores.per_class(matrix_of(found))
    np.testing.assert_array_equal(classes.support, [2, 1, 0, 0])
    np.testing.assert_array_equal(classes.recall, [0.5, 1, np.nan, np.nan])
    np.testing.assert_array_equal(classes.precision, [1, 1, 0, np.nan])
    np.testing.assert_allclose(classes.f1, [2 / 3, 1, 0, np.nan])
    assert scores.balanced_accuracy(matrix_of(found)) == 0.75


def test_a_probability_of_nothing_costs_much_but_not_without_end():
    found = one_sure([0, 1], [1, 1], 2, sure=1.0)
    np.testing.assert_allclose(scores.losses(found.labels, found.probabilities), [87.336544, 0], rtol=1e-6)


def test_no_example_has_no_score():
    none = results([], np.empty((0, 3)))
    matrix = matrix_of(none)
    assert matrix.sum() == 0
    for score in (scores.accuracy, scores.balanced_accuracy, scores.macro_f1):
        assert np.isnan(score(matrix))
    assert np.isnan(scores.log_loss(none.labels, none.probabilities))
    assert np.isnan(scores.top_k(none.labels, none.probabilities, 2))
    assert np.isnan(scores.majority(matrix)[1])
