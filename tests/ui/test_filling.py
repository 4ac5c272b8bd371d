"""The next run is prepared while the person looks around, and the run waits for nothing then."""

import threading

import pytest
from PySide6.QtCore import QSettings

from tests.core.training import made
from tests.ui.hands import click
from transfer_gui.core.cache import folder as cache
from transfer_gui.core.plan import freeze_all_but
from transfer_gui.core.runs import fill as core

pytestmark = pytest.mark.usefixtures("small_networks")


@pytest.fixture
def at_once(monkeypatch, nothing_ahead):
    """Whatever is at rest is prepared soon."""
    monkeypatch.setattr("transfer_gui.ui.filling.WAIT_MS", 30)


@pytest.fixture
def let_go():
    """Set at the end of the test, so that nothing is held for ever."""
    over = threading.Event()
    yield over
    over.set()


@pytest.fixture
def job(tmp_path):
    data = made.pictures(tmp_path / "set", {"blue": 20, "green": 20})
    return made.job(data, plan=freeze_all_but(["fc"]), device__reuse=True)


def prepared(window, count=40):
    filling = window.context.filling
    return (filling.done, filling.total, filling.active) == (count, count, False)


def test_the_run_reads_nothing_that_was_prepared(at_once, qtbot, window, job, reads):
    session, runner, filling = window.context.session, window.context.runner, window.context.filling
    said = []
    filling.changed.connect(lambda: said.append(window.statusBar().findChild(object, "status_background").text()))
    session.set_job(job, "Open")
    window.show_page("train")
    qtbot.waitUntil(lambda: prepared(window), timeout=60_000)
    assert any(words.startswith("Preparing ahead: ") and words.endswith(" of 40 examples") for words in said)
    assert window.training.before.ahead.text() == "All 40 examples are prepared."
    assert window.training.before.ahead.isVisible()
    reads.clear()
    with qtbot.waitSignal(runner.state_changed, timeout=60_000, check_params_cb=lambda state: state == "idle"):
        click(qtbot, window, "start")
    assert reads == []


def test_another_plan_is_prepared_anew_and_training_settings_change_nothing(at_once, qtbot, window, job, reads):
    session = window.context.session
    session.set_job(job, "Open")
    qtbot.waitUntil(lambda: prepared(window), timeout=60_000)
    reads.clear()
    session.edit("training.epochs", 7)
    assert window.context.filling.done == 40
    session.edit("plan", freeze_all_but(["layer4", "fc"]))
    assert window.context.filling.done == 0
    qtbot.waitUntil(lambda: prepared(window), timeout=60_000)
    assert len(set(reads)) == 40


def test_a_run_begins_at_once_and_the_rest_is_prepared_after_it(at_once, qtbot, window, job, monkeypatch, let_go):
    """The filling is held in the midst of its work until the run asks for its place."""
    window.context.session.set_job(job, "Open")
    session, runner, filling = window.context.session, window.context.runner, window.context.filling
    begun, held, over, plainly = [], threading.Event(), let_go, core._pieces

    def pieces(loaders, kept):
        for count in plainly(loaders, kept):
            begun.append(count)
            while len(begun) == 2 and not core.TURNS.wanted:
                held.wait(0.01)
                if over.is_set():
                    break
            yield count

    monkeypatch.setattr(core, "_pieces", pieces)
    qtbot.waitUntil(lambda: len(begun) == 2, timeout=60_000)
    assert filling.active
    window.show_page("train")
    with qtbot.waitSignal(runner.state_changed, timeout=60_000, check_params_cb=lambda state: state == "idle"):
        click(qtbot, window, "start")
    assert runner.outcome.reason == "completed"
    assert session.job == job
    qtbot.waitUntil(lambda: prepared(window), timeout=60_000)


def test_it_can_be_switched_off_and_stays_off(at_once, qtbot, window, job, reads):
    action = window.commands.window.findChild(object, "action_ahead")
    assert action.isChecked()
    action.trigger()
    assert not window.context.filling.enabled
    window.context.session.set_job(job, "Open")
    qtbot.waitUntil(lambda: window.context.facts.split is not None and not window.context.facts.busy, timeout=60_000)
    qtbot.wait(200)
    assert not window.context.filling.active
    assert cache.usage(cache.root()) == []
    assert QSettings().value("ahead/enabled", True, type=bool) is False
    action.trigger()
    qtbot.waitUntil(lambda: prepared(window), timeout=60_000)


def test_a_job_that_cannot_be_started_is_not_prepared(at_once, qtbot, window, job):
    window.context.session.set_job(made.replace(job, "plan", freeze_all_but([])), "Open")
    qtbot.waitUntil(lambda: window.context.facts.split is not None and not window.context.facts.busy, timeout=60_000)
    qtbot.wait(200)
    assert not window.context.filling.active
    assert window.context.filling.words == ""
