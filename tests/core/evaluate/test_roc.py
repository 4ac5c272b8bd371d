"""Curves and areas are scikit-learn's."""

import numpy as np
import pytest
import sklearn.metrics as reference
from hypothesis import given

from tests.core.evaluate.made_results import EDGES, any_results, drawn
from transfer_gui.core.evaluate import roc


def check(found) -> None:
    rocs = roc.rocs(found.labels, found.probabilities)
    lines = roc.precisions_recalls(found.labels, found.probabilities)
    assert rocs.keys() == lines.keys()
    for k in range(len(found.classes)):
        truth, score = found.labels == k, found.probabilities[:, k]
        if truth.all() or not truth.any():
            assert k not in rocs
            continue
        x, y, _ = reference.roc_curve(truth, score, drop_intermediate=False)
        assert set(zip(rocs[k].x, rocs[k].y, strict=True)) <= set(zip(x, y, strict=True))
        upper = np.interp(x, rocs[k].x, rocs[k].y)
        lower = np.interp(-x, -rocs[k].x[::-1], rocs[k].y[::-1])
        assert ((lower <= y + 1e-12) & (y <= upper + 1e-12)).all(), (
            "points left out lie on the lines between the others"
        )
        assert rocs[k].area == pytest.approx(reference.roc_auc_score(truth, score))
        assert lines[k].area == pytest.approx(reference.average_precision_score(truth, score))
        precision, recall, _ = reference.precision_recall_curve(truth, score)
        points = dict.fromkeys(zip(recall[:-1][::-1].tolist(), precision[:-1][::-1].tolist(), strict=True))
        kept = list(zip(lines[k].x.tolist(), lines[k].y.tolist(), strict=True))
        assert set(kept) <= set(points)
        for level in set(recall[:-1].tolist()):
            of_all = [p for r, p in points if r == level]
            of_kept = [p for r, p in kept if r == level]
            assert max(of_kept) == max(of_all), "no height is lost"
            assert min(of_kept) == min(of_all)


@pytest.mark.parametrize("name", EDGES)
def test_curves_are_scikit_learns(name):
    check(EDGES[name])


@given(any_results())
def test_curves_of_anything_are_scikit_learns(found):
    check(found)


@given(any_results())
def test_the_area_is_the_chance_that_one_of_the_class_scores_higher(found):
    for k, curve in roc.rocs(found.labels, found.probabilities).items():
        own = found.probabilities[found.labels == k, k][:, None]
        others = found.probabilities[found.labels != k, k]
        assert curve.area == pytest.approx(((own > others) + (own == others) / 2).mean())


@pytest.mark.parametrize("name", ["plain", "ties", "two classes", "many classes", "a class absent"])
def test_the_mean_of_curves_has_the_mean_area(name):
    found = EDGES[name]
    curves = list(roc.rocs(found.labels, found.probabilities).values())
    macro = roc.macro_roc(curves)
    assert macro.area == pytest.approx(np.mean([c.area for c in curves]))
    assert np.trapezoid(macro.y, macro.x) == pytest.approx(macro.area)
    assert (macro.x[0], macro.y[0], macro.x[-1], macro.y[-1]) == (0, 0, 1, 1)
    assert (np.diff(macro.x) >= 0).all()
    assert (np.diff(macro.y) >= -1e-12).all()
    if name in {"plain", "ties"}:
        expected = reference.roc_auc_score(found.labels, found.probabilities, multi_class="ovr", average="macro")
        assert macro.area == pytest.approx(expected)


@pytest.mark.parametrize("name", ["plain", "ties", "two classes", "many classes", "a class absent"])
def test_the_mean_precision_has_the_mean_average_precision(name):
    found = EDGES[name]
    curves = list(roc.precisions_recalls(found.labels, found.probabilities).values())
    macro = roc.macro_precision_recall(curves)
    assert macro.area == pytest.approx(np.mean([c.area for c in curves]))
    assert (np.diff(macro.x, prepend=0) * macro.y).sum() == pytest.approx(macro.area)


def test_the_mean_of_very_long_curves_is_thinned():
    found = drawn(6000, 4)
    macro = roc.macro_roc(list(roc.rocs(found.labels, found.probabilities).values()))
    assert len(macro.x) == 2 * roc.GRID
    assert np.trapezoid(macro.y, macro.x) == pytest.approx(macro.area, abs=1e-3)
    line = roc.macro_precision_recall(list(roc.precisions_recalls(found.labels, found.probabilities).values()))
    assert (np.diff(line.x, prepend=0) * line.y).sum() == pytest.approx(line.area, abs=1e-3)


def test_the_mean_of_no_area_is_none():
    assert np.isnan(roc.macro_area([]))
