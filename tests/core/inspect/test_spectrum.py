"""Singular values against numpy's own SVD, and ranks against closed forms."""

import numpy as np
import pytest
import torch
from torchvision import models as zoo

from transfer_gui.core.inspect import power_law, spectrum
from transfer_gui.core.inspect.figures import Lines, Table
from transfer_gui.core.inspect.view import Subject

LAYERS = [
    ("squeezenet1_1", "features.0.weight"),
    ("squeezenet1_1", "features.3.expand3x3.weight"),
    ("resnet18", "layer2.0.conv1.weight"),
    ("resnet18", "fc.weight"),
    ("efficientnet_b0", "features.1.0.block.0.0.weight"),  # depthwise
    ("vit_b_16", "encoder.layers.encoder_layer_0.self_attention.in_proj_weight"),
    ("vit_b_16", "conv_proj.weight"),
    ("vit_b_16", "encoder.pos_embedding"),
    ("swin_t", "features.1.0.attn.qkv.weight"),
]


@pytest.fixture(scope="module")
def weights():
    torch.manual_seed(0)
    networks = {name: zoo.get_model(name, weights=None).state_dict() for name in dict(LAYERS)}
    return {(name, path): networks[name][path].numpy() for name, path in LAYERS}


def table_of(figures) -> dict[str, dict[str, object]]:
    table = figures[0]
    assert isinstance(table, Table)
    rows = table.rows
    if table.columns[1] != "rows x columns":  # a column each
        columns, *rows = zip(table.columns, *table.rows, strict=True)
    else:
        columns = table.columns
    return {str(row[0]): dict(zip(columns, row, strict=True)) for row in rows}


@pytest.mark.parametrize("key", LAYERS, ids=lambda key: f"{key[0]}-{key[1]}")
def test_the_figures_are_those_of_numpys_svd(weights, key):
    tensor, path = weights[key], key[1]
    matrix = tensor.squeeze(0) if tensor.ndim == 3 else tensor.reshape(len(tensor), -1)
    values = np.linalg.svd(matrix.astype(np.float64), compute_uv=False)
    figures = spectrum.compute(Subject("", {path: tensor}))
    row = table_of(figures)[path]
    assert row["rows x columns"] == f"{matrix.shape[0]:,} x {matrix.shape[1]:,}"
    assert row["largest"] == pytest.approx(values[0], rel=1e-9)
    assert row["smallest"] == pytest.approx(values[-1], rel=1e-5)
    shares = values / values.sum()
    assert row["effective rank"] == pytest.approx(np.exp(-(shares * np.log(shares)).sum()), abs=0.051)
    assert row["stable rank"] == pytest.approx((np.linalg.norm(matrix) / values[0]) ** 2, abs=0.0051)
    assert row["condition"] == pytest.approx(np.linalg.cond(matrix.astype(np.float64)), rel=1e-5)
    fit = power_law.alpha(values**2)
    assert row["alpha (hint)"] == ("-" if fit is None else pytest.approx(fit.alpha, abs=0.0051))
    lines = figures[1]
    assert isinstance(lines, Lines)
    assert lines.y.log
    np.testing.assert_array_equal(lines.curves["now"][0], np.arange(1, len(values) + 1))
    np.testing.assert_allclose(lines.curves["now"][1], values, rtol=1e-5)


def test_the_source_stands_behind():
    generator = np.random.default_rng(0)
    now, old = generator.normal(size=(2, 6, 9)).astype(np.float32)
    figure = spectrum.compute(Subject("fc", {"fc.weight": now}, {"fc.weight": old}))[1]
    assert list(figure.curves) == ["source", "now"]
    np.testing.assert_allclose(figure.curves["source"][1], np.linalg.svd(old, compute_uv=False), rtol=1e-5)
    other_shape = spectrum.compute(Subject("fc", {"fc.weight": now}, {"fc.weight": old[:3]}))[1]
    assert list(other_shape.curves) == ["now"]


