"""The views of results: each number against scikit-learn, and nothing odd makes one fail."""

import subprocess
import sys
import warnings

import numpy as np
import pytest
import sklearn.metrics as reference
from hypothesis import given, settings

from tests.core.evaluate.made_results import EDGES, any_results, drawn, one_sure, results
from tests.core.evaluate.test_calibration import plain_errors
from transfer_gui.core.data.dataset import Skipped
from transfer_gui.core.evaluate import bootstrap
from transfer_gui.core.evaluate.view import ResultView, views
from transfer_gui.core.inspect.as_csv import as_csv
from transfer_gui.core.inspect.figures import Figure, Heatmap, Histogram, Lines, Measures, Table, is_empty

CURVES = {"roc", "precision_recall"}
"""Views that need two classes at least."""


def figures(name: str, found) -> tuple[Figure, ...]:
    return views()[name].compute(found)


def numbers(figure: Figure) -> list[np.ndarray]:
    """What must be a number everywhere; a score of 0/0 has an empty cell in a map or in measures alone."""
    match figure:
        case Lines():
            return [values for curve in figure.curves.values() for values in curve]
        case Histogram():
            return [figure.edges, *figure.counts.values()]
        case Measures():
            return [figure.measures[0].values]
        case _:
            return []


def test_the_views_stand_in_their_order():
    names = ["summary", "confusion", "classes", "roc", "precision_recall", "calibration", "confidence"]
    assert list(views()) == names
    assert len({view.order for view in views().values()}) == len(names)


@pytest.mark.parametrize("name", views())
def test_a_view_of_results(name):
    view = views()[name]
    assert isinstance(view, ResultView)
    assert view.title
    assert view.description
    found = drawn()
    kept = found.labels.copy(), found.probabilities.copy()
    assert view.compute(found)
    assert (found.labels == kept[0]).all()
    assert (found.probabilities == kept[1]).all()
    assert view.compute(results([], np.empty((0, 3)))) == ()


def check(name: str, found) -> None:
    with np.errstate(all="raise", under="ignore"):
        shown = figures(name, found)
    assert shown or name in CURVES
    n = f"{len(found.labels):,} example{'' if len(found.labels) == 1 else 's'} (validation)"
    for figure in shown:
        assert isinstance(figure, Figure)
        assert figure.title
        assert not is_empty(figure)
        said = " ".join(figure.notes) if isinstance(figure, Table) else figure.note
        assert n in said
        assert "nan" not in (as_csv(figure) if isinstance(figure, Table) else "").lower()
        assert all(np.isfinite(values).all() for values in numbers(figure))
        if isinstance(figure, Lines):
            assert (figure.x.low, figure.x.high, figure.y.low, figure.y.high) == (0, 1, 0, 1)
            assert figure.x.unit
            assert figure.y.unit
            assert all(x.dtype == y.dtype == np.float32 and len(x) == len(y) for x, y in figure.curves.values())
            assert all((values >= 0).all() and (values <= 1).all() for values in numbers(figure))
        if isinstance(figure, Histogram):
            assert sum(counts.sum() for counts in figure.counts.values()) == len(found.labels)
        if isinstance(figure, Measures):
            assert all(len(measure.values) == len(figure.rows) for measure in figure.measures)


@pytest.mark.parametrize("name", views())
@pytest.mark.parametrize("case", EDGES)
def test_nothing_odd_makes_a_view_fail(name, case):
    check(name, EDGES[case])


@settings(max_examples=25)
@given(any_results())
def test_nothing_at_all_makes_a_view_fail(found):
    for name in views():
        check(name, found)


# ---- summary


def rows(table: Figure) -> dict[str, tuple]:
    assert isinstance(table, Table)
    return {str(row[0]): row[1:] for row in table.rows}


