"""The same transfer job by this program and by what people would run instead, each in a process of its own."""

import json
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


@dataclass(frozen=True)
class Spec:
    """One job: ResNet-18 from `weights`, on the pictures of `root` (train/ and val/, a folder per class)."""

    root: str
    weights: str
    scope: str
    """What learns: 'head', 'stage' (the last one, and the head) or 'all'."""
    epochs: int
    batch: int = 32
    rate: float = 0.01
    seed: int = 0
    threads: int = 2


LEARNS = {"head": ("fc",), "stage": ("layer4", "fc"), "all": ("",)}


Done = Callable[[float], None]
"""To be called with the accuracy on the validation pictures when an epoch is over."""


def serve(carry_out: Callable[[Spec, Done], dict[str, object] | None]) -> None:
    """Carry out the job in the file that is named; print seconds, accuracy, peak memory and what else is told as JSON.

    The clock starts when everything is imported, and stops when the job is done: with its last epoch at the earliest.
    """
    import torch

    spec = Spec(**json.loads(Path(sys.argv[1]).read_text()))
    torch.set_num_threads(spec.threads)
    torch.manual_seed(spec.seed)
    began = time.perf_counter()
    ends: list[float] = []
    reached = [0.0]

    def done(accuracy: float) -> None:
        ends.append(time.perf_counter() - began)
        reached.append(accuracy)

    more = carry_out(spec, done) or {}
    seconds = time.perf_counter() - began
    peak = getattr(psutil.Process().memory_info(), "peak_wset", 0) or _high_water()
    found = {"seconds": seconds, "accuracy": reached[-1], "peak": peak, "ends": ends} | more
    sys.stdout.write("RESULT " + json.dumps(found) + "\n")


def _high_water() -> int:
    """Bytes that this process had in memory at most (Linux)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def write(spec: Spec, path: Path) -> Path:
    path.write_text(json.dumps(asdict(spec)))
    return path
