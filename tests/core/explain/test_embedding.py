"""Examples as points: against scikit-learn's PCA, t-SNE and nearest neighbours."""

import numpy as np
import pytest
from sklearn.decomposition import PCA
from sklearn.manifold import TSNE, trustworthiness
from sklearn.model_selection import LeaveOneOut, cross_val_score
from sklearn.neighbors import KNeighborsClassifier

from tests.core.explain.looks import CLASSES, dataset, hooks, looked, network, paths, place, spoil
from transfer_gui.core.errors import UserError
from transfer_gui.core.explain import embedding
from transfer_gui.core.explain.embedding import embed, methods, neighbours, pca, subset, why_not
from transfer_gui.core.explain.features import features
from transfer_gui.core.inspect.figures import Scatter, is_empty
from transfer_gui.core.progress import finish


def drawn(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape).astype(np.float32)


@pytest.mark.parametrize("shape", [(50, 8), (8, 50), (30, 30), (5, 2)])
def test_pca_is_scikit_learns_to_the_sign(shape):
    values = drawn(*shape) * np.linspace(3, 1, shape[1], dtype=np.float32) + 5
    points, explained = pca(values)
    reference = PCA(2, svd_solver="full").fit(values.astype(np.float64))
    np.testing.assert_allclose(points, reference.transform(values.astype(np.float64)), rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(explained, reference.explained_variance_ratio_, rtol=1e-6)


def test_pca_does_not_turn_with_the_order_of_the_examples():
    values = drawn(20, 6)
    order = np.random.default_rng(1).permutation(20)
    np.testing.assert_allclose(pca(values[order])[0], pca(values)[0][order], atol=1e-5)


@pytest.mark.parametrize("values", [np.ones((6, 4), np.float32), np.zeros((3, 1), np.float32)])
def test_pca_of_what_is_all_the_same_is_a_point(values):
    points, explained = pca(values)
    assert points.shape == (len(values), 2)
    assert not points.any()
    assert not explained.any()


def test_pca_of_one_number_an_example_lies_on_a_line():
    points, explained = pca(drawn(9, 1))
    assert not points[:, 1].any()
    assert explained[0] == pytest.approx(1)


@pytest.mark.parametrize("count", [1, 3, 5])
@pytest.mark.parametrize("spread", [0.3, 1.5, 5])
def test_neighbours_are_scikit_learns(count, spread):
    groups = np.arange(60) % 4
    values = (groups[:, None] * np.ones(7) + spread * drawn(60, 7)).astype(np.float32)
    model = KNeighborsClassifier(count)
    expected = cross_val_score(model, values.astype(np.float64), groups, cv=LeaveOneOut()).mean()
    assert neighbours(values, groups, count) == pytest.approx(expected)


def test_neighbours_of_classes_far_apart_and_of_few():
    groups = np.array([0, 0, 0, 1, 1, 1])
    assert neighbours(groups[:, None].astype(np.float32) * 100, groups, 2) == 1
    assert neighbours(drawn(2, 3), np.array([0, 1])) == 0
    assert np.isnan(neighbours(drawn(1, 3), np.array([0])))


def test_before_and_after_show_the_same_examples(tmp_path):
    data = dataset(tmp_path)
    before, after = (place(tmp_path, seed=seed, title=title) for seed, title in ((0, "Source"), (1, "Best")))
    indices = [7, 0, 3, 4, 8, 2]
    figures = finish(embed((before, after), data, indices))
    assert all(isinstance(figure, Scatter) and not is_empty(figure) for figure in figures)
    for figure, seed, title in zip(figures, (0, 1), ("Source", "Best"), strict=True):
        assert figure.title == f"{title}: PCA of the input of the head"
        assert figure.items == tuple(paths(data)[i] for i in indices)
        assert [CLASSES[g] for g in figure.groups] == [data.classes[data.examples[i].label] for i in indices]
        assert figure.names == data.classes
        values = finish(features(looked("squeezenet1_1", seed), [paths(data)[i] for i in indices])).values
        reference = PCA(2, svd_solver="full").fit(values.astype(np.float64))
        np.testing.assert_allclose(figure.points, reference.transform(values.astype(np.float64)), rtol=1e-3, atol=1e-4)
        share = reference.explained_variance_ratio_
        assert figure.x.label == f"component 1 ({share[0]:.0%} of the variance)"
        assert figure.y.label == f"component 2 ({share[1]:.0%} of the variance)"
        apart = neighbours(values, figure.groups)
        assert figure.note == (
            f"the 5 nearest others name the right class for {apart:.0%} of 6 examples "
            "(always naming the largest class: 33%)"
        )
    assert not np.allclose(figures[0].points, figures[1].points)


def test_tsne_keeps_neighbours_as_scikit_learns_own():
    """A coordinate is decided by rounding after a thousand steps: what is near stays near as well as it does there."""
    values = (np.arange(90)[:, None] % 3 * 4 + drawn(90, 60)).astype(np.float32)
    points, x, y = embedding._flatten(values, "tsne", 3)
    reference = TSNE(2, perplexity=89 / 3, init="pca", random_state=3).fit_transform(values)
    assert trustworthiness(values, points) > trustworthiness(values, reference) - 0.02
    assert neighbours(points, np.arange(90) % 3) == 1
    assert (x.label, y.label) == ("t-SNE 1", "t-SNE 2")


def test_tsne_is_the_same_for_the_same_seed(tmp_path):
    data, where = dataset(tmp_path, 4), place(tmp_path)
    first, second = (finish(embed((where,), data, range(12), "features.12", "tsne", seed=3))[0] for _ in range(2))
    assert first.title == "squeezenet1_1: t-SNE of features.12"
    np.testing.assert_array_equal(first.points, second.points)


@pytest.mark.parametrize("count", [3, 4, 5])
def test_tsne_of_a_handful(count, tmp_path):
    data = dataset(tmp_path, 2)
    (figure,) = finish(embed((place(tmp_path),), data, range(count), method="tsne"))
    assert np.isfinite(figure.points).all()


def test_tsne_of_what_is_all_the_same():
    assert not embedding._flatten(np.ones((5, 60), np.float32), "tsne", 0)[0].any()


def test_methods_are_those_that_are_installed(monkeypatch):
    assert methods()[0] == "pca"
    assert why_not("pca") == ""
    monkeypatch.setattr(embedding.importlib.util, "find_spec", lambda name: None)
    assert methods() == ("pca",)
    assert why_not("umap") == "UMAP needs umap-learn: pip install umap-learn."
    assert "pip install scikit-learn" in why_not("tsne")


def test_a_method_that_is_not_installed_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setattr(embedding.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(UserError, match=r"pip install umap-learn\. Or choose PCA"):
        finish(embed((), dataset(tmp_path, 1), range(3), method="umap"))


@pytest.mark.filterwarnings("ignore:Tensorflow not installed:ImportWarning")
def test_umap_is_the_same_for_the_same_seed():
    pytest.importorskip("umap")
    points = embedding._umap(drawn(40, 5), 1)
    assert points.shape == (40, 2)
    np.testing.assert_array_equal(points, embedding._umap(drawn(40, 5), 1))


def test_a_large_set_is_thinned_by_the_seed_and_says_so(tmp_path, monkeypatch):
    indices = list(range(5000, 0, -1))
    drawn_ = subset(indices, 2000, 4)
    assert len(drawn_) == len(set(drawn_)) == 2000
    assert drawn_ == sorted(drawn_, reverse=True)
    assert drawn_ == subset(indices, 2000, 4) != subset(indices, 2000, 5)
    monkeypatch.setitem(embedding.MOST, "pca", 4)
    (figure,) = finish(embed((place(tmp_path),), dataset(tmp_path, 2), range(6), seed=1))
    assert len(figure.points) == 4
    assert "4 of 6 examples, drawn at random" in figure.note


def test_unreadable_examples_are_left_out_of_both_and_told(tmp_path):
    data = dataset(tmp_path)
    spoil(paths(data)[4])
    figures = finish(embed((place(tmp_path), place(tmp_path, seed=1)), data, range(9)))
    for figure in figures:
        assert paths(data)[4] not in figure.items
        assert len(figure.points) == len(figure.groups) == 8
        assert "1 example could not be read, 1.png the first" in figure.note


def test_too_few_examples_are_a_fault_with_a_cure(tmp_path):
    data = dataset(tmp_path, 1)
    with pytest.raises(UserError, match="Only 2 of the examples"):
        finish(embed((place(tmp_path),), data, range(2)))


def test_a_network_that_diverged_is_named(tmp_path):
    broken = {"features.0.weight": network("squeezenet1_1").features[0].weight * 1e38}
    with pytest.raises(UserError, match=r"Best: the input of the head gives NaN.*earlier checkpoint"):
        finish(embed((place(tmp_path, title="Best", state=broken),), dataset(tmp_path, 2), range(6)))


def test_it_can_be_left_at_every_step(tmp_path):
    from transfer_gui.core.runs.looked import look_into

    data, where = dataset(tmp_path, 7), place(tmp_path)
    steps = list(embed((where,), data, range(21)))
    assert [(s.done, s.total) for s in steps] == [(0, 21), (16, 21), (0, 1)]
    for count in range(1, len(steps) + 1):
        action = embed((where,), data, range(21))
        for _ in range(count):
            next(action)
        action.close()
        assert hooks(look_into(where).model) == 0
