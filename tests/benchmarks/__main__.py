"""Runs every benchmark in a process of its own; prints a table and writes JSON.

python -m tests.benchmarks [NAME...] [--json FILE]
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
from rich.console import Console
from rich.table import Table

from .figures import Figure

NAMES = {
    "startup": "from the command to a painted window, and to torch being ready",
    "liveness": "how late a 16 ms timer of the window comes while ResNet-18 is trained",
    "estimate": "the estimate of memory beside the peak that is profiled",
    "costs": "an epoch as the measured layers foretell it, beside the plan trained",
    "tree": "the layer tree of the largest model",
    "inside": "every view of layers of the largest model",
    "live": "what looking at a run costs it",
    "curve": "a curve of a million points",
    "decoding": "one picture from its file to the network's input, and what threads add",
    "throughput": "training beside a plain torch loop",
    "sample": "the sample job",
    "large": "a dataset of a million files, in the window",
    "transfer": "transfer beside a plain script, fastai and timm",
    "domains": "transfer beside training from scratch and classical baselines, in each domain",
}
LONG = ("transfer", "large", "domains")
"""Hours on a small machine, or gigabytes of files: only where they are named."""


def measure(name: str) -> tuple[list[Figure], str]:
    """The figures of one benchmark, run in a fresh process with its own settings, and a table that it made itself."""
    with tempfile.TemporaryDirectory(prefix="benchmark-") as home:
        env = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HOME": home}
        env |= {f"XDG_{kind}_HOME": f"{home}/{kind.lower()}" for kind in ("DATA", "CONFIG", "CACHE", "STATE")}
        done = subprocess.run(
            [sys.executable, "-m", f"tests.benchmarks.{name}"], env=env, capture_output=True, text=True, check=False
        )
    line = next((line for line in done.stdout.splitlines() if line.startswith("FIGURES ")), "")
    if done.returncode or not line:
        raise SystemExit(f"The benchmark {name} failed ({done.returncode}).\n{done.stdout}\n{done.stderr}")
    told = next((line for line in done.stdout.splitlines() if line.startswith("TOLD ")), 'TOLD ""')
    figures = [Figure(**found) for found in json.loads(line.removeprefix("FIGURES "))]
    return figures, json.loads(told.removeprefix("TOLD "))


def machine() -> dict[str, object]:
    """What was measured on."""
    import PySide6
    import torch

    model = next(
        (x.partition(":")[2].strip() for x in _lines("/proc/cpuinfo") if x.startswith("model name")),
        platform.processor(),
    )
    return {
        "cpu": model,
        "cores": psutil.cpu_count(),
        "memory_gb": round(psutil.virtual_memory().total / 1e9, 1),
        "system": platform.platform(),
        "python": platform.python_version(),
        "torch": torch.__version__,
        "pyside": PySide6.__version__,
        "gpu": torch.cuda.get_device_name() if torch.cuda.is_available() else "none",
        "threads": torch.get_num_threads(),
    }


def _lines(path: str) -> list[str]:
    try:
        return Path(path).read_text().splitlines()
    except OSError:
        return []


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which: {', '.join(NAMES)} [all]")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    arguments = parser.parse_args()
    if unknown := set(arguments.names) - set(NAMES):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}; choose from {', '.join(NAMES)}")
    console, here, every = Console(width=None if sys.stdout.isatty() else 140), machine(), {}
    console.print(f"{here['cpu']}, {here['cores']} cores, {here['memory_gb']} GB, GPU {here['gpu']}; {here['system']}")
    console.print(f"Python {here['python']}, torch {here['torch']}, PySide {here['pyside']}")
    table = Table("Figure", "Median", "Smallest to largest", "Limit", "", box=None, pad_edge=False)
    for name in arguments.names or (name for name in NAMES if name not in LONG):
        console.print(f"Measuring {NAMES[name]}...", style="dim")
        every[name], told = measure(name)
        if told:
            sys.stdout.write(f"{told}\n\n")
        for f in every[name]:
            verdict = "" if f.kept is None else "kept" if f.kept else "NOT KEPT"
            table.add_row(
                f.name,
                f"{f.value:.4g} {f.unit}",
                f"{f.low:.4g} to {f.high:.4g}",
                f.limit,
                f"{verdict} {f.note}".strip(),
            )
    console.print(table)
    found = {
        "machine": here,
        "time": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "figures": {name: [f.__dict__ for f in figures] for name, figures in every.items()},
    }
    if arguments.json:
        arguments.json.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    else:
        console.print_json(json.dumps(found))
    return 0 if all(f.kept is not False for figures in every.values() for f in figures) else 1


if __name__ == "__main__":
    raise SystemExit(main())
