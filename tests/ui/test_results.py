"""The page 'Results' as a person uses it: scores, the examples worth a look, edits and undo, try it, report."""

import csv
from pathlib import Path

import numpy as np
import pytest
import torch
from PySide6.QtCore import QItemSelectionModel, QPointF, Qt
from sklearn.metrics import accuracy_score, confusion_matrix

from tests.core.training import made
from tests.ui.hands import click, open_page, settled
from transfer_gui.core.data import split
from transfer_gui.core.evaluate import plain
from transfer_gui.core.inspect.figures import Heatmap, Table
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.progress import finish
from transfer_gui.core.runs.looked import look_into
from transfer_gui.ui.figures import heatmap
from transfer_gui.ui.panels import results as panel


@pytest.fixture
def trained(qtbot, window, tmp_path):
    """A window with a run that has ended."""
    data = made.pictures(tmp_path / "set", {"blue": 12, "green": 12, "red": 12})
    job = made.job(data, "squeezenet1_1", freeze_all_but(["classifier.1"]), training__epochs=2)
    window.context.session.set_job(job, "Test")
    settled(qtbot, window)
    qtbot.waitUntil(lambda: window.context.facts.dataset is not None, timeout=60_000)
    open_page(qtbot, window, "layers")
    click(qtbot, window, "start")
    runner = window.context.runner
    qtbot.waitUntil(lambda: runner.outcome is not None and not runner.active, timeout=120_000)
    open_page(qtbot, window, "results")
    page = window.results
    qtbot.waitUntil(lambda: bool(page.scores.figures.figures) and not page.scores.working.busy, timeout=90_000)
    return window


def truth(window) -> tuple[list[str], list[int], list[int]]:
    """Paths, labels and predictions of the run's validation side by a plain loop."""
    folder = window.context.runner.folder
    dataset, sides = split.read(folder / "split.csv")
    looked = look_into(window.results.place.place)
    paths = [dataset.examples[i].path for i in sides.val]
    with torch.no_grad():
        named = [int(looked.model(looked.read(Path(p))[None]).argmax()) for p in paths]
    return paths, [dataset.examples[i].label for i in sides.val], named


def test_the_scores_are_right(qtbot, trained):
    _, labels, named = truth(trained)
    shown = trained.results.scores.figures.figures
    matrix = next(f for f in shown if isinstance(f, Heatmap) and f.rows == ("blue", "green", "red"))
    np.testing.assert_array_equal(matrix.values, confusion_matrix(labels, named, labels=[0, 1, 2]))
    table = next(f for f in shown if isinstance(f, Table))
    accuracy = next(row for row in table.rows if row[0] == "accuracy")
    assert f"{accuracy_score(labels, named):.1%}" in str(accuracy[1])

    look = trained.results.scores
    click(qtbot, trained, "compare_plain")
    qtbot.waitUntil(lambda: bool(look.verdict.text()) and not look.comparing.busy, timeout=60_000)
    by_hand = finish(plain.compare(trained.results.results, trained.context.runner.folder))
    assert look.verdict.text() == by_hand.sentence()
    assert f"{accuracy_score(labels, named):.1%} of {len(labels)} examples" in look.verdict.text()
    trained.results.examples.setCurrentIndex(2)  # the training side, which plain features are fitted to
    trained.results.examples.activated.emit(2)
    qtbot.waitUntil(lambda: not trained.results.working.busy and not look.verdict.text(), timeout=60_000)
    assert not look.compare.isEnabled()
    assert "validation or the test side" in look.compare.toolTip()


def test_a_cell_of_the_matrix_lists_its_examples(qtbot, trained):
    paths, labels, named = truth(trained)
    page = trained.results
    shown = page.scores.figures
    place = next(
        i for i, f in enumerate(shown.figures) if isinstance(f, Heatmap) and f.rows == ("blue", "green", "red")
    )
    view, figure = shown.views[place], shown.figures[place]
    cell = (labels[0], named[0])
    point = next(
        QPointF(x, y)
        for y in range(0, view.height(), 3)
        for x in range(0, view.width(), 3)
        if heatmap.cell_at(figure, view.area(), QPointF(x, y)) == cell
    )
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point.toPoint())
    assert page.stack.currentWidget() is page.mistakes
    expected = {p for p, true, said in zip(paths, labels, named, strict=True) if (true, said) == cell}
    assert set(page.mistakes.thumbnails.pictures.paths) == expected


def select(page, rows: list[int]) -> None:
    model = page.mistakes.thumbnails.selectionModel()
    model.clearSelection()
    for row in rows:
        model.select(page.mistakes.thumbnails.pictures.index(row), QItemSelectionModel.SelectionFlag.Select)


