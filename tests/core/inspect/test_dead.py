"""Dead filters, put there by the test and found by number."""

import numpy as np
import pytest
import torch
from torchvision import models as zoo

from transfer_gui.core.inspect import dead, statistics
from transfer_gui.core.inspect.figures import Lines, Table
from transfer_gui.core.inspect.view import Subject
from transfer_gui.core.training.snapshot import snapshot


@pytest.fixture
def network():
    torch.manual_seed(0)
    return zoo.resnet18(weights=None)


def look(network, layer):
    table, *plots = dead.compute(Subject(layer, snapshot(network, layer)))
    assert isinstance(table, Table)
    return {row[0]: row[1:] for row in table.rows}, table.notes, plots


def test_a_sound_network_has_none(network):
    for layer in ("conv1", "bn1", "layer3", ""):
        rows, notes, _ = look(network, layer)
        assert all(row[1] == 0 and row[2] == "none" for row in rows.values())
        assert "No filter is dead" in notes[0]


def test_filters_of_zeros_are_found_by_number(network):
    with torch.no_grad():
        network.conv1.weight[[3, 60]] = 0
        network.conv1.weight[7] *= 1e-8
        network.bn1.weight[5] = 0
        network.fc.weight[2] = 0
        network.fc.bias[2] = 0
    assert look(network, "conv1")[0] == {"weight": (64, 3, "3, 7, 60")}
    assert look(network, "bn1")[0] == {"weight (gain)": (64, 1, "5")}
    everything = look(network, "")[0]
    assert everything == {
        "conv1.weight": (64, 3, "3, 7, 60"),
        "bn1.weight (gain)": (64, 1, "5"),
        "fc.weight": (1000, 1, "2"),
    }


def test_the_statistics_count_them(network):
    with torch.no_grad():
        network.conv1.weight[[3, 60]] = 0
    (table,) = statistics.compute(Subject("", snapshot(network, "")))
    column = table.columns.index("dead filters")
    counts = {row[0]: row[column] for row in table.rows}
    assert counts["conv1.weight"] == "2 of 64"
    assert counts["bn1.weight"] == "0 of 64"
    assert counts["fc.bias"] == counts["bn1.running_mean"] == "-"


def test_norms_are_torchs_sorted_with_the_sources_behind(network):
    now = snapshot(network, "layer1.0.conv1")
    old = {name: tensor * 2 for name, tensor in now.items()}
    _, lines = dead.compute(Subject("layer1.0.conv1", now, old))
    assert isinstance(lines, Lines)
    norms = torch.linalg.vector_norm(network.layer1[0].conv1.weight.detach(), dim=(1, 2, 3)).sort(descending=True)[0]
    np.testing.assert_allclose(lines.curves["now"][1], norms.numpy(), rtol=1e-5)
    np.testing.assert_allclose(lines.curves["source"][1], 2 * norms.numpy(), rtol=1e-5)
    assert list(lines.curves) == ["source", "now"]


def test_several_weights_are_on_one_scale(network):
    _, _, (lines,) = look(network, "layer1.0")
    assert list(lines.curves) == ["conv1.weight", "bn1.weight", "conv2.weight", "bn2.weight"]
    norms = np.sort(np.linalg.norm(network.layer1[0].conv1.weight.detach().numpy().reshape(64, -1), axis=1))[::-1]
    shares, values = lines.curves["conv1.weight"]
    np.testing.assert_allclose(values, norms / np.median(norms), rtol=1e-5)
    assert (shares[0], shares[-1]) == (0, 100)


def test_a_new_head_of_zeros_is_all_dead_and_many_are_counted():
    weight = np.zeros((50, 4), np.float32)
    table, *_ = dead.compute(Subject("head", {"head.weight": weight}))
    assert table.rows == (("weight", 50, 50, "all"),)
    weight[:28] = 1
    table, *_ = dead.compute(Subject("head", {"head.weight": weight}))
    numbers = ", ".join(str(n) for n in range(28, 48))
    assert table.rows == (("weight", 50, 22, f"{numbers} and 2 more"),)


def test_broken_filters_are_not_dead():
    norms = np.array([np.nan, np.inf, 1, 0, 1], np.float32)
    assert dead.dead(norms).tolist() == [3]
    assert dead.dead(np.full(3, np.nan, np.float32)).tolist() == []
    assert dead.dead(np.empty(0, np.float32)).tolist() == []


def test_what_has_no_filters_is_left_out():
    assert dead.compute(Subject("a", {"a.bias": np.zeros(4, np.float32), "a.pos_embedding": np.zeros((1, 4, 4))})) == ()
