"""The page 'Look inside' as a person uses it: the map, a picture, many examples, two networks, a tensor."""

import numpy as np
import pytest
import torch
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QPushButton

from tests.core.training import made
from tests.ui.hands import click, open_page, settled
from transfer_gui.core.inspect.figures import Heatmap, Measures, Overlay, Scatter, Table, Tiles
from transfer_gui.core.paths import resources
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.ui.figures import scatter


@pytest.fixture
def ready(qtbot, window, tmp_path):
    """A window with a small dataset and a job that trains the head and one block."""
    data = made.pictures(tmp_path / "set", {"blue": 8, "green": 8})
    plan = freeze_all_but(["classifier.1", "features.12"])
    window.context.session.set_job(made.job(data, "squeezenet1_1", plan, training__epochs=3), "Test")
    settled(qtbot, window)
    qtbot.waitUntil(lambda: window.context.facts.dataset is not None, timeout=60_000)
    return window


@pytest.fixture
def trained(qtbot, ready):
    """The same after a run."""
    open_page(qtbot, ready, "layers")
    click(qtbot, ready, "start")
    runner = ready.context.runner
    qtbot.waitUntil(lambda: runner.outcome is not None and not runner.active, timeout=120_000)
    return ready


def look(qtbot, window, name: str):
    open_page(qtbot, window, "inside")
    qtbot.mouseClick(window.inside.choice.buttons[name], Qt.MouseButton.LeftButton)
    return window.inside.looks[name]


def figures(look, kind: type) -> list:
    return [figure for figure in look.figures.figures if isinstance(figure, kind)]


def column(figure: Measures, label: str) -> dict[str, float]:
    measure = next(m for m in figure.measures if m.axis.label == label)
    return dict(zip(figure.rows, measure.values.tolist(), strict=True))


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


def finish_run(qtbot, window, job) -> None:
    """Train `job` at the window, and wait for its end."""
    window.context.session.set_job(job, "Test")
    settled(qtbot, window)
    qtbot.waitUntil(lambda: window.context.facts.dataset is not None and window.context.facts.split is not None)
    open_page(qtbot, window, "layers")
    click(qtbot, window, "start")
    runner = window.context.runner
    qtbot.waitUntil(lambda: runner.outcome is not None and not runner.active, timeout=120_000)


@pytest.fixture
def two_runs(qtbot, trained, tmp_path):
    """After `trained`, another run with other classes; the source on the table is a third model."""
    first = trained.context.runner.folder
    data = made.pictures(tmp_path / "other", {"cat": 8, "dog": 8, "owl": 8})
    plan = freeze_all_but(["classifier.1"])
    finish_run(qtbot, trained, made.job(data, "squeezenet1_1", plan, training__epochs=1))
    trained.context.session.set_job(made.job(data, "efficientnet_lite0"), "Test")
    settled(qtbot, trained)
    return trained, first


def choose_run(qtbot, box, folder, kind: str) -> None:
    """Choose a checkpoint of the run in `folder` in a box of networks."""
    file = folder.resolve() / "checkpoints" / f"{kind}.pt"

    def place() -> int:
        known = (i for i, p in enumerate(box.places) if p.checkpoint and p.checkpoint.resolve() == file)
        return next(known, -1)

    qtbot.waitUntil(lambda: place() >= 0, timeout=30_000)
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Home)
    for _ in range(place()):
        qtbot.keyClick(box, Qt.Key.Key_Down)
    assert box.place.checkpoint.resolve() == file


def test_before_is_the_source_of_the_run_that_is_looked_at(qtbot, two_runs):
    window, first = two_runs
    seen = look(qtbot, window, "examples")
    choose_run(qtbot, seen.place, first, "best")
    qtbot.waitUntil(lambda: seen.method.count() == 3, timeout=60_000)
    qtbot.mouseClick(seen.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(figures(seen, Scatter)) == 2, timeout=90_000)
    assert figures(seen, Scatter)[0].title.startswith("Source: squeezenet1_1")
    # a checkpoint that no longer says what it started from
    file = first / "checkpoints" / "best.pt"
    content = torch.load(file, weights_only=True)
    torch.save({key: value for key, value in content.items() if key != "job"}, file)
    qtbot.mouseClick(seen.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(figures(seen, Scatter)) == 1, timeout=90_000)
    assert "Only 'after' is shown" in seen.working.fault.text()


