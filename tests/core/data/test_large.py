"""Twenty thousand files: what is found, how little is opened, and how little memory each takes."""

import os
import tracemalloc
from pathlib import Path

import pytest

from transfer_gui.core.data import check as checks
from transfer_gui.core.data import edits, files
from transfer_gui.core.data.labels import natural_key
from transfer_gui.core.data.scan import scan
from transfer_gui.core.data.split import split
from transfer_gui.core.job import Data
from transfer_gui.core.progress import finish

from .opening import watch
from .pictures import aged, found, many

FOLDERS, EACH = 20, 1000


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    return many(tmp_path_factory.mktemp("large") / "set", FOLDERS, EACH)


@pytest.fixture(autouse=True)
def few_at_once(monkeypatch) -> None:
    monkeypatch.setattr(checks, "AT_ONCE", 500)


def by_pathlib(root: Path) -> list[tuple[str, str]]:
    """(path, class) of every file, in order."""
    folders = sorted((p for p in root.iterdir() if p.is_dir()), key=lambda p: natural_key(p.name))
    return [(str(path), folder.name) for folder in folders for path in sorted(folder.iterdir())]


def listed(dataset) -> list[tuple[str, str]]:
    return [(e.path, dataset.classes[e.label]) for e in dataset.examples]


def test_it_is_what_pathlib_lists(root, monkeypatch):
    opened = watch(monkeypatch)
    dataset = found(root)
    assert listed(dataset) == by_pathlib(root)
    assert dataset.counts == (EACH,) * FOLDERS
    assert len(set(opened)) == checks.SAMPLED
    assert dataset.unopened == FOLDERS * EACH - checks.SAMPLED


def test_a_second_scan_opens_what_changed_alone(root, monkeypatch):
    found(root)
    opened = watch(monkeypatch)
    first = root / "class 0" / "0.jpg"
    first.write_bytes(first.read_bytes() + b" changed")
    new, old = root / "class 7" / "new.jpg", root / "class 9" / "5.jpg"
    new.write_bytes(first.read_bytes() + b" more")
    content = old.read_bytes()
    old.unlink()
    try:
        dataset = found(root)
        assert listed(dataset) == by_pathlib(root)
        assert {str(first)} <= set(opened)
        assert len(set(opened)) <= 3 + FOLDERS, "the few that are looked at have moved by a file at most"
    finally:
        new.unlink()
        old.write_bytes(content)
        aged(root)


def test_a_file_and_its_split_take_little_memory(root):
    data = Data(path=str(root))
    found(root)  # what is loaded once is no part of it
    tracemalloc.start()
    dataset = finish(scan(data))
    sides = split(dataset, data)
    now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(sides.train) + len(sides.val) == FOLDERS * EACH
    assert now / (FOLDERS * EACH) < 50
    assert most / (FOLDERS * EACH) < 300


def test_one_exclusion_reads_the_names_of_one_folder(root, monkeypatch):
    data = Data(path=str(root))
    dataset = found(root)
    asked = []
    paths = type(dataset.packed.paths)
    names = paths.names
    monkeypatch.setattr(paths, "names", lambda self, rows=None: asked.append(rows) or names(self, rows))
    edited = edits.apply(dataset, edits.exclude(data, "class 3/17.jpg"))
    assert len(edited.examples) == FOLDERS * EACH - 1
    assert {len(rows) for rows in asked} == {EACH}


def test_closing_stops_in_the_middle_of_a_folder(root, monkeypatch):
    monkeypatch.setattr(files, "_BREATH", 50)
    statted = []
    stamp = files.stamp
    monkeypatch.setattr(files, "stamp", lambda found: statted.append(0) or stamp(found))
    monkeypatch.setattr("transfer_gui.core.data.folders._TELL_SECONDS", 0)
    action = scan(Data(path=str(root)))
    for _ in range(8):
        next(action)
    action.close()
    assert 0 < len(statted) < EACH


def test_many_names_in_one_folder_are_in_order(tmp_path, monkeypatch):
    odd, numbers = os.fsdecode(b"x\xff"), [str(i * 7919 % 1000) for i in range(99)]
    for name in dict.fromkeys(["b", "a", "ü", "Z", "a b", "ab", "€", "😀", "a\u0308", odd, *numbers]):
        try:
            (tmp_path / f"{name}.jpg").touch()
        except OSError:
            assert name == odd
    plain = [Path(path).name for path in files.Walk(tmp_path).files(tmp_path)]
    monkeypatch.setattr(files, "_MANY", 10)
    monkeypatch.setattr(files, "_BREATH", 10)
    walk = files.Walk(tmp_path)
    assert [Path(path).name for path in walk.files(tmp_path)] == plain == sorted(p.name for p in tmp_path.iterdir())
    (block,) = [block for block in walk.blocks(tmp_path) if block is not None]
    for name, stamp in zip(block.names, block.stamps.tolist(), strict=True):
        found = (tmp_path / name).stat()
        assert tuple(stamp) == (found.st_size, found.st_mtime_ns, found.st_ctime_ns)
