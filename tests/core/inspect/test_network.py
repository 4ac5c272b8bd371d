"""The figures of the whole network against norms, angles and ratios by plain numpy and torch."""

import dataclasses
import math

import numpy as np
import pytest
import torch
import torchvision

from transfer_gui.core.events import Measured, Movement
from transfer_gui.core.inspect import network
from transfer_gui.core.inspect.figures import Heatmap, Measures, is_empty
from transfer_gui.core.training.movement import Origin, measure

NONE = math.nan
NETWORKS = {
    "squeezenet1_1": lambda: torchvision.models.squeezenet1_1(),
    "resnet18": lambda: torchvision.models.resnet18(),
    "efficientnet_b0": lambda: torchvision.models.efficientnet_b0(),
    "vit": lambda: torchvision.models.VisionTransformer(32, 16, 2, 2, 32, 64),
    "swin_t": lambda: torchvision.models.swin_t(),
}


def arrays(model):
    return {name: tensor.numpy().copy() for name, tensor in model.state_dict().items()}


def moved_model(name):
    """A network, its tensors before, and after its last parameters were moved at random."""
    torch.manual_seed(0)
    model = NETWORKS[name]()
    origin, before = Origin(model), arrays(model)
    changed = [n for n, _ in model.named_parameters()][-6:]
    origin.keep(model, changed)
    with torch.no_grad():
        for n, parameter in model.named_parameters():
            if n in changed:
                parameter += 0.01 * torch.randn_like(parameter)
    return model, origin, before, changed


def by_hand(names, after, before):
    """Norm, relative distance and cosine of the tensors together, as one long vector."""
    new = np.concatenate([after[n].ravel() for n in names]).astype(np.float64)
    old = np.concatenate([before[n].ravel() for n in names]).astype(np.float64)
    norms = np.linalg.norm(new), np.linalg.norm(old)
    if not all(norms):  # a class token and a transformer's head begin as zeros
        return norms[0], *((0.0, 1.0) if np.array_equal(new, old) else (1.0, np.nan))
    return norms[0], np.linalg.norm(new - old) / norms[1], np.dot(new, old) / norms[0] / norms[1]


@pytest.mark.parametrize("way", ["as a run measures", "between two sets of tensors"])
@pytest.mark.parametrize("name", NETWORKS)
def test_each_layer_s_figures_are_those_of_one_long_vector(name, way):
    model, origin, before, changed = moved_model(name)
    after = arrays(model)
    found = measure(model, origin) if way.startswith("as") else network.between(after, before)
    rows = network.layers_of(found)

    held = [p for p, m in model.named_modules() if any(True for _ in m.parameters(recurse=False)) and p]
    own = [n for n, _ in model.named_parameters(recurse=False)]
    assert {row.layer for row in rows} == {*held, *own}
    order = [n.rpartition(".")[0] or n for n in after]
    assert [row.layer for row in rows] == sorted({row.layer for row in rows}, key=order.index)
    shapes = dict(model.named_parameters())
    assert sum(row.parameters for row in rows) == sum(p.numel() for p in shapes.values())
    for row in rows:
        names = [n for n in found if (n.rpartition(".")[0] or n) == row.layer]
        norm, drift, cosine = by_hand(names, after, before)
        assert row.norm == pytest.approx(norm, rel=1e-6)
        assert row.drift == pytest.approx(drift, rel=1e-6)
        assert row.cosine == pytest.approx(cosine, abs=1e-7, nan_ok=True)
        assert row.moved == bool(set(names) & set(changed))
        if not row.moved:
            assert (row.drift, row.cosine) == (0.0, 1.0)
        assert math.isnan(row.update)
        assert math.isnan(row.gradient)


def movement(**fields):
    return Movement(**{"size": 4, "weight": 4.0, "source": 4.0, "moved": 0.0, "dot": 4.0, "update": NONE,
                       "gradient": NONE} | fields)  # fmt: skip


def one(**tensors):
    (row,) = network.layers_of({name.replace("_", ".", 1): m for name, m in tensors.items()})
    return row


def test_sums_of_squares_add_up():
    row = one(
        a_weight=movement(weight=9.0, source=16.0, moved=1.0, dot=11.0, update=0.09, gradient=3.0),
        a_bias=movement(weight=7.0, source=9.0, moved=3.0, dot=6.0, update=0.07, gradient=6.0),
        a_running_mean=movement(weight=9.0, source=0.0, moved=21.0, dot=0.0),
    )
    assert (row.layer, row.parameters) == ("a", 8)
    assert row.norm == 5
    assert row.drift == 1
    assert row.cosine == pytest.approx(17 / 25)
    # The statistics take no step, so that they do not count in what the step is compared with.
    assert row.update == pytest.approx(math.sqrt(0.16 / 16))
    assert row.gradient == 3