def test_a_source_is_compared_with_a_run_by_heads_of_the_same_classes(qtbot, two_runs):
    window, first = two_runs
    source = made.job("", "squeezenet1_1").source
    window.context.session.edit("source", source)  # a dataset of three classes, the run has two
    settled(qtbot, window)
    seen = look(qtbot, window, "compare")
    choose_run(qtbot, seen.second, first, "best")
    qtbot.mouseClick(seen.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(figures(seen, Measures)), timeout=90_000)
    (figure,) = figures(seen, Measures)
    assert "classifier.1" in figure.rows
    from transfer_gui.ui.figures import measures

    view, row = seen.figures.views[0], figure.rows.index("classifier.1")

    def places() -> list[int]:
        return [y for y in range(view.height()) if measures.row_at(figure, view.area(), QPointF(20, y)) == row]

    qtbot.waitUntil(lambda: len(places()) > 5, timeout=10_000)
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=QPoint(20, places()[len(places()) // 2]))
    assert window.context.facts.selected_layer == "classifier.1"


def test_the_class_to_explain_is_one_of_the_network_that_is_looked_at(qtbot, two_runs):
    window, first = two_runs
    seen = look(qtbot, window, "picture")
    choose_run(qtbot, seen.place, first, "best")
    offered = lambda: [seen.target.itemText(i) for i in range(seen.target.count())]  # noqa: E731
    qtbot.waitUntil(lambda: offered() == ["The most probable", "blue", "green"], timeout=60_000)
    assert not seen.untrained.isVisible()
    assert seen.true.text().removeprefix("Truth: ") == seen.path.parent.name
    seen.place.setFocus()
    qtbot.keyClick(seen.place, Qt.Key.Key_Home)
    qtbot.waitUntil(lambda: not seen.working.busy and bool(figures(seen, Table)), timeout=90_000)
    qtbot.waitUntil(lambda: "new and untrained" in " ".join(figures(seen, Table)[0].notes), timeout=90_000)
    assert "its answers are chance" in seen.untrained.text()
    assert seen.untrained.isVisible()
    assert f"(truth: {seen.path.parent.name})" in figures(seen, Table)[0].title


def test_the_best_epoch_of_an_earlier_run_has_its_own_figures(qtbot, two_runs):
    window, first = two_runs
    rows = (first / "metrics.csv").read_text(encoding="utf-8").splitlines()
    at = rows[0].split(",").index
    lines = [rows[0]]
    for line in rows[1:]:  # the first of three epochs is made the best one
        cells = line.split(",")
        if cells[at("event")] == "epoch":
            cells[at("best")] = "1" if cells[at("epoch")] == "0" else "0"
        lines.append(",".join(cells))
    (first / "metrics.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    from transfer_gui.core.inspect import network
    from transfer_gui.core.runs import movements

    record = movements.read(first)
    assert len(record) == 3
    seen = look(qtbot, window, "map")
    for kind, measured in (("best", record[0]), ("last", record[-1])):
        choose_run(qtbot, seen.place, first, kind)
        wait_for_drift(qtbot, seen, column(network.now(measured), "drift")["classifier.1"])


def wait_for_drift(qtbot, seen, expected: float) -> None:
    """Until the map shows this drift of the head."""

    def shown() -> bool:
        found = figures(seen, Measures)
        return bool(found) and column(found[0], "drift")["classifier.1"] == pytest.approx(expected)

    qtbot.waitUntil(lambda: shown() and not seen.working.busy, timeout=60_000)


def test_runs_are_told_apart_in_the_box(qtbot, two_runs):
    window, first = two_runs
    seen = look(qtbot, window, "tensor")
    choose_run(qtbot, seen.place, first, "best")
    title = seen.place.currentText()
    assert "squeezenet1_1, features.12" in title.replace("classifier.1, ", "")
    assert " %)" in title
    assert str(first) in seen.place.toolTip()
    assert seen.place.width() <= 420
    titles = [seen.place.itemText(i) for i in range(seen.place.count())]
    assert len(set(titles)) == len(titles)
    assert any(": last" in one and "head only" in one for one in titles)


def test_without_a_layer_chosen_the_maps_are_those_of_grad_cam(qtbot, trained):
    seen = look(qtbot, trained, "picture")
    qtbot.waitUntil(lambda: "feature_maps" in seen.found and not seen.working.busy, timeout=90_000)
    (tiles,) = seen.found["feature_maps"]
    assert isinstance(tiles, Tiles)
