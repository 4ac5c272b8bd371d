"""A window of its own for each test, with its own settings, closed and checked for leaks at the end."""

import threading

import pytest
from PySide6.QtCore import QEvent, QSettings, QThread
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from tests.core.training import made
from tests.ui.hands import click, open_page, settled
from transfer_gui.core.plan import freeze_all_but


@pytest.fixture(autouse=True)
def own_settings(tmp_path_factory, private_folders):
    """No test reads or writes another's settings."""
    folder = tmp_path_factory.mktemp("settings")
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
        QSettings.setPath(QSettings.Format.IniFormat, scope, str(folder))
    return folder


@pytest.fixture(autouse=True)
def in_english(monkeypatch):
    """The window speaks English, whatever the machine's language is."""
    monkeypatch.setattr("transfer_gui.ui.language.preferred", lambda: ["en"])


@pytest.fixture(autouse=True)
def nothing_ahead(monkeypatch):
    """Nothing is prepared or measured ahead where a test does not ask for it."""
    monkeypatch.setattr("transfer_gui.ui.layer_costs.WAIT_MS", 100_000_000)
    monkeypatch.setattr("transfer_gui.ui.filling.WAIT_MS", 100_000_000)


@pytest.fixture
def window(qtbot, own_settings):
    """The whole window, shown and settled; closed at the end, with no thread or window left behind."""
    from transfer_gui.ui import app

    app.application([])
    whole = app.build()
    whole.resize(1280, 800)
    whole.show()
    qtbot.waitExposed(whole)
    facts = whole.context.facts
    qtbot.waitUntil(lambda: bool(facts.catalogue) and facts.layers is not None and not facts.busy, timeout=60_000)
    yield whole
    if whole.context.runner.active:
        whole.context.runner.stop()
        qtbot.waitUntil(lambda: not whole.context.runner.active, timeout=60_000)
    whole.close()
    assert not whole.isVisible()
    assert not whole.findChildren(QThread)
    whole.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()
    left = [t.name for t in threading.enumerate() if t.name.startswith(("loader", "memory-peak"))]
    assert not left, f"threads left behind: {left}"
    assert not isValid(whole), "the window is gone, with its timers"


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
