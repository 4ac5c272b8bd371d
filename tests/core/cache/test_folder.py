"""The cache keeps to its limit, the longest unused goes first, and nothing is deleted that is in use or not its own."""

import errno
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from types import SimpleNamespace

import pytest

from transfer_gui.core.cache import folder
from transfer_gui.core.cache.records import Records
from transfer_gui.core.paths import NAME

from .stored import PAIR, batch, check, served

ROOT = Path(__file__).parents[3]
DAY = 86400


@pytest.fixture
def root(tmp_path):
    return tmp_path / "cache"


def made(root: Path, name: str, days: int, records: int = 10) -> Path:
    """A store that was last opened so many days ago."""
    with Records.open(root / name, PAIR, {"name": name}) as store:
        store.put(*batch(range(records)))
    when = (root / name / "meta.json").stat().st_mtime - days * DAY
    os.utime(root / name / "meta.json", (when, when))
    return root / name


def size(path: Path) -> int:
    return sum(file.stat().st_size for file in path.iterdir())


def names(root: Path) -> list[str]:
    """All that lies where stores lie, hidden or not."""
    return sorted(f"{path.parent.name}/{path.name}" for path in root.glob("*/*"))


def test_usage(root):
    assert folder.usage(root) == []
    new, old = made(root, "activations/aa", 1), made(root, "pictures/bb", 2, records=20)
    (root / "digests.sqlite").write_bytes(b"x")
    (root / "logs" / "other").mkdir(parents=True)
    first, second = folder.usage(root)
    assert (first.path, first.kind, first.bytes, first.what) == (old, "pictures", size(old), {"name": "pictures/bb"})
    assert (second.path, second.kind, second.bytes, second.what) == (
        new,
        "activations",
        size(new),
        {"name": "activations/aa"},
    )
    assert second.used - first.used == pytest.approx(DAY, abs=60)
    for text in ("broken", "[]", '{"what": 3}'):
        (old / "meta.json").write_text(text)
        assert {entry.path: entry.what for entry in folder.usage(root)}[old] == {}
    (old / "meta.json").unlink()
    assert {entry.path for entry in folder.usage(root)} == {old, new}


def test_opening_counts_as_use(root):
    one, two = made(root, "a/one", 2), made(root, "a/two", 1)
    assert [entry.path for entry in folder.usage(root)] == [one, two]
    Records.open(one, PAIR).close()
    assert [entry.path for entry in folder.usage(root)] == [two, one]


def test_the_longest_unused_goes_first(root):
    for name, days in (("a/3", 3), ("b/1", 1), ("a/4", 4), ("b/2", 2)):
        made(root, name, days)
    each = size(root / "a/3")
    assert folder.make_room(root, 4 * each + 5, 0) == 5
    assert names(root) == ["a/3", "a/4", "b/1", "b/2"]
    assert folder.make_room(root, 4 * each, 1) == each
    assert names(root) == ["a/3", "b/1", "b/2"]
    assert folder.make_room(root, 3 * each, 2 * each) == 2 * each
    assert names(root) == ["b/1"]
    with Records.open(root / "b/1", PAIR) as store:
        check(store, range(10))
    assert folder.make_room(root, 0, 0) == 0
    assert names(root) == []
    assert folder.make_room(root / "not there", 100, 10) == 100


def test_what_is_kept_and_what_is_written_in_stays(root, monkeypatch):
    kept, used, gone = made(root, "a/kept", 9), made(root, "a/used", 8), made(root, "a/gone", 1)
    monkeypatch.chdir(root)
    with Records.open(used, PAIR) as store:
        room = folder.make_room(Path(), size(gone) + 100, 10**9, keep=[Path("a/kept")])
        assert room == 0
        assert names(root) == ["a/kept", "a/used"]
        check(store, range(10))
        assert store.put(*batch([77])) == 1
        assert folder.clear(root) > 0
        assert names(root) == ["a/used"]
    assert folder.clear(root) > 0
    assert names(root) == []
    assert not kept.exists()


HOLDER = textwrap.dedent("""
    import sys
    from pathlib import Path
    from tests.core.cache.stored import PAIR, Records
    store = Records.open(Path(sys.argv[1]), PAIR)
    print(store.stopped, flush=True)
    sys.stdin.read()
""")


