"""The pictures that excite a channel most, against all activations in one plain array."""

import os
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from tests.core.data.pictures import save
from tests.core.explain.looks import MODELS, SIZE, dataset, hooks, looked, network, paths, place, spoil
from transfer_gui.core.data.dataset import Dataset, Example
from transfer_gui.core.data.domains import find
from transfer_gui.core.errors import UserError
from transfer_gui.core.explain import exciting as module
from transfer_gui.core.explain.exciting import SIDE, exciting, strongest
from transfer_gui.core.progress import finish
from transfer_gui.core.runs.looked import look_into

LAYERS = {
    "squeezenet1_1": ("features.4", lambda t: t.flatten(2), 7),
    "resnet18": ("layer2", lambda t: t.flatten(2), 8),
    "efficientnet_b0": ("features.3", lambda t: t.flatten(2), 8),
    "vit_b_16": ("encoder.layers.encoder_layer_2", lambda t: t[:, 1:].transpose(1, 2), 4),
    "swin_t": ("features.3", lambda t: t.flatten(1, 2).transpose(1, 2), 8),
}


def everything(model, layer, pick, examples):
    """(n, channels, places), by one plain pass."""
    caught = []
    handle = network(model).get_submodule(layer).register_forward_hook(lambda m, i, o: caught.append(o.clone()))
    try:
        with torch.inference_mode():
            network(model)(examples)
    finally:
        handle.remove()
    return pick(caught[0]).numpy()


@pytest.mark.parametrize("model", MODELS)
def test_the_strongest_of_every_channel_are_those_of_a_full_sort(model, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "at_once", lambda network: 4)
    layer, pick, side = LAYERS[model]
    data, opened = dataset(tmp_path, 3), looked(model)
    found = finish(strongest(opened, paths(data), layer, 5))
    values = everything(model, layer, pick, torch.stack([opened.read(path) for path in paths(data)]))
    side = {"squeezenet1_1": values.shape[2] ** 0.5}.get(model, side)
    assert found.grid == (side, side)
    peaks = values.max(2)
    order = np.argsort(-peaks, axis=0, kind="stable")[:5].T
    best = np.take_along_axis(peaks.T, order, 1)
    rounding = 1e-5 * np.abs(values).max()
    np.testing.assert_allclose(found.values, best, rtol=1e-4, atol=rounding)
    clear = np.abs(np.diff(np.sort(peaks, 0), axis=0)).min(0) > 2 * rounding  # no two so near that rounding decides
    assert clear.any()
    np.testing.assert_array_equal(found.examples[clear], order[clear])
    at = np.take_along_axis(values[found.examples, np.arange(len(found.values))[:, None]], found.spots[..., None], 2)
    np.testing.assert_allclose(at[..., 0], found.values, rtol=1e-4, atol=rounding)
    assert hooks(opened.model) == 0


def test_vectors_have_no_place(tmp_path):
    found = finish(strongest(looked("resnet18"), paths(dataset(tmp_path, 1)), "fc", 2))
    assert found.grid == (0, 0)
    assert found.values.shape == (3, 2)


def test_fewer_examples_than_asked_for(tmp_path):
    found = finish(strongest(looked("squeezenet1_1"), paths(dataset(tmp_path, 1)), "features.3", 12))
    assert found.values.shape == (128, 3)
    assert sorted(found.examples[0]) == [0, 1, 2]


def test_of_equals_the_first_count(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "at_once", lambda network: 2)
    picture = dataset(tmp_path, 1).examples[0].path
    found = finish(strongest(looked("squeezenet1_1"), [picture] * 8, "features.3", 4))
    assert (found.examples == [0, 1, 2, 3]).all()


def test_nan_comes_last():
    best = module._Best(1, 2)
    best.add(np.array([[np.nan], [1.0]], np.float32), np.array([0, 1]), np.zeros((2, 1), np.int64))
    best.add(np.array([[-5.0]], np.float32), np.array([2]), np.zeros((1, 1), np.int64))
    assert best.examples.tolist() == [[1, 2]]


@pytest.fixture
def bright(tmp_path) -> Dataset:
    """Black pictures, each with one white spot: the k-th in the k-th quarter of the picture, brighter each time."""
    examples = []
    for number in range(4):
        image = np.zeros((SIZE, SIZE, 3), np.uint8)
        row, column = divmod(number, 2)
        image[row * 32 + 12 : row * 32 + 20, column * 32 + 12 : column * 32 + 20] = 100 + 50 * number
        examples.append(Example(str(save(tmp_path / f"{number}.png", Image.fromarray(image))), 0))
    return Dataset(str(tmp_path), "folders", ("spot",), tuple(examples))


@pytest.fixture
def seeing(tmp_path):
    """A network whose filter 5 adds up what it sees."""
    weight, bias = network("squeezenet1_1").features[0].weight.clone(), network("squeezenet1_1").features[0].bias
    weight[5] = 1.0
    return place(tmp_path, title="seeing", state={"features.0.weight": weight, "features.0.bias": bias})


