"""Intervals against a plain loop over resamples with scikit-learn, and against what they promise."""

import warnings

import numpy as np
import pytest
import sklearn.metrics as reference
from hypothesis import given, settings

from tests.core.evaluate.made_results import EDGES, any_results, drawn, one_sure, results, softmax
from tests.core.evaluate.test_calibration import plain_errors
from transfer_gui.core.evaluate import bootstrap, calibration, scores

CLASSES = 7


def plain_scores(found) -> dict[str, float]:
    """Each score by scikit-learn, or by a plain loop where that has none."""
    truth, named, k = found.labels, found.predicted, len(found.classes)
    wide = found.probabilities.astype(np.float64)
    plain = {
        "accuracy": reference.accuracy_score(truth, named),
        "balanced accuracy": reference.balanced_accuracy_score(truth, named),
        "macro F1": reference.f1_score(truth, named, average="macro"),
        "log loss": -np.mean(np.log(wide[range(len(truth)), truth])),
        "ECE": plain_errors(found)[0],
        "Brier score": np.square(wide - np.eye(k)[truth]).sum(1).mean(),
    }
    tops = {f"top-{m} accuracy": reference.top_k_accuracy_score(truth, wide, k=m, labels=range(k)) for m in (3, 5)}
    return plain | tops


def test_estimates_and_intervals_are_those_of_a_plain_loop():
    found = drawn(60, CLASSES, seed=3)
    intervals = bootstrap.intervals(found, resamples=40, seed=8)
    draws = np.random.default_rng(8).integers(0, 60, (40, 60))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a class that is named and was not drawn
        plain = [plain_scores(found.only(places)) for places in draws]
        once = plain_scores(found)
    assert set(intervals) == set(once)
    for name, interval in intervals.items():
        values = np.array([drawn_once[name] for drawn_once in plain])
        bias = values.mean() - once[name] if name == "ECE" else 0
        ends = np.maximum(np.quantile(values, [0.025, 0.975]) - bias, 0)
        assert interval.estimate == pytest.approx(once[name], abs=1e-9), name
        assert [interval.low, interval.high] == pytest.approx(ends.tolist(), abs=1e-9), name


def test_resamples_are_counted_in_parts_that_change_nothing(monkeypatch):
    found = drawn(30, CLASSES)
    whole = bootstrap.intervals(found, resamples=50)
    monkeypatch.setattr(bootstrap, "AT_ONCE", 100)
    parts = bootstrap.intervals(found, resamples=50)
    for name, interval in whole.items():
        assert [interval.low, interval.high] == pytest.approx([parts[name].low, parts[name].high])


@pytest.mark.parametrize("name", EDGES)
def test_the_estimates_are_the_scores(name):
    check(EDGES[name])


@settings(max_examples=40)
@given(any_results())
def test_the_estimates_of_anything_are_the_scores(found):
    check(found)


def check(found) -> None:
    k = len(found.classes)
    matrix = scores.confusion(found.labels, found.predicted, k)
    expected = {
        "accuracy": scores.accuracy(matrix),
        "balanced accuracy": scores.balanced_accuracy(matrix),
        "macro F1": scores.macro_f1(matrix),
        "log loss": scores.log_loss(found.labels, found.probabilities),
        "ECE": calibration.of(found.labels, found.probabilities).ece,
        "Brier score": calibration.brier(found.labels, found.probabilities),
    } | {f"top-{m} accuracy": scores.top_k(found.labels, found.probabilities, m) for m in (3, 5) if m < k}
    intervals = bootstrap.intervals(found, resamples=25)
    assert {name: interval.estimate for name, interval in intervals.items()} == pytest.approx(expected, abs=1e-9)
    assert all(np.isfinite([i.low, i.high]).all() and i.low <= i.high for i in intervals.values())


def test_the_same_examples_give_the_same_interval_and_touch_no_other_randomness():
    before = np.random.get_state()[1].copy()
    assert bootstrap.intervals(drawn()) == bootstrap.intervals(drawn())
    assert (np.random.get_state()[1] == before).all()


def test_the_interval_of_an_accuracy_is_that_of_the_normal_approximation():
    found = one_sure([0] * 1000, [0] * 800 + [1] * 200, 2)
    interval = bootstrap.intervals(found)["accuracy"]
    half = 1.96 * np.sqrt(0.8 * 0.2 / 1000)
    assert interval.low == pytest.approx(0.8 - half, abs=0.004)
    assert interval.high == pytest.approx(0.8 + half, abs=0.004)


def test_nineteen_of_twenty_intervals_hold_the_truth():
    """Coverage over 200 samples of 150 examples; each truth is that of 50,000 of the same network."""
    everything = drawn(50_000, 4, seed=9)
    matrix = scores.confusion(everything.labels, everything.predicted, 4)
    truth = {
        "accuracy": scores.accuracy(matrix),
        "balanced accuracy": scores.balanced_accuracy(matrix),
        "macro F1": scores.macro_f1(matrix),
        "top-3 accuracy": scores.top_k(everything.labels, everything.probabilities, 3),
    }
    held = dict.fromkeys(truth, 0)
    for seed in range(200):
        places = np.random.default_rng(seed).integers(0, 50_000, 150)
        found = bootstrap.intervals(everything.only(places), resamples=400, seed=seed)
        for name, value in truth.items():
            held[name] += found[name].low <= value <= found[name].high
    for name, count in held.items():
        assert 0.88 <= count / 200 <= 0.99, name


@pytest.mark.parametrize("n", [20, 100, 1000])
def test_the_interval_of_a_calibrated_network_holds_its_ece(n):
    """The ECE that is seen is all chance then, and every resample adds to it."""
    for seed in range(20):
        rng = np.random.default_rng(seed)
        probabilities = softmax(2 * rng.normal(size=(n, 5)))
        labels = (rng.random((n, 1)) > probabilities.cumsum(1)).sum(1).clip(max=4)
        interval = bootstrap.intervals(results(labels, probabilities), resamples=200)["ECE"]
        assert 0 <= interval.low <= interval.estimate <= interval.high


def test_ten_thousand_examples_stay_in_bounded_parts():
    found = drawn(10_000, 10)
    rows = [len(weights) for weights in bootstrap._weights(10_000, 1000, np.random.default_rng(0))]
    assert sum(rows) == 1000
    assert max(rows) * 10_000 <= bootstrap.AT_ONCE
    assert bootstrap.intervals(found)["accuracy"].low < scores.mean((found.predicted == found.labels).astype(float))


def test_no_example_has_no_interval():
    assert bootstrap.intervals(results([], np.empty((0, 3)))) == {}
