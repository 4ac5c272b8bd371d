"""A dataset of a million files in the window: scanned beside a bare walk, divided, shown, scanned again after changes.

`LARGE_FILES` says how many files instead (whole hundreds); `LARGE_FOLDER` where an earlier call has left them, or where
to leave them. With `LARGE_EVERY=1` every file is opened too, which takes minutes.
"""

import io
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import psutil
from PIL import Image

from tests.qt_loop import rest, wait
from transfer_gui.core.data import edits, split
from transfer_gui.ui import app
from transfer_gui.ui.facts import Facts

from .figures import Figure, figure, percentile, tell
from .ticker import Ticker

FILES = 1_000_000
CLASSES = 100
PATIENCE = 1800
CHANGED = 20
"""Files that are written anew once every file has been opened."""
ROOM = 6_000
"""Bytes of the disk for each file: a block, and its entry."""
T = TypeVar("T")
Tick = tuple[float, float]
"""Milliseconds that a tick was late, and those of them in which other programs had the processors."""
Scanned = Callable[[Callable[[], None]], Callable[[], None]]


class Memory:
    """The most that the whole process has held since it was begun, and what it held then, in megabytes.

    Each as a pair: all, and without the pages of files (libraries, mostly) that other processes share.
    """

    def __init__(self) -> None:
        self._process, self._done = psutil.Process(), threading.Event()
        self.first = self.most = self._now()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> None:
        self._done.set()
        self._thread.join()

    def figures(self, name: str) -> list[Figure]:
        most, first = self.most, self.first
        return [
            Figure(f"memory of the whole process, {name}", most[0], "MB", first[0], most[0]),
            Figure(
                f"its own, without libraries, {name}", most[1], "MB", first[1], most[1], "< 1000 MB", most[1] < 1000
            ),
        ]

    def _now(self) -> tuple[float, float]:
        found = self._process.memory_info()
        return found.rss / 1e6, (found.rss - getattr(found, "shared", 0)) / 1e6

    def _watch(self) -> None:
        while not self._done.wait(0.02):
            now = self._now()
            self.most = max(self.most[0], now[0]), max(self.most[1], now[1])


