"""The whole way with texts, driven as a person would: a table, word vectors, the result, its mistakes."""

import csv
from pathlib import Path

import pytest
import torch
from PySide6.QtCore import Qt

from tests.ui.hands import click, open_page
from transfer_gui.core import contents, paths
from transfer_gui.core.data.domain import Passage
from transfer_gui.core.data.domains import find
from transfer_gui.core.data.texts.worded import vocabulary
from transfer_gui.core.evaluate.predict import predict
from transfer_gui.core.inspect.figures import Passages
from transfer_gui.core.job import Source
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.progress import finish
from transfer_gui.core.recipes.text import Words
from transfer_gui.core.report.content import contents as report
from transfer_gui.core.report.report import Shots
from transfer_gui.core.runs import restore
from transfer_gui.core.runs.looked import look_into

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def table(tmp_path):
    """Four of the classes that ship, forty sentences each."""
    with (paths.resources() / "data" / "glosses" / "glosses.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    header, rows = rows[0], rows[1:]
    label = next(i for i, name in enumerate(header) if len({row[i] for row in rows}) == 8)
    kept = sorted({row[label] for row in rows})[:4]
    few = [row for name in kept for row in [r for r in rows if r[label] == name][:40]]
    with (tmp_path / "few.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *few])
    return tmp_path / "few.csv"


def test_a_table_of_texts_all_the_way(qtbot, window, table):
    session, facts, runner = window.context.session, window.context.facts, window.context.runner
    facts.choose_data(str(table))
    qtbot.waitUntil(lambda: not facts.busy and (facts.split is not None or facts.dataset_error != ""), timeout=60_000)
    assert facts.dataset_error == ""
    assert session.job.data.domain == "text"
    assert len(facts.dataset.examples) == 160
    assert "cannot read texts" in window.rail.buttons["source"].step.words
    facts.choose_source(Source(model="glove_mean", weights="shipped"))
    qtbot.waitUntil(lambda: not facts.busy and facts.layers is not None, timeout=60_000)
    assert session.job.plan == freeze_all_but(["head"])

    open_page(qtbot, window, "data")
    window.dataset.table.selectRow(1)
    lengths = window.dataset.lengths
    (counts,) = lengths.figure.counts.values()
    words = [find("text").check(path).width for path in facts.dataset.packed.paths]
    assert counts.sum() == len(words)
    assert lengths.figure.edges[0] <= min(words) <= max(words) <= lengths.figure.edges[-1]
    thumbnails = window.dataset.thumbnails
    qtbot.waitUntil(lambda: len(thumbnails.pictures._pictures) > 3, timeout=20_000)
    assert thumbnails.iconSize().width() > 2 * thumbnails.iconSize().height()
    qtbot.waitUntil(lambda: not window.dataset.seen.preview.passages[0].isHidden(), timeout=20_000)
    assert window.dataset.seen.preview.passages[0].text()

    edits = {"training.epochs": 60, "training.batch_size": 16, "training.learning_rate": 0.5}
    session.edit_many(edits | {"data.augmentation": "none"}, "As for word vectors")
    open_page(qtbot, window, "train")
    click(qtbot, window, "start")
    qtbot.waitUntil(lambda: not runner.active and runner.outcome is not None, timeout=300_000)
    assert runner.outcome.reason == "completed"
    assert runner.outcome.best.accuracy > 0.55, "chance is a quarter"

    payload = restore.read(runner.folder / "checkpoints" / "best.pt")
    assert restore.preprocessing(payload) == Words()
    first = facts.dataset.packed.of_class(0).paths[0]
    (found,) = finish(predict(runner.folder / "checkpoints" / "best.pt", [first]))
    assert found.name in facts.dataset.classes
    sections = {section.title: section.blocks for section in finish(report(runner.folder)).sections}
    (shots,) = [block for block in sections["Most wrong"] if isinstance(block, Shots)]
    assert all(shot.shown.marks for shot in shots.shots), "the words that mattered"
    the_results_show_the_words_that_mattered(qtbot, window)
    a_text_is_typed(qtbot, window)
    the_texts_that_excite_a_number_are_shown(qtbot, window)


def the_results_show_the_words_that_mattered(qtbot, window):
    open_page(qtbot, window, "results")
    page = window.results
    qtbot.mouseClick(page.choice.buttons["mistakes"], Qt.MouseButton.LeftButton)
    look = page.mistakes
    qtbot.waitUntil(lambda: bool(look.thumbnails.pictures.paths) and not page.working.busy, timeout=60_000)
    assert look.beside.isHidden()
    look.thumbnails.setCurrentIndex(look.thumbnails.pictures.index(0))
    qtbot.waitUntil(look.beside.isVisible, timeout=60_000)
    (figure,) = look.beside.figures.figures
    path, results, model = look.selected()[0], page.results, look_into(page.place.place).model
    place = next(i for i, known in enumerate(results.paths) if known == path)
    named = int(results.predicted[place])
    assert results.classes[named] in figure.title
    assert results.classes[int(results.labels[place])] in figure.title.partition("truth")[2]
    # In a mean of vectors a word adds its own product with the weights of the class that was named.
    (passage,) = figure.texts
    assert passage.text == " ".join(vocabulary("glove-6b-50d-30k").split(contents.read(path).decode()))
    ids = look_into(page.place.place).read(Path(path))[: len(passage.marks)]
    adds = (model.embedding.weight[ids] @ model.head.weight[named] / len(ids)).tolist()
    assert [mark.strength * figure.high for mark in passage.marks] == pytest.approx(adds, abs=1e-4)
    look.thumbnails.clearSelection()
    assert look.beside.isHidden()


def a_text_is_typed(qtbot, window):
    page = window.results
    look = page.trying
    qtbot.mouseClick(page.choice.buttons["try"], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(look.field.isVisible, timeout=20_000)
    assert not look.go.isEnabled()
    text = "A large striped animal / of the plains, 100% wild"
    qtbot.keyClicks(look.field, text)
    qtbot.mouseClick(look.go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(look.predictions) == 1 and not look.working.busy, timeout=60_000)
    looked = look_into(page.place.place)
    ids = torch.from_numpy(vocabulary("glove-6b-50d-30k").encode([text], 64)).long()
    with torch.no_grad():
        expected = looked.model(ids).softmax(1)[0]
    (prediction,) = look.predictions
    assert prediction.probabilities == pytest.approx(expected.tolist(), abs=1e-5)
    assert look.table.item(0, 1).text() == text
    qtbot.waitUntil(look.beside.isVisible, timeout=60_000)
    (figure,) = look.beside.figures.figures
    assert figure.texts[0].text.startswith("a large striped animal / of")


def the_texts_that_excite_a_number_are_shown(qtbot, window):
    open_page(qtbot, window, "inside")
    look = window.inside.show_look("examples")
    window.context.facts.select_layer("embedding")
    qtbot.mouseClick(look.what.buttons["exciting"], Qt.MouseButton.LeftButton)
    click(qtbot, window, "show_examples")
    qtbot.waitUntil(lambda: bool(look.figures.figures), timeout=60_000)
    (figure,) = look.figures.figures
    assert isinstance(figure, Passages)
    assert all(len(text.marks) == 1 for text in figure.texts), "the word that has the largest number"


def test_a_text_is_shown_as_what_it_says(window):
    from transfer_gui.ui.widgets.shown import html, pixmap

    card = pixmap(Passage("a < b & c"))
    assert card.width() > 2 * card.height()
    assert html(Passage("a < b")) == "a &lt; b"
