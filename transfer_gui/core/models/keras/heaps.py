"""Looks through the heaps of an HDF5 file, where it keeps texts: the library reads a damaged one without end.

Layout: HDF5 File Format Specification 3.0, section III.E (global heap).
"""

import struct
from typing import Protocol

_START = b"GCOL\x01\x00\x00\x00"
_HEAD = 16
"""Bytes before the first object: the start and the size of the heap; and before the content of each object."""


class Bytes(Protocol):
    """Bytes, or a file that is mapped into memory."""

    def find(self, sub: bytes, start: int = ..., /) -> int: ...

    def __getitem__(self, where: slice, /) -> bytes: ...

    def __len__(self) -> int: ...


def sound(content: Bytes) -> bool:
    """Whether all heaps in a file can be walked through to their ends."""
    at = content.find(_START)
    while at >= 0:
        if not _walks(content, at):
            return False
        at = content.find(_START, at + 1)
    return True


def _walks(content: Bytes, at: int) -> bool:
    """Whether each object of the heap that begins at `at` ends where another, or the heap, does."""
    if at + _HEAD > len(content):
        return False
    end = at + int.from_bytes(content[at + 8 : at + _HEAD], "little")
    if end > len(content):
        return False
    at += _HEAD
    while at + _HEAD <= end:
        index, size = struct.unpack("<H6xQ", content[at : at + _HEAD])
        # The last object, 0, is what is free, and its size is that of its head too; others are filled up to 8 bytes.
        length = size if index == 0 else _HEAD + (size + 7) // 8 * 8
        if length < _HEAD:
            return False
        at += length
    return at <= end
