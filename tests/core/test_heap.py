"""What is freed is kept while something computes, and goes back afterwards: counted by the system's own page faults."""

import subprocess
import sys
import threading

import psutil
import pytest

from transfer_gui.core import heap

SIZE = 200_000_000

pytestmark = pytest.mark.skipif(heap._libc is None, reason="no glibc")

CHILD = """
import resource, sys, threading
import psutil
from transfer_gui.core import heap

def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt

def fill():
    return len(b"1" * {size})

def rounds():
    fill()
    before = faults()
    for _ in range(5):
        fill()
    return faults() - before

found = []
def work():
    found.append(rounds())
    with heap.kept():
        with heap.kept():
            found.append(rounds())
        found.append(rounds())
    found.append(rounds())
    found.append(psutil.Process().memory_info().rss)

heap.one()
if sys.argv[1] == "main":
    work()
else:
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
print(*found)
"""


@pytest.mark.parametrize("where", ["main", "thread"])
def test_what_is_freed_is_used_again_without_asking_the_system(where):
    code = CHILD.format(size=SIZE)
    done = subprocess.run([sys.executable, "-c", code, where], capture_output=True, text=True, check=True)
    plain, kept, still, after, resident = map(int, done.stdout.split())
    pages = 5 * SIZE // 4096
    assert plain > pages / 2
    assert max(kept, still) < pages / 50
    assert after > pages / 2, "as before"
    assert resident < SIZE


def test_the_last_one_to_go_gives_back():
    """Several threads at once, each on its own time."""
    inside, go = threading.Barrier(3), threading.Event()

    def hold():
        with heap.kept():
            inside.wait()
            go.wait()

    threads = [threading.Thread(target=hold) for _ in range(2)]
    for thread in threads:
        thread.start()
    inside.wait()
    assert heap._users == 2
    go.set()
    for thread in threads:
        thread.join()
    assert heap._users == 0


def test_a_fault_inside_gives_back_too():
    with pytest.raises(ValueError, match="broken"), heap.kept():
        raise ValueError("broken")
    assert heap._users == 0


def test_without_glibc_nothing_is_done(monkeypatch):
    monkeypatch.setattr(heap, "_libc", None)
    heap.one()
    with heap.kept():
        assert heap._users == 0
    assert psutil.Process().memory_info().rss > 0
