"""Examples by the million, held in columns: about 45 bytes each, where an object with its path takes 250.

Each is made on demand; to whoever asks, these are plain sequences.
"""

import os
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, overload

import numpy as np
from numpy.typing import NDArray

from .dataset import Example, Side

SIDES: tuple[Side | None, ...] = (None, "train", "val", "test")
"""What the numbers of `Examples.sides` mean."""
_NUMBERS = {side: number for number, side in enumerate(SIDES)}

Rows = NDArray[np.int64]
"""Places in a sequence."""
Whole = NDArray[np.integer[Any]]

_PIECE = 4096
_SEPARATORS = tuple({os.sep, os.altsep or os.sep})


def ints(numbers: Whole) -> Iterator[int]:
    """Python's own integers. Another thread may work in between, as it may not within one `tolist` of millions."""
    for start in range(0, len(numbers), _PIECE):
        yield from numbers[start : start + _PIECE].tolist()


def number(side: Side | None) -> int:
    """The place of a side in `SIDES`."""
    return _NUMBERS[side]


def coded(name: str) -> bytes:
    """A name in UTF-8. Bytes that were no text survive, and the order is that of the characters."""
    return name.encode("utf-8", "surrogatepass")


def decoded(name: bytes) -> str:
    """What `coded` was given."""
    return name.decode("utf-8", "surrogatepass")


