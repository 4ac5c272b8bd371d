"""A file's digest is that of its content as it is now, whatever is remembered of it, and the memory breaks nothing."""

import hashlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from transfer_gui.core.cache import digests
from transfer_gui.core.cache.digests import Digests, digest

ROOT = Path(__file__).parents[3]
LATER = 10_000_000_000


def true(path: str) -> bytes:
    return hashlib.blake2b(Path(path).read_bytes(), digest_size=16).digest()


def made(folder: Path, count: int) -> list[str]:
    folder.mkdir(exist_ok=True)
    for i in range(count):
        (folder / f"{i}.jpg").write_bytes(f"content {i}".encode() * (i + 1))
    return [str(folder / f"{i}.jpg") for i in range(count)]


@pytest.fixture
def rested(monkeypatch):
    """Files have rested for some seconds when they are read, so that they are remembered."""
    real = digests.time_ns
    monkeypatch.setattr(digests, "time_ns", lambda: real() + LATER)


@pytest.fixture
def unread(monkeypatch):
    """No file may be read any more."""
    return lambda: monkeypatch.setattr(digests, "_read", lambda path: pytest.fail(f"{path} was read"))


def test_digest_of_bytes():
    for data in (b"", b"abc", bytearray(b"abc"), memoryview(b"abc")):
        assert digest(data) == hashlib.blake2b(data, digest_size=16).digest()


def test_files_that_have_not_changed_are_not_read_again(tmp_path, rested, unread):
    paths = made(tmp_path / "data", 2000)
    expected = [true(path) for path in paths]
    with Digests(tmp_path / "cache" / "d.sqlite") as first:
        assert first.known(paths) == [None] * 2000
        assert first.of(paths) == expected
        assert first.known(paths) == expected
    unread()
    with Digests(tmp_path / "cache" / "d.sqlite") as second:
        assert second.of(paths[::-1]) == expected[::-1]
        assert second.of([paths[0], paths[0], os.path.relpath(paths[0])]) == [expected[0]] * 3
        assert second.of([]) == []


def test_a_file_rewritten_with_the_same_size_and_mtime_is_noticed(tmp_path, rested):
    (path,) = made(tmp_path / "data", 1)
    with Digests(tmp_path / "d.sqlite") as memory:
        old = memory.of([path])
        before = Path(path).stat()
        while Path(path).stat().st_ctime_ns == before.st_ctime_ns:  # the clock of the file system ticks slowly
            Path(path).write_bytes(b"CONTENT 0")
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        after = Path(path).stat()
        assert (after.st_size, after.st_mtime_ns, after.st_ino) == (before.st_size, before.st_mtime_ns, before.st_ino)
        assert memory.known([path]) == [None]
        assert memory.of([path]) == [true(path)] != old
        assert memory.known([path]) == [true(path)]


def test_a_file_that_changed_just_now_is_not_remembered(tmp_path):
    (path,) = made(tmp_path / "data", 1)
    with Digests(tmp_path / "d.sqlite") as memory:
        for content in (b"one", b"two", b"six"):  # within one tick, these look all the same from outside
            Path(path).write_bytes(content)
            os.utime(path, ns=(10**18, 10**18))
            assert memory.of([path]) == [true(path)]
            assert memory.known([path]) == [None]


def test_another_file_put_in_its_place_is_noticed(tmp_path, rested):
    one, two = made(tmp_path / "data", 2)
    Path(two).write_bytes(b"CONTENT 0")
    for path in (one, two):
        os.utime(path, ns=(10**18, 10**18))
    with Digests(tmp_path / "d.sqlite") as memory:
        memory.of([one, two])
        Path(two).replace(one)
        assert memory.of([one, two]) == [hashlib.blake2b(b"CONTENT 0", digest_size=16).digest(), None]


def test_a_file_that_changes_while_it_is_read_is_not_remembered(tmp_path, rested, monkeypatch):
    (path,) = made(tmp_path / "data", 1)
    real = hashlib.file_digest

    def slow(file, way):
        found = real(file, way)
        Path(path).write_bytes(b"something longer than it was")
        return found

    monkeypatch.setattr(hashlib, "file_digest", slow)
    with Digests(tmp_path / "d.sqlite") as memory:
        memory.of([path])
        assert memory.known([path]) == [None]
        monkeypatch.undo()
        assert memory.of([path]) == [true(path)]


def test_what_cannot_be_read_has_no_digest(tmp_path, rested):
    paths = made(tmp_path / "data", 2)
    odd = [str(tmp_path / "gone"), str(tmp_path), "a\0b", "", paths[0] + "/x"]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe")
        odd.append(str(tmp_path / "pipe"))
    with Digests(tmp_path / "d.sqlite") as memory:
        for _ in range(2):
            assert memory.of([paths[0], *odd, paths[1]]) == [true(paths[0]), *[None] * len(odd), true(paths[1])]


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no text")
def test_odd_names_and_times(tmp_path, rested, unread):
    names = ["\u732b", "a b\n", os.fsdecode(b"\xff\xfe"), "'; --"]
    paths = [str(tmp_path / name) for name in names]
    for i, path in enumerate(paths):
        Path(path).write_bytes(bytes([i]))
        os.utime(path, ns=(0, -(10**18) + i))
    with Digests(tmp_path / "d.sqlite") as memory:
        memory.of(paths)
    unread()
    with Digests(tmp_path / "d.sqlite") as memory:
        assert memory.of(paths) == [true(path) for path in paths]


