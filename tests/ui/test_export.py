"""The page 'Export' as a person uses it: choose a run, name the classes, write, check, go on."""

import shutil

import pytest
import torch
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QMessageBox
from safetensors import safe_open

from tests.core.export.made import run_plain
from tests.core.training import made
from tests.ui.hands import click, open_page
from transfer_gui.core import paths
from transfer_gui.core.events import EpochDone
from transfer_gui.ui.models.runs import HEADERS

pytestmark = pytest.mark.usefixtures("small_networks")


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return made.pictures(tmp_path_factory.mktemp("set"), {"blue": 8, "green": 8, "red": 8})


@pytest.fixture(scope="module")
def stopped(data, tmp_path_factory):
    """A run that was stopped after its first epoch of three."""
    folder = tmp_path_factory.mktemp("runs") / "first"
    job = made.job(data, training__epochs=3)
    made.finished(made.carry_out(job, folder, lambda e, c: c.stop() if isinstance(e, EpochDone) else None))
    return folder


@pytest.fixture
def run(stopped, private_folders):
    """That run, in the user's folder of runs."""
    return shutil.copytree(stopped, paths.runs() / "first")


@pytest.fixture
def panel(qtbot, run, window):
    open_page(qtbot, window, "export")
    panel = window.exporting
    qtbot.waitUntil(lambda: panel.run is not None and panel.names.rowCount() == 3, timeout=30_000)
    return panel


def type_target(qtbot, panel, path) -> None:
    panel.target.line.selectAll()
    qtbot.keyClicks(panel.target.line, str(path))


def export(qtbot, window, panel) -> None:
    click(qtbot, window, "export")
    qtbot.waitUntil(lambda: panel.result.isVisible() or panel.fault.isVisible(), timeout=120_000)


def test_without_a_run_the_page_says_what_to_do(qtbot, window):
    open_page(qtbot, window, "export")
    assert window.exporting.pages.currentIndex() == 0


def test_the_run_is_listed_with_what_it_reached(panel, run):
    assert panel.model.rowCount() == 1
    texts = [str(panel.model.index(0, c).data()) for c in range(len(HEADERS))]
    assert any("resnet18" in text for text in texts)
    assert "validation examples right" in panel.scores.text()
    assert panel.run.folder == run


def test_a_checked_checkpoint_and_the_lines_that_load_it(qtbot, window, panel, data, tmp_path):
    target = tmp_path / "model.pt"
    type_target(qtbot, panel, target)
    export(qtbot, window, panel)
    assert panel.result.headline.text() == "Written and checked: model.pt"
    click(qtbot, window, "copy_lines")
    lines = QGuiApplication.clipboard().text()
    code = tmp_path / "lines.py"
    code.write_text(lines.replace("picture.jpg", str(data / "green" / "0.png")), encoding="utf-8")
    said = run_plain(code, cwd=tmp_path, small=True)
    assert said.split()[0] in {"blue", "green", "red"}


def test_classes_are_renamed_on_the_way_out(qtbot, window, panel, tmp_path):
    panel.naming.head.setChecked(True)
    panel.names.item(1, 1).setText("grün")
    type_target(qtbot, panel, tmp_path / "model.pt")
    export(qtbot, window, panel)
    assert torch.load(tmp_path / "model.pt", weights_only=True)["classes"] == ["blue", "grün", "red"]


@pytest.mark.parametrize("name", ["blue", "", "  "])
def test_a_name_that_cannot_be_is_refused(qtbot, window, panel, tmp_path, name):
    panel.names.item(1, 1).setText(name)
    type_target(qtbot, panel, tmp_path / "model.pt")
    export(qtbot, window, panel)
    assert panel.fault.isVisible()
    assert "green" in panel.fault.headline.text() + panel.fault.text.text() or "blue" in panel.fault.headline.text()
    assert not (tmp_path / "model.pt").exists()


