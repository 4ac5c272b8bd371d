"""The card before the start: what the job needs, and one click to what needs less."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.core.training import made
from tests.ui.hands import click
from transfer_gui.core.atomic import bytes_in_words
from transfer_gui.core.errors import UserError
from transfer_gui.core.plan import Plan
from transfer_gui.core.runs import batches
from transfer_gui.core.runs.probe import Probe
from transfer_gui.core.training import device
from transfer_gui.core.training.estimate import estimate

MB = 1_000_000


@pytest.fixture
def card(window):
    return window.training.before


@pytest.fixture
def session(window):
    window.context.session.edit("plan", Plan())
    return window.context.session


def only(monkeypatch, qtbot, card, free, ways):
    """Have so many bytes free, and wait until these ways to need less are offered."""
    monkeypatch.setattr(device, "memory_free", lambda _: free)
    card._context.facts.look_at_room()
    qtbot.waitUntil(lambda: set(card.savings.buttons) == ways)


def needed(card, job):
    return estimate(card._context.facts.layers, job).total


def test_where_there_is_room_nothing_is_offered(qtbot, monkeypatch, card, session):
    need = needed(card, session.job)
    only(monkeypatch, qtbot, card, need + MB, set())
    assert card.needs.text() == f"Estimated memory: {bytes_in_words(need)}."
    assert card.savings.isHidden()


def test_each_saving_is_one_step_that_fits_and_is_undone(qtbot, monkeypatch, card, session):
    before, free = session.job, needed(card, session.job) * 3 // 4
    for way, field in {"batch": "batch_size", "parts": "accumulate", "checkpointing": "checkpointing"}.items():
        only(monkeypatch, qtbot, card, free, {"batch", "parts", "checkpointing"})
        assert f"only {bytes_in_words(free)} free" in card.needs.text()
        button = card.savings.buttons[way]
        button.setFocus()
        qtbot.keyClick(button, Qt.Key.Key_Space)
        assert session.job != before
        assert bytes_in_words(needed(card, session.job)) in button.text()
        assert needed(card, session.job) <= free
        qtbot.waitUntil(lambda: card.savings.isHidden())
        changed = session.job.device if way == "checkpointing" else session.job.training
        assert getattr(changed, field) != getattr(before.device if way == "checkpointing" else before.training, field)
        assert session.undo_stack.undoText() == button.text().partition(":")[0]
        session.undo_stack.undo()
        assert session.job == before


def test_what_is_still_too_much_says_so_and_each_button_tells_what_it_does(qtbot, monkeypatch, card, session):
    only(monkeypatch, qtbot, card, 60 * MB, {"batch", "parts", "checkpointing"})
    said = card.savings.buttons["checkpointing"]
    assert said.accessibleName().endswith("a third more time, still too much")
    assert "still" not in card.savings.buttons["batch"].text()
    for button in card.savings.buttons.values():
        assert button.accessibleName() == button.text().replace("\n", ", ")
        words = max(button.text().splitlines(), key=len)
        assert button.fontMetrics().horizontalAdvance(words) < button.width() - 24, "not cut off"
        assert button.toolTip() == button.accessibleDescription() != ""
        assert button.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_what_is_measured_counts_for_more_than_the_estimate(qtbot, monkeypatch, card, session):
    """Twice the estimate is measured: what the savings are said to need is doubled, too."""
    facts, need = card._context.facts, needed(card, session.job)
    only(monkeypatch, qtbot, card, 100 * need, set())
    facts._take_probe(Probe("CPU", 2 * need, need, 1.0, 2.0, 3.0))
    qtbot.waitUntil(lambda: "parts" in card.savings.buttons)
    parts = card.savings.buttons["parts"]
    assert "Peak memory" in card.needs.text()
    parts.click()
    assert bytes_in_words(2 * needed(card, session.job)) in parts.text()
    assert 2 * needed(card, session.job) <= need
    QApplication.processEvents()


def test_nothing_is_measured_by_itself_that_does_not_fit(qtbot, monkeypatch, window, card, session):
    asked = []
    monkeypatch.setattr(window.context.facts, "measure", lambda: asked.append(1))
    monkeypatch.setattr(card, "_problems", lambda: ())
    only(monkeypatch, qtbot, card, 60 * MB, {"batch", "parts", "checkpointing"})
    card._measure()
    assert not asked
    only(monkeypatch, qtbot, card, 100_000 * MB, set())
    card._measure()
    assert asked


def test_both_fields_have_a_row_with_a_tooltip(window):
    for path in ("training.accumulate", "device.checkpointing"):
        row = window.training.form_of(path).rows[path]
        assert row.text.title
        assert row.text.teach


# ---- the batch size


@pytest.fixture
def pictures(tmp_path):
    return made.pictures(tmp_path / "set", {"blue": 30, "green": 30}, side=40)


def test_one_click_finds_the_batch_size_and_one_step_undoes_it(qtbot, window, monkeypatch, pictures, small_networks):
    session, facts, card = window.context.session, window.context.facts, window.training.before
    session.set_job(made.job(pictures, training__batch_size=3), "Open")
    window.show_page("train")
    qtbot.waitUntil(lambda: facts.split is not None and not facts.busy, timeout=60_000)
    monkeypatch.setattr(batches, "_pace", lambda subject, batch: {4: 50.0, 8: 80.0}[len(batch.labels)])
    click(qtbot, window, "find_batch_size")
    assert not card.finder.isEnabled()
    qtbot.waitUntil(lambda: session.job.training.batch_size == 8, timeout=60_000)
    assert card.paces.text() == "Pictures/s by batch size: 4: 50, 8: 80."
    assert card.paces.isVisible()
    assert session.undo_stack.undoText() == "Find the batch size"
    session.undo_stack.undo()
    assert session.job.training.batch_size == 3
    assert not card.paces.isVisible()


def test_a_fault_in_looking_for_it_is_told_and_the_job_stays(qtbot, window, monkeypatch, pictures, small_networks):
    session, facts, card = window.context.session, window.context.facts, window.training.before
    session.set_job(made.job(pictures, training__batch_size=3), "Open")
    window.show_page("train")
    qtbot.waitUntil(lambda: facts.split is not None and not facts.busy, timeout=60_000)

    def gone(*_):
        raise UserError("The pictures are gone.", "Put them back.")

    monkeypatch.setattr(batches, "_pace", gone)
    click(qtbot, window, "find_batch_size")
    qtbot.waitUntil(lambda: card.paces.text() == "The pictures are gone. Put them back.", timeout=60_000)
    assert session.job.training.batch_size == 3
    assert card.finder.isEnabled()
