"""The page 'Look inside' as a person uses it: the map, a picture, many examples, two networks, a tensor."""

import numpy as np
import pytest
import torch
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QPushButton

from tests.core.training import made
from tests.ui.hands import click, column, figures, look, open_page, settled
from transfer_gui.core.inspect.figures import Heatmap, Measures, Overlay, Scatter, Table, Tiles
from transfer_gui.core.paths import resources
from transfer_gui.ui.figures import scatter


def test_the_map_shows_what_learned_and_that_the_frozen_did_not_move(qtbot, trained):
    seen = look(qtbot, trained, "map")
    qtbot.waitUntil(lambda: bool(figures(seen, Measures)), timeout=60_000)
    (figure,) = figures(seen, Measures)
    drift = column(figure, "drift")
    assert drift["features.0"] == 0
    assert drift["features.9.squeeze"] == 0
    job, folder = trained.context.runner.job, trained.context.runner.folder
    from transfer_gui.core.models.build import build

    before = build(job.source, 2, job.training.seed).model.state_dict()
    after = torch.load(seen.place.place.checkpoint, weights_only=True)["state_dict"]
    assert seen.place.place.checkpoint.is_relative_to(folder)
    names = [n for n in after if n.startswith("features.12.squeeze.")]
    moved = sum(float((after[n].double() - before[n].double()).square().sum()) for n in names)
    whole = sum(float(before[n].double().square().sum()) for n in names)
    assert drift["features.12.squeeze"] == pytest.approx((moved / whole) ** 0.5, rel=1e-4)
    qtbot.mouseClick(seen.what.buttons["drift"], Qt.MouseButton.LeftButton)
    (over,) = figures(seen, Heatmap)
    assert "features.12.squeeze" in over.rows
    assert len(over.columns) <= 3


def test_a_click_on_a_row_of_the_map_chooses_the_layer(qtbot, trained):
    seen = look(qtbot, trained, "map")
    qtbot.waitUntil(lambda: bool(figures(seen, Measures)), timeout=60_000)
    view = seen.figures.views[0]
    (figure,) = figures(seen, Measures)
    from transfer_gui.ui.figures import measures

    y = next(y for y in range(view.height()) if measures.row_at(figure, view.area(), QPointF(20, y)) == 1)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(20, y + 5))
    assert trained.context.facts.selected_layer == figure.rows[1]


def test_the_map_follows_a_run_under_way(qtbot, ready):
    ready.context.session.edit("training.epochs", 60)
    open_page(qtbot, ready, "layers")
    click(qtbot, ready, "start")
    seen = look(qtbot, ready, "map")
    qtbot.waitUntil(lambda: bool(figures(seen, Measures)), timeout=60_000)
    qtbot.waitUntil(lambda: column(figures(seen, Measures)[0], "drift")["classifier.1"] > 0, timeout=60_000)
    assert column(figures(seen, Measures)[0], "drift")["features.0"] == 0
    ready.context.runner.stop()
    qtbot.waitUntil(lambda: not ready.context.runner.active, timeout=60_000)


def test_a_picture_is_explained(qtbot, trained):
    seen = look(qtbot, trained, "picture")
    qtbot.waitUntil(lambda: {"top_classes", "grad_cam"} <= set(seen.found) and not seen.working.busy, timeout=90_000)
    (table,) = figures(seen, Table)
    probabilities = {row[0]: row[1] for row in table.rows}
    from transfer_gui.core.runs.looked import look_into

    looked = look_into(seen.place.place)
    with torch.no_grad():
        expected = looked.model(looked.read(seen.path)[None]).softmax(1)[0]
    assert probabilities["blue"] == pytest.approx(float(expected[0]), rel=1e-3)
    assert figures(seen, Overlay)[0].picture.shape == (64, 64, 3)
    qtbot.mouseClick(seen.next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not seen.working.busy and bool(figures(seen, Overlay)), timeout=90_000)
    seen.ways["occlusion"].click()
    qtbot.waitUntil(lambda: "occlusion" in seen.found, timeout=90_000)
    trained.context.facts.select_layer("features.3")
    qtbot.waitUntil(
        lambda: any(f.title.startswith("features.3") for f in figures(seen, Tiles)) and not seen.working.busy,
        timeout=90_000,
    )


