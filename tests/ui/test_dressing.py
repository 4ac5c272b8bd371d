"""The pages are put together once the window is painted, and dressed at once: nobody sees that it was so."""

import contextlib

import psutil
import pytest
from PIL import ImageChops, ImageQt
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from transfer_gui.ui import app, theme
from transfer_gui.workers.task import Tasks


@pytest.fixture
def opened(qtbot, own_settings):
    """Opens a window, settled; all are closed at the end."""
    made = []

    def build():
        app.application([])
        window = app.build()
        made.append(window)
        window.resize(1280, 800)
        window.show()
        facts = window.context.facts
        qtbot.waitUntil(
            lambda: (
                bool(facts.catalogue)
                and facts.layers is not None
                and not facts.busy
                and window.curves.plots is not None
            ),
            timeout=60_000,
        )
        return window

    yield build
    for window in made:
        window.close()
        window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def pictures(qtbot, window):
    """Every page as it is seen when nothing moves any more, by name."""
    found = {}

    def still(page):
        before, found[page] = found.get(page), window.grab().toImage()
        busy = any(tasks._alive for tasks in window.findChildren(Tasks))
        return not busy and found[page] == before

    for page in window.pages:
        window.show_page(page)
        qtbot.waitUntil(lambda page=page: still(page), timeout=60_000)
    return found


def taken(qtbot, opened):
    """The pictures of a window that is closed again."""
    window = opened()
    found = pictures(qtbot, window)
    window.close()
    return found


def where(one, other):
    """The part of two pictures that differs: (left, top, right, bottom)."""
    return ImageChops.difference(ImageQt.fromqimage(one), ImageQt.fromqimage(other)).getbbox()


def test_every_page_looks_as_if_it_had_been_dressed_all_along(qtbot, opened, monkeypatch):
    now = psutil.virtual_memory()
    monkeypatch.setattr(psutil, "virtual_memory", lambda: now)  # what is free is told on a page
    differ = {}
    for _ in range(3):  # on a busy machine a line of the rail may come to rest elsewhere, dressed either way
        with monkeypatch.context() as patched:
            at_once = taken(qtbot, opened)
            patched.setattr(theme, "undressed", contextlib.nullcontext)
            all_along = taken(qtbot, opened)
        differ = {page: where(at_once[page], all_along[page]) for page in at_once if at_once[page] != all_along[page]}
        if not differ:
            break
    assert differ == {}


def test_the_training_dock_is_never_narrower_than_its_rows(opened):
    window = opened()
    window.show_page("train")
    scroll = window.training.findChild(QScrollArea)
    least = window.training.minimumSizeHint().width()
    assert least >= scroll.widget().minimumSizeHint().width()
    window.context.session.edit("training.schedule", "step")  # has rows of its own
    QApplication.processEvents()
    assert window.training.minimumSizeHint().width() > least
    assert window.training.minimumSizeHint().width() >= scroll.widget().minimumSizeHint().width()
    assert window.training_dock.width() >= window.training.minimumSizeHint().width()


def test_the_pages_are_put_together_without_a_window_of_their_own(qtbot, own_settings):
    """Nothing is shown by itself on the way, and what has the keyboard keeps it."""
    shown = []

    class Watch(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                shown.append(type(watched).__name__)
            return False

    application, watch = app.application([]), Watch()
    window = app.build()
    window.show()
    qtbot.waitExposed(window)
    application.installEventFilter(watch)
    window.complete()
    application.processEvents()
    application.removeEventFilter(watch)
    assert shown == []
    assert window.focusWidget().objectName() == "sample_clipart-10"
    window.close()
    window.deleteLater()
    application.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.mark.parametrize("name", ["source", "train", "export"])
def test_a_page_can_be_asked_for_before_the_window_is_painted(qtbot, own_settings, name):
    app.application([])
    window = app.build()
    window.show_page(name)
    assert window.page == name
    assert window.training_dock.isVisibleTo(window)
    window.close()
    window.deleteLater()