def test_the_summary_says_scikit_learns_scores():
    found = drawn(300, 6)
    said = rows(figures("summary", found)[0])
    truth, named, wide = found.labels, found.predicted, found.probabilities
    assert said["examples"] == (300, "")
    expected = {
        "accuracy": reference.accuracy_score(truth, named),
        "balanced accuracy": reference.balanced_accuracy_score(truth, named),
        "macro F1": reference.f1_score(truth, named, average="macro"),
        "top-3 accuracy": reference.top_k_accuracy_score(truth, wide, k=3, labels=range(6)),
        "top-5 accuracy": reference.top_k_accuracy_score(truth, wide, k=5, labels=range(6)),
        "ECE": plain_errors(found)[0],
    }
    for name, value in expected.items():
        assert said[name][0] == f"{value:.1%}", name
    wide = wide.astype(np.float64) / wide.sum(1, keepdims=True, dtype=np.float64)
    assert said["log loss"][0] == f"{reference.log_loss(truth, wide, labels=range(6)):.3f}"
    assert said["Brier score"][0] == f"{reference.brier_score_loss(truth, wide, scale_by_half=False):.3f}"
    counts = np.bincount(truth)
    assert said[f"always naming 'class {counts.argmax()}' (majority)"][0] == f"{counts.max() / 300:.1%}"
    interval = bootstrap.intervals(found)["accuracy"]
    assert said["accuracy"][1] == f"{interval.low:.1%} to {interval.high:.1%}"


@pytest.mark.parametrize(("k", "tops"), [(2, []), (3, []), (4, ["top-3"]), (5, ["top-3"]), (6, ["top-3", "top-5"])])
def test_top_k_is_said_where_it_says_something(k, tops):
    said = rows(figures("summary", drawn(40, k))[0])
    assert [name for name in said if name.startswith("top")] == [f"{top} accuracy" for top in tops]


@pytest.mark.parametrize(("case", "bound"), [("all right", "at least 47.3%"), ("all wrong", "at most 52.7%")])
def test_what_has_no_spread_is_told_with_its_exact_bound(case, bound):
    (table,) = figures("summary", EDGES[case])
    assert bound in " ".join(table.notes)


def test_what_is_left_out_is_named():
    skipped = tuple(Skipped(f"{n}.jpg", "cut off") for n in range(7))
    found = results([0, 0], [[0.6, 0.3, 0.1]] * 2, "my folder", unknown=("aardvark",), left_out=4, skipped=skipped)
    (table,) = figures("summary", found)
    said = " ".join(table.notes)
    assert table.title == "Scores on my folder"
    assert "4 examples of classes unknown to the network (aardvark)" in said
    assert "0.jpg, 1.jpg, 2.jpg, 3.jpg, 4.jpg and 2 more" in said
    assert "means over classes: class 1, class 2." in said


# ---- confusion


def test_the_confusion_matrix_is_scikit_learns():
    found = drawn(300, 6, weights=[0.4, 0.2, 0.1, 0.1, 0.1, 0.1])
    counts, shares, pairs = figures("confusion", found)
    expected = reference.confusion_matrix(found.labels, found.predicted)
    np.testing.assert_array_equal(counts.values, expected)
    assert counts.written
    assert counts.rows == counts.columns == found.classes
    assert (counts.low, counts.high) == (0, expected.max())
    normal = reference.confusion_matrix(found.labels, found.predicted, normalize="true")
    np.testing.assert_allclose(shares.values, normal, atol=0.0051)
    off = expected - np.diag(np.diag(expected))
    assert [row[2] for row in pairs.rows] == sorted(off.ravel().tolist(), reverse=True)[:10]
    for true, named, count, share in pairs.rows:
        place = found.classes.index(true), found.classes.index(named)
        assert off[place] == count
        assert share == f"{normal[place]:.1%}"


def test_many_classes_are_drawn_without_numbers():
    counts, *_ = figures("confusion", EDGES["many classes"])
    assert not counts.written
    assert counts.values.shape == (60, 60)


def test_classes_of_one_size_need_no_shares_and_no_error_no_pairs():
    (counts,) = figures("confusion", one_sure([0, 1, 2], [0, 1, 2], 3))
    assert isinstance(counts, Heatmap)
    np.testing.assert_array_equal(counts.values, np.eye(3))


def test_the_row_of_an_absent_class_is_empty():
    _, shares, _ = figures("confusion", EDGES["a class absent"])
    assert np.isnan(shares.values[2]).all()
    assert np.isfinite(shares.values[[0, 1, 3]]).all()


# ---- classes


def test_the_scores_by_class_are_scikit_learns():
    found = drawn(300, 6)
    (figure,) = figures("classes", found)
    assert figure.rows == found.classes
    measured = {measure.axis.label: measure.values for measure in figure.measures}
    precision, recall, f1, support = reference.precision_recall_fscore_support(found.labels, found.predicted)
    truth = np.eye(6)[found.labels]
    expected = {
        "support": support,
        "precision": precision,
        "recall": recall,
        "F1": f1,
        "AP": reference.average_precision_score(truth, found.probabilities, average=None),
        "AUC": reference.roc_auc_score(truth, found.probabilities, average=None),
    }
    assert list(measured) == list(expected)
    for name, values in expected.items():
        np.testing.assert_allclose(measured[name], values, rtol=1e-5)


