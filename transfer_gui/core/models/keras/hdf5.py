"""HDF5 files as data: only what lies in the file itself is reached, and nothing is read that is larger than it says.

A file may hold links to other files, data sets that are made up of other files, and such that a library from elsewhere
unpacks (https://support.hdfgroup.org/documentation/hdf5/latest): none of these is followed.
"""

import io
import math
import mmap
from collections.abc import Generator
from contextlib import contextmanager
from itertools import count, takewhile
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from ...errors import Refused, UserError
from ..sniff import AGAIN
from . import heaps

_OWN_FILTERS = {1, 2, 3, 4, 5, 6, 32000}
"""Those that come with HDF5 and h5py: deflate, shuffle, checksum, szip, n-bit, scale-offset, LZF."""
_LARGEST_TEXT = 100_000_000
_DAMAGE = (
    AttributeError, EOFError, KeyError, MemoryError, OSError, OverflowError, RuntimeError, TypeError, ValueError
)  # fmt: skip
_SMALL, _EXPANSION = 2**26, 1000
"""What is larger than so many bytes may be so many times as large as it lies in the file."""


def library(path: Path) -> Any:
    """h5py. Raises UserError where it is not installed."""
    try:
        import h5py
    except ImportError as error:
        raise UserError(
            f"{path} is a Keras file, and h5py, which reads it, is not installed.",
            "Install it by: pip install h5py",
        ) from error
    return h5py


@contextmanager
def readable(path: Path) -> Generator[None]:
    """What h5py raises of a damaged file becomes Refused."""
    try:
        yield
    except UserError:
        raise
    except _DAMAGE as error:
        raise Refused(f"{path} is damaged or cut off: it cannot be read to its end.", AGAIN) from error


@contextmanager
def opened(source: Path | io.BytesIO, path: Path) -> "Generator[Group]":
    """The outermost group of an HDF5 file; `path` is what error messages name."""
    h5py = library(path)
    with readable(path):
        if not _heaps_are_sound(source):
            raise ValueError("a heap has no end")
        file = h5py.File(source, "r")
    try:
        with readable(path):
            root = file["/"]
        yield Group(root, path)
    finally:
        file.close()


def _heaps_are_sound(source: Path | io.BytesIO) -> bool:
    if isinstance(source, io.BytesIO):
        return heaps.sound(source.getvalue())
    with source.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        return heaps.sound(content)


class Group:
    """A group of an HDF5 file. Its methods raise Refused where the file is damaged, or refers to another."""

    def __init__(self, group: Any, path: Path) -> None:
        self._group, self._path = group, path
        self._h5py = library(path)

    def names(self) -> list[str]:
        """What is in it."""
        with readable(self._path):
            return list(self._group)

    def group(self, name: str) -> "Group | None":
        """The group at a path below; None where there is none."""
        found = self._find(name)
        return Group(found, self._path) if isinstance(found, self._h5py.Group) else None

    def text(self, name: str) -> str | None:
        """An attribute that is text; None where there is none."""
        found = self._attribute(name)
        return found[0] if found else None

    def texts(self, name: str) -> list[str]:
        """An attribute that is a list of texts, which Keras parts into several where it is long."""
        with readable(self._path):
            attributes = self._group.attrs
            several = takewhile(attributes.__contains__, (f"{name}{i}" for i in count()))
            parts = [name] if name in attributes else list(several)
        return [text for part in parts for text in self._attribute(part)]

    def _attribute(self, name: str) -> list[str]:
        """The texts in an attribute. The library reads beyond its end what says that it is something else."""
        with readable(self._path):
            if name not in self._group.attrs:
                return []
            made = self._group.attrs.get_id(name)
            if made.shape is None or not math.prod(made.shape):
                return []
            if not isinstance(made.get_type(), self._h5py.h5t.TypeStringID):
                raise ValueError("an attribute is no text")
            if made.get_storage_size() > _LARGEST_TEXT:
                raise Refused(f"{self._path} names its parts in {made.get_storage_size():,} bytes.", AGAIN)
            values: list[Any] = np.asarray(self._group.attrs[name]).reshape(-1).tolist()
            texts = [value.decode() if isinstance(value, bytes) else str(value) for value in values]
        if any(len(text) > _LARGEST_TEXT for text in texts):
            raise Refused(f"{self._path} describes its network in more letters than Keras does.", AGAIN)
        return texts

    def tensor(self, name: str) -> Tensor:
        """The numbers at a path below as float32."""
        found = self._find(name)
        if not isinstance(found, self._h5py.Dataset):
            raise Refused(f"{self._path} does not hold together: its weights '{name}' are not there.", AGAIN)
        with readable(self._path):
            self._check(found, name)
            array = np.asarray(found[()])
            if array.dtype.kind == "V":  # bfloat16: the first half of a float32
                bits = torch.from_numpy(array.view(np.uint16).astype(np.int32))
                return (bits << 16).view(torch.float32)
            return torch.from_numpy(array.astype(array.dtype.newbyteorder("="))).to(torch.float32)

    def _find(self, name: str) -> Any:
        """The object at a path below; None where there is none."""
        here = self._group
        with readable(self._path):
            for part in name.split("/"):
                if not isinstance(here, self._h5py.Group) or not part or not here.id.links.exists(part.encode()):
                    return None
                if here.id.links.get_info(part.encode()).type != self._h5py.h5l.TYPE_HARD:
                    raise Refused(
                        f"{self._path} refers to something outside itself, or elsewhere in itself ('{name}'). "
                        "That is not followed.",
                        AGAIN,
                    )
                here = here[part]
        return here

    def _check(self, dataset: Any, name: str) -> None:
        """Raises Refused for what is not plain numbers in this file."""
        made = dataset.id.get_create_plist()
        filters = {made.get_filter(i)[0] for i in range(made.get_nfilters())}
        if dataset.is_virtual or dataset.external or not filters <= _OWN_FILTERS:
            raise Refused(f"{self._path} keeps its weights '{name}' elsewhere, or packed in a way of its own.", AGAIN)
        half = dataset.dtype.kind == "V" and dataset.dtype.itemsize == 2 and dataset.dtype.names is None
        if dataset.dtype.kind not in "fiub" and not half:
            raise Refused(f"{self._path} holds something other than numbers for its weights '{name}'.", AGAIN)
        size = math.prod(dataset.shape) * dataset.dtype.itemsize
        if size > _SMALL and size > _EXPANSION * dataset.id.get_storage_size():
            raise Refused(f"{self._path} says that its weights '{name}' are {size:,} bytes, and holds few.", AGAIN)
