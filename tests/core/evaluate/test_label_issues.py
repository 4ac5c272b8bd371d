"""Confident learning against cleanlab, the authors' own program, and against a plain reading of the paper."""

import cleanlab
import numpy as np
import pytest
from cleanlab.filter import find_label_issues
from cleanlab.rank import get_normalized_margin_for_each_label, get_self_confidence_for_each_label
from hypothesis import given

from tests.core.evaluate.made_results import EDGES, any_results, drawn, one_sure, softmax
from transfer_gui.core.evaluate import label_issues


def noisy(n: int = 400, k: int = 4, seed: int = 0, share: float = 0.1):
    """Labels of which a share is wrong, probabilities that know better, and where the wrong ones are."""
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, k, n)
    labels = truth.copy()
    wrong = np.sort(rng.choice(n, int(share * n), replace=False))
    labels[wrong] = (truth[wrong] + rng.integers(1, k, len(wrong))) % k
    return labels, softmax(rng.normal(size=(n, k)) + 6 * np.eye(k)[truth]), wrong


def plain(labels, probabilities):
    """Thresholds, joint, and the class of each example, by equations 1 and 2, example by example."""
    k = probabilities.shape[1]
    rows = [[float(p) for p in row] for row in probabilities]
    limits = []
    for j in range(k):
        own = [row[j] for row, label in zip(rows, labels, strict=True) if label == j]
        limits.append(max(sum(own) / len(own), 2e-6) if own else float("inf"))
    joint, classes = np.zeros((k, k), int), []
    for row, label in zip(rows, labels, strict=True):
        reached = [j for j in range(k) if row[j] >= limits[j] - 1e-6]
        best = max(reached, key=lambda j: row[j]) if reached else -1
        classes.append(best)
        if reached:
            joint[label, best] += 1
    return limits, joint, classes


@pytest.mark.parametrize("seed", range(5))
def test_thresholds_and_joint_are_cleanlabs(seed):
    labels, probabilities, _ = noisy(seed=seed)
    found = label_issues.find(labels, probabilities)
    np.testing.assert_allclose(
        found.thresholds, cleanlab.count.get_confident_thresholds(labels, probabilities), rtol=1e-6
    )
    joint = cleanlab.count.compute_confident_joint(labels, probabilities, calibrate=False)
    np.testing.assert_array_equal(found.joint, joint)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("order", "theirs"), [("self-confidence", "self_confidence"), ("margin", "normalized_margin")])
def test_the_likely_mislabelled_are_cleanlabs_in_its_order(seed, order, theirs):
    labels, probabilities, wrong = noisy(seed=seed)
    found = label_issues.find(labels, probabilities, order)
    expected = find_label_issues(
        labels, probabilities, filter_by="confident_learning", return_indices_ranked_by=theirs, n_jobs=1
    )
    assert found.places.tolist() == expected.tolist()
    assert len(set(found.places.tolist()) & set(wrong.tolist())) > 0.9 * len(wrong), "it finds what was spoiled"
    assert (found.classes != labels[found.places]).all()


@pytest.mark.parametrize("seed", range(3))
def test_quality_is_cleanlabs(seed):
    labels, probabilities, _ = noisy(seed=seed)
    own, margin = label_issues.quality(labels, probabilities)
    np.testing.assert_allclose(own, get_self_confidence_for_each_label(labels, probabilities))
    expected = get_normalized_margin_for_each_label(labels, probabilities)
    np.testing.assert_allclose((margin + 1) / 2, expected, atol=1e-6)


def check(found) -> None:
    limits, joint, classes = plain(found.labels, found.probabilities)
    issues = label_issues.find(found.labels, found.probabilities)
    np.testing.assert_allclose(np.nan_to_num(issues.thresholds, nan=np.inf), limits, rtol=1e-6)
    np.testing.assert_array_equal(issues.joint, joint)
    named = found.predicted
    expected = [
        n
        for n, (label, best) in enumerate(zip(found.labels, classes, strict=True))
        if best not in (-1, label) and found.probabilities[n].max() - found.probabilities[n, label] > 1e-6
    ]
    expected.sort(key=lambda n: found.probabilities[n, found.labels[n]])
    assert issues.places.tolist() == expected
    assert issues.classes.tolist() == [classes[n] for n in expected]
    assert (named[issues.places] != found.labels[issues.places]).all()


@pytest.mark.parametrize("name", EDGES)
def test_it_is_the_papers_equations(name):
    check(EDGES[name])


@given(any_results())
def test_of_anything_it_is_the_papers_equations(found):
    check(found)


def test_of_several_confident_classes_it_is_the_most_probable_of_these():
    """As in equation 1; the class most probable of all need not be among them."""
    probabilities = np.array(
        [[0.9, 0.05, 0.05], [0.9, 0.05, 0.05], [0.1, 0.3, 0.6], [0.5, 0.1, 0.4], [0.45, 0.3, 0.25], [0.05, 0.7, 0.25]]
    )
    limits = np.array([0.8, 0.25, 0.2])
    assert label_issues.confident_classes(limits, probabilities).tolist() == [0, 0, 2, 2, 1, 1]


def test_right_labels_raise_no_doubt():
    found = one_sure([0, 1, 2, 0, 1, 2], [0, 1, 2, 0, 1, 2], 3)
    issues = label_issues.find(found.labels, found.probabilities)
    assert issues.places.size == 0
    np.testing.assert_array_equal(issues.joint, np.diag([2, 2, 2]))


def test_a_network_by_chance_names_few():
    found = drawn(500, 4, skill=0.0)
    assert len(label_issues.find(found.labels, found.probabilities).places) < 500


def test_no_example_has_no_issue():
    issues = label_issues.find(np.empty(0, np.int64), np.empty((0, 3), np.float32))
    assert issues.places.size == issues.joint.sum() == 0
    assert np.isnan(issues.thresholds).all()
