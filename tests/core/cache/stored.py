"""Stores for the tests, and what must be in them: each number has its one right record, made from it alone."""

import subprocess
import sys
import textwrap
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np

from transfer_gui.core.cache.digests import digest
from transfer_gui.core.cache.records import Missing, Records

ROOT = Path(__file__).parents[3]
PAIR = [((2, 3), "float32"), ((), "int64")]
SIZE, ENTRY = 32, 24
"""Bytes of a record of PAIR, and of its entry."""


def key(number: int) -> bytes:
    return digest(str(number).encode())


@cache
def values(number: int, layout) -> list[np.ndarray]:
    """The one right record of a number."""
    draw = np.random.default_rng(number)
    sizes = [int(np.prod(shape)) for shape, _ in layout]
    return [
        np.frombuffer(draw.bytes(16 * size + 16), kind)[:size].reshape(shape)
        for (shape, kind), size in zip(layout, sizes, strict=True)
    ]


def batch(numbers, layout=PAIR):
    """Keys and arrays, as they are put."""
    rows = [values(number, tuple(layout)) for number in numbers]
    arrays = [
        np.array([row[i] for row in rows], dtype=kind).reshape(len(rows), *shape)
        for i, (shape, kind) in enumerate(layout)
    ]
    return [key(number) for number in numbers], arrays


def check(store: Records, numbers, layout=PAIR):
    """All of `numbers` are there and right, in this order."""
    keys, expected = batch(numbers, layout)
    assert store.has(keys).tolist() == [True] * len(keys)
    found = store.get(keys)
    assert len(found) == len(expected)
    for a, b in zip(found, expected, strict=True):
        assert a.shape == b.shape
        assert a.dtype == b.dtype
        assert a.tobytes() == b.tobytes()
        assert a.flags.c_contiguous
        assert a.flags.writeable


def served(store: Records, numbers) -> list[int]:
    """Those of `numbers` that are served; they are right, and the others are not there any more."""
    good = []
    for number in numbers:
        with suppress(Missing):
            store.get([key(number)])
            good.append(number)
    assert store.has([key(number) for number in numbers]).tolist() == [number in good for number in numbers]
    check(store, good)
    return good


def spoil(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place % len(data)] ^= 1 << place % 8
    path.write_bytes(data)


def filled(folder: Path, numbers) -> Path:
    with Records.open(folder, PAIR) as store:
        store.put(*batch(numbers))
    return folder


def whole_again(folder: Path, numbers, left: list[int]) -> None:
    """A store of which `left` are left serves these, and takes the others again."""
    with Records.open(folder, PAIR) as store:
        assert served(store, numbers) == left
        assert store.put(*batch(numbers)) == len(numbers) - len(left)
        check(store, numbers)
    with Records.open(folder, PAIR) as store:
        check(store, numbers)
        assert store.count == len(numbers)


def run(script: str, *args: object) -> str:
    command = [sys.executable, "-c", textwrap.dedent(script), *map(str, args)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stderr == ""
    return done.stdout
