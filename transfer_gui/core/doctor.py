"""What this installation has and what it lacks: versions, devices, libraries, weights, room. Changes nothing.

No fault here raises: each becomes a finding with its cure.
"""

import platform
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from .. import __version__
from . import libraries, paths
from .errors import UserError

State = Literal["ok", "warning", "problem"]

PACKAGES = (
    "torch",
    "torchvision",
    "PySide6-Essentials",
    "pyqtgraph",
    "pydantic",
    "numpy",
    "pillow",
    "safetensors",
    "psutil",
    "nvidia-ml-py",
    "platformdirs",
    "tomli-w",
    "rich",
    "soundfile",
    "soxr",
    "sounddevice",
    "charset-normalizer",
    "h5py",
)

ROOM = 2 * 2**30
"""Bytes that a few runs of a large model take."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. 'problem': the program cannot do its work; 'warning': a part of it cannot."""

    group: Literal["versions", "devices", "window", "weights", "places"]
    name: str
    state: State
    text: str
    cure: str = ""


def examine(folders: Sequence[Path] = ()) -> Iterator[Finding]:
    """Every finding, group by group. `folders` are the user's own folders of weight files."""
    yield from versions()
    yield from devices()
    yield from sound_output()
    yield from window_libraries()
    yield from weights(folders)
    yield from places()


def versions() -> Iterator[Finding]:
    """Python, the system, this program and what it is built on."""
    yield Finding("versions", "transfer-gui", "ok", __version__)
    yield Finding("versions", "Python", "ok", f"{platform.python_version()} ({sys.executable})")
    yield Finding("versions", "system", "ok", f"{platform.platform()}")
    for name in PACKAGES:
        try:
            yield Finding("versions", name, "ok", version(name))
        except PackageNotFoundError:
            yield Finding("versions", name, "problem", "not installed", "Install the program again: pip install .")


def devices() -> Iterator[Finding]:
    """The devices that PyTorch can train on, and a GPU that it does not see."""
    try:
        import torch

        from .training import device
    except Exception as error:  # a broken installation fails in many ways
        cure = "Install torch and torchvision again, both of one release."
        yield Finding("devices", "PyTorch", "problem", f"does not load: {error}", cure)
        return
    for info in device.devices():
        yield Finding("devices", info.name, "ok", f"{info.title}, {', '.join(info.precisions)}")
    if not torch.cuda.is_available():
        for name, driver in _nvidia():
            built = torch.version.cuda
            why = f"is built for CUDA {built}, and the driver is {driver}" if built else "is the build without CUDA"
            yield Finding(
                "devices",
                name,
                "warning",
                f"is here, but this PyTorch ({torch.__version__}) {why}",
                "Install a newer driver." if built else "Install PyTorch's CUDA build.",
            )


def sound_output() -> Iterator[Finding]:
    """Whether sounds can be heard here."""
    try:
        from .sound import loudspeaker

        fault = loudspeaker.why_not()
    except Exception as error:  # an audio library fails in its own ways
        fault = UserError(str(error))
    if fault is None:
        yield Finding("devices", "sound output", "ok", "sounds can be played")
    else:
        yield Finding("devices", "sound output", "warning", fault.what.rstrip("."), fault.cure)


def window_libraries() -> Iterator[Finding]:
    """The system libraries that a window on Linux needs."""
    if not sys.platform.startswith("linux"):
        yield Finding("window", "system libraries", "ok", "nothing beside the system is needed here")
        return
    if libraries.qt() is None:
        yield Finding("window", "Qt", "warning", "PySide6 is not installed", "Install the program again: pip install .")
        return
    lacking = libraries.missing(["xcb"])
    if lacking:
        text = f"{libraries.told(lacking)}, so no window can open"
        yield Finding("window", "system libraries", "warning", text, f"Install with: {libraries.apt(lacking)}")
    else:
        yield Finding("window", "system libraries", "ok", "all that a window needs are here")


def weights(folders: Sequence[Path]) -> Iterator[Finding]:
    """Where weight files are looked for, and for which models some were found."""
    try:
        from .models import catalogue, places
        from .progress import finish

        for folder in places.folders(folders):
            state = "is there" if folder.is_dir() else "is not there yet"
            yield Finding("weights", "looked for in", "ok", f"{folder} ({state})")
        found = 0
        for entry in finish(catalogue.load(folders)):
            for weights in entry.weights:
                if weights.where in {"shipped", "disk"}:
                    found += 1
                    yield Finding("weights", entry.name, "ok", f"{weights.title} ({weights.path or weights.where})")
        if not found:
            yield Finding(
                "weights", "none", "problem", "not even the shipped weights were found", "Install the program again."
            )
    except Exception as error:
        yield Finding("weights", "catalogue", "problem", f"cannot be read: {error}", "Install the program again.")


def places() -> Iterator[Finding]:
    """The folders that the program writes to, and the room there."""
    from . import atomic

    try:
        yield Finding("places", "resources", "ok", str(paths.resources()))
    except FileNotFoundError as error:
        yield Finding("places", "resources", "problem", str(error), "Install the program again: pip install .")
    for name, folder in (("runs", paths.runs()), ("weights", paths.weights()), ("log", paths.log())):
        try:
            atomic.check_writable(folder)
        except ValueError as error:
            state: State = "problem" if name == "runs" else "warning"
            yield Finding("places", name, state, f"{folder} cannot be written", str(error))
            continue
        free = shutil.disk_usage(next(p for p in (folder, *folder.parents) if p.exists())).free
        text = f"{folder}, {free / 2**30:.1f} GiB free"
        if free < ROOM:
            yield Finding("places", name, "warning", text, "Make room: a few runs of a large model take 2 GiB.")
        else:
            yield Finding("places", name, "ok", text)


def _nvidia() -> Iterator[tuple[str, str]]:
    """(name, driver version) of each NVIDIA GPU that the driver knows; none where there is no driver."""
    try:
        import pynvml

        pynvml.nvmlInit()
    except Exception:  # no driver, or one too old to be asked
        return
    try:
        driver = str(pynvml.nvmlSystemGetDriverVersion())
        for index in range(pynvml.nvmlDeviceGetCount()):
            yield str(pynvml.nvmlDeviceGetName(pynvml.nvmlDeviceGetHandleByIndex(index))), driver
    except Exception:
        return
    finally:
        pynvml.nvmlShutdown()
