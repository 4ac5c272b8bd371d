"""Fetches published weights, and makes sure that they are what was published. Only ever called at the user's wish."""

import hashlib
import os
import re
import shutil
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from typing import BinaryIO

from ..errors import UserError
from ..progress import Long, Progress
from .entry import Weights

_BLOCK = 1 << 18
_TIMEOUT = 30
"""Seconds without a byte after which the connection counts as lost."""
_HASH = re.compile(r"-([0-9a-f]{8,})\.")
"""The first digits of a file's SHA-256, as torchvision puts them into its name: 'resnet18-f37072fd.pth'."""


def download(weights: Weights, folder: Path) -> Long[Path]:
    """Download the file of `weights` into `folder` under its published name; returns its path.

    Progress is in bytes. The SHA-256 must begin with the digits in the file's name. Until all is well the file has a
    temporary name; when the generator is closed, or anything goes wrong, nothing is left behind.

    Raises UserError: no connection, cut off, not what was published, no room, a folder that cannot be written.
    """
    target = folder / weights.file
    if not weights.url or not weights.file:
        raise UserError(f"{weights.title} is not published anywhere that it could be downloaded from.")
    if target.is_file() and _sound(target):
        return target
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=weights.file + ".", suffix=".part", dir=folder)
    except OSError as error:
        raise _unwritable(folder, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            digest = yield from _fetch(weights, folder, file)
            file.flush()
            os.fsync(file.fileno())
        _check(weights, digest)
        temporary.replace(target)
    except OSError as error:
        raise _unwritable(folder, error) from error
    finally:
        temporary.unlink(missing_ok=True)
    return target


def _fetch(weights: Weights, folder: Path, file: BinaryIO) -> Long[str]:
    """Write the body of the address into `file`; returns its SHA-256 in hexadecimal."""
    cure = "Check the connection and try again; or bring the file from another computer."
    digest, done = hashlib.sha256(), 0
    yield Progress(0, 0, f"Connecting for {weights.file}")
    request = urllib.request.Request(weights.url, headers={"User-Agent": "transfer_gui"})
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:
            total = int(answer.headers.get("Content-Length") or 0)
            if total > shutil.disk_usage(folder).free:
                raise UserError(
                    f"{folder} has no room for {weights.file} ({total / 1e6:.0f} MB).",
                    "Make room, or choose another folder.",
                )
            while block := _read(answer, weights, cure):
                file.write(block)
                digest.update(block)
                done += len(block)
                yield Progress(done, total, f"Downloading {weights.file}")
    except urllib.error.HTTPError as error:
        error.close()
        raise UserError(f"{weights.url} answered with {error.code} {error.reason}.", cure) from error
    except urllib.error.URLError as error:
        raise UserError(f"{weights.url} cannot be reached: {error.reason}.", cure) from error
    except TimeoutError as error:
        raise UserError(f"{weights.url} does not answer.", cure) from error
    if total and done != total:
        raise UserError(f"The download of {weights.file} was cut off after {done:,} of {total:,} bytes.", cure)
    return digest.hexdigest()


def _read(answer: BinaryIO, weights: Weights, cure: str) -> bytes:
    try:
        return answer.read(_BLOCK)
    except OSError as error:
        raise UserError(f"The download of {weights.file} was cut off: {error}.", cure) from error
    except Exception as error:  # http.client's own, for a broken answer
        raise UserError(f"The download of {weights.file} was cut off: {type(error).__name__}.", cure) from error


def _check(weights: Weights, digest: str) -> None:
    expected = _HASH.search(weights.file)
    if expected and not digest.startswith(expected[1]):
        raise UserError(
            f"What came from {weights.url} is not the published file: its SHA-256 begins with {digest[:8]}, "
            f"not {expected[1]}.",
            "It was thrown away. Something on the way (a proxy, a log-in page) changes it: bring the file by hand.",
        )


def _sound(path: Path) -> bool:
    """Whether a file that is already there is the published one."""
    expected = _HASH.search(path.name)
    if not expected:
        return path.stat().st_size > 0
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest().startswith(expected[1])


def _unwritable(folder: Path, error: OSError) -> UserError:
    return UserError(f"{folder} cannot be written: {error.strerror or error}.", "Choose another folder, or make room.")
