"""Sums of squares and checksums of many tensors: exact enough to tell of the smallest change, and quick."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor

PIECE = 1 << 16
"""Numbers that the CPU adds up at once: they stay in its cache, and single precision then keeps seven digits."""
GROUP = 1 << 24
"""Numbers that a GPU makes room for at once."""
WIDTH = 1021
"""Columns of the checksum's table: a prime, so that no row of weights has the length of a row of it."""

Made = Callable[..., Tensor]


def itself(tensor: Tensor) -> Tensor:
    return tensor


def squares(rows: Sequence[tuple[Tensor, ...]], make: Made = itself) -> Tensor:
    """The sum of squares of `make(*row)` for each row of tensors of one shape: (n,), float64, on their device.

    `make` works number by number. On a GPU all are computed without waiting for it.
    """
    if not rows:
        return torch.zeros(0, dtype=torch.float64)
    device = rows[0][0].device
    if device.type == "cpu":
        return torch.tensor([_square(row, make) for row in rows], dtype=torch.float64)
    # MPS knows no double precision.
    return _in_groups(rows, make, torch.float32 if device.type == "mps" else torch.float64)


def _in_groups(rows: Sequence[tuple[Tensor, ...]], make: Made, kind: torch.dtype) -> Tensor:
    """The sums where launching an operation is what takes time: norms of many tensors at once."""
    norms: list[Tensor] = []
    group: list[Tensor] = []
    size = 0
    for number, row in enumerate(rows, 1):
        group.append(make(*(tensor.detach() for tensor in row)))
        size += group[-1].numel()
        if size > GROUP or number == len(rows):
            norms += torch._foreach_norm(group, 2, dtype=kind)  # pyright: ignore[reportPrivateImportUsage] - has no other name
            group, size = [], 0
    return torch.stack(norms).square()


def _square(row: tuple[Tensor, ...], make: Made) -> float:
    pieces = list(zip(*(flat.split(PIECE) for flat in _flat(*row)), strict=True))
    total = sum(_dot(make(*piece)) for piece in pieces)
    if 1e-30 < total < 1e30:
        return total
    # Squares of single precision vanish below 1e-38: zero is only said where it is true.
    return sum(_dot(make(*(tensor.double() for tensor in piece))) for piece in pieces)


def _dot(tensor: Tensor) -> float:
    return torch.dot(tensor, tensor).item()


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
    weights = torch.randint(-(2**62), 2**62, (WIDTH,), generator=torch.Generator().manual_seed(1)) * 2 + 1
    weights = weights.to(tensors[0].device)
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
    columns = words[: rows * WIDTH].view(rows, WIDTH).sum(0)
    columns[: words.numel() - rows * WIDTH] += words[rows * WIDTH :]
    columns[: rest.numel()] += rest  # the bytes of half a word, one each
    return torch.stack([columns.sum(), (columns * weights).sum()])
