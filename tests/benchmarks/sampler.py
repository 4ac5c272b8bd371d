"""Where a run spends its time, by py-spy, which looks at the process from outside; without it nothing is told."""

import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from typing import Self

RATE = 20
"""Looks a second."""
MARK = "core/runs/run.py"
"""A file that is in the stack of the run's thread, and of no other."""
PACKAGE = "transfer_gui/"


class Sampler:
    """Counts the innermost function of the program that the run is in. Use with `with`."""

    def __init__(self) -> None:
        self._spy: subprocess.Popen[bytes] | None = None
        self._file = Path(tempfile.mkdtemp()) / "stacks"
        self.found: Counter[str] = Counter()

    def __enter__(self) -> Self:
        if (spy := shutil.which("py-spy")) is not None:
            command = [spy, "record", "-p", str(os.getpid()), "-d", "100000", "-r", str(RATE), "-f", "raw", "-t", "-i"]
            command += ["--nonblocking", "--full-filenames", "-o", str(self._file)]
            self._spy = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        return self

    def __exit__(self, *_: object) -> None:
        if self._spy is None:
            return
        self._spy.send_signal(signal.SIGINT)
        self._spy.wait()
        for line in self._file.read_text().splitlines() if self._file.exists() else ():
            stack, _, count = line.rpartition(" ")
            if MARK in stack:
                self.found[_innermost(stack.split(";"))] += int(count)

    def words(self, most: int) -> str:
        """The functions in which the run was seen most often, each with its share of the time."""
        total = max(1, self.found.total())
        return ", ".join(f"{name} {count / total:.0%}" for name, count in self.found.most_common(most))


def _innermost(stack: list[str]) -> str:
    for frame in reversed(stack):
        if (told := re.fullmatch(r"(.+) \((.*)/(\w+)\.py:\d+\)", frame)) and PACKAGE in f"{told[2]}/":
            return f"{told[3]}.{told[1]}"
    return "elsewhere"