def test_the_pictures_are_shown_with_their_activations_and_the_place_outlined(bright, seeing):
    found = finish(exciting(seeing, bright, range(4), "features.0", 5, count=3))
    assert [Path(path).stem for path in found.paths] == ["3", "2", "1"]
    assert list(found.values) == sorted(found.values, reverse=True)
    assert found.figure.labels == tuple(
        f"{Path(path).name}: {value:.3g}" for path, value in zip(found.paths, found.values, strict=True)
    )
    assert (found.channel, found.channels) == (5, 64)
    assert found.figure.scale is False
    assert found.figure.images.shape == (3, SIZE, SIZE, 3)
    assert 0 <= found.figure.images.min() <= found.figure.images.max() <= 1
    assert found.figure.title == "What excites channel 5 of features.0 most"
    assert "of 4 examples" in found.figure.note
    assert "map of 31 x 31" in found.figure.note
    for image, path in zip(found.figure.images, found.paths, strict=True):
        seen = find("image").preview(path, looked("squeezenet1_1").preprocessing) / 255
        rows, columns = np.nonzero(np.abs(image - seen).max(2) > 0.01)
        row, column = divmod(int(Path(path).stem), 2)
        assert (rows // 32 == row).all()
        assert (columns // 32 == column).all()


def test_another_channel_is_there_at_once(bright, seeing, monkeypatch):
    finish(exciting(seeing, bright, range(4), "features.0", 5))
    monkeypatch.setattr(module, "strongest", None)
    steps = list(exciting(seeing, bright, range(4), "features.0", 6))
    assert len(steps) == 1
    overview = finish(exciting(seeing, bright, range(4), "features.0"))
    assert len(overview.paths) == 48
    assert "the first 48 of 64 channels" in overview.figure.note
    assert overview.figure.labels[5] == "channel 5: 3.png"
    with pytest.raises(TypeError):  # another set of examples is another pass
        finish(exciting(seeing, bright, range(3), "features.0"))


def test_a_checkpoint_that_was_written_anew_is_looked_at_anew(bright, seeing, tmp_path):
    first = finish(exciting(seeing, bright, range(4), "features.0", 5))
    stamp = seeing.checkpoint.stat().st_mtime_ns
    place(tmp_path, seed=0, title="seeing")
    os.utime(seeing.checkpoint, ns=(stamp + 1_000_000, stamp + 1_000_000))
    assert finish(exciting(seeing, bright, range(4), "features.0", 5)).values != first.values


def test_large_pictures_are_made_small_and_the_input_of_the_head_is_the_default(bright, seeing, monkeypatch):
    monkeypatch.setattr(module, "SIDE", 40)
    found = finish(exciting(seeing, bright, range(4), channel=0, count=2))
    assert found.figure.images.shape == (2, 40, 40, 3)
    assert found.channels == 512
    assert SIDE >= 112


def test_unreadable_pictures_are_told(tmp_path):
    data = dataset(tmp_path, 2)
    spoil(paths(data)[2])
    found = finish(exciting(place(tmp_path), data, range(6), "features.3", 0))
    assert len(found.paths) == 5
    assert "1 example could not be read, 0.png the first" in found.figure.note


def test_a_picture_that_goes_away_after_the_pass_is_left_out(bright, seeing):
    finish(exciting(seeing, bright, range(4), "features.0", 5, count=4))
    Path(bright.examples[3].path).unlink()
    found = finish(exciting(seeing, bright, range(4), "features.0", 5, count=4))
    assert [Path(path).stem for path in found.paths] == ["2", "1", "0"]
    assert len(found.figure.images) == len(found.values) == 3


def test_what_is_not_there_is_refused(bright, seeing):
    with pytest.raises(UserError, match=r"no channel 64 in features\.0.*0 to 63"):
        finish(exciting(seeing, bright, range(4), "features.0", 64))
    with pytest.raises(UserError, match=r"features\.99"):
        finish(exciting(seeing, bright, range(4), "features.99"))
    with pytest.raises(UserError, match="no examples"):
        finish(exciting(seeing, bright, [], "features.0"))


def test_it_can_be_left_at_every_step(tmp_path):
    data, where = dataset(tmp_path, 6), place(tmp_path)
    for count in (1, 2, 3):
        action = exciting(where, data, range(18), "features.3", 1)
        for _ in range(count):
            next(action)
        action.close()
        assert hooks(look_into(where).model) == 0
    assert [s.done for s in exciting(where, data, range(18), "features.4", 1)] == [0, 16, 0]


def test_outlines_stay_within_the_picture():
    picture = np.full((20, 20, 3), 0.5, np.float32)
    for side in (1, 2, 7, 20, 60):
        for spot in (0, side * side - 1):
            framed = module._outlined(picture, spot, (side, side))
            assert framed.shape == picture.shape
            assert (framed != picture).any()
    assert module._outlined(picture, 0, (0, 0)) is picture
    assert (picture == 0.5).all()
