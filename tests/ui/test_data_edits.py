"""Examples are excluded and relabelled through the session: undone in one step, without scanning the files again."""

import hashlib
from pathlib import Path

import pytest

from tests.core.data import pictures
from tests.ui.hands import settled
from transfer_gui.core.data import edits, scan, split
from transfer_gui.core.progress import finish
from transfer_gui.workers import work


@pytest.fixture
def root(qtbot, window, tmp_path) -> Path:
    """A folder of 10 cats and 10 dogs, chosen and scanned."""
    root = pictures.classes(tmp_path / "set", {"cat": 10, "dog": 10})
    window.context.facts.choose_data(str(root))
    settled(qtbot, window)
    return root


def decide(qtbot, window, change, *arguments) -> None:
    """One edit of the job's data, and the wait for what comes of it."""
    session, facts = window.context.session, window.context.facts
    with qtbot.waitSignal(facts.dataset_changed, timeout=30_000):
        session.edit("data", change(session.job.data, *arguments), "Change examples")
    settled(qtbot, window)


def step(qtbot, window, name: str) -> None:
    with qtbot.waitSignal(window.context.facts.dataset_changed, timeout=30_000):
        getattr(window.context.session.undo_stack, name)()
    settled(qtbot, window)


def sides(facts) -> dict[str, str]:
    every = {"train": facts.split.train, "val": facts.split.val, "test": facts.split.test}
    return {Path(facts.dataset.examples[i].path).as_posix(): side for side, at in every.items() for i in at}


def test_an_exclusion_is_one_step_that_can_be_undone(qtbot, window, root):
    facts, session = window.context.facts, window.context.session
    before, all_sides, steps = facts.dataset, sides(facts), session.undo_stack.count()

    decide(qtbot, window, edits.exclude, [str(root / "cat" / "1.png"), "dog/2.png"])

    assert session.undo_stack.count() == steps + 1
    assert facts.dataset.counts == (9, 9)
    out = {(root / "cat" / "1.png").as_posix(), (root / "dog" / "2.png").as_posix()}
    assert sides(facts) == {path: side for path, side in all_sides.items() if path not in out}
    assert facts.scanned == before

    step(qtbot, window, "undo")
    assert (facts.dataset, sides(facts)) == (before, all_sides)
    step(qtbot, window, "redo")
    assert facts.dataset.counts == (9, 9)


def test_it_is_what_the_scan_of_the_command_line_gives(qtbot, window, root):
    decide(qtbot, window, edits.exclude, "cat/1.png")
    decide(qtbot, window, edits.relabel, "dog/2.png", "cat")
    facts, data = window.context.facts, window.context.session.job.data
    scanned = finish(scan.scan(data))
    assert (facts.dataset, facts.split) == (scanned, split.split(scanned, data))
    assert facts.dataset.counts == (10, 9)


def test_no_file_is_opened_again(qtbot, window, root, monkeypatch):
    def scanned(data):
        raise AssertionError("scanned again")
        yield

    monkeypatch.setattr(work, "scan", scanned)
    hashes = {p: hashlib.sha256(p.read_bytes()).hexdigest() for p in root.rglob("*.png")}
    (root / "dog" / "9.png").unlink()  # a scan would notice

    decide(qtbot, window, edits.exclude, "cat/1.png")
    decide(qtbot, window, edits.relabel, "dog/2.png", "cat")
    step(qtbot, window, "undo")

    facts = window.context.facts
    assert facts.dataset_error == ""
    assert facts.dataset.counts == (9, 10)
    left = {p: hashlib.sha256(p.read_bytes()).hexdigest() for p in root.rglob("*.png")}
    assert left == {p: digest for p, digest in hashes.items() if p != root / "dog" / "9.png"}


def test_a_mark_changes_the_job_alone(qtbot, window, root):
    facts, session = window.context.facts, window.context.session
    dataset, parts = facts.dataset, facts.split
    session.edit("data", edits.mark(session.job.data, "cat/1.png"), "Mark")
    assert session.job.data.marked == ("cat/1.png",)
    assert facts.dataset is dataset
    assert facts.split is parts
    session.undo_stack.undo()
    assert session.job.data.marked == ()


def test_too_many_exclusions_are_told_and_undone(qtbot, window, root):
    facts = window.context.facts
    before = facts.dataset
    decide(qtbot, window, edits.exclude, [f"cat/{i}.png" for i in range(10)])
    assert facts.dataset is None
    assert "only the class 'dog'" in facts.dataset_error
    step(qtbot, window, "undo")
    assert (facts.dataset, facts.dataset_error) == (before, "")


def test_the_last_of_several_quick_decisions_holds(qtbot, window, root):
    facts, session = window.context.facts, window.context.session
    for number in range(8):
        session.edit("data", edits.exclude(session.job.data, f"cat/{number}.png"), "Exclude")
        assert facts.split is None, "nothing is started on the split of before"
    settled(qtbot, window)
    assert facts.dataset.counts == (2, 10)
    assert facts.split is not None


def test_a_decision_while_the_files_are_scanned_is_carried_out_too(qtbot, window, root):
    facts, session = window.context.facts, window.context.session
    facts.rescan()
    session.edit("data", edits.exclude(session.job.data, "cat/0.png"), "Exclude")
    settled(qtbot, window)
    assert facts.dataset.counts == (9, 10)


def test_another_dataset_starts_without_them(qtbot, window, root, tmp_path):
    decide(qtbot, window, edits.exclude, "cat/1.png")
    session, facts = window.context.session, window.context.facts
    facts.choose_data(str(root))
    assert session.job.data.excluded == ("cat/1.png",), "the same once more"
    facts.choose_data(str(pictures.classes(tmp_path / "other", {"a": 3, "b": 3})))
    settled(qtbot, window)
    assert session.job.data.excluded == ()
