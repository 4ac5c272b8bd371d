"""Transfer by this program beside what people would run instead: same model, data, epochs, batches and threads.

Each in a process of its own, with empty caches; this program in its window, and on the first line once more, with what
the first run has kept. The clocks start when all is imported, this program's with the choice of the job.

Each line is run TRANSFER_ROUNDS times (3), everything in turn, so that a machine that is faster for a while is so for
all; ratios are taken round by round. TRANSFER_PICTURES and TRANSFER_EPOCHS make it shorter (the limits are meant for
2,000 and 10), and TRANSFER_LINES names the lines wanted by how they begin, with semicolons between them. With
TRANSFER_PEER_EPOCHS the others train so many epochs only, and each one more is counted as long as the mean of those
after the first: their epochs are all alike.
"""

import importlib.util
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torchvision.models import resnet18

from .figures import Figure, figure, percentile, tell
from .peers import Spec, write
from .pictures import photographs

PICTURES, EPOCHS = int(os.environ.get("TRANSFER_PICTURES", 2000)), int(os.environ.get("TRANSFER_EPOCHS", 10))
ROUNDS = int(os.environ.get("TRANSFER_ROUNDS", 3))
PEER_EPOCHS = min(EPOCHS, int(os.environ.get("TRANSFER_PEER_EPOCHS", EPOCHS)))
CLASSES = 8
TIMER = 10.0
"""Milliseconds that the window's timer may be late, at the 99th percentile."""
LINES = {
    "head only, 500 x 375": ("head", 500, 375, 8.0, 100.0),
    "head only, 12 megapixels": ("head", 4000, 3000, 20.0, None),
    "last stage, 500 x 375": ("stage", 500, 375, 3.0, None),
    "everything, 500 x 375": ("all", 500, 375, 1.15, None),
}
"""What learns, the pictures' size, and how many times as fast as the plain script two runs are to be."""
WANTED = tuple(os.environ.get("TRANSFER_LINES", "").split(";"))
PLAIN = "the plain script"
PEERS = {PLAIN: "plain", "fastai": "by_fastai", "timm": "by_timm"}
Runs = dict[str, list[dict[str, Any]]]
"""What was found in each round, by peer."""


def carried_out(name: str, spec: Path, cache: Path) -> dict[str, Any]:
    """Seconds, accuracy, peak memory and the end of each epoch of one process."""
    env = os.environ | {"XDG_CACHE_HOME": str(cache)}
    done = subprocess.run([sys.executable, "-m", f"tests.benchmarks.peers.{name}", str(spec)],
                          env=env, capture_output=True, text=True, check=False)  # fmt: skip
    line = next((line for line in done.stdout.splitlines() if line.startswith("RESULT ")), "")
    if not line:
        raise SystemExit(f"{name} failed.\n{done.stdout}\n{done.stderr}")
    return json.loads(line.removeprefix("RESULT "))


def lengthened(found: dict[str, Any], epochs: int) -> dict[str, Any]:
    """What was found in a shorter run, with the seconds that so many epochs would take."""
    ends = found["ends"]
    if len(ends) >= epochs:
        return found
    pace = (ends[-1] - ends[0]) / (len(ends) - 1)
    return found | {"seconds": found["seconds"] + (epochs - len(ends)) * pace, "measured": len(ends)}


def words(found: Sequence[dict[str, Any]]) -> str:
    """What is told beside the seconds of all rounds."""
    right, peak = ([run[name] for run in found] for name in ("accuracy", "peak"))
    told = [f"accuracy {span([100 * x for x in right], '.1f')} %, peak {span([x / 1e6 for x in peak], ',.0f')} MB"]
    if "measured" in found[0]:
        told.append(f"{found[0]['measured']} of {EPOCHS} epochs measured")
    if "slowest" in found[0]:
        told.append(f"slowest: {found[0]['slowest']}")
    return ", ".join(told)


def span(values: Sequence[float], form: str) -> str:
    """The smallest and the largest, or the one that they all are."""
    least, most = format(min(values), form), format(max(values), form)
    return least if least == most else f"{least} to {most}"


def ratio(name: str, times: Sequence[float], least: float | None) -> Figure:
    """How many times as fast, round by round; the median is to be `least`."""
    middle = statistics.median(times)
    limit, kept = (f">= {least:g} x", middle >= least) if least is not None else ("", None)
    return Figure(name, middle, "x", min(times), max(times), limit, kept)


def compared(line: str, name: str, mine: Sequence[dict[str, Any]], runs: Runs, least: float | None) -> list[Figure]:
    """This program's seconds, and how many times as fast it was as the plain script and as the fastest of all."""
    each = {peer: [other["seconds"] / own["seconds"] for own, other in zip(mine, found, strict=True)]
            for peer, found in runs.items()}  # fmt: skip
    fastest = [min(times) for times in zip(*each.values(), strict=True)]
    return [
        figure(f"{line}: {name}", [found["seconds"] for found in mine], "s", note=words(mine)),
        *(
            ratio(f"{line}: {name}, times as fast as {peer}", times, least if peer == PLAIN else None)
            for peer, times in each.items()
        ),
        ratio(f"{line}: {name}, times as fast as the fastest of them", fastest, 1),
    ]


def timer(line: str, mine: Sequence[dict[str, Any]]) -> Figure:
    """How late the window's timer was over all runs of a line; what each alone was is told beside it."""
    name = f"{line}: timer of the window, 99th percentile"
    late = percentile([tick for found in mine for tick in found["ticks"]], 99)
    each = "; ".join(f"{percentile(f['ticks'], 99):.1f} of {len(f['ticks'])}" for f in mine)
    latest = max(max(found["ticks"]) for found in mine)
    return Figure(name, late, "ms", late, latest, f"< {TIMER:g} ms", late < TIMER, f"run by run, of ticks: {each}")


def main() -> None:
    figures: list[Figure] = []
    peers = {name: file for name, file in PEERS.items() if name == PLAIN or importlib.util.find_spec(file[3:])}
    with tempfile.TemporaryDirectory() as place:
        here = Path(place)
        torch.manual_seed(0)
        torch.save(resnet18().state_dict(), here / "resnet18.pt")
        wanted = {line: told for line, told in LINES.items() if line.startswith(WANTED)}
        for number, (line, (scope, width, height, first, second)) in enumerate(wanted.items()):
            root = here / f"{width}"
            if not root.exists():
                photographs(root / "train", CLASSES, PICTURES * 4 // 5 // CLASSES, width, height)
                photographs(root / "val", CLASSES, PICTURES // 5 // CLASSES, width, height)
            job = Spec(str(root), str(here / "resnet18.pt"), scope, EPOCHS)
            spec = write(job, here / "spec.json")
            short = write(replace(job, epochs=PEER_EPOCHS), here / "short.json")
            runs: Runs = {name: [] for name in peers}
            mine: tuple[list[dict[str, Any]], ...] = ([], []) if second else ([],)
            for turn in range(ROUNDS):
                cache = here / f"cache{number}-{turn}"
                for name, file in peers.items():
                    runs[name].append(lengthened(carried_out(file, short, cache), EPOCHS))
                for found in mine:
                    found.append(carried_out("ours", spec, cache))
            for name, found in runs.items():
                figures.append(figure(f"{line}: {name}", [run["seconds"] for run in found], "s", note=words(found)))
            for name, found, least in zip(("this program", "its second run"), mine, (first, second), strict=False):
                figures += compared(line, name, found, runs, least)
            figures.append(timer(line, [run for found in mine for run in found]))
    tell(figures)


if __name__ == "__main__":
    main()
