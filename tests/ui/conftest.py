"""A window of its own for each test, with its own settings, closed and checked for leaks at the end."""

import threading

import pytest
from PySide6.QtCore import QEvent, QSettings, QThread
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid


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
    made = app.build()
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    facts = made.context.facts
    qtbot.waitUntil(lambda: bool(facts.catalogue) and facts.layers is not None and not facts.busy, timeout=60_000)
    yield made
    if made.context.runner.active:
        made.context.runner.stop()
        qtbot.waitUntil(lambda: not made.context.runner.active, timeout=60_000)
    made.close()
    assert not made.isVisible()
    assert not made.findChildren(QThread)
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    QApplication.processEvents()
    left = [t.name for t in threading.enumerate() if t.name.startswith(("loader", "memory-peak"))]
    assert not left, f"threads left behind: {left}"
    assert not isValid(made), "the window is gone, with its timers"