def test_several_threads(tmp_path, rested):
    paths = made(tmp_path / "data", 1200)
    expected = [true(path) for path in paths]
    with Digests(tmp_path / "d.sqlite") as memory, ThreadPoolExecutor(4) as pool:
        for found in pool.map(lambda i: memory.of(paths[i::2]), [0, 1, 0, 1]):
            assert found in (expected[0::2], expected[1::2])
        assert [found for (found,) in pool.map(lambda path: memory.of([path]), paths)] == expected
    with Digests(tmp_path / "d.sqlite") as memory:
        assert memory.known(paths) == expected


def test_a_database_that_is_broken_from_the_start_is_begun_anew(tmp_path, rested):
    paths = made(tmp_path / "data", 3)
    expected = [true(path) for path in paths]
    place = tmp_path / "d.sqlite"
    for content in (b"", b"x", b"no database at all" * 1000, b"SQLite format 3\0" + bytes(5000)):
        place.write_bytes(content)
        with Digests(place) as memory:
            assert memory.of(paths) == expected
        with Digests(place) as memory:
            assert memory.known(paths) == expected
    place.unlink()
    other = sqlite3.connect(place)
    other.execute("CREATE TABLE digests (something TEXT)")
    other.commit()
    other.close()
    with Digests(place) as memory:
        assert memory.of(paths) == expected
    with Digests(place) as memory:
        assert memory.known(paths) == expected


def test_no_wrong_digest_comes_from_a_broken_database(tmp_path, rested):
    paths = made(tmp_path / "data", 300)
    expected = [true(path) for path in paths]
    place = tmp_path / "d.sqlite"
    with Digests(place) as memory:
        memory.of(paths)
    whole = place.read_bytes()
    draw = random.Random(1)
    for attempt in range(80):
        broken = bytearray(whole)
        if attempt % 4 == 0:
            del broken[draw.randrange(len(broken)) :]
        for _ in range(draw.choice([1, 10, 300]) if broken else 0):
            broken[draw.randrange(len(broken))] = draw.randrange(256)
        place.write_bytes(broken)
        with Digests(place) as memory:
            assert all(found in (None, true) for found, true in zip(memory.known(paths), expected, strict=True))
            assert memory.of(paths) == expected
            place.write_bytes(broken)  # while it is open
            assert memory.of(paths) == expected
        with Digests(place) as memory:
            assert memory.of(paths) == expected


def test_entries_that_belong_to_other_files_are_not_believed(tmp_path, rested):
    paths = made(tmp_path / "data", 2)
    with Digests(tmp_path / "d.sqlite") as memory:
        memory.of(paths)
    database = sqlite3.connect(tmp_path / "d.sqlite")
    (one, first), (two, second) = database.execute("SELECT name, entry FROM digests").fetchall()
    mixed = first[: digests._STAMP.size] + second[digests._STAMP.size :]
    for name, entry in ((one, mixed), (two, first)):
        database.execute("UPDATE digests SET entry = ? WHERE name = ?", (entry, name))
    database.commit()
    database.close()
    with Digests(tmp_path / "d.sqlite") as memory:
        assert memory.known(paths) == [None, None]
        assert memory.of(paths) == [true(path) for path in paths]


def test_a_database_that_cannot_be_used_is_done_without(tmp_path, rested):
    paths = made(tmp_path / "data", 600)
    expected = [true(path) for path in paths]
    (tmp_path / "folder.sqlite" / "x").mkdir(parents=True)
    (tmp_path / "file").write_bytes(b"")
    for place in (tmp_path / "folder.sqlite", tmp_path / "file" / "d.sqlite"):
        with Digests(place) as memory:
            assert memory.of(paths) == expected
            assert memory.known(paths) == expected
    place = tmp_path / "busy.sqlite"
    with Digests(place) as early:
        early.of(paths[:1])
        other = sqlite3.connect(place, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        assert early.of(paths[:3]) == expected[:3]
        with Digests(place) as late:
            assert late.of(paths) == expected
        other.close()
        assert early.of(paths) == expected
    assert sorted(path.name for path in tmp_path.glob("busy*")) == ["busy.sqlite"]
    with Digests(place) as memory:
        assert memory.known(paths) == expected
    assert memory.of(paths) == expected  # closed, it remembers nothing and still tells


def test_a_database_that_has_grown_too_large_is_begun_anew(tmp_path, rested, monkeypatch):
    paths = made(tmp_path / "data", 100)
    with Digests(tmp_path / "d.sqlite") as memory:
        memory.of(paths)
    monkeypatch.setattr(digests, "LARGEST", 1000)
    with Digests(tmp_path / "d.sqlite") as memory:
        assert memory.known(paths) == [None] * 100


WRITER = textwrap.dedent("""
    import sys, time
    from transfer_gui.core.cache import digests
    real = digests.time_ns
    digests.time_ns = lambda: real() + 10**10
    digests._PENDING = 7
    while True:
        memory = digests.Digests(digests.Path(sys.argv[1]))
        for i, path in enumerate(sys.argv[2:]):
            memory._remember(*digests._seen(path), digests._read(path)[0])
            if i % 50 == 0:
                print(i, flush=True)
""")


@pytest.mark.skipif(sys.platform == "win32", reason="kills by a signal")
def test_killed_at_any_moment(tmp_path):
    paths = made(tmp_path / "data", 300)
    expected = [true(path) for path in paths]
    draw = random.Random(1)
    for _ in range(6):
        command = [sys.executable, "-c", WRITER, str(tmp_path / "d.sqlite"), *paths]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            for _ in range(draw.randrange(2, 12)):
                assert child.stdout.readline()
            child.send_signal(signal.SIGKILL)
        with Digests(tmp_path / "d.sqlite") as memory:
            found = memory.known(paths)
            assert all(a in (None, b) for a, b in zip(found, expected, strict=True))
            assert any(found)
            assert memory.of(paths) == expected
