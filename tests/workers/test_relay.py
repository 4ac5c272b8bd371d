"""A run in its thread: every event told once and in order in the GUI thread, stopped and started again cleanly."""

import threading

import pytest
from PySide6.QtCore import QObject, QThread

from tests.core.training import made
from transfer_gui.core.events import (
    CheckpointSaved,
    EpochDone,
    Evaluating,
    RunFailed,
    RunFinished,
    RunStarted,
    StepsDone,
)
from transfer_gui.workers.relay import TrainRelay


@pytest.fixture
def relay(qtbot):
    owner = QObject()
    found = TrainRelay(owner)
    yield found
    assert found.shutdown()
    assert not owner.findChildren(QThread) or not any(t.isRunning() for t in owner.findChildren(QThread))


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    return made.pictures(tmp_path_factory.mktemp("set"), {"blue": 8, "green": 8})


def collect(relay) -> list:
    events = []
    relay.told.connect(lambda event: events.append((event, threading.get_ident())))
    return events


def test_the_events_are_those_of_the_plain_run(qtbot, relay, data, tmp_path):
    job = made.job(data, model="squeezenet1_1", training__epochs=3)
    plain = made.carry_out(job, tmp_path / "plain")
    events = collect(relay)
    with qtbot.waitSignal(relay.finished, timeout=60_000):
        relay.start(job, tmp_path / "run", False, [])
    here = threading.get_ident()
    assert all(thread == here for _, thread in events)
    told = [event for event, _ in events]
    by_the_clock = (StepsDone, Evaluating, CheckpointSaved)
    assert [type(e) for e in told if not isinstance(e, by_the_clock)] == [
        type(e) for e in plain if not isinstance(e, by_the_clock)
    ]
    assert made.losses(told) == made.losses(plain)
    assert not relay.running


def test_a_stopped_run_goes_on_in_a_second_thread(qtbot, relay, data, tmp_path):
    job = made.job(data, model="squeezenet1_1", training__epochs=4)
    events = collect(relay)
    relay.told.connect(lambda event: relay.stop() if isinstance(event, EpochDone) else None)
    with qtbot.waitSignal(relay.finished, timeout=60_000):
        relay.start(job, tmp_path / "run", False, [])
    assert isinstance(events[-1][0], RunFinished)
    assert events[-1][0].reason == "stopped"
    with qtbot.waitSignal(relay.finished, timeout=60_000):
        relay.start(job, tmp_path / "run", True, [])
    assert sum(isinstance(e, RunStarted) for e, _ in events) == 2


def test_a_fault_is_the_last_event_and_the_thread_is_gone(qtbot, relay, tmp_path):
    (tmp_path / "empty").mkdir()
    events = collect(relay)
    with qtbot.waitSignal(relay.finished, timeout=60_000):
        relay.start(made.job(tmp_path / "empty"), tmp_path / "run", False, [])
    assert isinstance(events[-1][0], RunFailed)
    assert str(tmp_path / "empty") in events[-1][0].what
    assert not relay.running


def test_shutting_down_in_the_middle_of_a_run_waits_for_its_batch(qtbot, relay, data, tmp_path):
    events = collect(relay)
    relay.start(made.job(data, model="squeezenet1_1", training__epochs=50), tmp_path / "run", False, [])
    qtbot.waitUntil(lambda: any(isinstance(e, StepsDone) for e, _ in events), timeout=60_000)
    assert relay.shutdown()
    seen = len(events)
    qtbot.wait(100)
    assert len(events) == seen, "nothing is told any more"
    assert (tmp_path / "run" / "checkpoints" / "last.pt").is_file()
