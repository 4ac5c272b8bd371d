"""With a window, garbage dies in the window's thread, whoever made it."""

import gc
import threading

import pytest
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from transfer_gui.core import garbage
from transfer_gui.workers import collector
from transfer_gui.workers.collector import Collector
from transfer_gui.workers.task import Tasks


@pytest.fixture
def owner(qapp):
    """What a collector belongs to; both are gone at the end, and Python collects by itself again."""
    owner = QObject()
    Collector(owner)
    assert not gc.isenabled()
    yield owner
    owner.deleteLater()
    QApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete.value)
    assert gc.isenabled()


class Cycle:
    """Held by itself alone; tells in which thread it dies."""

    def __init__(self, died: list[threading.Thread]) -> None:
        self.me, self.died = self, died

    def __del__(self) -> None:
        self.died.append(threading.current_thread())


def litter(died, count=5000):
    for _ in range(count):
        Cycle(died)


def elsewhere(work, *given):
    thread = threading.Thread(target=work, args=given)
    thread.start()
    return thread


def test_by_itself_python_collects_wherever_it_is():
    died = []
    thread = elsewhere(litter, died)
    thread.join()
    assert thread in died


def test_what_another_thread_drops_dies_in_the_windows(qtbot, owner):
    died = []
    elsewhere(litter, died).join()
    assert not died
    qtbot.waitUntil(lambda: len(died) == 5000)
    assert set(died) == {threading.main_thread()}


def test_a_thread_that_asks_waits_until_all_is_looked_through(qtbot, owner):
    died, seen = [], []

    def work():
        litter(died, 3)
        garbage.collect()
        seen.append(len(died))

    elsewhere(work)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [3]
    assert set(died) == {threading.main_thread()}


def test_the_windows_own_thread_need_not_wait(owner):
    died = []
    litter(died, 3)
    garbage.collect()
    assert len(died) == 3


def test_nobody_waits_forever_for_a_window_that_waits_for_him(owner, monkeypatch):
    monkeypatch.setattr("transfer_gui.workers.collector.PATIENCE", 0.05)
    elsewhere(garbage.collect).join()  # no event is handled meanwhile


def test_widgets_in_cycles_outlive_a_task_that_makes_garbage(qtbot, owner):
    """Their destruction in the task's thread crashed the program."""
    died, ended = [], []

    class Part(QObject):
        def __init__(self):
            super().__init__()
            self.me, self.cycle = self, Cycle(died)

    def busy():
        litter([], 20_000)
        yield None

    parts = [Part() for _ in range(50)]
    tasks = Tasks(owner)
    tasks.start(busy, done=lambda _: ended.append(1))
    del parts[:]
    qtbot.waitUntil(lambda: bool(ended))
    qtbot.waitUntil(lambda: len(died) == 50)
    assert set(died) == {threading.main_thread()}
    assert tasks.shutdown()


def test_it_looks_often_while_there_is_garbage_and_seldom_while_there_is_none(qtbot, owner, monkeypatch):
    timer = owner.findChild(QTimer)
    monkeypatch.setattr(garbage, "look", lambda: False)
    qtbot.waitUntil(lambda: timer.interval() == collector.SELDOM)
    monkeypatch.setattr(garbage, "look", lambda: True)
    qtbot.waitUntil(lambda: timer.interval() == collector.OFTEN)