def test_what_is_not_known_is_not_said():
    lost = one(a_weight=movement(moved=NONE, dot=NONE), a_bias=movement())
    assert math.isnan(lost.drift)
    assert math.isnan(lost.cosine)
    from_zero = one(a_weight=movement(source=0.0, moved=4.0, dot=0.0))
    assert from_zero.drift == 1
    assert math.isnan(from_zero.cosine)
    zero = one(a_weight=movement(weight=0.0, source=0.0, dot=0.0, update=0.0, gradient=0.0))
    assert (zero.drift, zero.cosine, zero.update, zero.gradient) == (0, 1, 0, 0)
    broken = one(a_weight=movement(weight=NONE, moved=math.inf, dot=NONE, gradient=math.inf, update=NONE))
    assert broken.gradient == math.inf
    assert math.isnan(broken.norm)


def test_rounding_never_leaves_the_range_of_a_cosine():
    assert one(a_weight=movement(weight=3.0, source=3.0, moved=1e-18, dot=3.0000000001)).cosine == 1
    assert one(a_weight=movement(weight=3.0, source=3.0, moved=12.0, dot=-3.0000000001)).cosine == -1


def epoch(number, drift, gradient=4.0):
    learned = movement(moved=4 * drift**2, dot=4 - 2 * drift**2, update=4e-6, gradient=gradient)
    return Measured(10 * number, number, {"a.weight": movement(), "b.weight": learned, "b.bias": movement(size=2)}, 0.1)


def values(figure: Measures):
    return {m.axis.label: m.values.tolist() for m in figure.measures}


def test_the_map_says_zero_of_what_stood_still():
    figure = network.now(epoch(0, 0.1), "After epoch 1", hint={"b": 3.5})
    assert figure.title == "After epoch 1"
    assert figure.rows == ("a", "b")
    assert figure.note == "1 of 2 layers moved: b; 1 did not change by a single bit"
    found = values(figure)
    assert found["parameters"] == [4, 6]
    assert found["drift"][0] == 0
    assert found["drift"][1] == pytest.approx(0.1 / math.sqrt(2))
    assert found["1 - cosine"] == [0, pytest.approx(2 * 0.1**2 / 8, rel=1e-5)]
    assert math.isnan(found["update"][0])
    assert found["update"][1] == pytest.approx(1e-3)
    assert found["gradient"][1] == 2
    assert found["alpha (hint)"][1] == pytest.approx(3.5)
    assert math.isnan(found["alpha (hint)"][0])
    logarithmic = {m.axis.label for m in figure.measures if m.axis.log}
    assert logarithmic == {"parameters", "norm", "drift", "1 - cosine", "update", "gradient"}
    assert all(m.description for m in figure.measures)
    assert "alpha (hint)" not in values(network.now(epoch(0, 0.1)))


def test_what_is_infinite_is_not_drawn_and_what_is_unknown_is_counted():
    tensors = {
        "a.weight": movement(source=0.0, moved=4.0, dot=0.0, gradient=math.inf, update=0.0),
        "b.weight": movement(moved=NONE, dot=NONE),
    }
    figure = network.now(Measured(1, None, tensors, 0.0))
    assert figure.note == "1 of 2 layers moved; 1 cannot be compared with the source"
    assert all(not np.isinf(m.values).any() and m.values.shape == (2,) for m in figure.measures)


@pytest.mark.parametrize("which", ["drift", "update", "gradient", "norm", "cosine"])
def test_over_the_epochs(which):
    drifts = (0.1, 0.2, 0.4)
    figure = network.over_epochs([epoch(i, d, gradient=10.0**i) for i, d in enumerate(drifts)], which)
    assert isinstance(figure, Heatmap)
    assert (figure.rows, figure.columns) == (("a", "b"), ("1", "2", "3"))
    assert figure.values.shape == (2, 3)
    assert figure.low < figure.high
    frozen, learned = figure.values
    if which == "norm":
        assert frozen.tolist() == pytest.approx([math.log10(2)] * 3)
    else:
        assert np.isneginf(frozen).all(), "exactly zero, which is not the same as not measured"
    # b's bias stood still: with it the source's sum of squares is 8, not 4.
    expected = {
        "drift": [math.log10(d / math.sqrt(2)) for d in drifts],
        "update": [-3] * 3,
        "gradient": [0, 0.5, 1],
        "norm": [math.log10(8) / 2] * 3,
        "cosine": [math.log10(2 * d**2 / 8) for d in drifts],
    }[which]
    assert learned.tolist() == pytest.approx(expected, rel=1e-5)


