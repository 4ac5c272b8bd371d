"""PyTorch's shared libraries are there before it is imported, and other threads went on meanwhile."""

import subprocess
import sys
from types import SimpleNamespace

import pytest

from transfer_gui.core import torch_libraries

LOADING = """
import sys, threading
from transfer_gui.core import torch_libraries
from pathlib import Path
held = lambda: "libtorch_python.so" in Path("/proc/self/maps").read_text()
assert not held()
steps, done = 0, threading.Event()
def count():
    global steps
    while not done.wait(0.001):
        steps += 1
other = threading.Thread(target=count)
other.start()
torch_libraries.load()
done.set()
other.join()
print(held(), "torch" in sys.modules, steps > 10)
import torch
print(torch.ones(3).sum().item())
torch_libraries.load()  # nothing is left to do
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="loaded by import torch alone")
def test_they_are_loaded_while_other_threads_go_on():
    done = subprocess.run([sys.executable, "-c", LOADING], capture_output=True, text=True, timeout=120)
    assert done.stdout == "True False True\n3.0\n", done.stderr


@pytest.mark.parametrize("found", [None, SimpleNamespace(submodule_search_locations=["/nowhere"])])
def test_without_them_nothing_is_done(monkeypatch, found):
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    monkeypatch.setattr(torch_libraries.importlib.util, "find_spec", lambda name: found)
    monkeypatch.setattr(torch_libraries.ctypes, "CDLL", lambda name: pytest.fail("loaded"))
    torch_libraries.load()
