"""Batches of examples in a repeatable order, read ahead by threads.

The order depends on the seed and the epoch alone, an example's augmentation on these and its index; neither depends
on the number of threads or processes, so a run can be interrupted, resumed and divided without a difference.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import numpy as np
import torch
from torch import Tensor

from ..errors import UserError
from ..inputs import moved
from ..recipes import Recipe
from .dataset import Dataset, Skipped
from .domain import Domain, Unreadable
from .domains import find
from .mixing import Mixed
from .packed import Indices
from .prepared import Prepared

_MOST_FAILURES = 64
EACH = 8
"""Files for each thread that are read in a turn: at its end, threads wait for the slowest."""


@dataclass(frozen=True, slots=True)
class Batch:
    """One process's share of one step."""

    images: Tensor
    """(n, ...) as prepared, on the CPU: pictures are uint8 (n, 3, height, width), a quarter of what the network reads,
    and become that on the device (see `inputs`). n may be 0."""
    labels: Tensor
    """int64 (n,)."""
    total: int
    """Examples in the whole step over all processes; with one process, those that could be read."""
    indices: tuple[int, ...]
    """Index into `dataset.examples` of each of the n."""
    failed: tuple[Skipped, ...] = ()
    """Files that could not be read and are left out."""
    unread: frozenset[int] = frozenset()
    """Those of `indices` that are known already and were not read; `images` has the others alone."""
    stored: tuple[Tensor, ...] = ()
    """In place of the images: what the network's fixed part made of each of the n (`training.prefix`)."""
    mixed: Mixed | None = None
    """What each of the n is blended with, where it is."""
    normalise: Callable[[Tensor], Tensor] = torch.Tensor.float

    def inputs(self, device: torch.device, layout: torch.memory_format = torch.contiguous_format) -> Tensor:
        """What the network reads, float32 (n, ...), on the device."""
        own = self.normalise(moved(self.images, device, layout))
        if self.mixed is None:
            return own
        return self.mixed.blended(own, self.normalise(moved(self.mixed.images, device, layout)))


Read = tuple[int, Tensor | Skipped | None]
"""The index of an example, and the example, why it cannot be read, or nothing where it is known already."""


class Known(Protocol):
    """Says which examples need not be read."""

    def all(self, view: int) -> bool:
        """Whether every example of the loader is known in this view."""
        ...

    def has(self, view: int, index: int) -> bool:
        """Whether this example is. Called from the loader's threads."""
        ...


