"""The second scan: only what has changed is opened, and whatever lies in the cache, the result is right."""

import hashlib
import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transfer_gui.core.cache import folder as cache
from transfer_gui.core.data import remembered

from .opening import watch
from .pictures import aged, classes, found, noise, save


@pytest.fixture
def root(tmp_path) -> Path:
    return aged(classes(tmp_path / "set", {"a": 12, "b": 9}))


@pytest.fixture
def opened(monkeypatch) -> list[str]:
    return watch(monkeypatch)


def kept() -> list[Path]:
    return sorted((cache.root() / "checked").glob("*"))


def scanned_again(root, opened):
    """The dataset, and the files that were opened for it, below `root`."""
    opened.clear()
    dataset = found(root)
    return dataset, {Path(path).relative_to(root).as_posix() for path in opened}


def test_nothing_is_opened_where_nothing_has_changed(root, opened):
    first = found(root)
    assert len(set(opened)) == 21
    assert scanned_again(root, opened) == (first, set())


def test_a_file_that_was_written_anew_is_opened(root, opened):
    found(root)
    save(root / "a" / "5.png", noise(70, 50))
    dataset, again = scanned_again(root, opened)
    assert again == {"a/5.png"}
    assert dataset.sizes[(70, 50)] == 1


def test_a_file_of_the_same_length_and_time_as_before_is_opened(root, opened):
    found(root)
    path, before = root / "a" / "5.png", (root / "a" / "5.png").stat()
    path.write_bytes(b"x" * before.st_size)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    dataset, again = scanned_again(root, opened)
    assert again == {"a/5.png"}
    assert [s.path for s in dataset.skipped] == [str(path)]


def test_new_removed_and_renamed_files_are_noticed(root, opened):
    found(root)
    save(root / "b" / "new.png", noise(31, 17))
    (root / "a" / "3.png").unlink()
    (root / "a" / "4.png").rename(root / "b" / "other name.png")
    dataset, again = scanned_again(root, opened)
    assert again == {"b/new.png", "b/other name.png"}
    there = {Path(e.path).relative_to(root).as_posix() for e in dataset.examples}
    assert there == {p.relative_to(root).as_posix() for p in root.rglob("*.png")}
    assert dataset.counts == (10, 11)


def test_a_folder_that_was_renamed_is_another_class(root, opened):
    found(root)
    (root / "b").rename(root / "c")
    dataset, again = scanned_again(root, opened)
    assert dataset.classes == ("a", "c")
    assert again == {f"c/{i}.png" for i in range(9)}


def test_a_file_that_becomes_as_long_as_another_is_compared_with_it(root, opened):
    save(root / "b" / "2.png", noise(40, 40))
    found(aged(root))
    (root / "a" / "copy.png").write_bytes((root / "b" / "2.png").read_bytes())
    dataset, again = scanned_again(root, opened)
    assert again == {"a/copy.png", "b/2.png"}
    assert len(dataset.twins) == 1


def test_what_changed_just_now_is_opened_again(root, opened):
    """It could change once more within the same tick of the clock."""
    os.utime(root / "a" / "1.png", (time.time(), time.time()))
    found(root)
    assert scanned_again(root, opened)[1] == {"a/1.png"}


def test_a_time_to_come_is_as_good_as_one_that_has_been(root, opened):
    os.utime(root / "a" / "1.png", (time.time() + 9999, time.time() + 9999))
    found(root)
    assert scanned_again(root, opened)[1] == set()


def test_a_table_is_remembered_too(root, opened):
    table = root / "list.csv"
    table.write_text("\n".join(["path,label", *(f"{c}/{i}.png,{c}" for i in range(9) for c in "ba")]))
    first = found(table)
    opened.clear()
    assert found(table) == first
    assert opened == []


def test_names_that_are_no_text_are_remembered(root, opened):
    try:
        (root / "a" / "0.png").rename(os.fsdecode(os.fsencode(f"{root}/a/") + b"\xff\xfe.png"))
    except OSError:
        pytest.skip("this file system takes only text")
    (root / "b" / "0.png").rename(root / "b" / "ü€😀.png")
    first = found(root)
    assert scanned_again(root, opened) == (first, set())


def broken(kind: str, data: bytes) -> bytes:
    if kind == "one bit":
        return data[:400] + bytes([data[400] ^ 1]) + data[401:]
    if kind == "other numbers, with their checksum":
        header = json.dumps({"folders": ["/x/"], "words": [""], "rows": 10**9}).encode()
        body = remembered._MAGIC + len(header).to_bytes(8, "little") + header
        return body + hashlib.blake2b(body, digest_size=16).digest()
    if kind == "no header, with its checksum":
        body = remembered._MAGIC + (3).to_bytes(8, "little") + b"[1]"
        return body + hashlib.blake2b(body, digest_size=16).digest()
    return {"cut off": data[: len(data) // 2], "empty": b"", "a pickle": b"\x80\x04cos\nsystem\n(S'false'\ntR."}[kind]


@pytest.mark.parametrize(
    "kind",
    ["one bit", "cut off", "empty", "a pickle", "other numbers, with their checksum", "no header, with its checksum"],
)
def test_a_broken_cache_is_thrown_away(root, opened, kind):
    first = found(root)
    (file,) = kept()
    file.write_bytes(broken(kind, file.read_bytes()))
    dataset, again = scanned_again(root, opened)
    assert (dataset, len(again)) == (first, 21)
    assert scanned_again(root, opened) == (first, set())


@settings(max_examples=60)
@given(data=st.binary(max_size=300), checked=st.booleans())
def test_no_bytes_whatever_raise_another_fault(data, checked):
    body = remembered._MAGIC + data
    whole = body + hashlib.blake2b(body, digest_size=16).digest() if checked else data
    with pytest.raises((ValueError, KeyError, TypeError)):
        remembered._parsed(whole)


def test_a_cache_that_cannot_be_written_is_no_fault(root, opened):
    cache.root().mkdir(parents=True, exist_ok=True)
    (cache.root() / "checked").write_text("in the way")
    first = found(root)
    assert scanned_again(root, opened)[0] == first


def test_what_is_not_used_for_long_goes_first(tmp_path, monkeypatch):
    monkeypatch.setattr(remembered, "MOST_FILES", 2)
    for number in range(3):
        found(aged(classes(tmp_path / f"set {number}", {"a": 2, "b": 2})))
        for age, file in enumerate(kept()):
            os.utime(file, (file.stat().st_atime, file.stat().st_mtime - 10 - age / 100))
    assert len(kept()) == 2


def test_nothing_half_written_is_left(root):
    found(root)
    assert [file.suffix for file in kept()] == [".bin"]
