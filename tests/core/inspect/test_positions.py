"""Similarity of position embeddings, against torch's cosine."""

import numpy as np
import pytest
import torch
from torch.nn import functional as F
from torchvision import models as zoo

from transfer_gui.core.inspect import positions
from transfer_gui.core.inspect.figures import Heatmap, Lines, Tiles
from transfer_gui.core.inspect.view import Subject

NAME = "encoder.pos_embedding"


def look(embedding: torch.Tensor, before: torch.Tensor | None = None):
    source = {} if before is None else {NAME: before.numpy()}
    return positions.compute(Subject("encoder", {NAME: embedding.numpy()}, source))


@pytest.fixture(scope="module")
def embedding() -> torch.Tensor:
    torch.manual_seed(0)
    return zoo.vit_b_16(weights=None, image_size=112).encoder.pos_embedding.detach()


def test_each_tile_is_the_cosine_with_every_other_place(embedding):
    tiles, _ = look(embedding)
    assert isinstance(tiles, Tiles)
    assert (tiles.columns, tiles.images.shape) == (7, (49, 7, 7))
    assert (tiles.low, tiles.high) == (-1, 1)
    patches = embedding[0, 1:].double()
    for place in range(49):
        cosine = F.cosine_similarity(patches[place : place + 1], patches).view(7, 7)
        np.testing.assert_allclose(tiles.images[place], cosine.numpy(), atol=1e-6)
    assert tiles.labels[8] == "position in row 1, column 1"


def test_of_a_large_grid_positions_evenly_spread_are_shown():
    torch.manual_seed(0)
    embedding = torch.randn(1, 1 + 16 * 16, 12)
    tiles, _ = look(embedding)
    assert tiles.images.shape == (64, 16, 16)
    assert tiles.labels[-1] == "position in row 15, column 15"
    assert "8 x 8 of 16 x 16" in tiles.note
    expected = F.cosine_similarity(embedding[0, -1:], embedding[0, 1:]).view(16, 16)
    np.testing.assert_allclose(tiles.images[-1], expected.numpy(), atol=1e-5)


def test_the_mean_by_distance_is_that_of_all_pairs(embedding):
    torch.manual_seed(1)
    old = torch.randn_like(embedding)
    _, lines = look(embedding, old)
    assert isinstance(lines, Lines)
    assert list(lines.curves) == ["source", "now"]
    for name, tensor in {"source": old, "now": embedding}.items():
        patches = F.normalize(tensor[0, 1:].double(), dim=1)
        by_distance: dict[int, list[float]] = {}
        for a in range(49):
            for b in range(49):
                distance = round(((a // 7 - b // 7) ** 2 + (a % 7 - b % 7) ** 2) ** 0.5)
                by_distance.setdefault(distance, []).append(float(patches[a] @ patches[b]))
        xs, ys = lines.curves[name]
        assert xs.tolist() == sorted(by_distance)
        np.testing.assert_allclose(ys, [np.mean(by_distance[d]) for d in sorted(by_distance)], atol=1e-6)
        assert ys[0] == pytest.approx(1), "a place is like itself"


def test_a_smooth_embedding_falls_with_distance():
    y, x = torch.meshgrid(torch.arange(6.0), torch.arange(6.0), indexing="ij")
    smooth = torch.stack([torch.cos(x / 4), torch.sin(x / 4), torch.cos(y / 4), torch.sin(y / 4)], -1).view(1, 36, 4)
    tiles, lines = look(smooth)
    assert tiles.images.shape == (36, 6, 6), "no class token before a square number of places"
    assert (np.diff(lines.curves["now"][1][:6]) < 0).all()


def test_positions_in_a_row_are_a_map():
    (figure,) = look(torch.randn(1, 12, 4, generator=torch.Generator().manual_seed(0)))
    assert isinstance(figure, Heatmap)
    np.testing.assert_allclose(np.diag(figure.values), 1, atol=1e-6)


def test_a_place_without_direction_has_no_cosine(embedding):
    broken = embedding.clone()
    broken[0, 1], broken[0, 2] = 0, float("nan")
    tiles, _ = look(broken)
    assert np.isnan(tiles.images[0]).all()
    assert np.isnan(tiles.images[1]).all()
    assert np.isnan(tiles.images[5].ravel()[:2]).all()
    assert np.isfinite(tiles.images[5].ravel()[2:]).all()


def test_other_layers_have_no_positions():
    assert positions.compute(Subject("fc", {"fc.weight": np.ones((4, 9), np.float32)})) == ()