class Indices(Sequence[int]):
    """Whole numbers, equal to a tuple of the same."""

    __slots__ = ("array",)

    def __init__(self, numbers: Iterable[int] | Whole) -> None:
        if not isinstance(numbers, np.ndarray):
            numbers = numbers.array if isinstance(numbers, Indices) else np.array(list(numbers), np.int64)
        self.array = _fixed(numbers)
        """int64 (n,)."""

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Whole:
        return np.array(self.array, dtype, copy=copy)

    def __len__(self) -> int:
        return len(self.array)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> "Indices": ...
    def __getitem__(self, index: int | slice) -> "int | Indices":
        return Indices(self.array[index]) if isinstance(index, slice) else int(self.array[index])

    def __iter__(self) -> Iterator[int]:
        return ints(self.array)

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and bool(np.any(self.array == number))

    def __add__(self, other: Sequence[int]) -> "Indices":
        return Indices(np.concatenate([self.array, Indices(other).array]))

    def __eq__(self, other: object) -> bool:
        return np.array_equal(self.array, other.array) if isinstance(other, Indices) else _equal(self, other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return _shown(self)


class Paths(Sequence[str]):
    """Paths as a folder and a name each; folders are kept once, and names lie in one block of bytes."""

    __slots__ = ("_length", "_names", "_start", "folder", "folders")

    def __init__(self, folders: tuple[str, ...], folder: Whole, names: bytes, start: Whole, length: Whole) -> None:
        self.folders = folders
        """What stands before the names, with the separator at its end."""
        self.folder = _fixed(folder)
        """Which of `folders` each is in."""
        self._names, self._start, self._length = names, _fixed(start), _fixed(length)

    def name(self, row: int) -> bytes:
        """The name of a file (see `coded`)."""
        start = self._start[row]
        return self._names[start : start + self._length[row]]

    def names(self, rows: Rows | None = None) -> Iterator[bytes]:
        """The names of all, or of some."""
        start, length = (self._start, self._length) if rows is None else (self._start[rows], self._length[rows])
        for at, many in zip(ints(start), ints(length), strict=True):
            yield self._names[at : at + many]

    def block(self, rows: Rows) -> tuple[bytes, bytes]:
        """The lengths of some names, and the names without a gap: alike for the same names in the same order."""
        start, length = self._start[rows], self._length[rows]
        if len(rows) and np.array_equal(start[1:], start[:-1] + length[:-1]):
            return length.tobytes(), self._names[start[0] : start[-1] + length[-1]]
        return length.tobytes(), b"".join(self.names(rows))

    def find(self, path: str) -> list[int]:
        """Where a path is: nowhere, in one place, or in several. No name becomes a string for it."""
        before, name = _cut(path)
        if before not in self.folders:
            return []
        wanted, letters = coded(name), np.frombuffer(self._names, np.uint8)
        here = (self.folder == self.folders.index(before)) & (self._length == len(wanted))
        rows = np.flatnonzero(here)
        for place in reversed(range(len(wanted))):  # names differ at their ends rather than at their beginnings
            rows = rows[letters[self._start[rows] + place] == wanted[place]]
        return rows.tolist()

    def under(self, called: Callable[[str], str]) -> Iterator[str]:
        """All paths, each folder as it is `called`."""
        folders = [called(folder) for folder in self.folders]
        for folder, name in zip(ints(self.folder), self.names(), strict=True):
            yield folders[folder] + decoded(name)

    def take(self, rows: Rows) -> "Paths":
        """Some of the paths; the names themselves are shared."""
        return Paths(self.folders, self.folder[rows], self._names, self._start[rows], self._length[rows])

    def __len__(self) -> int:
        return len(self.folder)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> "Paths": ...
    def __getitem__(self, index: int | slice) -> "str | Paths":
        if isinstance(index, slice):
            return self.take(np.arange(*index.indices(len(self))))
        return self.folders[self.folder[index]] + decoded(self.name(index))

    def __iter__(self) -> Iterator[str]:
        return self.under(lambda folder: folder)

    def __eq__(self, other: object) -> bool:
        return self._same(other) if isinstance(other, Paths) else _equal(self, other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return _shown(self)

    def _same(self, other: "Paths") -> bool:
        if len(self) != len(other):
            return False
        for start in range(0, len(self), _PIECE):
            rows = np.arange(start, min(start + _PIECE, len(self)))
            pairs = np.unique(self.folder[rows].astype(np.int64) * len(other.folders) + other.folder[rows])
            folders = ((self.folders[pair // len(other.folders)], other.folders[pair % len(other.folders)])
                       for pair in pairs)  # fmt: skip
            if self.block(rows) != other.block(rows) or any(mine != theirs for mine, theirs in folders):
                return False
        return True


class Packer:
    """Packs paths as they come."""

    def __init__(self) -> None:
        self._folders: dict[str, int] = {}
        self._folder, self._length, self._names = array("i"), array("i"), bytearray()

    def __len__(self) -> int:
        return len(self._folder)

    def add(self, folder: str, names: Sequence[str]) -> None:
        """The files called `names` in `folder`, which ends with its separator."""
        place = self._folders.setdefault(folder, len(self._folders))
        self._folder += array("i", [place]) * len(names)
        for start in range(0, len(names), _PIECE):
            piece = names[start : start + _PIECE]
            block = "".join(piece)
            self._length.extend(map(len, piece if block.isascii() else map(coded, piece)))
            self._names += block.encode("utf-8", "surrogatepass")

    def add_path(self, path: str) -> None:
        """One file."""
        folder, name = _cut(path)
        letters = coded(name)
        self._folder.append(self._folders.setdefault(folder, len(self._folders)))
        self._length.append(len(letters))
        self._names += letters

    def packed(self) -> Paths:
        """All that was added, in order."""
        length = np.array(self._length, np.int32)
        start = np.zeros(len(length), np.int64)
        np.cumsum(length[:-1], out=start[1:])
        return Paths(tuple(self._folders), np.array(self._folder, np.int32), bytes(self._names), start, length)


class Examples(Sequence[Example]):
    """Examples in columns of equal length."""

    __slots__ = ("labels", "paths", "sides")

    def __init__(self, paths: Paths, labels: Whole, sides: Whole) -> None:
        assert len(paths) == len(labels) == len(sides)
        self.paths = paths
        self.labels = _fixed(labels.astype(np.int32, copy=False))
        """The index of each one's class, int32 (n,)."""
        self.sides = _fixed(sides.astype(np.int8, copy=False))
        """What the data gives for each, as a place in `SIDES`, int8 (n,)."""

    @classmethod
    def of(cls, examples: Iterable[Example]) -> "Examples":
        """The same examples, packed."""
        if isinstance(examples, Examples):
            return examples
        packer, labels, sides = Packer(), array("i"), array("b")
        for example in examples:
            packer.add_path(example.path)
            labels.append(example.label)
            sides.append(_NUMBERS[example.side])
        return cls(packer.packed(), np.array(labels, np.int32), np.array(sides, np.int8))

    @property
    def trained(self) -> NDArray[np.bool_]:
        """Whether each may be trained on: the data gives it neither to validation nor to the test."""
        return self.sides <= _NUMBERS["train"]

    def counted(self, classes: int) -> list[int]:
        """How many there are of each of so many classes."""
        return np.bincount(self.labels, minlength=classes).tolist()

    def of_class(self, label: int) -> "Examples":
        """The examples of a class."""
        return self.take(np.flatnonzero(self.labels == label))

    def take(self, rows: Rows) -> "Examples":
        """Some of the examples."""
        return Examples(self.paths.take(rows), self.labels[rows], self.sides[rows])

    def labelled(self, labels: Whole) -> "Examples":
        """The same examples with these labels."""
        return Examples(self.paths, labels, self.sides)

    def __len__(self) -> int:
        return len(self.labels)

    @overload
    def __getitem__(self, index: int) -> Example: ...
    @overload
    def __getitem__(self, index: slice) -> "Examples": ...
    def __getitem__(self, index: int | slice) -> "Example | Examples":
        if isinstance(index, slice):
            return self.take(np.arange(*index.indices(len(self))))
        return Example(self.paths[index], int(self.labels[index]), SIDES[self.sides[index]])

    def __iter__(self) -> Iterator[Example]:
        for path, label, side in zip(self.paths, ints(self.labels), ints(self.sides), strict=True):
            yield Example(path, label, SIDES[side])

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Examples):
            same = np.array_equal(self.labels, other.labels) and np.array_equal(self.sides, other.sides)
            return same and self.paths == other.paths
        return _equal(self, other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return _shown(self)


def _cut(path: str) -> tuple[str, str]:
    """A path's folder, with the separator, and its name."""
    cut = max(map(path.rfind, _SEPARATORS)) + 1
    return path[:cut], path[cut:]


def _fixed(column: Whole) -> Whole:
    column = column.view()
    column.flags.writeable = False
    return column


def _equal(one: Sequence[object], other: object) -> bool:
    if not isinstance(other, Sequence) or isinstance(other, str):
        return False
    others: Sequence[object] = other
    return len(one) == len(others) and all(mine == theirs for mine, theirs in zip(one, others, strict=True))


def _shown(sequence: Sequence[object]) -> str:
    few = ", ".join(repr(item) for item in sequence[:6])
    return f"{type(sequence).__name__}({len(sequence)}: {few}{', ...' if len(sequence) > 6 else ''})"