class Loader:
    """Iterates over examples in batches; see `epoch`. Close it (or use `with`) to end its threads."""

    def __init__(
        self,
        dataset: Dataset,
        indices: Sequence[int],
        preprocessing: Recipe,
        *,
        augmentation: str = "none",
        views: int = 0,
        batch_size: int,
        shuffle: bool,
        seed: int,
        workers: int = 0,
        rank: int = 0,
        world: int = 1,
        domain: str = "image",
        gpu: bool = False,
    ) -> None:
        """`batch_size` is of the whole step, over all `world` processes; process `rank` gets its contiguous share.

        When shuffling (training), a last batch of one example joins the batch before it, as batch norm cannot take one;
        in order (validation), nothing is joined or dropped. With 0 workers, files are read by the caller's own thread.
        With `views`, an example is augmented in so many ways only, which the epochs take in turn.

        For a caller that computes on a `gpu`, files are read while it computes, into memory that is pinned for it.
        Otherwise the caller computes on the cores that files are read with, and the two take turns: where they share
        the cores, each operation of the network waits for the thread of its team that was held up.
        """
        assert batch_size > 0
        assert 0 <= rank < world
        self._dataset, self._indices, self.preprocessing = dataset, Indices(indices), preprocessing
        self.augmentation, self._shuffle, self._seed = augmentation, shuffle, seed
        self.views = 1 if augmentation == "none" else views
        self._workers, self._rank, self._world = workers, rank, world
        self._domain: Domain = find(domain)
        self._gpu = gpu
        self._bounds = _bounds(len(self._indices), batch_size, shuffle)
        share = max(1, min(batch_size, len(self._indices)) // world)
        self._ahead = max(2, -(-2 * workers // share)) if gpu else -(-EACH * workers // share)
        """Batches in the making: no fewer than keep the threads busy."""
        self.prepared: Prepared | None = None
        """Where prepared examples are kept, if they are, when there is a number of views of each."""
        self._pool: ThreadPoolExecutor | None = None
        self._failures = 0

    @property
    def steps(self) -> int:
        """Batches per epoch, the same for every rank."""
        return len(self._bounds)

    @property
    def examples(self) -> int:
        """Examples per epoch, over all ranks."""
        return len(self._indices)

    @property
    def indices(self) -> Indices:
        """The loader's examples, in order."""
        return self._indices

    def path(self, index: int) -> str:
        """The file of an example."""
        return self._dataset.packed.paths[index]

    def view(self, epoch: int) -> int:
        """Which of its views an example is seen in."""
        return epoch % self.views if self.views else epoch

    def seed(self, view: int, index: int) -> int:
        """What an example's augmentation is drawn by."""
        return stream(self._seed, view, index)

    def way(self, view: int, index: int) -> str:
        """A word for how an example is augmented in one of its views."""
        return "" if self.augmentation == "none" else f"{self.augmentation}/{self.seed(view, index)}"

    def order(self, epoch: int) -> Indices:
        """All examples (of every rank) in the order of `epoch`."""
        if not self._shuffle:
            return self._indices
        generator = torch.Generator().manual_seed(stream(self._seed, epoch, "order"))
        return Indices(self._indices.array[torch.randperm(len(self._indices), generator=generator).numpy()])

    def epoch(self, epoch: int, first_step: int = 0, known: Known | None = None) -> Iterator[Batch]:
        """The batches of an epoch from `first_step` on: the same as those of the whole epoch.

        What is `known` is not read, and told in `Batch.unread`.
        A file that cannot be read is left out and told in `Batch.failed`. Raises UserError where the dataset's folder
        is gone, or file after file fails.
        """
        order = self.order(epoch)
        view = self.view(epoch)
        nothing = known is not None and known.all(view)
        if self._workers == 0 or nothing:
            for step in range(first_step, self.steps):
                read = [(i, None) if nothing else self._read(view, i, known) for i in self._share(order, step)]
                yield self._usable(self._batch(read, step))
            return
        pool = self._started()
        ahead: deque[tuple[list[Future[Read]], Future[Batch]]] = deque()
        todo = iter(range(first_step, self.steps))

        def refill() -> None:
            while len(ahead) < self._ahead and (step := next(todo, None)) is not None:
                parts = [pool.submit(self._read, view, i, known) for i in self._share(order, step)]
                # The pool works in order, so that all parts are under way when a thread comes to put them together.
                ahead.append((parts, pool.submit(self._gather, parts, step)))

        try:
            refill()
            while ahead:
                batch = ahead.popleft()[1].result()
                if self._gpu:
                    refill()
                else:
                    wait([whole for _, whole in ahead])
                yield self._usable(batch)
                if not ahead:
                    refill()
        finally:
            for parts, whole in ahead:
                for future in (whole, *parts):
                    future.cancel()

    def close(self) -> None:
        """End the threads; what they are reading is finished and dropped."""
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def _started(self) -> ThreadPoolExecutor:
        if self._pool is None:
            self._pool = ThreadPoolExecutor(self._workers, thread_name_prefix="loader")
        return self._pool

    def _share(self, order: Indices, step: int) -> Indices:
        start, end = self._bounds[step]
        size = end - start
        return order[start + size * self._rank // self._world : start + size * (self._rank + 1) // self._world]

    def example(self, view: int, index: int) -> Tensor:
        """One example in one of its views, as a batch of one. Raises Unreadable."""
        _, read = self._read(view, index, None)
        if not isinstance(read, Tensor):
            raise Unreadable(self.path(index), read.reason if read is not None else "")
        return self._domain.collate([read], self.preprocessing)

    def _read(self, view: int, index: int, known: Known | None) -> Read:
        if known is not None and known.has(view, index):
            return index, None
        path = self.path(index)

        def prepare() -> Tensor:
            generator = None
            if self.augmentation != "none":
                generator = torch.Generator().manual_seed(self.seed(view, index))
            return self._domain.prepare(path, self.preprocessing, self.augmentation, generator)

        try:
            if self.prepared is not None and self.views:
                prepared = self.prepared.get(path, self.way(view, index), prepare)
            else:
                prepared = prepare()
        except Unreadable as error:
            return index, Skipped(path, error.reason)
        return index, prepared

    def _gather(self, parts: list[Future[Read]], step: int) -> Batch:
        return self._batch([part.result() for part in parts], step)

    def _batch(self, read: list[Read], step: int) -> Batch:
        failed = tuple(item for _, item in read if isinstance(item, Skipped))
        good = [(index, item) for index, item in read if not isinstance(item, Skipped)]
        labels = self._dataset.packed.labels[[index for index, _ in good]]
        start, end = self._bounds[step]
        images = self._domain.collate([item for _, item in good if item is not None], self.preprocessing)
        return Batch(
            images=images.pin_memory() if self._gpu else images,
            labels=torch.from_numpy(labels.astype(np.int64)),
            total=end - start - (len(failed) if self._world == 1 else 0),
            indices=tuple(index for index, _ in good),
            failed=failed,
            unread=frozenset(index for index, item in good if item is None),
            normalise=self._normalised,
        )

    def _normalised(self, images: Tensor) -> Tensor:
        return self._domain.normalise(images, self.preprocessing)

    def _usable(self, batch: Batch) -> Batch:
        """Raises UserError where the whole dataset, and not some files of it, cannot be read any more."""
        if not batch.failed:
            self._failures = 0
            return batch
        root = self._dataset.root
        if not Path(root).exists():
            raise UserError(
                f"The dataset's folder {root} is no longer there.",
                "Connect its drive again or put it back, then resume the run.",
            )
        self._failures = 0 if batch.indices else self._failures + len(batch.failed)
        if self._failures >= min(_MOST_FAILURES, len(self._indices)):
            first = batch.failed[0]
            raise UserError(
                f"No file of the dataset {root} can be read any more; {first.path}: {first.reason}.",
                "Put the files back, then resume the run.",
            )
        return batch


def stream(seed: int, epoch: int, what: int | str) -> int:
    """A seed of its own (63 bits) for each epoch's order and each example's augmentation."""
    return int.from_bytes(hashlib.blake2b(f"{seed}/{epoch}/{what}".encode(), digest_size=8).digest(), "big") >> 1


def _bounds(count: int, batch_size: int, joined: bool) -> list[tuple[int, int]]:
    """Start and end of each batch."""
    starts = list(range(0, count, batch_size))
    if joined and len(starts) > 1 and count - starts[-1] == 1 and batch_size > 1:
        starts.pop()
    return list(zip(starts, [*starts[1:], count], strict=False))
