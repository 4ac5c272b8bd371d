"""Long actions off the GUI thread: told back on it, cancelled, never lost."""

import gc
import threading
import time
import weakref

import pytest
from PySide6.QtCore import QObject, QThread

from transfer_gui.core.progress import Progress
from transfer_gui.workers.task import Tasks


@pytest.fixture
def tasks(qtbot):
    owner = QObject()
    made = Tasks(owner)
    yield made
    made.shutdown()


def counting(until: int, seen: list | None = None):
    for i in range(until):
        if seen is not None:
            seen.append(threading.get_ident())
        yield Progress(i, until)
    return until


def endless(closed: threading.Event):
    try:
        while True:
            time.sleep(0.005)
            yield Progress(0)
    finally:
        closed.set()


def test_the_result_and_the_progress_come_back_on_the_gui_thread(qtbot, tasks):
    worked, told = [], []

    def note(what):
        told.append((what, threading.get_ident()))

    tasks.start(counting, 3, worked, done=note, progress=note)
    qtbot.waitUntil(lambda: any(what == 3 for what, _ in told))
    assert [what.done for what, _ in told[:-1]] == [0, 1, 2]
    here = threading.get_ident()
    assert all(thread == here for _, thread in told)
    assert here not in worked


def test_a_fault_is_told_with_its_traceback(qtbot, tasks):
    def failing():
        yield Progress(0)
        raise ValueError("odd")

    faults = []
    tasks.start(failing, failed=lambda error, details: faults.append((error, details)), done=lambda _: faults.append(0))
    qtbot.waitUntil(lambda: bool(faults))
    error, details = faults[0]
    assert isinstance(error, ValueError)
    assert "failing" in details
    assert len(faults) == 1


def test_a_cancelled_action_is_closed_and_silent(qtbot, tasks):
    closed, told = threading.Event(), []

    task = tasks.start(endless, closed, done=told.append, failed=lambda *a: told.append(a))
    finished = []
    task.finished.connect(lambda: finished.append(True))
    qtbot.wait(40)
    task.cancel()
    qtbot.waitUntil(lambda: bool(finished))
    assert closed.is_set()
    assert told == []


def test_a_newer_action_of_the_same_tag_takes_the_older_one_s_place(qtbot, tasks):
    told = []

    def slow(name):
        for _ in range(40):
            time.sleep(0.005)
            yield Progress(0)
        return name

    for name in ("first", "second", "third"):
        tasks.start(slow, name, done=told.append, tag="one")
    qtbot.waitUntil(lambda: bool(told))
    qtbot.wait(100)
    assert told == ["third"]


def test_a_result_under_way_when_it_is_cancelled_is_dropped(qtbot, tasks):
    told = []
    task = tasks.start(counting, 1, done=told.append)
    time.sleep(0.1)  # done, and waiting in this thread's queue
    task.cancel()
    qtbot.wait(50)
    assert told == []


def test_shutting_down_ends_what_runs(qtbot, tasks):
    ended = threading.Event()

    tasks.start(endless, ended)
    qtbot.wait(30)
    tasks.shutdown()
    assert ended.is_set()
    assert QThread.currentThread().isRunning()


class Given:
    """Something large."""


def test_what_it_was_given_is_let_go_however_soon_it_ends(qtbot, tasks):
    def quick(given):
        yield Progress(0)
        return given

    ended, left = [], []
    for _ in range(300):
        given = Given()
        left.append(weakref.ref(given))
        tasks.start(quick, given, done=lambda _: None).finished.connect(lambda: ended.append(1))
        del given
    qtbot.waitUntil(lambda: len(ended) == 300)
    gc.collect()
    assert sum(held() is not None for held in left) == 0
