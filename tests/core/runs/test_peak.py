"""The most memory of a block: short ones too, which end before their watcher looks."""

import threading

import numpy as np
import pytest
import torch

from transfer_gui.core import heap
from transfer_gui.core.runs import peak

SIZE = 200_000_000


class Blind(threading.Thread):
    """A watcher that never gets its turn."""

    def run(self):
        pass


def test_a_short_block_is_measured(monkeypatch):
    monkeypatch.setattr(peak.threading, "Thread", Blind)
    with peak.measured(torch.device("cpu")) as taken:
        kept = np.ones(SIZE, dtype=np.uint8)
    assert taken.bytes == pytest.approx(kept.nbytes, rel=0.05)


def test_what_is_given_back_inside_the_block_counts():
    with peak.measured(torch.device("cpu")) as taken:
        kept = np.ones(SIZE, dtype=np.uint8)
        seen = threading.Event()
        seen.wait(0.5)
        del kept
    assert taken.bytes == pytest.approx(SIZE, rel=0.05)


def test_memory_that_was_freed_before_counts_when_it_is_taken_again():
    with heap.kept():
        for _ in range(2):
            with peak.measured(torch.device("cpu")) as taken:
                kept = np.ones(SIZE, dtype=np.uint8)
            del kept
            assert taken.bytes == pytest.approx(SIZE, rel=0.05)


def test_no_watcher_is_left_after_a_fault():
    with pytest.raises(RuntimeError, match="broken"), peak.measured(torch.device("cpu")):
        raise RuntimeError("broken")
    assert not [thread for thread in threading.enumerate() if thread.name == "memory-peak"]
