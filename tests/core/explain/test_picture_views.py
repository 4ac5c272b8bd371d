"""The views of one picture, on five architectures: what is drawn is what was computed, and nothing is left behind."""

import threading
from dataclasses import replace

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn
from torchvision.models import squeezenet1_1

from transfer_gui.core.data.domain import Unreadable
from transfer_gui.core.errors import UserError
from transfer_gui.core.explain import explain as module
from transfer_gui.core.explain.activations import outputs
from transfer_gui.core.explain.explain import explain
from transfer_gui.core.explain.gradcam import gradcam
from transfer_gui.core.explain.integrated import integrate
from transfer_gui.core.explain.rollout import rollout
from transfer_gui.core.explain.view import Look, PictureView, views
from transfer_gui.core.explain.views import integrated_gradients, occlusion
from transfer_gui.core.explain.views.integrated_gradients import patches
from transfer_gui.core.inspect.figures import Figure, Lines, Overlay, Table, Tiles, is_empty
from transfer_gui.core.progress import Progress, finish
from transfer_gui.core.random_state import seeded
from transfer_gui.core.runs.looked import Looked
from transfer_gui.core.runs.place import Place

from .networks import CLASSES, NAMES, RECIPE, SIDE, black, looked, touched

pytestmark = pytest.mark.usefixtures("untouched")

LAYERS = {
    "squeezenet1_1": "features.7",
    "resnet18": "layer3",
    "efficientnet_b0": "features.4",
    "vit_b_16": "encoder.layers.encoder_layer_4",
    "swin_t": "features.3",
}


def compute(name: str, look: Look) -> tuple[Figure, ...]:
    return finish(views()[name].compute(look))


@pytest.fixture
def opened(monkeypatch):
    """`explain` finds the small network called by its place's title."""
    monkeypatch.setattr(module, "look_into", lambda place, folders=(): looked(place.title))


# ---- every view


def test_the_views_stand_in_their_order():
    assert list(views()) == [
        "top_classes", "words_that_mattered", "feature_maps", "grad_cam", "integrated_gradients", "occlusion",
        "attention", "attention_of_pieces",
    ]  # fmt: skip
    assert [name for name, view in views().items() if view.slow] == ["integrated_gradients", "occlusion"]


@pytest.mark.parametrize("name", views())
def test_a_view_keeps_its_promise(name, photo):
    view = views()[name]
    assert isinstance(view, PictureView)
    assert view.title
    assert view.description
    assert view.needs <= {"layer", "class"}
    assert [v.order for v in views().values()].count(view.order) == 1
    for network in NAMES:
        if not view.fits(looked(network)):
            continue
        action = view.compute(Look(looked(network), photo, LAYERS[network]))
        told = next(action)
        assert isinstance(told, Progress)
        assert touched(looked(network).model) == []
        action.close()  # left half-way: what stays behind is seen by the fixture
        assert torch.is_grad_enabled()


@pytest.mark.parametrize("network", NAMES)
def test_all_views_of_a_network(network, photo, opened, monkeypatch):
    monkeypatch.setattr(integrated_gradients, "STEPS", 6)
    monkeypatch.setattr(occlusion, "STRIDE", 0.2)
    names = [name for name, view in views().items() if view.fits(looked(network))]
    ready: list[tuple[str, tuple[Figure, ...]]] = []
    action = explain(Place(network), photo, LAYERS[network], None, names)
    while True:
        try:
            told = next(action)
        except StopIteration as stop:
            found = stop.value
            break
        assert touched(looked(network).model) == []
        if told.item is not None:
            ready.append(told.item)
    assert [name for name, _ in ready] == names == list(found)
    assert all(figures is found[name] for name, figures in ready)
    for figures in found.values():
        assert figures
        for figure in figures:
            assert isinstance(figure, Figure)
            assert figure.title
            assert not is_empty(figure)
            if isinstance(figure, Overlay):
                assert figure.picture.shape == (SIDE, SIDE, 3)
                assert figure.picture.dtype == np.uint8
            if isinstance(figure, Overlay | Tiles):
                assert figure.unit
                assert figure.note
                assert figure.low < figure.high
                values = figure.heat if isinstance(figure, Overlay) else figure.images
                assert values.dtype == np.float32
                assert values.flags.c_contiguous
                inside = (values >= figure.low - 1e-6) & (values <= figure.high + 1e-6)
                assert inside.mean() >= 0.9, "a scale that holds nearly all"


