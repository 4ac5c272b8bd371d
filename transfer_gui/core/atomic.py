"""Writes files so that they are either the whole new one or the whole old one, and says so when they cannot be.

A file is written under a temporary name in the same folder, synced, and renamed over the old one; then the folder
is synced (the rename is only as durable as the folder is). `torch.save` straight onto a full disk destroys the old
file first, so nothing in the core writes in any other way. No torch is imported here before a tensor is written.
"""

import errno
import itertools
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from .errors import UserError

if TYPE_CHECKING:
    from torch import Tensor

SUFFIX = ".part"

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_counter = itertools.count()
_open: set[str] = set()
"""Temporary names that this process is writing just now."""


class Unwritable(UserError):
    """A file or folder that cannot be written. Nothing was changed: an older file is still whole."""

    def __init__(self, what: str, cure: str, path: Path) -> None:
        super().__init__(what, cure)
        self.path = path


def write_bytes(path: Path, data: bytes) -> None:
    """Replace the file at `path` by `data`. Raises Unwritable."""
    with replacing(path, len(data)) as file:
        file.write(data)


def write_text(path: Path, text: str) -> None:
    """Replace the file at `path` by `text` in UTF-8, lines ending as they are. Raises Unwritable."""
    write_bytes(path, text.encode("utf-8"))


def save_torch(path: Path, payload: Mapping[str, Any]) -> None:
    """Replace the file at `path` by `payload` as `torch.save` lays it out. Raises Unwritable.

    `payload` holds plain types and tensors only, so that `torch.load(path, weights_only=True)` reads it.
    """
    with replacing(path, size(payload)) as file:
        dump_torch(file, payload)


def save_safetensors(path: Path, tensors: Mapping[str, "Tensor"], metadata: Mapping[str, str]) -> None:
    """Replace the file at `path` by `tensors` in safetensors' format. Raises Unwritable.

    Each tensor must be dense, contiguous and own its storage (`core.export.tensors.separate` sees to it).
    """
    with replacing(path, size(tensors)) as file:
        dump_safetensors(file, tensors, metadata)


def dump_torch(file: BinaryIO, payload: Mapping[str, Any]) -> None:
    """Write `payload` to an open file as `torch.save` lays it out; the same payload gives the same bytes."""
    import torch

    # Given a file, not a name: the archive inside is then called the same each time, not after the temporary name.
    torch.save(dict(payload), file)


def dump_safetensors(file: BinaryIO, tensors: Mapping[str, "Tensor"], metadata: Mapping[str, str]) -> None:
    """Write `tensors` to an open file in safetensors' format; the same values give the same bytes."""
    from safetensors.torch import save

    for part in _sorted_header(save(dict(tensors), dict(metadata))):
        file.write(part)


@contextmanager
def replacing(path: Path, needed: int = 0) -> Iterator[BinaryIO]:
    """A file to write in; when the block ends well, it takes the place of `path`, else it is gone without a trace.

    `needed` is the size in bytes, where known, for the message. A link at `path` is followed. Raises Unwritable.
    """
    temporary: Path | None = None
    try:
        target = Path(os.path.realpath(path))
        if target.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        _sweep(target)
        temporary = target.with_name(f".{target.name[:60]}.{os.getpid()}-{next(_counter)}{SUFFIX}")
        _open.add(temporary.name)
        with temporary.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
        _sync(target.parent)
    except (OSError, RuntimeError, ValueError) as error:
        told = _explained(error, path, needed)
        if told is None:
            raise
        raise told from error
    finally:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
            _open.discard(temporary.name)


def check_writable(folder: Path, needed: int = 0) -> None:
    """Make sure that files can be written in `folder`, by writing one; nothing is left behind.

    A folder that is not there yet is made for the trial and removed again. `needed` is the room in bytes that must
    be free. Raises Unwritable naming the folder and the cure.
    """
    made: list[Path] = []
    probe: Path | None = None
    try:
        folder = folder.absolute()
        for parent in reversed([folder, *folder.parents]):
            if not parent.is_dir():
                parent.mkdir()
                made.append(parent)
        probe = folder / f".writable.{os.getpid()}-{next(_counter)}{SUFFIX}"
        with probe.open("xb") as file:
            file.write(b"\0" * 4096)
            file.flush()
            os.fsync(file.fileno())
        if shutil.disk_usage(folder).free < needed:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    except (OSError, ValueError) as error:
        told = _explained(error, folder, needed, folder=True)
        if told is None:
            raise
        raise told from error
    finally:
        with suppress(OSError, ValueError):
            if probe is not None:
                probe.unlink(missing_ok=True)
            for parent in reversed(made):
                parent.rmdir()


def size(payload: object) -> int:
    """About how many bytes `payload` takes on disk: its tensors' storages, each counted once."""
    import torch

    seen: dict[int, int] = {}

    def walk(value: object) -> None:
        if isinstance(value, torch.Tensor):
            storage = value.untyped_storage()
            seen[id(value) if value.is_meta else storage.data_ptr()] = storage.nbytes()
        elif isinstance(value, Mapping):
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list | tuple | set | frozenset):
            for inner in value:
                walk(inner)

    walk(payload)
    return sum(seen.values()) + 64 * 1024