def test_known_spectra():
    """An orthogonal matrix has all ranks in full; one of rank one has one; and of n equal values n."""
    orthogonal = np.linalg.qr(np.random.default_rng(0).normal(size=(12, 12)))[0]
    found = spectrum.spectrum(orthogonal)
    assert found.effective_rank == pytest.approx(12)
    assert found.stable_rank == pytest.approx(12)
    assert found.condition == pytest.approx(1)
    one = spectrum.spectrum(np.outer(np.arange(1, 6), np.arange(1, 8)))
    assert one.values[0] == pytest.approx(np.linalg.norm(np.arange(1, 6)) * np.linalg.norm(np.arange(1, 8)))
    assert (one.values[1:] == 0).all(), "what is not told from zero is zero"
    assert one.effective_rank == pytest.approx(1)
    assert one.stable_rank == pytest.approx(1)
    assert one.condition == float("inf")
    halves = spectrum.spectrum(np.diag([2.0, 2.0, 2.0, 0.0, 0.0]))
    assert halves.effective_rank == pytest.approx(3)


def test_zeros_and_broken_numbers_are_said():
    tensors = {
        "zero.weight": np.zeros((4, 5), np.float32),
        "bad.weight": np.array([[1, np.nan], [3, 4]], np.float32),
    }
    figures = spectrum.compute(Subject("", tensors))
    rows = table_of(figures)
    assert rows["zero.weight"]["effective rank"] == 0
    assert rows["zero.weight"]["condition"] == "infinite"
    assert rows["bad.weight"]["largest"] == "not finite"
    assert len(figures) == 1, "nothing to draw on a logarithmic axis"


def test_magnitudes_at_the_ends_of_float32_neither_overflow_nor_vanish():
    matrix = np.random.default_rng(0).uniform(0.5, 1, (4, 6))
    for size in (1e-38, 1e37):
        found = spectrum.spectrum((matrix * size).astype(np.float32))
        np.testing.assert_allclose(found.values / size, np.linalg.svd(matrix, compute_uv=False), rtol=1e-4)


def test_what_is_no_matrix_has_no_spectrum():
    tensors = {"a.bias": np.ones(5, np.float32), "a.scale": np.ones((5, 1, 1), np.float32)}
    assert spectrum.compute(Subject("a", tensors)) == ()


def test_a_huge_matrix_is_looked_at_in_part_and_says_so(monkeypatch):
    monkeypatch.setattr(spectrum, "LARGE", 1e6)
    matrix = np.random.default_rng(0).normal(size=(100, 300)).astype(np.float32)
    small = spectrum.thinned(matrix)
    share = (1e6 / (100**2 * 300 + 6 * 100**3)) ** (1 / 3)
    assert small.shape == (int(100 * share), int(300 * share))
    figures = spectrum.compute(Subject("fc", {"fc.weight": matrix}))
    row = table_of(figures)["weight"]
    assert row["rows x columns"] == "100 x 300"
    assert row["largest"] == pytest.approx(np.linalg.svd(small, compute_uv=False)[0], rel=1e-5)
    assert any("evenly spread" in note and f"{small.shape[0]} rows" in note for note in figures[0].notes)


def test_the_work_for_a_layer_is_limited_and_says_so(monkeypatch):
    generator = np.random.default_rng(0)
    tensors = {f"{i}.weight": generator.normal(size=(20, 30)).astype(np.float32) for i in range(6)}
    source = {name: tensor + 1 for name, tensor in tensors.items()}
    one = 20**2 * 30 + 6 * 20**3
    monkeypatch.setattr(spectrum, "WORK", 3.5 * one)
    figures = spectrum.compute(Subject("", tensors, source))
    assert list(table_of(figures)) == ["0.weight", "1.weight", "2.weight"]
    assert any(note.startswith("3 of 6 matrices") for note in figures[0].notes)
    assert all(list(figure.curves) == ["now"] for figure in figures[1:]), "the source's go first"
    monkeypatch.setattr(spectrum, "WORK", 20 * one)
    figures = spectrum.compute(Subject("", tensors, source))
    assert len(table_of(figures)) == 6
    assert [list(figure.curves) for figure in figures[1:]] == [["source", "now"]] * spectrum.PLOTS
