"""PyTorch's shared libraries, loaded while Python goes on.

Python loads an extension module with its lock held, and the half second that PyTorch's take stops every thread, the
window's among them. What is loaded already is only looked up. Done on Linux alone, and only where the libraries lie as
PyTorch's packages have them; elsewhere, and where one cannot be loaded, `import torch` loads them as ever.
"""

import ctypes
import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

_FIRST, _THEN = "libtorch_global_deps.so", "libtorch_python.so"
"""What `import torch` loads, in this order: the first for all to see, as `torch._load_global_deps` does."""


def load() -> None:
    """Load them, and return when they are there; other threads go on. Imports nothing."""
    if not sys.platform.startswith("linux") or "torch" in sys.modules or (folder := _folder()) is None:
        return
    dlopen: Any = ctypes.CDLL(None).dlopen  # called as any C function, without Python's lock, unlike ctypes.CDLL(name)
    dlopen.restype, dlopen.argtypes = ctypes.c_void_p, [ctypes.c_char_p, ctypes.c_int]
    dlopen(os.fsencode(folder / _FIRST), os.RTLD_NOW | os.RTLD_GLOBAL)
    dlopen(os.fsencode(folder / _THEN), os.RTLD_NOW | os.RTLD_LOCAL)


def _folder() -> Path | None:
    spec = importlib.util.find_spec("torch")
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0]) / "lib"
    return folder if (folder / _FIRST).is_file() and (folder / _THEN).is_file() else None
