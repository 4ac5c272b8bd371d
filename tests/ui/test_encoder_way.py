"""The whole way with a text encoder's folder, driven as a person would: dropped, looked at, frozen, trained."""

import shutil

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog

from tests import encoders
from tests.ui.hands import click, open_page, press, settled, tick
from transfer_gui.core.evaluate.predict import predict
from transfer_gui.core.job import Source
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.progress import finish
from transfer_gui.ui.models.catalogue import Key

pytestmark = pytest.mark.timeout(600)


def drop(target, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    how = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    target.dropEvent(QDropEvent(QPointF(5, 5), *how))


def test_a_folder_is_dropped_frozen_trained_and_no_longer_needed(qtbot, window, tmp_path):
    session, facts, runner = window.context.session, window.context.facts, window.context.runner
    folder, table = encoders.folder(tmp_path / "mine"), encoders.table(tmp_path / "glosses.csv")
    facts.choose_data(str(table))
    qtbot.waitUntil(lambda: facts.split is not None and not facts.busy, timeout=60_000)
    open_page(qtbot, window, "source")
    card = window.browser.card
    drop(window.browser, folder)
    qtbot.waitUntil(card.use.isEnabled, timeout=30_000)
    assert card.entry.name == "bert_encoder"
    assert "mine is a model of its own" in card.import_.headline.text()
    assert set(card.choice.buttons) == {"file"}, "without a tokeniser there is no training from scratch"
    click(qtbot, window, "use_model")
    settled(qtbot, window)
    assert session.job.source == Source(model="bert_encoder", weights=str(folder))
    assert session.job.plan == freeze_all_but(["head"])
    assert facts.layers.recipe.longest == 64

    open_page(qtbot, window, "data")
    window.dataset.table.selectRow(0)
    passage = window.dataset.seen.preview.passages[0]
    qtbot.waitUntil(lambda: not passage.isHidden() and "[CLS]" in passage.text(), timeout=20_000)
    assert "[SEP]" in passage.text()
    assert "64 pieces of words" in window.dataset.seen.recipe.text()

    open_page(qtbot, window, "layers")
    for path in ("encoder", "encoder.layer"):
        window.layers.view.expand(window.layers.view._index(path))
    tick(qtbot, window, "encoder.layer.1")
    assert not session.job.plan.resolve("encoder.layer.1.output.dense.weight").frozen
    assert session.job.plan.resolve("encoder.layer.0.output.dense.weight").frozen

    session.edit_many({"training.epochs": 1, "data.augmentation": "none", "training.batch_size": 8}, "Short")
    open_page(qtbot, window, "train")
    click(qtbot, window, "start")
    qtbot.waitUntil(lambda: not runner.active and runner.outcome is not None, timeout=120_000)
    assert runner.outcome.reason == "completed"
    shutil.rmtree(folder)
    (found,) = finish(predict(runner.folder / "checkpoints" / "best.pt", [facts.dataset.packed.of_class(0).paths[0]]))
    assert found.name in encoders.GLOSSES


def test_minilm_says_what_to_bring_and_is_ready_once_it_is_there(qtbot, window, tmp_path):
    open_page(qtbot, window, "source")
    browser, card = window.browser, window.browser.card
    browser.select(Key("minilm", ""))
    assert "22,565,376 parameters" in card.figures.text()
    assert card.bring.isVisible()
    assert card.bring.file.text().split() == ["config.json", "model.safetensors", "tokenizer.json"]
    assert "https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2" in card.bring.text.text()
    assert "all-MiniLM-L6-v2" in card.bring.where.text()
    assert not card.bring.fetch.isVisible()
    assert not card.bring.allow.isVisible()
    press(qtbot, card.bring.import_file)
    dialog = window.findChild(QFileDialog, "choose_weights")
    assert dialog.fileMode() == QFileDialog.FileMode.Directory
    dialog.reject()
    encoders.folder(tmp_path / "all-MiniLM-L6-v2")
    window.context.facts.set_weight_folders((tmp_path,))
    qtbot.waitUntil(lambda: card.entry.ready is not None and not card.bring.isVisible(), timeout=60_000)
    assert card.use.isEnabled()


def test_a_folder_that_is_not_whole_is_refused_in_words(qtbot, window, tmp_path):
    folder = encoders.folder(tmp_path / "mine", hidden_size=64)
    open_page(qtbot, window, "source")
    window.browser.import_file(folder)
    card = window.browser.card
    qtbot.waitUntil(lambda: "does not fit the config.json" in card.import_.text.text(), timeout=30_000)
    assert not card.use.isEnabled()
    assert window.context.session.job.source.model == "squeezenet1_1"