def bytes_in_words(count: int) -> str:
    """A size for a person: '1.2 GB', decimal units as file managers show them."""
    value = float(count)
    for unit in ("bytes", "kB", "MB", "GB"):
        if value < 1000:
            return f"{value:.0f} {unit}" if unit == "bytes" or value >= 100 else f"{value:.1f} {unit}"
        value /= 1000
    return f"{value:.1f} TB"


def _sorted_header(data: bytes) -> tuple[bytes, bytes, memoryview]:
    """The parts of a safetensors file (length, header, values) with the header, which comes at random, in order."""
    length = int.from_bytes(data[:8], "little")
    header: dict[str, Any] = json.loads(data[8 : 8 + length])
    metadata = header.pop("__metadata__", {})
    entries = sorted(header.items(), key=lambda item: (item[1]["data_offsets"], item[0]))
    ordered = {"__metadata__": dict(sorted(metadata.items())), **dict(entries)}
    text = json.dumps(ordered, separators=(",", ":"), ensure_ascii=False).encode("utf-8")
    text += b" " * (-len(text) % 8)  # the values begin at a multiple of 8 bytes
    return len(text).to_bytes(8, "little"), text, memoryview(data)[8 + length :]


def _sweep(target: Path) -> None:
    """Remove what a killed process left of an earlier attempt to write `target`."""
    import psutil  # the window is painted before it is needed

    for left in target.parent.glob(f".{_literal(target.name[:60])}.*{SUFFIX}"):
        pid = left.name[: -len(SUFFIX)].rpartition(".")[2].partition("-")[0]
        ours = pid == str(os.getpid())
        if pid.isdigit() and (left.name not in _open if ours else not psutil.pid_exists(int(pid))):
            with suppress(OSError):
                left.unlink()


def _literal(name: str) -> str:
    """`name` with glob's special characters taken as they are."""
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _sync(folder: Path) -> None:
    """Make a rename in `folder` durable, where the system has a way to."""
    if os.name == "nt":
        return
    with suppress(OSError):  # some network file systems cannot; the file itself is synced
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _explained(error: Exception, path: Path, needed: int, folder: bool = False) -> Unwritable | None:
    """The disk's `error` in plain words; None where it is none of the disk's."""
    number = error.errno if isinstance(error, OSError) else None
    if isinstance(error, RuntimeError):
        # torch's C++ writer turns the disk's error into a RuntimeError and drops the number.
        if "PytorchStreamWriter" not in str(error) and "inline_container" not in str(error):
            return None
        number = errno.ENOSPC
    elif isinstance(error, ValueError) and (isinstance(error, UserError) or "embedded null" not in str(error)):
        return None
    name = repr(str(path)) if "\0" in str(path) else str(path)
    if number in _FULL:
        return Unwritable(f"{name} could not be written: {_full(number, path, needed)}.", _CURE_FULL, path)
    if folder and _kind(path) == "file":
        return Unwritable(f"{name} is a file, not a folder.", "Choose a folder, or remove that file.", path)
    above = next((p for p in path.parents if _kind(p)), path)
    if _kind(above) == "file":
        what = f"{name} cannot be written: {above} is a file, not a folder."
        return Unwritable(what, "Choose another place.", path)
    if number == errno.EISDIR:
        return Unwritable(f"{name} is a folder, so no file can be written there.", "Choose another name.", path)
    if number in {errno.EACCES, errno.EPERM}:
        cure = "Choose a folder of your own, or ask for the right to write there."
        return Unwritable(f"{name} cannot be written: permission denied.", cure, path)
    if number == errno.EROFS:
        return Unwritable(f"{name} cannot be written: the disk is read-only.", "Choose a place on another disk.", path)
    if number == errno.ENOENT and _kind(path.parent) != "folder" and not folder:
        cure = "Make that folder, or choose another place."
        return Unwritable(f"{name} cannot be written: there is no folder {path.parent}.", cure, path)
    if number == errno.ENOENT and folder:
        what = f"{name} cannot be written: the system lets no folder be made in {above}."
        return Unwritable(what, "Choose another place.", path)
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return Unwritable(f"{name} cannot be written: {reason[:1].lower()}{reason[1:]}.", "Choose another place.", path)


def _kind(path: Path) -> str:
    """'folder', 'file' (anything else that is there) or '' (nothing, or nothing that one may see)."""
    try:
        return "folder" if path.is_dir() else "file" if path.exists() else ""
    except (OSError, ValueError):
        return ""


_CURE_FULL = "Free some space or choose another place, then try again; what was there before is still whole."


def _full(number: int | None, path: Path, needed: int) -> str:
    """What is full, with the free and the needed room."""
    kind = {
        errno.EDQUOT: "your quota on this disk is used up",
        errno.EFBIG: "the file is larger than this disk or this process may hold",
    }.get(number or 0, "the disk is full")
    place = next((p for p in [path, *path.parents] if _kind(p) == "folder"), None)
    parts: list[str] = []
    if place is not None:
        with suppress(OSError):
            parts.append(f"{bytes_in_words(shutil.disk_usage(place).free)} free")
    if needed:
        parts.append(f"about {bytes_in_words(needed)} needed")
    return f"{kind} ({', '.join(parts)})" if parts else kind
