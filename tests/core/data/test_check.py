"""Opening every file once: threads, cancelling, what is done with very many."""

import threading

import numpy as np
import pytest

from transfer_gui.core.data import check as checks
from transfer_gui.core.data.check import check, twins
from transfer_gui.core.data.domains.image import DOMAIN
from transfer_gui.core.data.listing import Found
from transfer_gui.core.data.scan import scan
from transfer_gui.core.job import Data
from transfer_gui.core.progress import Progress, finish

from .opening import watch
from .pictures import aged, classes, found, many, noise, save


@pytest.fixture
def paths(tmp_path):
    root = classes(tmp_path, {"a": 100, "b": 90})
    return sorted(str(path) for path in root.rglob("*.png"))


def files(paths):
    found = Found()
    for number, path in enumerate(paths):
        assert found.add_file(str(path), f"class {number}", None)
    return found.files()


def scanning():
    return [t.name for t in threading.enumerate() if t.name.startswith("scan")]


def test_progress_counts_up_to_the_end(paths):
    told = list(check(files(paths), DOMAIN, "here"))[1:]
    assert all(isinstance(p, Progress) for p in told)
    assert (told[0].done, told[-1].done) == (0, 190)
    assert [p.done for p in told] == sorted(p.done for p in told)
    assert {p.total for p in told} == {190}


def test_progress_is_told_twenty_times_a_second_at_most(paths, monkeypatch):
    clock = iter(range(100_000))
    monkeypatch.setattr(checks.time, "monotonic", lambda: next(clock) * 0.001)
    told = list(check(files(paths), DOMAIN, "here"))
    assert len(told) <= 4 + next(clock) * 0.001 / 0.05


def test_closing_in_the_middle_opens_no_more_and_leaves_no_thread(paths, monkeypatch):
    opened = watch(monkeypatch)
    monkeypatch.setattr(checks, "_TELL_SECONDS", 0)
    monkeypatch.setattr(checks, "_AHEAD", 2)
    action = check(files(paths), DOMAIN, "here")
    for _ in range(3):
        next(action)
    action.close()
    assert scanning() == []
    assert 0 < len(opened) < 190


def test_a_scan_that_is_closed_leaves_no_thread(paths, tmp_path):
    action = scan(Data(path=str(tmp_path)))
    for _ in range(4):
        next(action)
    action.close()
    assert scanning() == []


def test_what_was_opened_before_closing_is_not_opened_again(paths, tmp_path, monkeypatch):
    opened = watch(monkeypatch)
    monkeypatch.setattr(checks, "_TELL_SECONDS", 0)
    monkeypatch.setattr(checks, "_AHEAD", 2)
    action = scan(Data(path=str(aged(tmp_path))))
    for _ in range(6):
        next(action)
    action.close()
    first = set(opened)
    opened.clear()
    found(tmp_path)
    assert first
    assert set(opened) | first == set(paths)
    assert len(set(opened) & first) < len(first), "some of them are known"


def test_files_of_the_same_bytes_are_told_apart_from_those_of_the_same_length(tmp_path):
    bmps = [save(tmp_path / f"{i}.bmp", noise(seed=seed)) for i, seed in enumerate((1, 2, 1, 3, 1, 2))]
    other = save(tmp_path / "other.png", noise(seed=1))
    looked = finish(check(files([*bmps, other]), DOMAIN, "here"))
    assert twins(looked.looks) == [(0, 2, 4), (1, 5)]


def test_a_file_listed_twice_is_opened_once_and_is_no_copy_of_itself(tmp_path, monkeypatch):
    opened = watch(monkeypatch)
    paths = [save(tmp_path / f"{i}.png", noise(30 + i)) for i in (0, 1)]
    (tmp_path / "2.png").write_bytes(b"")
    looked = finish(check(files([*paths, paths[0], tmp_path / "2.png", tmp_path / "2.png"]), DOMAIN, "here"))
    assert sorted(opened) == [str(tmp_path / f"{i}.png") for i in (0, 1, 2)]
    assert twins(looked.looks) == []
    assert [looked.reason(row) for row in range(5)] == ["", "", "", "empty (0 bytes)", "empty (0 bytes)"]


def test_a_file_that_becomes_readable_is_seen(tmp_path):
    path = tmp_path / "x.png"
    path.write_bytes(b"")
    assert finish(check(files([path]), DOMAIN, "here")).reason(0)
    save(path)
    assert not finish(check(files([path]), DOMAIN, "here")).reason(0)


def test_a_fault_that_goes_without_a_trace_is_looked_for_again(tmp_path, monkeypatch):
    """Permissions of a folder above, say."""
    root = aged(classes(tmp_path, {"a": 3, "b": 3}))
    look = type(DOMAIN).check

    def refused(self, path):
        if path.endswith("1.png"):
            raise PermissionError(13, "Permission denied", path)
        return look(self, path)

    with monkeypatch.context() as context:
        context.setattr(type(DOMAIN), "check", refused)
        assert [s.reason for s in found(root).skipped] == ["cannot be read (Permission denied)"] * 2
    assert found(root).skipped == ()


def test_of_very_many_a_few_are_opened_and_the_others_are_taken_on_trust(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "AT_ONCE", 50)
    monkeypatch.setattr(checks, "SAMPLED", 8)
    opened = watch(monkeypatch)
    root = many(tmp_path, 4, 30)
    (root / "class 2" / "7.jpg").write_bytes(b"no picture")
    dataset = found(root)
    assert len(set(opened)) == 8
    assert dataset.unopened == 112
    assert len(dataset.examples) == 120
    assert dataset.sizes == {(4, 3): 8}
    assert any("Not opened yet, as there are so many: 112 pictures." in note for note in dataset.notes)


def test_asked_to_open_every_file_it_does_and_knows_from_then_on(tmp_path, monkeypatch):
    monkeypatch.setattr(checks, "AT_ONCE", 50)
    root = many(tmp_path, 4, 30)
    (root / "class 2" / "7.jpg").write_bytes(b"no picture")
    copy = (root / "class 1" / "1.jpg").read_bytes()
    (root / "class 3" / "1.jpg").write_bytes(copy)
    whole = found(aged(root), every=True)
    assert whole.unopened == 0
    assert [s.path for s in whole.skipped] == [str(root / "class 2" / "7.jpg")]
    assert len(whole.twins) == 1
    opened = watch(monkeypatch)
    assert found(root) == whole
    assert set(opened) == {str(root / "class 2" / "7.jpg")}, "only what may have been mended"


def test_so_many_faults_are_believed(tmp_path, monkeypatch):
    root = many(tmp_path, 2, 40)
    for i in range(30):
        (root / "class 0" / f"{i}.jpg").write_bytes(b"no picture")
    whole = found(aged(root))
    monkeypatch.setattr(checks, "AT_ONCE", 20)
    opened = watch(monkeypatch)
    assert found(root) == whole
    assert opened == []
    assert len(whole.skipped) == 30


def test_no_look_is_taken_at_a_file_by_two_threads(paths, monkeypatch):
    opened = watch(monkeypatch)
    looked = finish(check(files(paths), DOMAIN, "here"))
    assert sorted(set(opened)) == paths
    assert np.all(looked.looks["state"] == 1)
    assert len([path for path in opened if opened.count(path) > 2]) == 0
