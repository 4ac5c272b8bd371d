"""The views of a layer's weights, each number against plain numpy on weights of real architectures."""

import numpy as np
import pytest
import torch
from torchvision import models as zoo

from transfer_gui.core.inspect import filters, histogram, statistics
from transfer_gui.core.inspect.colormap import BROKEN, colours
from transfer_gui.core.inspect.figures import Heatmap, Histogram, Lines, Table, Tiles
from transfer_gui.core.inspect.view import Subject, views
from transfer_gui.core.training.snapshot import snapshot

NAN, INF = float("nan"), float("inf")


@pytest.fixture(scope="module")
def networks():
    torch.manual_seed(0)
    return {name: zoo.get_model(name, weights=None) for name in ("squeezenet1_1", "resnet18", "vit_b_16", "swin_t")}


def subject(network, layer: str, moved: float = 0.0) -> Subject:
    now = snapshot(network, layer)
    source = {n: t - moved if np.issubdtype(t.dtype, np.floating) else t for n, t in now.items()}
    return Subject(layer, now, source)


def test_the_views_stand_in_their_order():
    assert list(views()) == ["filters", "histogram", "statistics"]


@pytest.mark.parametrize("name", ["squeezenet1_1", "resnet18", "vit_b_16", "swin_t"])
def test_every_layer_of_every_kind_of_network_can_be_looked_at(networks, name):
    network = networks[name]
    for layer, _ in network.named_modules():
        seen = subject(network, layer)
        for view in views().values():
            figures = view.compute(seen)
            if seen.learned():
                assert figures, (name, layer, view.title)
            for figure in figures:
                assert figure.title


# ---- filters


def test_the_first_convolution_is_shown_as_colours(networks):
    weight = networks["resnet18"].conv1.weight.detach().numpy()
    (figure,) = filters.compute(subject(networks["resnet18"], "conv1"))
    assert isinstance(figure, Tiles)
    assert figure.images.shape == (64, 7, 7, 3)
    expected = np.clip(weight.transpose(0, 2, 3, 1) / (2 * figure.high) + 0.5, 0, 1)
    np.testing.assert_allclose(figure.images, expected, atol=1e-6)
    assert (np.abs(weight) <= figure.high).mean() == pytest.approx(0.995, abs=1e-3)
    assert figure.low == -figure.high


def test_a_deeper_convolution_is_shown_channel_by_channel(networks):
    weight = networks["resnet18"].layer2[0].conv1.weight.detach().numpy()
    (figure,) = filters.compute(subject(networks["resnet18"], "layer2.0.conv1"))
    assert figure.columns == 10
    assert figure.labels[13] == "filter 1, input channel 3"
    np.testing.assert_array_equal(figure.images[13], weight[1, 3])
    assert "the first 10 of 128 filters" in figure.note
    assert "10 of 64 input channels" in figure.note


