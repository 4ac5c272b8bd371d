"""The surroundings of a run, recorded with it."""

import platform
import sys
from functools import cache
from importlib import metadata
from typing import Any

import torch

from ... import __version__

PACKAGES = ("torch", "torchvision", "numpy", "Pillow", "safetensors", "PySide6-Essentials")


@cache
def versions() -> dict[str, str]:
    """The versions of everything that a result may depend on."""
    found = {"transfer_gui": __version__, "python": platform.python_version()}
    for package in PACKAGES:
        try:
            found[package] = metadata.version(package)
        except metadata.PackageNotFoundError:
            continue
    return found


def environment(device: str) -> dict[str, Any]:
    """Versions, machine, device, threads and the command, as plain types."""
    return {
        "versions": versions(),
        "platform": platform.platform(),
        "processor": torch.backends.cpu.get_cpu_capability(),
        "device": device,
        "threads": torch.get_num_threads(),
        "cuda": torch.version.cuda or "",
        "command": sys.argv,
    }
