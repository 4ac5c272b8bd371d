"""A Keras file in the window: imported as a model of its own, its layers, a run; or layer by layer; or refused."""

import shutil

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from tests.ui.hands import click, open_page, settled
from transfer_gui.core import paths
from transfer_gui.core.job import Source
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.recipes.image import Preprocessing
from transfer_gui.core.runs import restore

pytestmark = pytest.mark.timeout(600)


@pytest.fixture
def file(tmp_path):
    shutil.copy(paths.resources() / "models" / "source_model.h5", tmp_path / "faces.h5")
    return tmp_path / "faces.h5"


@pytest.fixture
def pictures(tmp_path):
    for name in ("tools", "vehicles"):
        (tmp_path / "data" / name).mkdir(parents=True)
        for picture in sorted((paths.resources() / "data" / "clipart" / name).glob("*.jpg"))[:6]:
            shutil.copy(picture, tmp_path / "data" / name)
    return tmp_path / "data"


def drop(browser, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    where, button = QPointF(5, 5), Qt.MouseButton.LeftButton
    browser.dropEvent(QDropEvent(where, Qt.DropAction.CopyAction, data, button, Qt.KeyboardModifier.NoModifier))


def test_a_file_is_imported_and_trained(qtbot, window, file, pictures):
    session, facts, runner = window.context.session, window.context.facts, window.context.runner
    facts.choose_data(str(pictures))
    qtbot.waitUntil(lambda: facts.split is not None and not facts.busy, timeout=60_000)
    open_page(qtbot, window, "source")
    card = window.browser.card
    assert card.entry.name == "squeezenet1_1"
    drop(window.browser, file)
    qtbot.waitUntil(lambda: card.import_.source is not None, timeout=60_000)
    assert card.import_.headline.text() == "faces.h5 is a model of its own"
    assert "45 layers" in card.figures.text()
    assert "56,951 parameters" in card.figures.text()
    assert "64 × 64 px" in card.figures.text()
    assert "grey scaled to 0..1" in card.recipe.text()
    assert "divided by 255" in card.import_.notes.text()

    qtbot.mouseClick(card.import_.by_layer, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.import_.as_own.isVisible(), timeout=60_000)
    assert card.import_.source is None or card.import_.source.model == "squeezenet1_1"
    qtbot.mouseClick(card.import_.as_own, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: card.import_.told is not None, timeout=60_000)
    click(qtbot, window, "use_model")
    settled(qtbot, window)
    assert session.job.source == Source(model="keras", weights=str(file))
    assert session.job.plan == freeze_all_but(["conv2d_7"])
    assert card.entry.name == "keras", "the row that is in use is shown"
    assert card.title.text() == "faces (Keras network)"
    assert "faces (Keras network)" in window.rail.buttons["source"].step.words

    paths_of = {layer.path: layer for layer in facts.layers.walk()}
    assert paths_of["separable_conv2d_1.depthwise"].kind == "Conv2d"
    assert [layer.path for layer in facts.layers.walk() if layer.task_specific] == ["conv2d_7"]
    open_page(qtbot, window, "data")
    assert window.dataset.seen.recipe.text() == Preprocessing(64, 64, "bilinear", (0.0,), (1.0,)).words()

    session.edit_many({"training.epochs": 2, "data.augmentation": "none"}, "Short")
    open_page(qtbot, window, "train")
    click(qtbot, window, "start")
    qtbot.waitUntil(lambda: not runner.active and runner.outcome is not None, timeout=120_000)
    assert runner.outcome.reason == "completed"
    payload = restore.read(runner.folder / "checkpoints" / "last.pt")
    assert set(dict(restore.network(payload).named_modules())) >= {"conv2d_7", "global_average_pooling2d_1"}


def test_what_cannot_be_used_says_why(qtbot, window, tmp_path):
    """Weights alone cannot be used at all."""
    import h5py

    with h5py.File(tmp_path / "alone.h5", "w") as made:
        made.attrs["layer_names"] = [b"dense"]
        made.create_group("dense").create_dataset("kernel", data=[1.0])
    open_page(qtbot, window, "source")
    drop(window.browser, tmp_path / "alone.h5")
    says = window.browser.card.import_
    qtbot.waitUntil(lambda: "weights of a Keras model alone" in says.text.text(), timeout=60_000)
    assert not window.browser.card.use.isEnabled()
    assert not says.by_layer.isVisible()
