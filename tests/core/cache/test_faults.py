"""After a kill, on a full, failing or lying disk: what is served is what was put, and the store goes on."""

import errno
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap

import pytest

from transfer_gui.core.cache import records
from transfer_gui.core.cache.records import Missing, Records

from .stored import ENTRY, PAIR, ROOT, SIZE, batch, check, filled, key, run, served, spoil, whole_again


@pytest.mark.parametrize(("name", "size"), [("rows.bin", ENTRY), ("values.bin", SIZE)])
def test_cut_at_any_place(tmp_path, name, size):
    whole = filled(tmp_path / "whole", range(4))
    for end in range(4 * size + 1):
        folder = tmp_path / str(end)
        shutil.copytree(whole, folder)
        os.truncate(folder / name, end)
        whole_again(folder, range(4), list(range(end // size)))


@pytest.mark.parametrize(("name", "size"), [("rows.bin", ENTRY), ("values.bin", SIZE)])
def test_any_byte_that_is_wrong_is_noticed(tmp_path, name, size):
    whole = filled(tmp_path / "whole", range(3))
    for place in range(3 * size):
        folder = tmp_path / str(place)
        shutil.copytree(whole, folder)
        spoil(folder / name, place)
        whole_again(folder, range(3), [number for number in range(3) if number != place // size])


def test_all_zeros_after_a_power_failure(tmp_path):
    """The files have their sizes, but not what was written last."""
    folder = filled(tmp_path / "s", range(6))
    for name, size in (("values.bin", SIZE), ("rows.bin", ENTRY)):
        data = (folder / name).read_bytes()
        (folder / name).write_bytes(data[: 4 * size] + bytes(2 * size))
    whole_again(folder, range(6), [0, 1, 2, 3])


def test_broken_records_are_noticed_in_a_batch_and_in_memory(tmp_path):
    for load in (False, True):
        folder = filled(tmp_path / str(load), range(10))
        for number in (2, 5):
            spoil(folder / "values.bin", number * SIZE)
        with Records.open(folder, PAIR) as store:
            assert not load or store.load(10**6)
            check(store, [0, 1])
            with pytest.raises(Missing) as caught:
                store.get([key(number) for number in (5, 9, 2, 5)])
            assert caught.value.keys == (key(5), key(2), key(5))
            assert store.count == 8
            assert store.put(*batch(range(10))) == 2
            check(store, range(10))
        with Records.open(folder, PAIR) as store:
            check(store, range(10))


def test_another_layout_or_a_broken_description_begins_anew(tmp_path):
    folder = filled(tmp_path / "s", range(3))
    meta = json.loads((folder / "meta.json").read_text())
    for text in ("", "{", "[]", "[" * 100_000, "null", json.dumps({**meta, "version": 0}), json.dumps({"version": 1})):
        (folder / "meta.json").write_text(text)
        whole_again(folder, range(3), [])
    (folder / "meta.json").unlink()
    whole_again(folder, range(3), [])
    for other in ([((3, 2), "float32"), ((), "int64")], [((2, 3), "int32"), ((), "int64")], [((32,), "uint8")]):
        with Records.open(folder, other) as store:
            assert not store.has([key(number) for number in range(3)]).any()
            assert store.put(*batch(range(3), other)) == 3
            check(store, range(3), other)
        whole_again(folder, range(3), [])


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_takes_no_more(tmp_path, monkeypatch, number):
    """The disk is full after each possible number of bytes, and writes in small pieces before."""
    real = os.write
    left = 0

    def write(handle, data):
        nonlocal left
        if left == 0:
            raise OSError(number, os.strerror(number))
        done = real(handle, data[: min(left, 7)])
        left -= done
        return done

    for room in range(0, 3 * (SIZE + ENTRY) + 1, 1 if number == errno.ENOSPC else 11):
        folder = filled(tmp_path / str(room), range(2))
        with Records.open(folder, PAIR) as store:
            left = room
            monkeypatch.setattr(os, "write", write)
            stored = store.put(*batch(range(2, 5)))
            again = store.put(*batch(range(5, 7)))
            monkeypatch.setattr(os, "write", real)
            good = list(range(2 + stored))
            assert stored == max(0, min(3, (room - 3 * SIZE) // ENTRY))
            assert again == 0
            assert str(folder) in store.stopped
            assert served(store, range(7)) == good
            assert store.put(*batch(range(7))) == 0
        assert (folder / "values.bin").stat().st_size == SIZE * len(good)
        assert (folder / "rows.bin").stat().st_size == ENTRY * len(good)
        whole_again(folder, range(7), good)


def test_a_disk_that_cannot_even_cut_off(tmp_path, monkeypatch):
    folder = filled(tmp_path / "s", range(2))
    real = os.write

    def full(*_args):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with Records.open(folder, PAIR) as store:
        monkeypatch.setattr(os, "write", lambda handle, data: real(handle, data[:9]) if len(data) > 70 else full())
        monkeypatch.setattr(os, "ftruncate", full)
        store.put(*batch(range(2, 5)))
        monkeypatch.undo()
        assert served(store, range(5)) == [0, 1]
    assert (folder / "values.bin").stat().st_size > 2 * SIZE
    whole_again(folder, range(5), [0, 1])


@pytest.mark.skipif(sys.platform == "win32", reason="no file-size limit on Windows")
def test_a_disk_that_fills_up_while_writing(tmp_path):
    """The system itself refuses: a file-size limit acts as a full disk does."""
    script = """
        import resource, signal, sys
        from pathlib import Path
        from tests.core.cache.stored import PAIR, Records, batch, served
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
        with Records.open(Path(sys.argv[1]), PAIR) as store:
            print(sum(store.put(*batch(range(i, i + 4))) for i in range(0, 60, 4)))
            print(served(store, range(60)) == list(range(31)))
            print(store.stopped)
    """
    stored, right, stopped = run(script, tmp_path / "s").splitlines()
    assert (stored, right) == (str(1000 // SIZE), "True")
    assert "too large" in stopped
    whole_again(tmp_path / "s", range(60), list(range(31)))


def test_a_place_where_nothing_can_be_stored(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("x")
    (tmp_path / "odd" / "rows.bin").mkdir(parents=True)
    for folder in (tmp_path / "file", tmp_path / "file" / "deeper", tmp_path / "odd"):
        with Records.open(folder, PAIR) as store:
            assert str(tmp_path) in store.stopped
            assert store.put(*batch([1])) == 0
            assert served(store, [1]) == []
    folder = filled(tmp_path / "s", range(3))

    def refuse(*_args, **_kwargs):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))

    monkeypatch.setattr(records, "take", refuse)
    with Records.open(folder, PAIR) as store:
        assert str(folder) in store.stopped
        check(store, range(3))
        assert store.put(*batch([9])) == 0


def test_values_that_cannot_be_mapped_are_missing(tmp_path):
    filled(tmp_path, range(3))
    with Records.open(tmp_path, PAIR) as store:
        os.truncate(tmp_path / "values.bin", SIZE)  # by somebody else
        with pytest.raises(Missing) as caught:
            store.get([key(0), key(2)])
        assert caught.value.keys == (key(0), key(2))
        assert str(tmp_path) in store.stopped
        assert not store.load(10**6)
        assert store.put(*batch([5])) == 0
    whole_again(tmp_path, range(3), [0])


WRITER = """
    import os, random, sys
    from pathlib import Path
    from tests.core.cache.stored import PAIR, Records, batch
    real, draw = os.write, random.Random(sys.argv[3])

    def write(handle, data):  # in small pieces, and telling of each: more moments to be killed in
        real(1, b"\\n")
        return real(handle, data[: draw.randrange(1, 12)])

    os.write = write
    with Records.open(Path(sys.argv[1]), PAIR) as store:
        number = int(sys.argv[2])
        while True:
            size = draw.randrange(1, 6)
            store.put(*batch(range(number, number + size)))
            number += size
            real(1, b"%d\\n" % number)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills by a signal")
def test_killed_at_any_moment(tmp_path):
    draw = random.Random(1)
    done = torn = 0
    for attempt in range(40):
        if attempt >= 8 and torn:
            break
        command = [sys.executable, "-c", textwrap.dedent(WRITER), str(tmp_path), str(done), str(attempt)]
        with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            told = "".join(child.stdout.readline() for _ in range(draw.randrange(1, 500)))
            child.send_signal(signal.SIGKILL)
            told += child.stdout.read()
        told = max([done, *map(int, told.rpartition("\n")[0].split())])
        sizes = [(tmp_path / name).stat().st_size for name in ("values.bin", "rows.bin")]
        torn += sizes[1] % ENTRY > 0 or sizes[0] != sizes[1] // ENTRY * SIZE
        with Records.open(tmp_path, PAIR) as store:
            assert store.stopped == ""  # the dead one's lock is gone
            good = served(store, range(store.count + 10))
            assert good == list(range(len(good)))
            assert len(good) == store.count >= told
            done = len(good)
            check(store, range(done))
            assert store.put(*batch(range(done, done + 3))) == 3
            done += 3
    whole_again(tmp_path, range(done), list(range(done)))
    assert torn > 0
