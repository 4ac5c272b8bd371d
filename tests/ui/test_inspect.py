"""The inspector as a person uses it: choose a layer, look, train, compare with the source."""

import numpy as np
import pytest
import torch
from PySide6.QtCore import Qt
from torchvision import models as zoo

from tests.core.training import made
from tests.ui.hands import click, open_page, settled
from transfer_gui.core.inspect.figures import Lines, Tiles
from transfer_gui.core.job import Source
from transfer_gui.core.models.build import build
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.workers import work


@pytest.fixture
def inspector(qtbot, window):
    window.inspect_dock.show()
    window.inspect_dock.raise_()
    qtbot.waitUntil(window.inspector.isVisible)
    return window.inspector


def figure(inspector, view: str):
    shown = [v for v in inspector.figures[view] if v.isVisibleTo(inspector)]
    return shown[0].figure if shown else None


def look_at(qtbot, window, inspector, path: str) -> None:
    window.context.facts.select_layer(path)
    qtbot.waitUntil(lambda: inspector.shown == path and figure(inspector, "statistics") is not None, timeout=30_000)


def rows(inspector) -> dict:
    table = figure(inspector, "statistics")
    return {row[0]: row[1:] for row in table.rows}


def test_the_first_filters_of_the_shipped_model_are_its_own(qtbot, window, inspector):
    look_at(qtbot, window, inspector, "features.0")
    tiles = figure(inspector, "filters")
    assert isinstance(tiles, Tiles)
    assert tiles.images.shape == (64, 3, 3, 3)
    facts = window.context.facts
    path = facts.entry("squeezenet1_1").weights[0].path
    from safetensors.torch import load_file

    weight = load_file(path)["features.0.weight"].float().numpy()
    expected = np.clip(weight.transpose(0, 2, 3, 1) / (2 * tiles.high) + 0.5, 0, 1)
    np.testing.assert_allclose(tiles.images, expected, atol=1e-6)


def test_the_new_head_is_the_one_that_the_run_will_start_with(qtbot, window, inspector):
    look_at(qtbot, window, inspector, "classifier.1")
    job, classes = window.context.session.job, window.context.facts.class_count
    head = build(job.source, classes, job.training.seed).model.classifier[1].weight.detach().numpy().astype(float)
    shown = rows(inspector)
    assert shown["shape"][0] == f"{classes} x 512 x 1 x 1"
    assert shown["mean"][0] == pytest.approx(head.mean())
    assert shown["deviation"][0] == pytest.approx(head.std())


def test_a_layer_without_weights_says_so(qtbot, window, inspector):
    look_at(qtbot, window, inspector, "features.0")
    window.context.facts.select_layer("features.1")
    qtbot.waitUntil(inspector.state.isVisible)
    assert "no weights" in inspector.state.text()
    assert not any(section.isVisible() for section in inspector.sections.values())


def test_batch_norm_is_shown_as_curves(qtbot, window, inspector):
    window.context.session.edit("source", Source(model="resnet18", weights="none"))
    settled(qtbot, window)
    look_at(qtbot, window, inspector, "bn1")
    assert isinstance(figure(inspector, "filters"), Lines)


def test_weights_that_cannot_be_read_are_said_in_place(qtbot, window, inspector, tmp_path):
    bad = tmp_path / "bad.pth"
    torch.save(zoo.mobilenet_v3_small(num_classes=2).state_dict(), bad)
    window.context.session.edit("source", Source(model="resnet18", weights=str(bad)))
    qtbot.waitUntil(lambda: inspector.state.isVisible() and "bad.pth" in inspector.state.text(), timeout=30_000)


def test_before_during_and_after_training(qtbot, window, inspector, tmp_path):
    data = made.pictures(tmp_path / "set", {"blue": 8, "green": 8})
    job = made.job(data, "squeezenet1_1", freeze_all_but(["classifier.1", "features.12"]), training__epochs=40)
    window.context.session.set_job(job, "Test")
    settled(qtbot, window)
    facts, runner = window.context.facts, window.context.runner
    qtbot.waitUntil(lambda: facts.dataset is not None, timeout=60_000)
    look_at(qtbot, window, inspector, "features.12.squeeze")
    before = rows(inspector)
    assert not inspector.places.buttons["now"].isEnabled()
    open_page(qtbot, window, "layers")
    window.context.facts.select_layer("features.12.squeeze")
    click(qtbot, window, "start")
    qtbot.waitUntil(lambda: runner.state == "running", timeout=60_000)
    qtbot.waitUntil(lambda: inspector.place == "now", timeout=30_000)
    window.inspect_dock.raise_()
    qtbot.waitUntil(
        lambda: figure(inspector, "statistics") is not None and rows(inspector)["moved"][0] not in {"-", "not at all"},
        timeout=60_000,
    )
    during = rows(inspector)
    assert during["mean"] != before["mean"]
    histogram = figure(inspector, "histogram")
    assert list(histogram.counts) == ["source", "now"]
    window.context.facts.select_layer("features.0")
    qtbot.waitUntil(
        lambda: inspector.shown == "features.0" and rows(inspector)["moved"][0] == "not at all", timeout=30_000
    )
    runner.stop()
    qtbot.waitUntil(lambda: not runner.active, timeout=60_000)
    qtbot.waitUntil(lambda: inspector.place in {"best", "last"})
    assert not inspector.places.buttons["now"].isEnabled()
    qtbot.mouseClick(inspector.places.buttons["last"], Qt.MouseButton.LeftButton)
    look_at(qtbot, window, inspector, "features.12.squeeze")
    saved = torch.load(runner.folder / "checkpoints" / "last.pt", weights_only=True)["state_dict"]
    weight = saved["features.12.squeeze.weight"].double()
    assert rows(inspector)["mean"][0] == pytest.approx(float(weight.mean()))


def test_behind_another_tab_nothing_is_looked_at(qtbot, window, monkeypatch):
    """Qt calls a dock behind a tab visible."""
    window.show_page("train")
    looked, plainly = [], work.look
    monkeypatch.setattr(work, "look", lambda *given: looked.append(1) or plainly(*given))
    assert window.inspector.isVisible()
    assert not window.inspector.in_sight
    window.context.facts.select_layer("features.0")
    qtbot.wait(400)
    assert looked == []
    window.inspect_dock.raise_()
    qtbot.waitUntil(lambda: len(looked) > 0, timeout=20_000)
