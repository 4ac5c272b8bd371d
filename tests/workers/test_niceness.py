"""Threads give way, and never take it back."""

import os
import sys
import threading

import pytest

from transfer_gui.workers.niceness import AHEAD, LOOKING, give_way

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a niceness of its own for each thread")


def test_a_thread_gives_way_by_itself_and_only_ever_more():
    found = []

    def work():
        for niceness in (LOOKING, AHEAD, LOOKING):
            give_way(niceness)
            found.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [max(before, LOOKING), AHEAD, AHEAD]
    assert os.getpriority(os.PRIO_PROCESS, threading.get_native_id()) == before
