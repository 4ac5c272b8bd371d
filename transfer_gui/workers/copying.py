"""Copies a file with progress, whole or not at all."""

import os
import tempfile
from pathlib import Path

from ..core.errors import UserError
from ..core.progress import Long, Progress

_BLOCK = 1 << 22


def copy(source: Path, folder: Path) -> Long[Path]:
    """Copy `source` into `folder` under its own name, replacing a file of that name; returns the copy's path.

    Progress is in bytes. Until it is complete the copy has a temporary name; closed or failed, it is removed.
    Raises UserError naming the file or folder.
    """
    target = folder / source.name
    if target.exists() and target.samefile(source):
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=source.name + ".", suffix=".part", dir=folder)
    except OSError as error:
        raise UserError(f"{folder} cannot be written: {error.strerror or error}.", "Make room, or check it.") from error
    temporary = Path(name)
    try:
        total, done = source.stat().st_size, 0
        with os.fdopen(handle, "wb") as out, source.open("rb") as file:
            while block := file.read(_BLOCK):
                out.write(block)
                done += len(block)
                yield Progress(done, total, f"Copying {source.name}")
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(target)
    except OSError as error:
        raise UserError(
            f"{source} cannot be copied to {folder}: {error.strerror or error}.",
            "Make room there, or use the file where it is.",
        ) from error
    finally:
        temporary.unlink(missing_ok=True)
    return target
