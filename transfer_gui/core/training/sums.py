"""Sums of squares and checksums of many tensors: exact enough to tell of the smallest change, and quick.

On the CPU this is numpy's work, in one thread: torch would share every small piece out to all its threads, and wait for
each of them, which on a busy machine takes a hundred times as long.
"""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

PIECE = 1 << 16
"""Numbers that the CPU adds up at once: they stay in its cache, and single precision then keeps seven digits."""
GROUP = 1 << 24
"""Numbers that a GPU makes room for at once."""
WIDTH = 1021
"""Columns of the checksum's table: a prime, so that no row of weights has the length of a row of it."""

Made = Callable[..., Any]
"""Makes one array of others, number by number, by operators alone: of tensors and of numpy's arrays alike."""


def itself(array: Any) -> Any:
    return array


def squares(rows: Sequence[tuple[Tensor, ...]], make: Made = itself) -> Tensor:
    """The sum of squares of `make(*row)` for each row of tensors of one shape: (n,), float64, on their device.

    On a GPU all are computed without waiting for it.
    """
    if not rows:
        return torch.zeros(0, dtype=torch.float64)
    kind = rows[0][0].device.type
    if kind == "cpu":
        with np.errstate(all="ignore"):
            return torch.tensor([_square(row, make) for row in rows], dtype=torch.float64)
    return _in_groups(rows, make, torch.float32 if kind == "mps" else torch.float64)  # MPS knows no double precision


def _square(row: tuple[Tensor, ...], make: Made) -> float:
    flat = [_array(tensor) for tensor in _flat(*row)]
    pieces = [[array[i : i + PIECE] for array in flat] for i in range(0, flat[0].size, PIECE)]
    total = sum(_dot(make(*piece)) for piece in pieces)
    if 1e-30 < total < 1e30:
        return total
    # Squares of single precision vanish below 1e-38: zero is only said where it is true.
    return sum(_dot(make(*(array.astype(np.float64) for array in piece))) for piece in pieces)


def _dot(array: NDArray[Any]) -> float:
    return float(np.add.reduce(np.multiply(array, array)))  # adds by pairs, so that small terms are not lost


def _array(tensor: Tensor) -> NDArray[Any]:
    return (tensor if tensor.dtype in {torch.float32, torch.float64} else tensor.float()).numpy()


def _in_groups(rows: Sequence[tuple[Tensor, ...]], make: Made, kind: torch.dtype) -> Tensor:
    """The sums where launching an operation is what takes time: norms of many tensors at once."""
    norms: list[Tensor] = []
    group: list[Tensor] = []
    size = 0
    for number, row in enumerate(rows, 1):
        group.append(make(*(tensor.detach() for tensor in row)))
        size += group[-1].numel()
        if size > GROUP or number == len(rows):
            norms += torch._foreach_norm(group, 2, dtype=kind)  # pyright: ignore[reportPrivateImportUsage] - the only name
            group, size = [], 0
    return torch.stack(norms).square()


def _flat(*tensors: Tensor) -> list[Tensor]:
    """Tensors of one shape as vectors, all in the same order: that in which they lie in memory, if it is the same."""
    tensors = tuple(tensor.detach() for tensor in tensors)
    if all(t.is_contiguous() for t in tensors):
        return [t.view(-1) for t in tensors]
    if all(t.dim() == 4 and t.is_contiguous(memory_format=torch.channels_last) for t in tensors):
        return [t.permute(0, 2, 3, 1).view(-1) for t in tensors]
    return [t.reshape(-1) for t in tensors]


def checksums(tensors: Sequence[Tensor]) -> list[tuple[int, int]]:
    """Two linear checksums of the bits of each tensor, modulo 2^64, fetched from the device at once.

    The first is the plain sum of the 64-bit words, which a change of any one word changes for certain; the second
    weighs the words by their place. They are of the bits in the order in which these lie in memory, so only tensors of
    one layout can be compared.
    """
    if not tensors:
        return []
    device = tensors[0].device
    weights = (torch.randint(-(2**62), 2**62, (WIDTH,), generator=torch.Generator().manual_seed(1)) * 2 + 1).to(device)
    sums = torch.stack([_checksum(tensor, weights) for tensor in tensors])
    return [(first, second) for first, second in sums.tolist()]


def _checksum(tensor: Tensor, weights: Tensor) -> Tensor:
    (flat,) = _flat(tensor)
    if flat.storage_offset() * flat.element_size() % 8:
        flat = flat.clone()
    data = flat.view(torch.uint8)
    whole = data.numel() // 8 * 8
    words, rest = data[:whole].view(torch.int64), data[whole:]
    rows = words.numel() // WIDTH
    columns = _added(words[: rows * WIDTH].view(rows, WIDTH))
    columns[: words.numel() - rows * WIDTH] += words[rows * WIDTH :]
    columns[: rest.numel()] += rest  # the bytes of half a word, one each
    return torch.stack([columns.sum(), (columns * weights).sum()])


def _added(table: Tensor) -> Tensor:
    """The sum over the rows of an integer table, modulo 2^64."""
    if table.device.type == "cpu":
        return torch.from_numpy(np.add.reduce(table.numpy(), axis=0))
    return table.sum(0)