def test_examples_are_excluded_and_relabelled_for_the_next_run_and_taken_back(qtbot, trained):
    page, facts, session = trained.results, trained.context.facts, trained.context.session
    qtbot.mouseClick(page.choice.buttons["mistakes"], Qt.MouseButton.LeftButton)
    page.mistakes.choose("uncertain")
    paths = list(page.mistakes.thumbnails.pictures.paths)
    assert len(paths) == 9
    assert not page.mistakes.exclude.isEnabled()
    assert "Select one or more examples" in page.mistakes.exclude.toolTip()
    select(page, [0, 1])
    assert "Leave these out" in page.mistakes.exclude.toolTip()
    click(qtbot, trained, "exclude_examples")
    assert "2 examples of the validation side were changed" in page.mistakes.effect.text()
    assert "not compare with those of earlier runs" in page.mistakes.effect.text()
    captions = [page.mistakes.thumbnails.pictures.index(row).data() for row in range(9)]
    assert [caption.startswith("excluded (") for caption in captions] == [True] * 2 + [False] * 7
    assert sorted(page.mistakes.selected()) == sorted(paths[:2]), "what was selected still is"
    qtbot.waitUntil(lambda: facts.dataset is not None and len(facts.dataset.examples) == 34 and not facts.busy)
    assert not {e.path for e in facts.dataset.examples} & set(paths[:2])
    select(page, [2])
    named = dict(zip(page.mistakes.results.paths, page.mistakes.results.predicted.tolist(), strict=True))
    assert page.mistakes.label.currentText() == page.mistakes.results.classes[named[paths[2]]], "what it was named"
    page.mistakes.label.setCurrentText("red")
    click(qtbot, trained, "relabel_examples")
    assert session.undo_stack.undoText() == "Relabel 1 example to red"
    assert page.mistakes.thumbnails.pictures.index(2).data().startswith("now red (")
    name = "red"
    qtbot.waitUntil(lambda: not facts.busy and any(
        e.path == paths[2] and facts.dataset.classes[e.label] == name for e in facts.dataset.examples))  # fmt: skip
    assert all(Path(p).is_file() for p in paths), "the user's files are where they were"
    page.mistakes.choose("edited")
    assert set(page.mistakes.thumbnails.pictures.paths) == set(paths[:3])
    session.undo_stack.undo()
    session.undo_stack.undo()
    qtbot.waitUntil(lambda: facts.dataset is not None and len(facts.dataset.examples) == 36 and not facts.busy)
    assert not page.mistakes.thumbnails.pictures.paths
    session.undo_stack.redo()
    qtbot.waitUntil(lambda: len(page.mistakes.thumbnails.pictures.paths) == 2)
    select(page, [0, 1])
    click(qtbot, trained, "restore_examples")
    assert session.job.data.excluded == ()


def test_the_likely_mislabelled_are_a_hint_and_less_where_the_network_is_often_wrong(qtbot, trained):
    import dataclasses

    page = trained.results
    qtbot.mouseClick(page.choice.buttons["mistakes"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(page.mistakes.what.buttons["mislabelled"], Qt.MouseButton.LeftButton)
    results = page.mistakes.results
    for right, often_wrong in ((9, False), (5, True)):
        said = [(label + (at >= right)) % 3 for at, label in enumerate(results.labels)]
        page.mistakes.show_results(dataclasses.replace(results, probabilities=np.eye(3, dtype=np.float32)[said]))
        assert "disagrees with the label, surely: look before you change it" in page.mistakes.words.text()
        assert ("often wrong here" in page.mistakes.words.text()) == often_wrong


def test_pictures_are_tried_and_the_table_is_saved(qtbot, trained, tmp_path):
    page = trained.results
    qtbot.mouseClick(page.choice.buttons["try"], Qt.MouseButton.LeftButton)
    extra = made.pictures(tmp_path / "new", {"blue": 3})
    (extra / "blue" / "bad.png").write_bytes(b"nothing")
    page.trying.drop.dropped.emit([extra])
    qtbot.waitUntil(lambda: page.trying.table.rowCount() == 4 and not page.trying.working.busy, timeout=60_000)
    looked = look_into(page.place.place)
    for row, prediction in enumerate(page.trying.predictions):
        if prediction.path.name == "bad.png":
            assert "bad.png" in page.trying.table.item(row, 2).text()
            continue
        with torch.no_grad():
            said = int(looked.model(looked.read(prediction.path)[None]).argmax())
        assert page.trying.table.item(row, 2).text() == looked.classes[said]
    target = tmp_path / "out.csv"
    page.trying.save_as(target)
    qtbot.waitUntil(target.is_file, timeout=10_000)
    with target.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4
    assert sum(bool(row["problem"]) for row in rows) == 1


def test_the_report_is_written_and_opened(qtbot, trained, monkeypatch):
    opened = []
    monkeypatch.setattr(panel, "_open", opened.append)
    page = trained.results
    assert page.report.text() == "Report"
    click(qtbot, trained, "open_report")
    qtbot.waitUntil(page.reported.isVisible, timeout=120_000)
    assert "report.html" in page.reported.text.text()
    click(qtbot, trained, "show_report")
    click(qtbot, trained, "show_report_folder")
    assert opened[1] == opened[0].parent == trained.context.runner.folder
    text = opened[0].read_text(encoding="utf-8")
    assert "squeezenet1_1" in text
    assert "<script" not in text


def test_without_a_run_the_page_says_what_to_do(qtbot, window):
    open_page(qtbot, window, "results")
    assert "Train a network first" in window.results.state.text()
    assert not window.results.report.isEnabled()