def test_the_picture_below_is_what_the_network_saw(photo):
    look = Look(looked("resnet18"), photo, "layer4")
    mean, std = (np.array(v)[:, None, None] for v in (RECIPE.mean, RECIPE.std))
    pixels = (look.input.numpy() * std + mean) * 255
    np.testing.assert_allclose(pixels.transpose(1, 2, 0), look.picture, atol=0.01)
    (overlay,) = compute("grad_cam", look)
    np.testing.assert_array_equal(overlay.picture, look.picture)


# ---- classes


def test_the_most_probable_classes(photo):
    network = looked("swin_t")
    with torch.no_grad():
        logits = network.model(network.read(photo)[None])[0].double().numpy()
    probabilities = np.exp(logits) / np.exp(logits).sum()
    (table,) = compute("top_classes", Look(network, photo))
    assert table.columns == ("class", "probability", "logit")
    order = np.argsort(-logits)
    assert [row[0] for row in table.rows] == [CLASSES[i] for i in order[:5]]
    np.testing.assert_allclose([row[1] for row in table.rows], probabilities[order[:5]], rtol=1e-5)
    np.testing.assert_allclose([row[2] for row in table.rows], logits[order[:5]], rtol=1e-5)
    assert table.notes == ("The first 5 of 6 classes.",)
    last = int(order[-1])
    (table,) = compute("top_classes", Look(network, photo, target=last))
    assert [row[0] for row in table.rows] == [CLASSES[i] for i in order]
    assert table.notes[1] == f"'{CLASSES[last]}', which is explained, comes as number 6."


def test_few_classes_are_all_shown(photo):
    with seeded(0):
        model = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(3, 2)).requires_grad_(False).eval()
    (table,) = compute("top_classes", Look(Looked(model, "small", ("cat", "dog"), RECIPE), photo))
    assert {row[0] for row in table.rows} == {"cat", "dog"}
    assert table.notes == ("All classes.",)


def test_the_class_that_is_explained_is_the_most_probable_unless_one_is_chosen(photo):
    look = Look(looked("resnet18"), photo)
    best = int(look.probabilities.argmax())
    assert look.explained == best
    assert look.words() == f"'{CLASSES[best]}' ({float(look.probabilities[best]) * 100:.1f}%)"
    chosen = Look(looked("resnet18"), photo, "layer4", target=(best + 1) % 6)
    (overlay,) = compute("grad_cam", chosen)
    assert f"'{CLASSES[(best + 1) % 6]}'" in overlay.title
    with pytest.raises(UserError, match="no class number 6"):
        compute("grad_cam", Look(looked("resnet18"), photo, "layer4", target=6))


# ---- feature maps


@pytest.mark.parametrize("network", NAMES)
def test_the_strongest_channels_are_shown_first(network, photo):
    look = Look(looked(network), photo, LAYERS[network])
    output = outputs(look.looked.model, [look.layer], look.input[None])[look.layer][0].numpy()
    if network == "vit_b_16":
        output = output[1:].T.reshape(-1, 4, 4)
    if network == "swin_t":
        output = output.transpose(2, 0, 1)
    (tiles,) = compute("feature_maps", look)
    assert isinstance(tiles, Tiles)
    count = min(64, len(output))
    assert len(tiles.images) == len(tiles.labels) == count
    shown = [int(label.removeprefix("channel ")) for label in tiles.labels]
    for number, image in zip(shown, tiles.images, strict=True):
        np.testing.assert_array_equal(image, output[number])
    strength = np.abs(output).mean((1, 2))
    if len(output) > 64:
        np.testing.assert_allclose(strength[shown], np.sort(strength)[::-1][:64], rtol=1e-6)
        assert f"the 64 strongest of {len(output)} channels" in tiles.note
    else:
        assert shown == list(range(len(output)))
        assert f"all {len(output)} channels" in tiles.note
    assert (tiles.low < 0) == bool((tiles.images < 0).any())
    assert ("class token" in tiles.note) == (network == "vit_b_16")