def make(root: Path, files: int) -> Path:
    """`files` tiny pictures, no two alike, in a hundred folders. Exits where the disk has no room for them."""
    free = shutil.disk_usage(root.parent).free
    if free < 2 * files * ROOM:
        raise SystemExit(
            f"{root.parent} has {free / 1e9:.1f} GB left; {files:,} files take {files * ROOM / 1e9:.1f} GB."
        )
    rng = np.random.default_rng(0)
    pictures = [_jpeg(rng.integers(0, 256, (8 + i, 12, 3), dtype=np.uint8)) for i in range(8)]
    for number in range(CLASSES):
        place = root / f"class_{number:03d}"
        place.mkdir(parents=True, exist_ok=True)
        for i in range(files // CLASSES):
            # What follows the end of a JPEG is no part of the picture.
            (place / f"img_{i:06d}.jpg").write_bytes(pictures[i % 8] + b"%010d" % (number * files + i))
    return root


def _some(root: Path) -> list[Path]:
    return [root / f"class_{number:03d}" / "img_000001.jpg" for number in range(CHANGED)]


def _jpeg(pixels: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=50)
    return buffer.getvalue()


def walk(folder: Path) -> int:
    """A bare walk: how many files there are, each looked at from outside."""
    count = 0
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                count += walk(Path(entry.path))
            else:
                entry.stat()
                count += 1
    return count


def timed(action: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    result = action()
    return time.perf_counter() - began, result


def watched(action: Callable[[], None]) -> tuple[float, list[Tick]]:
    """Seconds that `action` and the window's work after it take, and how late its timer came."""
    ticker = Ticker()
    ticker.start()
    seconds, _ = timed(action)
    rest(1)
    late = ticker.stop()
    return seconds, list(zip(late, ticker.waited, strict=True))


def late(name: str, ticks: list[Tick]) -> Figure:
    """By the program's own doing: the 99th percentile, from the median to the worst; as it came in the note."""
    own = [max(0.0, late - waited) for late, waited in ticks]
    at = percentile(own, 99)
    return Figure(
        f"timer late by its own doing, {name}", at, "ms", percentile(own, 50), max(own),
        "< 10 ms", at < 10, f"{percentile([late for late, _ in ticks], 99):.3g} ms with all else on the machine",
    )  # fmt: skip


def in_the_window(root: Path, files: int) -> list[Figure]:
    Facts.measure = lambda self: None  # type: ignore[method-assign]  # training steps are measured elsewhere
    window = app.build()
    window.resize(1280, 800)
    window.show()
    facts, panel, session = window.context.facts, window.dataset, window.context.session
    wait(lambda: facts.layers is not None and not facts.busy)
    window.show_page("data")
    rest(1)
    memory = Memory()

    def scanned(start: Callable[[], None]) -> Callable[[], None]:
        def action() -> None:
            start()
            wait(lambda: facts.split is not None and not facts.busy, PATIENCE)

        return action

    _, while_idle = watched(lambda: rest(4))
    bare, _ = timed(lambda: walk(root))
    first, while_first = watched(scanned(lambda: facts.choose_data(str(root))))
    assert facts.dataset is not None
    assert len(facts.dataset.examples) == files
    walked, _ = timed(lambda: walk(root))

    def look_around() -> None:
        for row in range(0, CLASSES, 7):
            panel.table.selectRow(row)
            rest(0.2)
            panel.thumbnails.verticalScrollBar().setValue(panel.thumbnails.verticalScrollBar().maximum() // 2)
            rest(0.2)

    _, while_looking = watched(look_around)
    loaded = len(panel.thumbnails.pictures._pictures)
    again, while_again = watched(scanned(facts.rescan))
    changes: list[float] = []
    while_changed: list[Tick] = []
    for change in (_add, _remove, _change):
        change(root / "class_001")
        seconds, ticks = watched(scanned(facts.rescan))
        changes.append(seconds)
        while_changed += ticks
    excluded = edits.exclude(session.job.data, ["class_000/img_000003.jpg"])
    divided, while_dividing = watched(scanned(lambda: session.edit("data", excluded, "Exclude")))
    assert len(facts.dataset.examples) == files - 1
    memory.stop()
    alone, _ = timed(lambda: split.split(facts.scanned, session.job.data))  # type: ignore[arg-type]
    name = f"{files:,} files"
    told = [
        figure(f"{name}: a bare walk with a look at each", [bare, walked], "s"),
        figure(f"{name}: first scan, with its split, in the window", [first], "s", below=60),
        figure(f"{name}: scanned again, nothing changed", [again], "s", below=30),
        figure(f"{name}: scanned again, one added, removed, changed", changes, "s", below=30),
        figure(f"{name}: one excluded by hand, and divided", [divided], "s", below=10),
        figure(f"{name}: split", [alone], "s", below=10),
        *memory.figures("scanning and dividing"),
        figure("pictures loaded to be shown, 15 classes looked at", [loaded], ""),
        late("idle", while_idle),
        late("scanning", while_first),
        late("looking around", while_looking),
        late("scanning again", while_again),
        late("scanning the changed", while_changed),
        late("dividing", while_dividing),
    ]
    if os.environ.get("LARGE_EVERY"):
        told += every_opened(root, facts, scanned, name)
    window.close()
    return told


def every_opened(root: Path, facts: Facts, scanned: Scanned, name: str) -> list[Figure]:
    memory = Memory()
    opened, while_opening = watched(scanned(facts.open_every))
    for path in _some(root):
        path.write_bytes(path.read_bytes() + b" ")
    reopened, while_reopening = watched(scanned(facts.rescan))
    memory.stop()
    assert facts.dataset is not None
    assert facts.dataset.unopened == 0
    return [
        *memory.figures("opening every file"),
        figure(f"{name}: every file opened", [opened], "s"),
        figure(f"{name}: scanned again after {CHANGED} of these have changed", [reopened], "s", below=30),
        late("opening every file", while_opening),
        late("scanning the changed after it", while_reopening),
    ]


def _add(folder: Path) -> None:
    (folder / "new.jpg").write_bytes((folder / "img_000000.jpg").read_bytes() + b" new")


def _remove(folder: Path) -> None:
    (folder / "new.jpg").unlink()


def _change(folder: Path) -> None:
    path = folder / "img_000002.jpg"
    path.write_bytes(path.read_bytes() + b" changed")


def main() -> None:
    files, kept = int(os.environ.get("LARGE_FILES", FILES)), os.environ.get("LARGE_FOLDER")
    app.application([])
    with tempfile.TemporaryDirectory() as place:
        root = Path(kept or place) / "million"
        if not root.is_dir():
            make(root, files)
        tell(in_the_window(root, files))


if __name__ == "__main__":
    main()
