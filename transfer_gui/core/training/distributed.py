"""One process or several under torchrun, behind the same few calls (torch.distributed, DistributedDataParallel)."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass

import torch
import torch.distributed as dist
from torch import Tensor, nn


@dataclass(frozen=True)
class World:
    """This process's place: `rank` of `size`. Rank 0 writes and speaks."""

    rank: int = 0
    size: int = 1
    local_rank: int = 0

    @property
    def first(self) -> bool:
        return self.rank == 0

    def sum(self, tensor: Tensor) -> Tensor:
        """Add `tensor` up over all processes, in place."""
        if self.size > 1:
            dist.all_reduce(tensor)
        return tensor

    def any(self, flag: bool, device: torch.device) -> bool:
        """Whether the flag is up in any process, the same answer in all."""
        if self.size == 1:
            return flag
        return bool(self.sum(torch.tensor(float(flag), device=device)))

    def wait(self) -> None:
        """Wait until every process is here."""
        if self.size > 1:
            dist.barrier()

    def share(self, text: str) -> str:
        """The first process's `text`, the same in all."""
        held = [text]
        if self.size > 1:
            dist.broadcast_object_list(held)
        return held[0]

    def wrap(self, model: nn.Module) -> nn.Module:
        """The model as it is to be called in training: gradients are averaged over the processes."""
        return nn.parallel.DistributedDataParallel(model) if self.size > 1 else model

    def apart(self, wrapped: nn.Module, wanted: bool) -> AbstractContextManager[object]:
        """Inside, where `wanted`, gradients stay in each process: more are added before they are averaged."""
        if wanted and isinstance(wrapped, nn.parallel.DistributedDataParallel):
            return wrapped.no_sync()
        return nullcontext()


@contextmanager
def world() -> Iterator[World]:
    """Join the processes that torchrun started, if it did, and leave them in the end."""
    size = int(os.environ.get("WORLD_SIZE", "1"))
    if size == 1 or "RANK" not in os.environ:
        yield World()
        return
    joined = not dist.is_initialized()
    if joined:
        dist.init_process_group("nccl" if torch.cuda.is_available() else "gloo")
    try:
        yield World(int(os.environ["RANK"]), size, int(os.environ.get("LOCAL_RANK", "0")))
    finally:
        if joined:
            dist.destroy_process_group()