def test_channels_that_answer_nothing_are_counted(photo):
    with seeded(0):
        model = squeezenet1_1(num_classes=6).eval().requires_grad_(False)
    model.features[0].bias[:5] = -1e6
    (tiles,) = compute("feature_maps", Look(Looked(model, "squeezenet1_1", CLASSES, RECIPE), photo, "features.1"))
    silent = (tiles.images == 0).all((1, 2))
    assert silent.sum() >= 5
    assert f"; {silent.sum()} are zero everywhere" in tiles.note


def test_the_maps_of_a_head_with_places_are_called_by_class(photo):
    (tiles,) = compute("feature_maps", Look(looked("squeezenet1_1"), photo, "classifier.1"))
    assert tiles.labels == CLASSES


def test_without_a_layer_it_is_the_last_one_with_a_picture(photo):
    (maps,) = compute("feature_maps", Look(looked("resnet18"), photo, ""))
    assert isinstance(maps, Tiles)
    assert maps.title.startswith("layer4:")


@pytest.mark.parametrize(("layer", "axis", "count"), [("avgpool", "channel", 64), ("fc", "class", 6)])
def test_a_vector_is_shown_as_a_curve(layer, axis, count, photo):
    look = Look(looked("resnet18"), photo, layer)
    (lines,) = compute("feature_maps", look)
    assert isinstance(lines, Lines)
    x, y = lines.curves["this picture"]
    np.testing.assert_array_equal(x, np.arange(count))
    np.testing.assert_array_equal(y, outputs(look.looked.model, [layer], look.input[None])[layer].flatten())
    assert lines.x.label == axis
    assert lines.y.label == ("logit" if axis == "class" else "activation")
    if axis == "class":
        assert lines.note == f"the largest is that of {CLASSES[look.explained]}"


# ---- overlays


@pytest.mark.parametrize("network", NAMES)
def test_grad_cam_is_drawn_as_computed(network, photo):
    look = Look(looked(network), photo, LAYERS[network], target=2)
    (overlay,) = compute("grad_cam", look)
    heat = gradcam(look.looked.model, look.layer, look.input[None], 2)[0].numpy()
    # Two backward passes: their sums may be taken in another order by another team of threads.
    np.testing.assert_allclose(overlay.heat, heat, rtol=1e-4, atol=1e-5 * float(heat.max()))
    assert overlay.low == 0
    assert f"at {look.layer}, {len(heat)} x {len(heat)} places" in overlay.note


def test_for_the_whole_network_grad_cam_looks_at_the_last_layer_with_places(photo):
    (overlay,) = compute("grad_cam", Look(looked("resnet18"), photo))
    assert "at layer4, 2 x 2 places" in overlay.note


def test_a_pooled_layer_is_one_cell_that_says_so(photo):
    (overlay,) = compute("grad_cam", Look(looked("resnet18"), photo, "avgpool"))
    assert overlay.heat.shape == (1, 1)
    assert "pooled into one; choose an earlier layer" in overlay.note


def test_a_map_of_nothing_says_so(photo):
    (overlay,) = compute("grad_cam", Look(looked("vit_b_16"), photo, "encoder"))
    assert not overlay.heat.any()
    assert "nothing here speaks for the class" in overlay.note


def test_integrated_gradients_are_drawn_as_computed(photo):
    look = Look(looked("squeezenet1_1"), photo)
    pixels, coarse = compute("integrated_gradients", look)
    found = finish(integrate(look.looked.model, look.input, look.explained, black()))
    summed = found.attributions.sum(0)
    np.testing.assert_allclose(pixels.heat, summed, rtol=1e-4, atol=1e-5 * float(abs(summed).max()))
    assert pixels.low == -pixels.high
    assert coarse.heat.shape == (14, 14)
    assert coarse.heat.sum() == pytest.approx(pixels.heat.sum(), rel=1e-3, abs=1e-4)
    assert f"adds up to {pixels.heat.sum(dtype=float):.3g}" in pixels.note
    assert f"off by {found.delta:.2g} at 32 steps" in pixels.note
    assert look.words() in pixels.title


def test_patches_are_sums():
    values = np.arange(24, dtype=np.float32).reshape(4, 6)
    np.testing.assert_array_equal(patches(values, 2), [[24, 42], [96, 114]])
    np.testing.assert_array_equal(patches(values, 9), values)


