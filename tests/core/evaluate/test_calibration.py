"""Calibration against plain loops by the paper, and against scikit-learn."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from sklearn.calibration import calibration_curve
from sklearn.metrics import brier_score_loss

from tests.core.evaluate.made_results import EDGES, any_results, drawn, one_sure
from transfer_gui.core.evaluate import calibration


def plain_errors(found, bins: int = 15) -> tuple[float, float]:
    """ECE and MCE, example by example and bin by bin (Guo et al. 2017, eq. 3 and 5)."""
    total, largest = 0.0, 0.0
    edges = [b / bins for b in range(bins + 1)]
    for low, high in itertools.pairwise(edges):
        sure, right = [], []
        for row, label in zip(found.probabilities.tolist(), found.labels.tolist(), strict=True):
            confidence = max(row)
            if low < confidence <= high:
                sure.append(confidence)
                right.append(row.index(confidence) == label)
        if sure:
            gap = abs(sum(right) / len(right) - sum(sure) / len(sure))
            total += gap * len(sure) / len(found.labels)
            largest = max(largest, gap)
    return total, largest


@pytest.mark.parametrize("name", EDGES)
def test_errors_are_those_of_a_plain_loop(name):
    found = calibration.of(EDGES[name].labels, EDGES[name].probabilities)
    assert (found.ece, found.mce) == pytest.approx(plain_errors(EDGES[name]))


@given(any_results())
def test_errors_of_anything_are_those_of_a_plain_loop(results):
    found = calibration.of(results.labels, results.probabilities)
    assert found.counts.sum() == len(results.labels)
    assert (found.ece, found.mce) == pytest.approx(plain_errors(results))


def test_the_points_are_scikit_learns():
    results = drawn(500)
    found = calibration.of(results.labels, results.probabilities)
    right = results.predicted == results.labels
    accuracy, confidence = calibration_curve(right, results.probabilities.max(1), n_bins=15)
    full = found.counts > 0
    np.testing.assert_allclose(found.accuracy[full], accuracy)
    np.testing.assert_allclose(found.confidence[full], confidence, rtol=1e-6)
    assert np.isnan(found.accuracy[~full]).all()


def test_a_confidence_on_an_edge_is_of_the_lower_bin_and_the_ends_are_inside():
    edges = np.linspace(0, 1, 6)
    assert calibration.places(edges, 5).tolist() == [0, 0, 1, 2, 3, 4]
    assert calibration.places(np.nextafter(edges, 2), 5).tolist() == [0, 1, 2, 3, 4, 4]


@pytest.mark.parametrize("name", [n for n in EDGES if n != "one class"])
def test_the_brier_score_is_scikit_learns(name):
    found = EDGES[name]
    expected = brier_score_loss(
        found.labels if len(found.classes) > 2 else found.labels == 1,
        found.probabilities if len(found.classes) > 2 else found.probabilities[:, 1],
        labels=range(len(found.classes)) if len(found.classes) > 2 else None,
        scale_by_half=False,
    )
    assert calibration.brier(found.labels, found.probabilities) == pytest.approx(expected, abs=1e-6)


def test_sure_and_right_is_perfect_and_sure_and_wrong_the_worst():
    right, wrong = one_sure([0, 1], [0, 1], 2, 1.0), one_sure([0, 1], [1, 0], 2, 1.0)
    assert calibration.brier(right.labels, right.probabilities) == 0
    assert calibration.brier(wrong.labels, wrong.probabilities) == 2
    assert calibration.of(right.labels, right.probabilities).ece == 0
    assert calibration.of(wrong.labels, wrong.probabilities).mce == 1


def test_no_example_has_no_calibration():
    found = calibration.reliability(np.empty(0), np.empty(0, bool))
    assert np.isnan(found.ece)
    assert np.isnan(found.mce)
    assert np.isnan(calibration.brier(np.empty(0, np.int64), np.empty((0, 3), np.float32)))