def test_with_another_dataset_its_examples_are_looked_at_and_a_dropped_one_stays(qtbot, ready, tmp_path):
    seen = look(qtbot, ready, "picture")
    facts, first = ready.context.facts, tmp_path / "set"
    qtbot.waitUntil(lambda: seen.path is not None and not seen.working.busy, timeout=90_000)
    assert seen.path.is_relative_to(first)
    for shown, name in ((True, "other"), (False, "third")):
        if not shown:
            open_page(qtbot, ready, "layers")
        facts.choose_data(str(made.pictures(tmp_path / name, {"red": 4, "white": 4})))
        settled(qtbot, ready)
        if not shown:
            open_page(qtbot, ready, "inside")
        qtbot.waitUntil(lambda name=name: seen.path.is_relative_to(tmp_path / name), timeout=20_000)
    dropped = next((first / "blue").iterdir())
    seen.look_at(dropped)
    facts.choose_data(str(tmp_path / "other"))
    settled(qtbot, ready)
    assert seen.path == dropped
    shipped = resources() / "data" / "sounds"
    facts.choose_data(str(shipped))
    qtbot.waitUntil(lambda: not facts.busy and seen.path.is_relative_to(shipped), timeout=60_000)


def test_a_picture_that_cannot_be_read_is_said(qtbot, trained, tmp_path):
    seen = look(qtbot, trained, "picture")
    qtbot.waitUntil(lambda: bool(seen.ways), timeout=60_000)
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"no picture")
    seen.look_at(bad)
    qtbot.waitUntil(lambda: "bad.png" in seen.working.fault.text(), timeout=60_000)


def test_the_examples_are_laid_out_before_and_after(qtbot, trained):
    seen = look(qtbot, trained, "examples")
    qtbot.waitUntil(lambda: seen.examples.examples is not None and seen.method.count() == 3, timeout=60_000)
    qtbot.mouseClick(seen.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(figures(seen, Scatter)) == 2, timeout=90_000)
    view = seen.figures.scatters()[1]
    assert view.figure.items == seen.figures.scatters()[0].figure.items, "the same examples before and after"
    assert len(view.figure.points) == 4, "a quarter of 16 is for validation"
    # a line around everything
    area = scatter.frame(view.figure, view.area()).area.toRect()
    corners = [area.topLeft(), area.topRight(), area.bottomRight(), area.bottomLeft()]
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=corners[0])
    for corner in corners[1:]:
        move(view, QPointF(corner), Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=corners[0])
    assert view.chosen == [0, 1, 2, 3]
    assert seen.thumbnails.pictures.paths == list(view.figure.items)
    at = scatter.frame(view.figure, view.area()).at(*view.figure.points[2].tolist())
    move(view, at, Qt.MouseButton.NoButton)
    qtbot.waitUntil(lambda: view.card.isVisible() and view.figure.items[2] in view.card.accessibleName())


def move(view, to: QPointF, button: Qt.MouseButton) -> None:
    """Move the pointer, with a button held."""
    place = view.mapToGlobal(to)
    kind, none = QEvent.Type.MouseMove, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(view, QMouseEvent(kind, to, place, Qt.MouseButton.NoButton, button, none))


