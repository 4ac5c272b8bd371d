"""The main window as a whole: pages, actions, messages, closing."""

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QDialog, QLabel, QMessageBox, QRadioButton

from transfer_gui.core import job as jobs
from transfer_gui.core.events import RunFailed
from transfer_gui.ui import theme
from transfer_gui.ui.actions import ENTRIES

pytestmark = pytest.mark.timeout(300)


def messages(window) -> list[str]:
    return [m.what.text() for m in window.info.messages()]


def test_the_rail_leads_through_the_pages(qtbot, window):
    assert window.page == "home"
    for page in ("source", "data", "layers", "train", "inside", "results", "export"):
        qtbot.mouseClick(window.rail.buttons[page], Qt.MouseButton.LeftButton)
        assert window.page == page
        assert window.pages[page].isVisible()
        assert window.rail.buttons[page].isChecked()


def test_a_newcomer_is_told_what_to_do_next(window):
    assert "Choose a dataset" in window.rail.findChild(QLabel, "next_step").text()
    assert window.rail.buttons["data"].step.state == "next"
    assert not window.actions_by_name["start"].isEnabled()


def test_every_action_is_named_and_in_a_menu(window):
    in_menus = {a for menu in window.menuBar().actions() for a in menu.menu().actions()}
    for entry in ENTRIES:
        action = window.actions_by_name[entry.name]
        assert action.text()
        assert action.toolTip()
        assert action in in_menus, entry.name


def test_no_shortcut_is_used_twice():
    keys = [e.shortcut for e in ENTRIES if e.shortcut]
    assert len(keys) == len(set(keys))


def test_every_control_has_a_name_for_those_who_do_not_see(window):
    for page in window.pages:
        window.show_page(page)
        for button in window.findChildren(QAbstractButton):
            if button.isVisible() and not button.objectName().startswith("qt_"):
                assert button.accessibleName() or button.text() or button.toolTip(), (
                    page,
                    button.parent(),
                    button.geometry(),
                )


def test_a_dropped_folder_becomes_the_dataset(qtbot, window, tmp_path):
    from PIL import Image

    for name in ("cat", "dog"):
        (tmp_path / "set" / name).mkdir(parents=True)
        for i in range(4):
            Image.effect_noise((40, 40), 30 + i).save(tmp_path / "set" / name / f"{i}.png")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "set"))])
    drop = QDropEvent(
        QPointF(10, 10), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    window.dropEvent(drop)
    facts = window.context.facts
    qtbot.waitUntil(lambda: facts.dataset is not None, timeout=30_000)
    assert window.context.session.job.data.path == str(tmp_path / "set")
    assert facts.dataset.classes == ("cat", "dog")
    assert window.page == "data"
    window.actions_by_name["undo"].trigger()
    assert window.context.session.job.data.path == ""


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("gone.toml", None, "no longer there"),
        ("broken.toml", "epochs = = 3", "not valid TOML"),
        ("strange.toml", "[training]\nepochs = 0\n", "training.epochs"),
        ("picture.xyz", "?", "nothing that can be opened"),
    ],
)
def test_what_cannot_be_opened_is_told_once_with_its_name(window, tmp_path, name, content, words):
    path = tmp_path / name
    if content is not None:
        path.write_text(content)
    before = window.context.session.job
    window.commands.open_path(str(path))
    window.commands.open_path(str(path))
    told = [text for text in messages(window) if words in text]
    assert len(told) == 1
    assert name in told[0]
    assert window.context.session.job is before


def test_a_job_is_saved_and_comes_back_the_same(qtbot, window, tmp_path, monkeypatch):
    from PySide6.QtWidgets import QFileDialog

    path = tmp_path / "mine.toml"
    window.context.session.edit("training.epochs", 7)
    assert window.isWindowModified()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *a, **k: (str(path), ""))
    window.actions_by_name["save_job"].trigger()
    qtbot.waitUntil(lambda: not window.isWindowModified(), timeout=10_000)
    assert jobs.load(path) == window.context.session.job
    assert "mine.toml" in window.windowTitle()
    window.context.session.edit("training.epochs", 9)
    assert window.commands.load_job(path)
    assert window.context.session.job.training.epochs == 7


def test_a_fault_of_a_run_is_told_with_a_button_that_mends_it(qtbot, window):
    fault = RunFailed("No memory for batches of 64.", "32 fits.", "", "trace", {"training.batch_size": 32})
    window.context.runner.told.emit(fault)
    window.context.runner.told.emit(fault)
    assert messages(window) == ["No memory for batches of 64."]
    button = window.info.messages()[0].findChild(QAbstractButton, "message_action")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert window.context.session.job.training.batch_size == 32
    assert not window.info.messages()


