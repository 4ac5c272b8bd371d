"""The views of a layer's weights, each number against plain numpy on weights of real architectures."""

import numpy as np
import pytest
import torch
from torchvision import models as zoo

from transfer_gui.core.inspect import filters, histogram, statistics
from transfer_gui.core.inspect.as_csv import as_csv
from transfer_gui.core.inspect.colormap import BROKEN, colours
from transfer_gui.core.inspect.figures import Heatmap, Histogram, Lines, Table, Tiles, is_empty
from transfer_gui.core.inspect.view import Subject, views
from transfer_gui.core.models.detail import heads as heads_in
from transfer_gui.core.training.snapshot import as_array, snapshot

pytestmark = pytest.mark.usefixtures("small_networks")

NAN, INF = float("nan"), float("inf")

MODELS = ("squeezenet1_1", "resnet18", "efficientnet_b0", "vit_b_16", "swin_t")
ALWAYS = {"filters", "histogram", "statistics"}


@pytest.fixture(scope="module")
def networks():
    torch.manual_seed(0)
    return {name: zoo.get_model(name, weights=None) for name in MODELS}


def subject(network, layer: str, moved: float = 0.0) -> Subject:
    now = snapshot(network, layer)
    source = {n: t - moved if np.issubdtype(t.dtype, np.floating) else t for n, t in now.items()}
    heads = {path: heads_in(module) for path, module in network.named_modules() if heads_in(module)}
    return Subject(layer, now, source, heads)


def test_the_views_stand_in_their_order():
    order = ["filters", "heads", "positions", "histogram", "statistics", "dead", "spectrum"]
    assert [name for name in views() if name in order] == order


@pytest.mark.parametrize("name", MODELS)
def test_every_layer_of_every_kind_of_network_can_be_looked_at(networks, name):
    network = networks[name]
    seen_kinds = set()
    for layer, module in network.named_modules():
        kind = type(module).__name__, tuple(tuple(p.shape) for p in module.parameters())
        if kind in seen_kinds:
            continue  # the twelve blocks of a transformer are of one kind
        seen_kinds.add(kind)
        large = sum(p.numel() for p in module.parameters()) > 10_000_000
        if large and layer and list(module.children()):
            continue  # most of the whole network, which is looked at first
        seen = subject(network, layer, moved=0.01)
        for key, view in views().items():
            if large and key == "spectrum":
                continue  # seconds, and its limits have a test of their own
            figures = view.compute(seen)
            assert figures or not seen.learned() or key not in ALWAYS, (name, layer, key)
            for figure in figures:
                assert figure.title
                assert not is_empty(figure), (name, layer, figure.title)
                assert large or as_csv(figure)


@pytest.mark.parametrize("name", MODELS)
def test_every_parameter_by_itself_too(networks, name):
    for path, parameter in networks[name].named_parameters():
        seen = Subject(path, {path: parameter.detach().numpy()})
        assert seen.short(path) == path.rpartition(".")[2]
        for key, view in views().items():
            if key != "spectrum" or parameter.numel() < 1_000_000:
                assert view.compute(seen) or key not in ALWAYS, (path, key)


# ---- filters


def test_the_first_convolution_is_shown_as_colours(networks):
    weight = networks["resnet18"].conv1.weight.detach().numpy()
    (figure,) = filters.compute(subject(networks["resnet18"], "conv1"))
    assert isinstance(figure, Tiles)
    assert figure.images.shape == (8, 7, 7, 3)
    expected = np.clip(weight.transpose(0, 2, 3, 1) / (2 * figure.high) + 0.5, 0, 1)
    np.testing.assert_allclose(figure.images, expected, atol=1e-6)
    assert (np.abs(weight) <= figure.high).mean() == pytest.approx(0.995, abs=1e-3)
    assert figure.low == -figure.high


def test_a_deeper_convolution_is_shown_channel_by_channel(networks):
    weight = networks["resnet18"].layer4[1].conv1.weight.detach().numpy()
    (figure,) = filters.compute(subject(networks["resnet18"], "layer4.1.conv1"))
    assert figure.columns == 10
    assert figure.labels[13] == "filter 1, input channel 3"
    np.testing.assert_array_equal(figure.images[13], weight[1, 3])
    assert "the first 10 of 64 filters" in figure.note
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
    np.testing.assert_array_equal(figure.curves["weight"][1], np.ones(8))


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
    assert figure.counts["now"].sum() == 16


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
        near = (np.abs(values) <= 1e-3 * np.abs(values).max()).mean()
        assert row["near zero"] == f"{near:.1%}"
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
    "scalar NaN": np.array(NAN, np.float32),
    "NaN alone": np.full(3, NAN, np.float32),
    "infinite vector": np.full(70, -INF, np.float32),
    "huge": np.full((40, 50), 3e38, np.float32),
    "tiny": np.full((40, 50), 1e-45, np.float32),
    "zeros": np.zeros((40, 50), np.float32),
    "zero filters": np.zeros((4, 3, 3, 3), np.float32),
    "NaN filters": np.full((4, 3, 16, 16), NAN, np.float32),
    "no numbers at all": np.empty(0, np.float32),
    "integers in rows": np.arange(12, dtype=np.uint8).reshape(3, 4),
    "complex": np.array([[1 + 2j, 3]], np.complex64),
    "no channel": np.empty((3, 0, 3, 3), np.float32),
}


NAMES = ("odd.weight", "odd.in_proj_weight", "odd.pos_embedding", "odd.relative_position_bias_table", "odd.tensor")


@pytest.mark.parametrize("key", NAMES)
@pytest.mark.parametrize("name", ODD)
def test_odd_tensors_are_shown_or_left_out_but_never_a_fault(name, key):
    with np.errstate(invalid="raise", divide="raise"):
        for view in views().values():
            for figure in view.compute(Subject("odd", {key: ODD[name]}, {key: ODD[name]}, {"odd": 1})):
                assert figure.title
                assert as_csv(figure)


STORED = [torch.float16, torch.bfloat16, torch.float8_e4m3fn, torch.float8_e5m2, torch.float64, torch.int8, torch.bool]


@pytest.mark.parametrize("dtype", STORED, ids=str)
@pytest.mark.parametrize("shape", [(), (7,), (0, 3), (6, 5), (4, 3, 3, 3), (1, 10, 6)], ids=str)
def test_every_stored_type_of_every_shape(dtype, shape):
    tensor = torch.randn(shape, generator=torch.Generator().manual_seed(0)).to(dtype)
    name = str(dtype).removeprefix("torch.")
    seen = Subject("a", {"a.weight": as_array(tensor)}, {}, {}, {"a.weight": name})
    for key, view in views().items():
        figures = view.compute(seen)
        if key == "statistics":
            row = rows_of(figures[0])["weight"]
            assert row.get("stored as", seen.tensors["a.weight"].dtype.name) == name
            if tensor.numel():
                assert row["mean"] == pytest.approx(float(tensor.double().mean()))


def test_broken_numbers_are_found_by_name():
    weight = np.ones((4, 4), np.float32)
    weight[0, 0], weight[1, 1] = NAN, INF
    (table,) = statistics.compute(Subject("a", {"a.weight": weight, "a.bias": np.ones(4, np.float32)}))
    assert table.notes == (
        "a.weight holds 2 of 16 numbers that are NaN or infinite: NaN at [0, 0]; infinity at [1, 1].",
    )


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