def test_of_very_many_classes_the_worst_are_shown():
    found = drawn(900, 220, skill=4)
    (figure,) = figures("classes", found)
    assert len(figure.rows) == 200
    assert "the 200 of 220 classes with the lowest F1" in figure.note
    every = reference.f1_score(found.labels, found.predicted, average=None, labels=range(220), zero_division=0)
    (f1,) = [measure.values for measure in figure.measures if measure.axis.label == "F1"]
    occurs = np.isin(np.arange(220), found.labels)
    np.testing.assert_allclose(np.sort(f1), np.sort(every[occurs])[:200], rtol=1e-6)


# ---- curves


@pytest.mark.parametrize("name", ["roc", "precision_recall"])
def test_the_curves_are_scikit_learns(name):
    found = drawn(300, 4)
    (figure,) = figures(name, found)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        areas = [
            (reference.roc_auc_score if name == "roc" else reference.average_precision_score)(
                found.labels == k, found.probabilities[:, k]
            )
            for k in range(4)
        ]
    names = ["chance", f"mean of classes {np.mean(areas):.3f}", *(f"class {k} {a:.3f}" for k, a in enumerate(areas))]
    assert list(figure.curves) == names
    for k, area in enumerate(areas):
        x, y = figure.curves[names[2 + k]]
        if name == "roc":
            assert np.trapezoid(y, x) == pytest.approx(area, abs=1e-5)
        else:
            assert (np.diff(x, prepend=0) * y).sum() == pytest.approx(area, abs=1e-5)


def test_chance_is_the_diagonal_or_the_share_of_a_class():
    found = EDGES["a class absent"]
    x, y = figures("roc", found)[0].curves["chance"]
    assert x.tolist() == y.tolist() == [0, 1]
    x, y = figures("precision_recall", found)[0].curves["chance"]
    assert x.tolist() == [0, 1]
    np.testing.assert_allclose(y, 1 / 3)
    assert "1 class has no examples" in figures("roc", found)[0].note


@pytest.mark.parametrize("name", ["roc", "precision_recall"])
def test_of_many_classes_the_hardest_are_drawn(name):
    (figure,) = figures(name, drawn(500, 20))
    assert len(figure.curves) == 10
    assert "the 8 of 20 classes with the smallest area" in figure.note


@pytest.mark.parametrize("name", ["roc", "precision_recall"])
@pytest.mark.parametrize("case", ["one class", "a single class occurs", "one example, right"])
def test_where_nothing_is_to_be_told_apart_there_is_no_curve(name, case):
    assert figures(name, EDGES[case]) == ()


def test_a_class_may_be_called_chance():
    found = drawn(100, 2)
    found = type(found)(("chance", "perfect"), found.paths, found.labels, found.probabilities, found.side)
    assert len(figures("roc", found)[0].curves) == 4


# ---- calibration and confidence


def test_the_reliability_diagram_is_the_plain_loops():
    found = drawn(400)
    diagram, behind = figures("calibration", found)
    assert list(diagram.curves) == ["perfect", "network"]
    ece, mce = plain_errors(found)
    assert f"ECE {ece:.1%}, largest gap {mce:.1%}" in diagram.note
    x, y = diagram.curves["network"]
    counts = behind.counts[""]
    assert (np.abs(x - y) * counts[counts > 0]).sum() / 400 == pytest.approx(ece, abs=1e-6)
    gap = found.probabilities.max(1).mean() - (found.predicted == found.labels).mean()
    assert (
        f"surer than right by {gap:.1%}" if gap > 0 else f"more often right than sure by {-gap:.1%}"
    ) in diagram.note


def test_confidence_is_counted_apart_for_right_and_wrong():
    found = drawn(400)
    (figure,) = figures("confidence", found)
    right = found.predicted == found.labels
    for name, chosen in (("right", right), ("wrong", ~right)):
        expected = np.histogram(found.probabilities.max(1)[chosen], figure.edges)[0]
        np.testing.assert_array_equal(figure.counts[name], expected)
    assert f"{right.sum()} right, {400 - right.sum()} wrong" in figure.note


def test_results_are_shown_without_torch():
    code = (
        "import sys; from transfer_gui.core.evaluate.view import views; views(); "
        "import transfer_gui.core.evaluate.rank; assert 'torch' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