def test_what_excites_a_filter_is_listed_the_strongest_first(qtbot, trained):
    seen = look(qtbot, trained, "examples")
    qtbot.mouseClick(seen.what.buttons["exciting"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(seen.go, Qt.MouseButton.LeftButton)
    assert "Choose a layer" in seen.working.fault.text()
    trained.context.facts.select_layer("features.3")
    seen.channel.setValue(5)
    qtbot.mouseClick(seen.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(seen.thumbnails.pictures.paths), timeout=90_000)
    from pathlib import Path

    from transfer_gui.core.runs.looked import look_into

    looked = look_into(seen.place.place)
    strengths = []
    for path in seen.thumbnails.pictures.paths:
        with torch.no_grad():
            strengths.append(float(looked.model.features[:4](looked.read(Path(path))[None])[0, 5].max()))
    assert strengths == sorted(strengths, reverse=True)


def test_two_networks_are_compared(qtbot, trained):
    seen = look(qtbot, trained, "compare")
    qtbot.waitUntil(lambda: seen.second.place is not None and seen.second.place.checkpoint is not None)
    seen.alike.setChecked(True)
    qtbot.mouseClick(seen.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(figures(seen, Measures)), timeout=90_000)
    alike = column(figures(seen, Measures)[0], "CKA")
    assert alike["features.3.squeeze"] == pytest.approx(1, abs=1e-4), "a frozen layer sees the same"


def test_a_tensor_is_shown_number_by_number_and_copied(qtbot, ready):
    seen = look(qtbot, ready, "tensor")
    assert "Choose a layer" in seen.state.text()
    ready.context.facts.select_layer("features.3.expand3x3")
    qtbot.waitUntil(lambda: seen.matrix.matrix.size > 0, timeout=60_000)
    assert seen.matrix.matrix.shape == (3, 3)
    seen.indices[0].setValue(7)
    seen.indices[1].setValue(2)
    tensor = seen.tensor
    qtbot.waitUntil(lambda: np.array_equal(seen.matrix.matrix, tensor[7, 2]), timeout=60_000)
    qtbot.mouseClick(seen.copy, Qt.MouseButton.LeftButton)
    clipboard = QGuiApplication.clipboard()
    qtbot.waitUntil(lambda: "np.array" in clipboard.text(), timeout=60_000)
    copied = eval(clipboard.text().split("\n", 1)[1], {"np": np})
    np.testing.assert_array_equal(copied, tensor[7, 2])
    middle = QPointF(seen.matrix._area().center())
    row, column_ = seen.matrix.cell_at(middle)
    assert str(tensor[7, 2][row, column_]) in seen.matrix.words_at(middle)


def test_a_large_matrix_is_zoomed(qtbot):
    from transfer_gui.ui.widgets.matrix_view import MatrixView, levels

    view = MatrixView()
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    matrix = np.arange(3000 * 2000, dtype=np.float32).reshape(3000, 2000)
    matrix[5, 5] = np.nan
    view.show_matrix(matrix, levels(matrix, -1, 6e6), -1, 6e6)
    assert view.sight == QRectF(0, 0, 2000, 3000)
    at = view._area().center()
    before = view.cell_at(at)
    view.zoom(16, at)
    after = view.cell_at(at)
    assert abs(before[0] - after[0]) <= 1
    assert abs(before[1] - after[1]) <= 1
    assert view.sight.width() == pytest.approx(125)
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert view.sight == QRectF(0, 0, 2000, 3000)
    assert view.grab().toImage().width() == 600


def test_a_look_can_be_cancelled(qtbot, trained):
    seen = look(qtbot, trained, "picture")
    qtbot.waitUntil(lambda: bool(seen.ways), timeout=60_000)
    for box in seen.ways.values():
        box.setChecked(True)
    cancel = seen.findChild(QPushButton, "cancel_picture")
    qtbot.waitUntil(cancel.isVisible, timeout=60_000)
    qtbot.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert not seen.working.busy
    assert not cancel.isVisible()


def test_without_a_layer_chosen_the_maps_are_those_of_grad_cam(qtbot, trained):
    seen = look(qtbot, trained, "picture")
    qtbot.waitUntil(lambda: "feature_maps" in seen.found and not seen.working.busy, timeout=90_000)
    (tiles,) = seen.found["feature_maps"]
    assert isinstance(tiles, Tiles)
