"""The estimate of a run's memory beside the peak that torch's profiler and the system count, model by model.

The profiler adds up what torch allocates and gives back; the resident memory of a process of its own is what the
system sees: with what the kernels need to work in, and with what the allocator keeps.
"""

import json
import subprocess
import sys
from pathlib import Path

import psutil
import torch
from torch.profiler import ProfilerActivity, profile

from tests.core.training.live import CLASSES, Run, job
from transfer_gui.core.frozen import replace
from transfer_gui.core.models.presets import presets
from transfer_gui.core.models.tree import layers
from transfer_gui.core.training.estimate import estimate

from .figures import Figure, figure, tell

MODELS = (
    "densenet121", "efficientnet_b0", "googlenet", "mobilenet_v3_small", "regnet_y_400mf", "resnet18", "resnet50",
    "squeezenet1_1", "swin_t", "vit_b_16",
)  # fmt: skip
BATCH = 8
SIZE = 128
WAYS: dict[str, dict[str, object]] = {
    "all": {}, "last stage": {}, "all, in 4 parts": {"training.accumulate": 4},
    "all, checkpointing": {"device.checkpointing": True},
}  # fmt: skip
EVERY_WAY = ("resnet50",)
"""Models that are measured in every way; the others with everything trained."""


def measured(name: str, way: str) -> dict[str, float]:
    """One training step in this process: bytes as they are estimated, profiled, and resident beyond the start."""
    root = layers(name, CLASSES, SIZE)
    made = job(name, presets(root)["last_stage" if way == "last stage" else "all"], BATCH, reuse=False)
    for path, value in WAYS[way].items():
        made = replace(made, path, value)
    before = psutil.Process().memory_info().rss
    run = Run(made, SIZE)
    run.step()
    Path("/proc/self/clear_refs").write_text("5")  # the highest is from now on
    run.step()
    resident = _highest() - before
    held = [*run.model.state_dict().values(), *run.origin.copies.values()]
    held += [state["momentum_buffer"] for state in run.sgd.state.values()]
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True, acc_events=True) as found:
        run.step()
    told = found.profiler.kineto_results.events()
    now = most = 0
    for event in sorted((e for e in told if e.name() == "[memory]"), key=lambda e: e.start_ns()):
        now += event.nbytes()
        most = max(most, now)
    return {
        "estimate": estimate(root, made).total,
        "profiler": most + sum(tensor.nbytes for tensor in held),
        "resident": resident,
    }


def _highest() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(1024 * int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def main() -> None:
    told: list[Figure] = []
    ratios: dict[str, list[float]] = {"profiler": [], "resident": []}
    for name in MODELS:
        for way in WAYS if name in EVERY_WAY else ("all",):
            command = [sys.executable, "-m", "tests.benchmarks.estimate", name, way]
            done = subprocess.run(command, capture_output=True, text=True, check=True)
            found = json.loads(next(line for line in done.stdout.splitlines() if line.startswith("{")))
            for other, values in ratios.items():
                values.append(found["estimate"] / found[other])
            note = ", ".join(f"{what} {size / 1e6:.0f} MB" for what, size in found.items())
            told.append(figure(f"{name}, {way}: estimate / profiler", ratios["profiler"][-1:], "", note=note))
    for other, values in ratios.items():
        near = all(abs(value - 1) <= 0.15 for value in values)
        kept = near if other == "profiler" else None  # what the allocator keeps is not foreseen
        made = figure(f"all: estimate / {other}", values, "")
        limit = "all within 15 %" if kept is not None else ""
        told.append(Figure(made.name, made.value, "", made.low, made.high, limit, kept, f"batches of {BATCH}"))
    tell(told)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        torch.set_num_threads(2)
        sys.stdout.write(json.dumps(measured(*sys.argv[1:])) + "\n")
    else:
        main()
