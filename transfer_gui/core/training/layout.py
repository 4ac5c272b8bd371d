"""Whether a network runs faster with the channels last in memory: measured once per network and machine, and kept."""

import json
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from ..atomic import Unwritable, write_text
from ..cache import folder
from ..cache.digests import digest
from ..frozen import replace
from ..inputs import zeros
from ..job import Device, Job
from ..random_state import seeded
from ..recipes import Recipe
from .device import synchronize
from .precision import autocast
from .threads import every, threads

PICTURES, ROUNDS = 4, 2
PATIENCE = 1.5
"""Seconds of a pass beyond which nothing is measured: convolutions that are so slow mostly gain."""


def layout(settings: Device) -> torch.memory_format:
    """The memory layout of pictures and convolutions; where it is not settled, the channels are last."""
    return torch.contiguous_format if settings.channels_last == "off" else torch.channels_last


def settled(job: Job, model: nn.Module, device: torch.device, recipe: Recipe) -> Job:
    """The job with 'on' or 'off' in place of 'auto', as was measured before, or now.

    `model`, on the device, keeps its weights, buffers and modes. A run writes the settled job down, and so is
    continued as it began.
    """
    if job.device.channels_last != "auto":
        return job
    key = _key(job, device, recipe)
    known = _read(_file()).get(key)
    if known is None:
        known = "on" if _faster(job, model, device, recipe) else "off"
        with suppress(Unwritable):
            _file().parent.mkdir(parents=True, exist_ok=True)
            write_text(_file(), json.dumps(_read(_file()) | {key: known}, indent=1) + "\n")
    return replace(job, "device.channels_last", known)


def remembered(job: Job, device: torch.device, recipe: Recipe) -> Job:
    """The job settled as was measured before; as it is where nothing was."""
    known = _read(_file()).get(_key(job, device, recipe)) if job.device.channels_last == "auto" else None
    return job if known is None else replace(job, "device.channels_last", known)


def _file() -> Path:
    return folder.root() / "layouts.json"


def _key(job: Job, device: torch.device, recipe: Recipe) -> str:
    name = torch.cuda.get_device_name(device) if device.type == "cuda" else f"{device.type}/{every()}"
    what = f"{job.source.model}/{recipe.size}/{job.device.precision}/{name}/{torch.__version__}"
    return f"{job.source.model} {digest(what.encode()).hex()}"


def _read(file: Path) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        found: Any = json.loads(file.read_text(encoding="utf-8"))
        if isinstance(found, dict):
            return {key: value for key, value in found.items() if value in ("on", "off")}  # pyright: ignore
    return {}


def _faster(job: Job, model: nn.Module, device: torch.device, recipe: Recipe) -> bool:
    """Whether a forward and a backward pass take less time with the channels last: the fastest of each.

    Of inputs that have no channels to put last, none.
    """
    if len(recipe.shape) != 3:
        return False
    modes = [(module, module.training) for module in model.modules()]
    before = {name: parameter.grad for name, parameter in model.named_parameters()}
    images = zeros(recipe, PICTURES, device)
    seconds: dict[torch.memory_format, list[float]] = {torch.channels_last: [], torch.contiguous_format: []}
    try:
        model.eval()  # statistics stay as they are
        with threads(every()), seeded(0):
            for turn in range(ROUNDS + 1):
                for where, found in seconds.items():
                    model.to(memory_format=where)  # pyright: ignore[reportCallIssue] - missing in the stubs
                    found.append(_pass(job, model, images.to(memory_format=where), device))
                    if turn == 0 and found[0] > PATIENCE:
                        return True
    finally:
        for module, mode in modes:
            module.training = mode
        for name, parameter in model.named_parameters():
            parameter.grad = before[name]
    return min(seconds[torch.channels_last][1:]) < min(seconds[torch.contiguous_format][1:])


def _pass(job: Job, model: nn.Module, images: Tensor, device: torch.device) -> float:
    model.zero_grad(set_to_none=True)
    started = time.perf_counter()
    with torch.enable_grad(), autocast(job.device.precision, device):
        loss = model(images).float().logsumexp(1).mean()
    loss.backward()
    synchronize(device)
    return time.perf_counter() - started