def test_a_matrix_is_thinned_to_the_largest_of_each_block():
    weight = np.random.default_rng(1).normal(size=(200, 300)).astype(np.float32)
    weight[150, 299] = -99
    (figure,) = filters.compute(Subject("fc", {"fc.weight": weight}))
    assert isinstance(figure, Heatmap)
    assert figure.values.shape == (128, 128)
    assert figure.values[150 * 128 // 200, 127] == -99
    assert set(figure.values.ravel()) <= set(weight.ravel())


def test_a_small_matrix_is_shown_whole():
    weight = np.arange(12, dtype=np.float32).reshape(3, 4)
    (figure,) = filters.compute(Subject("fc", {"fc.weight": weight, "fc.bias": np.zeros(3, np.float32)}))
    np.testing.assert_array_equal(figure.values, weight)
    assert figure.note == ""


def test_batch_norm_is_shown_as_curves_over_its_channels(networks):
    (figure,) = filters.compute(subject(networks["resnet18"], "bn1"))
    assert isinstance(figure, Lines)
    assert list(figure.curves) == ["weight", "bias"]
    np.testing.assert_array_equal(figure.curves["weight"][1], np.ones(64))


# ---- histogram


def test_the_histogram_counts_what_numpy_counts(networks):
    network = networks["squeezenet1_1"]
    seen = subject(network, "features.3", moved=0.01)
    (figure,) = histogram.compute(seen)
    assert isinstance(figure, Histogram)
    values = np.concatenate([t.ravel() for t in seen.tensors.values()])
    counts = np.histogram(values, figure.edges.astype(np.float64))[0]
    assert np.abs(figure.counts["now"] - counts).sum() <= 2, "but for values that lie on an edge"
    assert figure.counts["now"].sum() == figure.counts["source"].sum() == values.size
    assert list(figure.counts) == ["source", "now"], "the source is drawn behind"
    assert figure.edges[0] == pytest.approx(values.min() - 0.01)
    assert figure.edges[-1] == pytest.approx(values.max())


def test_running_statistics_and_counters_are_no_weights(networks):
    seen = subject(networks["resnet18"], "bn1")
    assert set(seen.learned()) == {"bn1.weight", "bn1.bias"}
    (figure,) = histogram.compute(seen)
    assert figure.counts["now"].sum() == 128


def test_a_very_large_layer_is_counted_in_part_and_says_so():
    weight = np.random.default_rng(0).normal(size=(3000, 3000)).astype(np.float32)
    (figure,) = histogram.compute(Subject("fc", {"fc.weight": weight}))
    assert figure.counts["now"].sum() == 3_000_000
    assert figure.y.label == "count (one weight in 3)"


def test_a_constant_layer_has_a_histogram():
    (figure,) = histogram.compute(Subject("bn", {"bn.weight": np.ones(7, np.float32)}))
    assert figure.counts["now"].sum() == 7
    assert figure.edges[0] < 1 < figure.edges[-1]


# ---- statistics


def rows_of(table: Table) -> dict[str, dict[str, object]]:
    """{tensor: {column: value}}, whichever way the table lies."""
    if table.columns[0] == "tensor" and table.columns[1] == "shape":
        return {str(row[0]): dict(zip(table.columns[1:], row[1:], strict=True)) for row in table.rows}
    names = table.columns[1:]
    return {str(name): {str(row[0]): row[1 + place] for row in table.rows} for place, name in enumerate(names)}


@pytest.mark.parametrize("layer", ["conv1", "bn1", "layer1"])
def test_the_figures_are_numpy_s(networks, layer):
    seen = subject(networks["resnet18"], layer, moved=0.25)
    (table,) = statistics.compute(seen)
    found = rows_of(table)
    tensors = {n: t for n, t in seen.tensors.items() if t.ndim}
    assert set(found) == {seen.short(n) for n in tensors}
    for name, tensor in tensors.items():
        row, values = found[seen.short(name)], tensor.astype(np.float64)
        assert row["mean"] == pytest.approx(values.mean())
        assert row["deviation"] == pytest.approx(values.std())
        assert row["L2 norm"] == pytest.approx(np.linalg.norm(values.ravel()))
        assert (row["smallest"], row["largest"]) == (values.min(), values.max())
        assert row["zeros"] == f"{(values == 0).mean():.1%}"
        old = seen.source[name].astype(np.float64)
        share = np.linalg.norm((values - old).ravel()) / np.linalg.norm(old.ravel())
        assert row["moved"] == f"{share:.2%}"


def test_what_did_not_move_is_said_exactly():
    weight = np.ones((2, 2), np.float32)
    assert statistics.moved(weight, weight.copy()) == "not at all"
    assert statistics.moved(weight, weight + np.float32(1e-6)) != "not at all"
    assert statistics.moved(weight, np.zeros_like(weight)) == "from zero"
    assert statistics.moved(weight, None) == "-"


def test_a_head_of_another_size_is_not_compared():
    seen = Subject("fc", {"fc.weight": np.ones((8, 4), np.float32)}, {"fc.weight": np.ones((10, 4), np.float32)})
    (table,) = statistics.compute(seen)
    assert rows_of(table)["weight"]["moved"] == "-"
    (figure,) = histogram.compute(seen)
    assert list(figure.counts) == ["now"]


# ---- odd tensors

ODD = {
    "empty": np.empty((0, 4), np.float32),
    "scalar": np.array(3.0, np.float32),
    "integers": np.arange(4),
    "booleans": np.array([True, False]),
    "NaN": np.full((3, 3), NAN, np.float32),
    "infinite": np.array([[INF, -INF], [1, 2]], np.float32),
    "one number": np.array([[2.0]], np.float32),
    "five dimensions": np.random.default_rng(0).normal(size=(2, 3, 4, 3, 3)).astype(np.float32),
    "no channel": np.empty((3, 0, 3, 3), np.float32),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_tensors_are_shown_or_left_out_but_never_a_fault(name):
    with np.errstate(invalid="raise", divide="raise"):
        for view in views().values():
            for figure in view.compute(Subject("odd", {"odd.tensor": ODD[name]}, {"odd.tensor": ODD[name]})):
                assert figure.title


def test_broken_numbers_are_found_by_name():
    weight = np.ones((4, 4), np.float32)
    weight[0, 0], weight[1, 1] = NAN, INF
    (table,) = statistics.compute(Subject("a", {"a.weight": weight, "a.bias": np.ones(4, np.float32)}))
    assert table.notes == ("a.weight holds 2 of 16 numbers that are NaN or infinite.",)


def test_half_precision_is_shown_as_its_numbers():
    network = torch.nn.Linear(3, 2).to(torch.bfloat16)
    (figure,) = filters.compute(Subject("", snapshot(network, "")))
    np.testing.assert_array_equal(figure.values, network.weight.detach().float().numpy())


# ---- colours


def test_zero_is_the_light_middle_and_signs_differ_in_hue():
    low, middle, high, bad = colours(np.array([-1.0, 0.0, 1.0, NAN]), -1, 1)
    assert middle.min() > 230
    assert low[2] > low[0], "below zero is blue"
    assert high[0] > high[2], "above zero is orange"
    assert tuple(bad) == BROKEN


def test_a_scale_without_zero_inside_grows_lighter_all_the_way():
    ramp = colours(np.linspace(0, 1, 50), 0, 1).astype(float) @ [0.2126, 0.7152, 0.0722]
    assert (np.diff(ramp) > 0).all()