def test_the_attention_is_drawn_as_computed(photo):
    look = Look(looked("vit_b_16"), photo)
    overlay, heads = compute("attention", look)
    found = rollout(look.looked.model, look.input)
    np.testing.assert_array_equal(overlay.heat, found.flow[0, 1:].view(4, 4))
    np.testing.assert_array_equal(heads.images, found.last[:, 1:].view(12, 4, 4))
    assert heads.labels[11] == "head 11"
    assert f"{float(found.flow[0, 0]):.1%} comes from the class token itself" in overlay.note
    assert [name for name in NAMES if views()["attention"].fits(looked(name))] == ["vit_b_16"]


# ---- faults


def test_an_unreadable_picture_is_told(tmp_path, opened):
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 and no more")
    for path in (broken, tmp_path / "nowhere.png"):
        with pytest.raises(Unreadable, match=path.name):
            finish(explain(Place("resnet18"), path, "", None, list(views())))


def test_a_fault_of_one_view_does_not_keep_the_others_back(photo, opened):
    names = ["top_classes", "grad_cam", "attention", "feature_maps"]
    told = []
    action = explain(Place("resnet18"), photo, "fc", None, names)
    try:
        while True:
            told.append(next(action).item)
    except StopIteration as stop:
        found = stop.value
    ready = dict(item for item in told if item is not None)
    assert list(ready) == names
    assert list(found) == ["top_classes", "feature_maps"]
    assert isinstance(ready["grad_cam"], UserError)
    assert ready["grad_cam"].cure
    assert "does not suit resnet18" in str(ready["attention"])
    assert isinstance(ready["top_classes"][0], Table)


def test_a_layer_that_works_on_windows_is_told(photo):
    class Windows(nn.Module):
        def forward(self, x):
            return x.reshape(len(x), 4, -1, 3)

    with seeded(0):
        model = nn.Sequential(Windows(), nn.Flatten(), nn.Linear(3 * SIDE * SIDE, 2)).eval().requires_grad_(False)
    with pytest.raises(UserError, match="parts of the picture"):
        compute("feature_maps", Look(Looked(model, "windows", ("a", "b"), RECIPE), photo, "0"))


def test_a_network_of_nan_is_drawn_and_raises_nothing(photo):
    """A run that diverged: its numbers are no numbers, and every view still stands."""
    with seeded(0):
        model = (
            nn.Sequential(nn.Conv2d(3, 4, 3), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 6))
            .eval()
            .requires_grad_(False)
        )
    model[0].weight[:] = float("nan")
    network = Looked(model, "broken", CLASSES, RECIPE)
    with np.errstate(invalid="raise"):
        for view in views().values():
            if view.fits(network):
                for figure in finish(view.compute(Look(network, photo, "0"))):
                    assert figure.title


# ---- two at once


def test_two_threads_look_at_the_same_network(tmp_path):
    paths = []
    for number in range(2):
        pixels = np.random.default_rng(number).integers(0, 255, (80, 80, 3), np.uint8)
        paths.append(tmp_path / f"{number}.png")
        Image.fromarray(pixels).save(paths[-1])
    names = ["feature_maps", "grad_cam", "attention", "top_classes"]
    looks = [Look(looked("vit_b_16"), path, LAYERS["vit_b_16"], target=1) for path in paths]
    alone = [[compute(name, look) for name in names] for look in looks]
    found: dict[int, list[tuple[Figure, ...]]] = {}
    gate = threading.Barrier(2)

    def work(number: int) -> None:
        look = replace(looks[number])
        gate.wait(60)
        found[number] = [compute(name, look) for name in names]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    for number in range(2):
        for mine, expected in zip(found[number], alone[number], strict=True):
            for a, b in zip(mine, expected, strict=True):
                if isinstance(a, Overlay):
                    np.testing.assert_allclose(a.heat, b.heat, rtol=1e-3, atol=1e-6)
                elif isinstance(a, Tiles):
                    assert a.labels == b.labels
                    np.testing.assert_allclose(a.images, b.images, rtol=1e-3, atol=1e-5)
                else:
                    assert [row[0] for row in a.rows] == [row[0] for row in b.rows]
