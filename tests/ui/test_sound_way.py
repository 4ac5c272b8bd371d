"""The whole way with sounds, driven as a person would, by the voice encoder and by a network made for pictures."""

import shutil

import numpy as np
import pytest
from PySide6.QtCore import Qt

from tests.ui.hands import click, open_page, settled
from transfer_gui.core import paths
from transfer_gui.core.data.domains import find
from transfer_gui.core.evaluate.predict import predict
from transfer_gui.core.job import Source
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.progress import finish
from transfer_gui.core.recipes.spectrogram import Spectrogram
from transfer_gui.core.recipes.speech import Speech
from transfer_gui.core.runs import restore
from transfer_gui.core.runs.place import Place

pytestmark = pytest.mark.timeout(600)
CLASSES = ("bass", "bell", "kick")


@pytest.fixture
def sounds(tmp_path):
    """Three of the classes that ship, eight sounds each."""
    for name in CLASSES:
        (tmp_path / "sounds" / name).mkdir(parents=True)
        for file in sorted((paths.resources() / "data" / "sounds" / name).glob("*.wav"))[:8]:
            shutil.copy(file, tmp_path / "sounds" / name)
    return tmp_path / "sounds"


def right(checkpoint, sounds):
    """How many of the 24 the network names as their folders do; by chance 8."""
    found = finish(predict(checkpoint, sorted(sounds.glob("*/*.wav"))))
    assert len(found) == 24
    return sum(prediction.name == prediction.path.parent.name for prediction in found)


def trained(qtbot, window, sounds, source, epochs, rate=0.01):
    """Choose the folder and the source model, train, and return the best checkpoint."""
    session, facts, runner = window.context.session, window.context.facts, window.context.runner
    facts.choose_data(str(sounds))
    qtbot.waitUntil(lambda: facts.split is not None and not facts.busy, timeout=60_000)
    assert session.job.data.domain == "sound", "found out by the scan"
    assert facts.dataset.classes == CLASSES
    facts.choose_source(source)
    settled(qtbot, window)
    session.edit_many({"training.epochs": epochs, "training.batch_size": 8, "data.augmentation": "none"}, "Short")
    session.edit("training.learning_rate", rate)
    open_page(qtbot, window, "train")
    click(qtbot, window, "start")
    qtbot.waitUntil(lambda: not runner.active and runner.outcome is not None, timeout=300_000)
    assert runner.outcome.reason == "completed"
    return runner.folder / "checkpoints" / "best.pt"


def test_the_voice_encoder_learns_the_sounds(qtbot, window, sounds):
    checkpoint = trained(qtbot, window, sounds, Source(model="resemblyzer", weights="shipped"), 30)
    session = window.context.session
    assert session.job.plan == freeze_all_but(["head"])
    payload = restore.read(checkpoint)
    assert restore.preprocessing(payload) == Speech()
    assert right(checkpoint, sounds) >= 16
    session.undo_stack.undo()


def test_a_network_for_pictures_learns_them_as_spectrograms(qtbot, window, sounds):
    window.context.session.edit("data.input_size", 96, "Quick")
    checkpoint = trained(qtbot, window, sounds, Source(model="squeezenet1_1", weights="shipped"), 12, 0.001)
    payload = restore.read(checkpoint)
    recipe = restore.preprocessing(payload)
    assert isinstance(recipe, Spectrogram)
    assert right(checkpoint, sounds) >= 14

    open_page(qtbot, window, "inside")
    look = window.inside.show_look("picture")
    qtbot.waitUntil(lambda: "occlusion" in look.ways and look.path is not None, timeout=60_000)
    for name in ("integrated_gradients", "occlusion"):
        look.ways[name].setChecked(True)
    asked = {"grad_cam", "integrated_gradients", "occlusion"}
    qtbot.waitUntil(lambda: asked <= look.found.keys(), timeout=120_000)
    seen = find("sound").preview(str(look.path), recipe)
    for figure in (figure for name in asked for figure in look.found[name]):
        assert (figure.picture == seen).all()
        assert np.isfinite(figure.heat).all()

    open_page(qtbot, window, "results")
    window.results.trying.look_at(Place("best", checkpoint))
    window.results.trying.try_on([sounds])
    qtbot.waitUntil(lambda: len(window.results.trying.predictions) == 24, timeout=60_000)


def test_the_kind_is_undone_with_the_choice_of_the_dataset(qtbot, window, sounds):
    session, facts = window.context.session, window.context.facts
    before = session.job
    facts.choose_data(str(sounds))
    qtbot.waitUntil(lambda: facts.split is not None and not facts.busy, timeout=60_000)
    assert (session.job.data.path, session.job.data.domain) == (str(sounds), "sound")
    session.undo_stack.undo()
    assert session.job == before
    session.undo_stack.redo()
    assert session.job.data.domain == "sound"
    settled(qtbot, window)


def test_a_source_that_cannot_read_the_data_is_told_before_the_start(qtbot, window, tmp_path):
    facts = window.context.facts
    settled(qtbot, window)
    facts.choose_source(Source(model="resemblyzer", weights="shipped"))
    settled(qtbot, window)
    facts.choose_data("sample:clipart-10")
    qtbot.waitUntil(lambda: facts.split is not None and not facts.busy, timeout=60_000)
    qtbot.mouseClick(window.rail.buttons["source"], Qt.MouseButton.LeftButton)
    assert not window.actions_by_name["start"].isEnabled()
    assert "cannot read pictures" in window.rail.buttons["source"].step.words
