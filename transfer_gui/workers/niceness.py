"""Threads that let others go before them."""

import os
import sys
import threading

LOOKING = 5
"""Of short work that the person waits for: the window is painted first."""
TRAINING = 10
"""Of a run's threads, above the window's own 0: a run that has the machine to itself loses nothing by it."""
AHEAD = 19
"""Of what nobody waits for: the most that there is."""


def give_way(niceness: int) -> None:
    """Let the window go before this thread, and before those that it starts (torch's own, the loader's).

    It holds to the thread's end. Linux alone gives each thread a niceness of its own; elsewhere its priority, where
    it has one, must do.
    """
    if hasattr(os, "setpriority") and sys.platform == "linux":
        thread = threading.get_native_id()
        if os.getpriority(os.PRIO_PROCESS, thread) < niceness:  # only the system's own may take it back
            os.setpriority(os.PRIO_PROCESS, thread, niceness)
