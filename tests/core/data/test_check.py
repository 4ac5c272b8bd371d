"""Opening every file once: threads, cancelling, remembering."""

import threading

import pytest

from transfer_gui.core.data import check as checks
from transfer_gui.core.data.check import check, twins
from transfer_gui.core.data.domains.image import DOMAIN
from transfer_gui.core.data.scan import scan
from transfer_gui.core.job import Data
from transfer_gui.core.progress import Progress, finish

from .pictures import classes, found, noise, save


@pytest.fixture
def paths(tmp_path):
    root = classes(tmp_path, {"a": 100, "b": 90})
    return sorted(str(path) for path in root.rglob("*.png"))


def scanning():
    return [t.name for t in threading.enumerate() if t.name.startswith("scan")]


def test_progress_counts_up_to_the_end(paths):
    told = list(check(paths, DOMAIN))
    assert all(isinstance(p, Progress) for p in told)
    assert (told[0].done, told[-1].done) == (0, 190)
    assert [p.done for p in told] == sorted(p.done for p in told)
    assert {p.total for p in told} == {190}


def test_closing_in_the_middle_opens_no_more_and_leaves_no_thread(paths, monkeypatch):
    opened, kept = [], DOMAIN.check
    monkeypatch.setattr(checks, "_TELL_SECONDS", 0)
    monkeypatch.setattr(type(DOMAIN), "check", lambda self, path: opened.append(path) or kept_check(path))
    kept_check = kept
    action = check(paths, DOMAIN)
    next(action)
    next(action)
    action.close()
    assert scanning() == []
    assert len(opened) < 190


def test_a_scan_that_is_closed_leaves_no_thread(paths, tmp_path):
    action = scan(Data(path=str(tmp_path)))
    for _ in range(4):
        next(action)
    action.close()
    assert scanning() == []


def test_a_second_look_opens_only_what_changed(paths, tmp_path, monkeypatch):
    first = found(tmp_path)
    opened, kept = [], DOMAIN.check
    monkeypatch.setattr(type(DOMAIN), "check", lambda self, path: opened.append(path) or kept_check(path))
    kept_check = kept
    assert found(tmp_path) == first
    assert opened == []
    save(tmp_path / "a" / "5.png", noise(70, 50))
    assert found(tmp_path).sizes[(70, 50)] == 1
    assert opened == [str(tmp_path / "a" / "5.png")]


def test_files_of_the_same_bytes_are_told_apart_from_those_of_the_same_length(tmp_path):
    bmps = [save(tmp_path / f"{i}.bmp", noise(seed=seed)) for i, seed in enumerate((1, 2, 1, 3, 1))]
    other = save(tmp_path / "other.png", noise(seed=1))
    looked = finish(check([str(p) for p in [*bmps, other]], DOMAIN))
    assert twins(list(looked.values())) == [(0, 2, 4)]


def test_a_file_that_becomes_readable_is_seen(tmp_path):
    path = tmp_path / "x.png"
    path.write_bytes(b"")
    assert finish(check([str(path)], DOMAIN))[str(path)].reason
    save(path)
    assert not finish(check([str(path)], DOMAIN))[str(path)].reason
