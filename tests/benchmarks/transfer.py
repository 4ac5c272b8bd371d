"""Transfer by this program beside what people would run instead: same model, data, epochs, batches and threads.

Each in a process of its own, with empty caches; this program in its window, and on the first line once more, with what
the first run has kept. The clocks start when all is imported, this program's with the choice of the job.

TRANSFER_PICTURES and TRANSFER_EPOCHS make it shorter (the limits are meant for 2,000 and 10), and TRANSFER_LINES names
the lines wanted by how they begin, with semicolons between them. With TRANSFER_PEER_EPOCHS the others train so many
epochs only, and each one more is counted as long as the mean of those after the first: their epochs are all alike.
"""

import importlib.util
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from torchvision.models import resnet18

from .figures import Figure, percentile, tell
from .peers import Spec, write
from .pictures import photographs

PICTURES, EPOCHS = int(os.environ.get("TRANSFER_PICTURES", 2000)), int(os.environ.get("TRANSFER_EPOCHS", 10))
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
PEERS = {"plain script": "plain", "fastai": "by_fastai", "timm": "by_timm"}


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


def words(found: dict[str, Any]) -> str:
    """What is told beside the seconds."""
    told = [f"accuracy {100 * found['accuracy']:.1f} %, peak {found['peak'] / 1e6:,.0f} MB"]
    if "measured" in found:
        told.append(f"{found['measured']} of {EPOCHS} epochs measured")
    if "slowest" in found:
        told.append(f"slowest: {found['slowest']}")
    return ", ".join(told)


def timer(line: str, mine: Sequence[dict[str, Any]]) -> Figure:
    """How late the window's timer was over all runs of a line; what each alone was is told beside it."""
    name = f"{line}: timer of the window, 99th percentile"
    late = percentile([tick for found in mine for tick in found["ticks"]], 99)
    each = "; ".join(f"{percentile(f['ticks'], 99):.1f} of {len(f['ticks'])}" for f in mine)
    latest = max(max(found["ticks"]) for found in mine)
    return Figure(name, late, "ms", late, latest, f"< {TIMER:g} ms", late < TIMER, f"run by run, of ticks: {each}")


def main() -> None:
    figures: list[Figure] = []
    peers = {name: file for name, file in PEERS.items() if file == "plain" or importlib.util.find_spec(file[3:])}
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
            spec, cache = write(job, here / "spec.json"), here / f"cache{number}"
            short = write(replace(job, epochs=PEER_EPOCHS), here / "short.json")
            runs = {name: lengthened(carried_out(file, short, cache), EPOCHS) for name, file in peers.items()}
            mine = [carried_out("ours", spec, cache) for _ in range(2 if second else 1)]
            for name, found in runs.items():
                t = found["seconds"]
                figures.append(Figure(f"{line}: {name}", t, "s", t, t, note=words(found)))
            for name, found, limit in zip(("this program", "its second run"), mine, (first, second), strict=False):
                t = found["seconds"]
                figures.append(Figure(f"{line}: {name}", t, "s", t, t, note=words(found)))
                times = [other["seconds"] / t for other in runs.values()]
                figures.append(Figure(f"{line}: {name}, times as fast as the plain script", times[0], "x", min(times),
                                      max(times), f">= {limit:g} x" if limit else "",
                                      None if limit is None else times[0] >= limit,
                                      "spread: over the peers"))  # fmt: skip
            figures.append(timer(line, mine))
    tell(figures)


if __name__ == "__main__":
    main()
