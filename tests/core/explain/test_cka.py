"""CKA against other ways of writing the same sums, each independent of the one in use."""

import itertools

import numpy as np
import pytest

from transfer_gui.core.explain.cka import Cka, gram, hsic, own


def drawn(*shape, seed=0):
    return np.random.default_rng(seed).normal(size=shape)


def related(n=40, seed=0):
    """Two sets of activations that share a part."""
    common = drawn(n, 3, seed=seed)
    first = np.hstack([common, drawn(n, 5, seed=seed + 1)])
    second = np.hstack([common @ drawn(3, 4, seed=seed + 2), drawn(n, 2, seed=seed + 3)])
    return first, second


def raw(values):
    return values @ values.T


def hsic_u_statistic(k, l):  # noqa: E741
    """The definition: the mean of the kernel of Gretton et al. 2005 over all ordered quadruples of four examples."""
    n, total, count = len(k), 0.0, 0
    for i, j, q, r in itertools.permutations(range(n), 4):
        total += k[i, j] * (l[i, j] + l[q, r] - 2 * l[i, q])
        count += 1
    return total / count


def cka_biased(x, y):
    """Kornblith et al. 2019, equation for linear features: ||Y'X||² / (||X'X|| ||Y'Y||), columns centred."""
    x, y = x - x.mean(0), y - y.mean(0)
    return np.linalg.norm(y.T @ x) ** 2 / np.linalg.norm(x.T @ x) / np.linalg.norm(y.T @ y)


def cka_debiased(x, y):
    """Székely and Rizzo 2014: the same by U-centred matrices, as the debiased CKA of Kornblith's own code."""

    def centred(k):
        k = k - np.diag(np.diag(k))
        n = len(k)
        u = k - k.sum(0) / (n - 2) - k.sum(1)[:, None] / (n - 2) + k.sum() / ((n - 1) * (n - 2))
        return u - np.diag(np.diag(u))

    a, b = centred(raw(x)), centred(raw(y))
    return (a * b).sum() / np.sqrt((a * a).sum() * (b * b).sum())


def cka(*batches):
    """Of one layer each, over minibatches (x, y)."""
    found = Cka()
    for x, y in batches:
        found.add(gram(x)[None], gram(y)[None])
    return found.value()[0, 0]


@pytest.mark.parametrize("n", [4, 5, 7])
def test_hsic_is_the_mean_over_all_quadruples(n):
    k, l = raw(drawn(n, 3)), raw(drawn(n, 2, seed=1))  # noqa: E741
    assert hsic(k[None], l[None])[0, 0] == pytest.approx(hsic_u_statistic(k, l), rel=1e-10)
    assert own(k[None])[0] == pytest.approx(hsic_u_statistic(k, k), rel=1e-10)


def test_hsic_is_unbiased():
    """Of independent activations it is zero on average, where the biased form is far above."""
    values = [hsic(raw(drawn(6, 3, seed=s))[None], raw(drawn(6, 3, seed=1000 + s))[None])[0, 0] for s in range(4000)]
    assert abs(np.mean(values)) < 4 * np.std(values) / np.sqrt(len(values))


def test_one_whole_batch_is_the_debiased_form():
    x, y = related()
    assert cka((x, y)) == pytest.approx(cka_debiased(x, y), rel=1e-10)


def test_with_many_examples_it_is_kornbliths():
    x, y = related(3000)
    assert cka((x, y)) == pytest.approx(cka_biased(x, y), abs=2e-3)


def test_minibatches_add_up_to_the_whole():
    x, y = related(8000)
    parts = [(x[i : i + 16], y[i : i + 16]) for i in range(0, len(x), 16)]
    assert cka(*parts) == pytest.approx(cka((x[:4000], y[:4000])), abs=0.02)


def test_minibatches_are_sums_of_hsic_before_the_division():
    x, y = related(20)
    parts = [(x[:8], y[:8]), (x[8:], y[8:])]
    between, first, second = (
        sum(hsic_u_statistic(raw(p[i]), raw(p[j])) for p in parts) for i, j in ((0, 1), (0, 0), (1, 1))
    )
    assert cka(*parts) == pytest.approx(between / np.sqrt(first * second), rel=1e-9)


def test_turning_scaling_and_moving_change_nothing():
    x, y = related()
    turned = x @ np.linalg.qr(drawn(8, 8, seed=9))[0]
    for other in (turned, 7.5 * x, -x, x + 100 * drawn(8, seed=4), x[:, ::-1]):
        assert cka((other, y)) == pytest.approx(cka((x, y)), rel=1e-9)
    assert cka((x @ np.diag(np.arange(1, 9)), y)) != pytest.approx(cka((x, y)), rel=1e-3)


def test_the_same_is_one_and_independent_is_about_zero():
    x = drawn(64, 10)
    assert cka((x, x)) == pytest.approx(1, abs=1e-12)
    many = [(drawn(16, 30, seed=s), drawn(16, 30, seed=5000 + s)) for s in range(200)]
    assert abs(cka(*many)) < 0.03
    assert cka_biased(*many[0]) > 0.4


def test_maps_are_flattened_and_a_large_mean_in_float32_does_not_blur():
    x, y = related(16)
    far = (x + 1000).astype(np.float32).reshape(16, 2, 2, 2)
    exact = cka_debiased(far.reshape(16, -1).astype(float), y)
    assert cka((far, y)) == pytest.approx(exact, rel=1e-4)


def test_a_layer_that_is_always_the_same_has_no_value():
    x = drawn(12, 4)
    same = np.full((12, 7), 0.1, np.float32) * np.arange(7, dtype=np.float32)
    assert np.isnan(cka((same, x)))
    assert np.isnan(cka((same, same)))
    noise = (1 + 1e-7 * drawn(12, 7)).astype(np.float32)
    assert np.isnan(cka((noise, x)))


@pytest.mark.parametrize("fault", [np.nan, np.inf, 1e30])
def test_a_layer_that_diverged_has_no_value_and_spoils_no_other(fault):
    x, bad = drawn(8, 4).astype(np.float32), drawn(8, 4).astype(np.float32)
    bad[3, 1] = fault
    found = Cka()
    found.add(np.stack([gram(x), gram(bad)]), gram(x)[None])
    assert found.value()[0, 0] == pytest.approx(1)
    assert np.isnan(found.value()[1, 0])


def test_many_layers_at_once_are_each_pair_alone():
    layers = [drawn(10, d, seed=d) for d in (2, 3, 5)]
    others = [related(10, seed=3)[1], layers[1] * 2]
    found = Cka()
    found.add(np.stack([gram(x) for x in layers]), np.stack([gram(y) for y in others]))
    expected = [[cka_debiased(x, y) for y in others] for x in layers]
    np.testing.assert_allclose(found.value(), expected, rtol=1e-9)
    assert found.value()[1, 1] == pytest.approx(1)


def test_before_the_first_minibatch_there_is_nothing():
    assert Cka().value().size == 0
