"""The page 'Look inside' where there are several runs: which network is looked at, and what it is compared with."""

import pytest
import torch
from PySide6.QtCore import QPoint, QPointF, Qt

from tests.core.training import made
from tests.ui.hands import click, column, figures, look, open_page, settled
from transfer_gui.core.inspect.figures import Measures, Scatter, Table
from transfer_gui.core.plan import freeze_all_but


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