def test_the_lock_of_another_process_ends_with_it(root):
    store = made(root, "a/store", 1)
    command = [sys.executable, "-c", HOLDER, str(store)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "\n"
        assert folder.take(store) is None
        assert folder.make_room(root, 0, 0) == 0
        assert folder.clear(root) == 0
        assert names(root) == ["a/store"]
        child.kill()
    assert folder.clear(root) > 0
    assert names(root) == []


@pytest.mark.parametrize("act", [lambda root: folder.make_room(root, 10**9, 0), folder.clear])
def test_what_an_earlier_process_was_killed_in_deleting_goes(root, monkeypatch, act):
    made(root, "a/one", 1)
    made(root, "b/two", 2)

    def killed(*_args, **_kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(shutil, "rmtree", killed)
    with pytest.raises(KeyboardInterrupt):
        folder.clear(root)
    monkeypatch.undo()
    left = names(root)
    assert len(left) == 2
    assert [name.partition("/")[2].startswith(folder.TRASH) for name in left] in ([True, False], [False, True])
    assert len(folder.usage(root)) == 1
    act(root)
    assert not any(folder.TRASH in name for name in names(root))


def test_a_store_deleted_meanwhile_is_begun_anew_elsewhere(root):
    """Who has it open goes on as before; who opens it then has a new one."""
    store = made(root, "a/store", 1)
    with Records.open(store, PAIR) as writer, Records.open(store, PAIR) as reader:
        writer.close()
        if sys.platform != "win32":
            assert folder.clear(root) > 0
            check(reader, range(10))
        with Records.open(store, PAIR) as new:
            assert new.stopped == ""
            assert new.count == 0
            assert new.put(*batch([1])) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="folders in use cannot be renamed")
def test_a_store_deleted_in_the_moment_of_opening(root, monkeypatch):
    store = made(root, "a/store", 1)
    real = folder._locked
    times = []

    def locked(handle):
        times.append(handle)
        if len(times) == 1:
            store.rename(store.with_name(".trash-x"))
        return real(handle)

    monkeypatch.setattr(folder, "_locked", locked)
    with Records.open(store, PAIR) as new:
        assert len(times) == 2
        assert new.stopped == ""
        new.put(*batch([5]))
    assert (store / "rows.bin").stat().st_size == 24
    with Records.open(store, PAIR) as new:
        assert served(new, range(10)) == [5]


def test_what_is_not_the_caches_own_stays(root):
    made(root, "a/store", 1)
    other = root / "photos" / "2024"
    other.mkdir(parents=True)
    (other / "cat.jpg").write_bytes(b"x")
    (root / "a" / "note.txt").write_text("x")
    (root / ".hidden" / "x").mkdir(parents=True)
    (root / ".hidden" / "x" / "lock").write_text("")
    (root / "a" / "link").symlink_to(made(root.parent, "b/elsewhere", 1))
    assert folder.make_room(root, 0, 1) == 0
    folder.clear(root)
    assert names(root) == [".hidden/x", "a/link", "a/note.txt", "photos/2024"]
    assert (other / "cat.jpg").read_bytes() == b"x"
    assert (root.parent / "b" / "elsewhere" / "rows.bin").exists()


def test_what_cannot_be_deleted_stays_counted(root, monkeypatch):
    one, two = made(root, "a/one", 2), made(root, "a/two", 1)
    real = Path.rename

    def rename(self, target):
        if self == one:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    limit = size(one) + size(two)
    assert folder.make_room(root, limit, 1) == limit - size(one)
    assert names(root) == ["a/one"]
    with Records.open(one, PAIR) as store:
        assert store.stopped == ""  # nor is it left locked


def test_the_default_limit_is_a_share_of_the_disk(root, monkeypatch):
    free = 10**9
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: SimpleNamespace(free=free))
    assert folder.default_limit(root / "not" / "there") == 200_000_000
    own = size(made(root, "a/store", 1, records=1000))
    assert folder.default_limit(root) == int((free + own) * 0.2)
    free = 10**13
    assert folder.default_limit(root) == 20_000_000_000
    assert folder.default_limit() == 20_000_000_000


def test_the_cache_lies_where_the_system_has_caches(private_folders):
    assert NAME in folder.root().parts
    assert private_folders in folder.root().parents