def test_as_safetensors_with_the_last_weights(qtbot, window, panel, run, tmp_path):
    qtbot.mouseClick(panel.kind.buttons["safetensors"], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(panel.which.buttons["last"], Qt.MouseButton.LeftButton)
    assert panel.target.line.text().endswith("resnet18-last.safetensors")
    type_target(qtbot, panel, tmp_path / "model.safetensors")
    export(qtbot, window, panel)
    weights = made.weights(run, "last")
    with safe_open(tmp_path / "model.safetensors", "pt") as file:
        assert torch.equal(file.get_tensor("fc.weight"), weights["fc.weight"])


@pytest.mark.parametrize("answer", ["Replace", "Keep it"])
def test_a_file_that_is_there_is_asked_about(qtbot, window, panel, tmp_path, answer):
    target = tmp_path / "model.pt"
    target.write_bytes(b"mine")
    type_target(qtbot, panel, target)
    click(qtbot, window, "export")
    box = panel.findChild(QMessageBox, "overwrite_question")
    assert "model.pt" in box.text()
    button = next(b for b in box.buttons() if b.text() == answer)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    if answer == "Replace":
        qtbot.waitUntil(lambda: panel.result.isVisible(), timeout=120_000)
        assert torch.load(target, weights_only=True)["model"] == "resnet18"
    else:
        qtbot.wait(200)
        assert target.read_bytes() == b"mine"


def test_a_place_that_cannot_be_written_is_named(qtbot, window, panel, tmp_path):
    (tmp_path / "file").write_text("")
    type_target(qtbot, panel, tmp_path / "file" / "model.pt")
    export(qtbot, window, panel)
    assert panel.fault.isVisible()
    assert str(tmp_path / "file") in panel.fault.headline.text() + panel.fault.text.text()


def test_the_checkpoint_becomes_the_next_source(qtbot, window, panel, run):
    click(qtbot, window, "use_as_source")
    qtbot.waitUntil(lambda: not window.context.facts.busy, timeout=60_000)
    source = window.context.session.job.source
    assert source.model == "resnet18"
    assert source.weights == str(run / "checkpoints" / "best.pt")
    assert window.context.facts.layers_error == ""


def test_a_stopped_run_goes_on_to_its_end(qtbot, window, panel, run):
    click(qtbot, window, "resume_this")
    runner = window.context.runner
    qtbot.waitUntil(lambda: runner.active, timeout=30_000)
    qtbot.waitUntil(lambda: not runner.active, timeout=120_000)
    assert len(window.curves.metrics.epochs) == 3
    assert [e.epoch for e in window.curves.metrics.epochs] == [0, 1, 2]
    open_page(qtbot, window, "export")
    qtbot.waitUntil(lambda: panel.run is not None and panel.run.outcome == "completed", timeout=30_000)
    assert not window.findChild(type(panel.export), "resume_this").isEnabled()


def test_its_settings_and_its_curves_come_back(qtbot, window, panel, run, data):
    click(qtbot, window, "use_settings")
    assert window.context.session.job == panel.run.job
    click(qtbot, window, "show_curves")
    qtbot.waitUntil(lambda: len(window.curves.metrics.epochs) == 1, timeout=30_000)
    assert window.page == "train"
    assert len(window.curves.metrics.losses) == 5


def test_the_job_as_a_script(qtbot, window, panel, tmp_path, monkeypatch):
    target = tmp_path / "train.py"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(target), ""))
    click(qtbot, window, "run_script")
    qtbot.waitUntil(target.is_file, timeout=30_000)
    text = target.read_text()
    assert "import transfer_gui" not in text
    compile(text, "train.py", "exec")


def test_a_run_elsewhere_can_be_chosen(qtbot, window, panel, data, tmp_path, monkeypatch):
    other = tmp_path / "other"
    made.finished(made.carry_out(made.job(data, training__epochs=1), other))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *a, **k: str(other))
    click(qtbot, window, "other_run")
    qtbot.waitUntil(lambda: panel.run is not None and panel.run.folder == other, timeout=30_000)