def test_a_layer_that_is_not_in_every_epoch_has_empty_cells():
    first, second = epoch(0, 0.1), epoch(1, 0.2)
    half = dataclasses.replace(first, tensors={"a.weight": first.tensors["a.weight"]})
    figure = network.over_epochs([half, second], "norm")
    assert figure.rows == ("a", "b")
    assert np.isnan(figure.values[1, 0])
    assert np.isfinite(figure.values[1, 1])


@pytest.mark.parametrize("which", ["drift", "update", "gradient", "norm", "cosine"])
def test_what_is_not_known_is_empty_and_not_zero(which):
    lost = Measured(0, 0, {"a.weight": movement(weight=NONE, moved=NONE, dot=NONE), "b.weight": movement()}, 0.1)
    figure = network.over_epochs([lost], which)
    assert np.isnan(figure.values[0, 0])
    if which in {"update", "gradient"}:
        assert np.isnan(figure.values[1, 0]), "none took a step: it is not known whether this one could"


def test_a_layer_that_moved_by_the_least_is_not_said_to_point_the_same_way():
    row = one(a_weight=movement(moved=1e-18, dot=4.0))
    assert row.cosine == 1
    assert 0 < row.turn < 1e-15
    assert one(a_weight=movement()).turn == 0


def test_the_layers_that_moved_are_named_where_they_are_few():
    rows = [one(**{f"l{i}_weight": movement(moved=float(i < 4))}) for i in range(9)]
    assert network.summary(rows) == "4 of 9 layers moved: l0, l1, l2, l3; 5 did not change by a single bit"
    assert network.summary(rows[:4]) == "4 of 4 layers moved"
    rows = [one(**{f"l{i}_weight": movement(moved=float(i < 5))}) for i in range(9)]
    assert network.summary(rows) == "5 of 9 layers moved; 4 did not change by a single bit"


def test_nothing_measured_is_an_empty_figure():
    assert is_empty(network.over_epochs([]))
    assert is_empty(network.now(Measured(0, None, {}, 0.0)))
    only_frozen = network.over_epochs([Measured(0, 0, {"a.weight": movement()}, 0.0)])
    assert np.isneginf(only_frozen.values).all()
    assert only_frozen.low < only_frozen.high


def test_two_sets_of_tensors():
    rng = np.random.default_rng(0)
    old = rng.normal(size=(3, 1_200_001)).astype(np.float32)
    new = old + rng.normal(size=old.shape).astype(np.float32) * 1e-3
    broken = np.array([1.0, np.nan, -0.0], np.float32)
    tensors = {
        "a.weight": new, "a.bias": old[0], "b.weight": broken, "head.weight": old[:2], "new": old[0, :5],
        "a.num_batches_tracked": np.array(7), "empty": np.zeros((0, 3), np.float32), "half": old[0].astype(np.float16),
    }  # fmt: skip
    source = {
        "a.weight": old, "a.bias": old[0].copy(), "b.weight": broken.copy(), "head.weight": old,
        "empty": np.zeros((0, 3), np.float32), "half": old[0],
    }  # fmt: skip
    found = network.between(tensors, source)
    assert "a.num_batches_tracked" not in found
    a = found["a.weight"]
    assert (a.size, a.weight) == (new.size, pytest.approx(np.sum(new.astype(float) ** 2)))
    assert a.source == pytest.approx(np.sum(old.astype(float) ** 2))
    assert a.moved == pytest.approx(np.sum((new.astype(float) - old) ** 2))
    assert a.dot == pytest.approx(np.sum(new.astype(float) * old))
    assert math.isnan(a.update)
    assert math.isnan(a.gradient)
    assert found["a.bias"].moved == found["empty"].moved == 0
    assert found["b.weight"].moved == 0  # NaN for NaN, to the bit
    assert found["half"].moved > 0
    for name in ("head.weight", "new"):
        assert math.isnan(found[name].moved)
        assert found[name].weight > 0