@pytest.mark.parametrize("name", ["first_steps", "glossary", "shortcuts", "about"])
def test_help_opens_and_closes(qtbot, window, name):
    window.actions_by_name[name].trigger()
    dialog = window.findChild(QDialog, "help_dialog")
    assert dialog.isVisible()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()


def test_light_and_dark_change_at_once_and_are_remembered(window):
    light = window.grab().toImage().pixelColor(QPoint(2, 400))
    window.actions_by_name["theme_dark"].trigger()
    dark = window.grab().toImage().pixelColor(QPoint(2, 400))
    assert dark.lightness() < 60 < 200 < light.lightness()
    assert QSettings().value("theme/choice") == "dark"
    window.actions_by_name["theme_system"].trigger()


def contrast(one, other) -> float:
    """WCAG 2.1 contrast ratio."""

    def luminance(colour) -> float:
        parts = [colour.redF(), colour.greenF(), colour.blueF()]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colors", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_text_can_be_read(colors):
    for ground in (colors.window, colors.surface, colors.raised):
        for text in (colors.text, colors.muted, colors.accent, colors.good, colors.warning, colors.bad):
            assert contrast(text, ground) >= 4.5, (text.name(), ground.name())
    assert contrast(colors.on_accent, colors.accent) >= 4.5
    for line in colors.series:
        assert contrast(line, colors.surface) >= 3


def test_docks_come_back_where_they_were_left(qtbot, window):
    window.show_page("source")
    window.training_dock.setFloating(True)
    window._remember()
    window.reset_layout()
    assert not window.training_dock.isFloating()
    window._restore()
    assert window.training_dock.isFloating()
    window.reset_layout()


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_the_window_fits_the_screen(window, size):
    for page in window.pages:
        window.show_page(page)
        assert window.minimumSizeHint().width() <= 1280, page
        assert window.minimumSizeHint().height() <= 760, page


def start_sample(qtbot, window):
    window.commands.start_sample("clipart-10")
    qtbot.waitUntil(lambda: window.context.runner.state == "running", timeout=120_000)


@pytest.mark.parametrize("state", ["running", "paused"])
def test_closing_while_training_asks_and_stops_cleanly(qtbot, window, state):
    start_sample(qtbot, window)
    runner = window.context.runner
    if state == "paused":
        runner.pause()
        qtbot.waitUntil(lambda: runner.state == "paused", timeout=60_000)
    window.close()
    assert window.isVisible()
    box = window.findChild(QMessageBox, "close_question")
    keep, stop = (next(b for b in box.buttons() if words in b.text()) for words in ("Keep", "Stop"))
    qtbot.mouseClick(keep, Qt.MouseButton.LeftButton)
    assert window.isVisible()
    assert runner.active
    qtbot.waitUntil(lambda: window.findChild(QMessageBox, "close_question") is None)
    window.close()
    box = window.findChild(QMessageBox, "close_question")
    stop = next(b for b in box.buttons() if "Stop" in b.text())
    qtbot.mouseClick(stop, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=60_000)
    assert not runner.active
    assert (runner.folder / "checkpoints" / "last.pt").exists()


def test_a_fault_that_nobody_caught_is_told_and_the_window_goes_on(window, monkeypatch):
    from transfer_gui.ui import app

    monkeypatch.setattr(sys, "__stderr__", None)
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    app._tell_faults(window)
    try:
        raise RuntimeError("something odd")
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    assert "something odd" in messages(window)[0]


@pytest.mark.parametrize("when", ["w.painted", "w.context.facts.layers_changed"])
def test_the_program_ends_cleanly_when_closed_just_after_the_start_or_once_all_is_there(tmp_path, when):
    code = (
        "import sys\n"
        "from PySide6.QtCore import QTimer\n"
        "from transfer_gui.ui import app\n"
        "made = app.build\n"
        "def build():\n"
        "    w = made()\n"
        f"    {when}.connect(lambda: QTimer.singleShot(50, w, w.close))\n"
        "    return w\n"
        "app.build = build\n"
        "sys.exit(app.main([]))\n"
    )
    env = os.environ | {"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "QThread" not in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_signs_of_choice_can_be_seen(window, qtbot, scheme):
    """Ticked or not, a check box and a radio button stand out from their ground."""
    theme.theme().choose(scheme)
    for kind in (QCheckBox, QRadioButton):
        for checked in (False, True):
            box = kind("", window)
            box.setChecked(checked)
            box.resize(40, 30)
            box.show()
            image = box.grab().toImage()
            ground = theme.colors().window
            seen = max(
                contrast(image.pixelColor(x, y), ground) for x in range(image.width()) for y in range(image.height())
            )
            box.hide()
            assert seen >= 3, f"{kind.__name__} in {scheme}"
    theme.theme().choose("system")
