"""The devices of this machine, and which of them a job means."""

import os
from dataclasses import dataclass

import psutil
import torch

from .. import garbage
from ..errors import UserError


@dataclass(frozen=True, slots=True)
class DeviceInfo:
    """A device that a job can run on. `name` is as in `job.device.name`, `memory` in bytes."""

    name: str
    title: str
    precisions: tuple[str, ...]
    memory: int


def devices() -> list[DeviceInfo]:
    """Every device here, the one that 'auto' takes first."""
    found = []
    for index in range(torch.cuda.device_count()):
        properties = torch.cuda.get_device_properties(index)
        bf16 = ("bf16",) if properties.major >= 8 else ()
        title = f"{properties.name} ({properties.total_memory / 2**30:.0f} GiB)"
        found.append(DeviceInfo(f"cuda:{index}", title, ("fp32", *bf16, "fp16"), properties.total_memory))
    memory = psutil.virtual_memory().total
    if torch.backends.mps.is_available():
        found.append(DeviceInfo("mps", "Apple GPU", ("fp32", "fp16"), memory))
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    found.append(DeviceInfo("cpu", f"CPU ({cores} cores)", ("fp32", "bf16"), memory))
    return found


def pick(name: str, precision: str = "fp32") -> DeviceInfo:
    """The device that `name` means; 'auto' is the first of `devices()`, 'cuda' the first GPU.

    Raises UserError naming what there is, where there is no such device or it cannot compute in `precision`.
    """
    here = devices()
    wanted = here[0] if name == "auto" else next((d for d in here if d.name in {name, f"{name}:0"}), None)
    if wanted is None:
        raise UserError(
            f"There is no device {name!r} on this machine.", f"Choose auto or one of {', '.join(d.name for d in here)}."
        )
    if precision not in wanted.precisions:
        raise UserError(
            f"{wanted.title} does not train in {precision}.", f"Choose one of {', '.join(wanted.precisions)}."
        )
    return wanted


def synchronize(device: torch.device) -> None:
    """Wait until a device has done all that it was asked for, so that it can be timed."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)
    elif device.type == "mps":
        torch.mps.synchronize()


def give_back() -> None:
    """Let go of memory that nothing holds any more, on a GPU too."""
    garbage.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()


@dataclass(frozen=True, slots=True)
class Room:
    """The memory of a device. `kind` is 'cpu', 'cuda' or 'mps', `free` in bytes."""

    kind: str
    title: str
    free: int


def room(name: str, precision: str = "fp32") -> Room:
    """What is free on the device that `name` means. Raises UserError as `pick`."""
    info = pick(name, precision)
    device = torch.device(info.name)
    return Room(device.type, info.title, memory_free(device))


def memory_free(device: torch.device) -> int:
    """Bytes that can still be had: of a GPU, or of this machine."""
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[0]
    return psutil.virtual_memory().available


def memory_used(device: torch.device) -> int:
    """Bytes in use: allocated on a GPU, or resident in this process."""
    if device.type == "cuda":
        return torch.cuda.memory_allocated(device)
    return psutil.Process().memory_info().rss
