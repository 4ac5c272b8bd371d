"""Records the tape of a model: which memory a forward and a backward pass take, found on the meta device.

Every operation is seen where torch dispatches it, so memory is counted as it is held: tensors that share some (views,
what is computed in place) count once, and Python's own references keep an input alive as long as in a real pass.
"""

import weakref
from bisect import bisect_left
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor, nn
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_leaves

from .. import inputs
from ..recipes import Recipe
from .fused import Fused
from .tape import Held, Size, Span, Tape, Used

BATCH = 13
"""Examples in the pass. Memory that this number divides is taken to grow with the batch: what does not (statistics of
channels, tables of positions) has other factors, and hardly ever this one."""
_PRODUCTS = frozenset({"addmm", "mm", "mul", "bmm", "baddbmm"})
"""Operations that need a factor for the gradient of the other one alone, and keep it only where that learns."""
_CAST = frozenset({"addmm", "mm", "bmm", "baddbmm", "convolution"})
"""Operations that mixed precision computes in half precision."""


@dataclass
class _Piece:
    """What is known of a piece of memory while it is recorded."""

    bytes: int
    exact: bool
    made: list[int]
    dies: int = -1
    read: list[int] = field(default_factory=list[int])
    kept: list[int] = field(default_factory=list[int])
    """Numbers of autograd's nodes."""


def record(model: nn.Module, recipe: Recipe) -> Tape:
    """The tape of `model`, which lies on the meta device in training mode, for the inputs of a recipe.

    The model's hooks are called as in any pass. Attention and LSTMs are taken to be fused, as torch computes them
    wherever it can.
    """
    recorder = _Recorder(model)
    images = inputs.zeros(recipe, BATCH, "meta")
    with recorder.following(), Fused(), recorder:
        recorder.take(images)
        with torch.autograd.graph.saved_tensors_hooks(recorder.keep, recorder.give):
            logits = model(images)
        recorder.turn()
        logits.backward(torch.empty_like(logits))
        del logits
    return recorder.tape()


class _Recorder(TorchDispatchMode):
    """Sees every operation, first of the forward pass, then of the backward pass."""

    def __init__(self, model: nn.Module) -> None:
        super().__init__()
        self._model = model
        self._names = {identity(p): name for name, p in model.named_parameters()}
        self._own = set(self._names) | {identity(b) for b in model.buffers()}
        self._pieces: list[_Piece] = []
        self._alive: dict[int, int] = {}
        """Place in `_pieces` by the identity of memory that is held now."""
        self._nodes: list[int] = []
        """The number of autograd's node by operation."""
        self._products: dict[int, int] = {}
        """The parameter that an operation multiplies by."""
        self._reads: dict[int, list[int]] = {memory: [] for memory in self._names}
        self._cast: set[int] = set()
        self._spans: dict[str, list[int]] = {}
        self._input = -1
        self._back: _Back | None = None

    # ---- forward

    def __torch_dispatch__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        kwargs = kwargs or {}
        given = [identity(t) for t in tree_leaves((args, kwargs)) if isinstance(t, Tensor)]
        out = func(*args, **kwargs)
        made = [t for t in tree_leaves(out) if isinstance(t, Tensor)]
        if self._back is not None:
            self._back.see(made, self._own)
            return out
        self._see(func, set(given), made)
        return out

    def _see(self, func: Any, given: set[int], made: list[Tensor]) -> None:
        name = func.overloadpacket.__name__
        place = len(self._nodes)
        self._nodes.append(torch.autograd._get_sequence_nr() - 1)  # pyright: ignore[reportPrivateImportUsage]
        for memory in given:
            if memory in self._reads:
                self._reads[memory].append(place)
                if name in _PRODUCTS:
                    self._products[place] = memory
                if name in _CAST:
                    self._cast.add(memory)
            elif memory in self._alive:
                self._pieces[self._alive[memory]].read.append(place)
        for tensor in made:
            self._take(tensor, place)
            if func._schema.is_mutable and (number := self._alive.get(identity(tensor), -1)) >= 0:
                self._pieces[number].made.append(place)

    def take(self, images: Tensor) -> None:
        """The batch, which is there from the start."""
        self._input = len(self._pieces)
        self._take(images, 0)

    def _take(self, tensor: Tensor, place: int) -> None:
        storage = tensor.untyped_storage()
        memory = identity(tensor)
        if memory in self._own or memory in self._alive:
            return
        self._alive[memory] = number = len(self._pieces)
        self._pieces.append(_Piece(storage.nbytes(), not tensor.is_floating_point(), [place]))
        weakref.finalize(storage, self._gone, memory, number)

    def _gone(self, memory: int, number: int) -> None:
        self._pieces[number].dies = len(self._nodes)
        self._alive.pop(memory, None)

    def keep(self, tensor: Tensor) -> Any:
        """Note what autograd keeps; autograd itself gets a description, so that memory is seen to go as it would
        without a backward pass."""
        memory = identity(tensor)
        if memory in self._own:
            return tensor
        if memory in self._alive:
            node = torch.autograd._get_sequence_nr() - 1  # pyright: ignore[reportPrivateImportUsage]
            self._pieces[self._alive[memory]].kept.append(node)
        return tensor.shape, tensor.stride(), tensor.dtype

    def give(self, packed: Any) -> Tensor:
        """A tensor like the one that was kept, which is not counted again."""
        if isinstance(packed, Tensor):
            return packed
        shape, stride, dtype = packed
        assert self._back is not None
        return self._back.uncounted(lambda: torch.empty_strided(shape, stride, dtype=dtype, device="meta"))

    @contextmanager
    def following(self) -> Iterator[None]:
        """Note between which operations every module is computed."""
        handles: list[Any] = []
        for path, module in self._model.named_modules():

            def enter(module: nn.Module, given: Any, path: str = path) -> None:
                self._spans.setdefault(path, [len(self._nodes), -1])

            def leave(module: nn.Module, given: Any, out: Any, path: str = path) -> None:
                self._spans[path][1] = len(self._nodes) - 1

            handles += [module.register_forward_pre_hook(enter), module.register_forward_hook(leave)]
        try:
            yield
        finally:
            for handle in handles:
                handle.remove()

    # ---- backward

    def turn(self) -> None:
        """The forward pass is done."""
        self._back = _Back(self._place)

    def _place(self, node: int) -> int:
        """The operation of autograd's node: its first one, or the next."""
        return min(bisect_left(self._nodes, node), len(self._nodes) - 1)

    # ---- what was seen

    def tape(self) -> Tape:
        """All of it. The gradients in the model's parameters are given up."""
        assert self._back is not None
        mine = {identity(p.grad) for p in self._model.parameters() if p.grad is not None}
        backward = self._back.most(len(self._nodes), mine)
        self._model.zero_grad(set_to_none=True)
        order = {memory: i for i, memory in enumerate(self._names)}
        held = [self._held(piece, order) for i, piece in enumerate(self._pieces) if i != self._input]
        parameters = [
            Used(self._names[memory], p.nbytes, tuple(self._reads[memory]), memory in self._cast, _work(p))
            for memory, p in ((identity(p), p) for p in self._model.parameters())
        ]
        images = self._pieces[self._input]
        spans = [Span(path, first, last) for path, (first, last) in self._spans.items() if last >= first]
        buffers = list(self._model.buffers())
        return Tape(
            backward=backward,
            held=tuple(held),
            parameters=tuple(parameters),
            spans=tuple(spans),
            input=_size(images.bytes),
            buffers=sum(buffer.nbytes for buffer in buffers),
            statistics=sum(buffer.nbytes for buffer in buffers if buffer.is_floating_point()),
        )

    def _held(self, piece: _Piece, order: dict[int, int]) -> Held:
        kept = sorted({self._place(node) for node in piece.kept})
        factor = [(place, order[self._products[place]]) for place in kept if place in self._products]
        dies = piece.dies if piece.dies >= 0 else len(self._nodes)
        return Held(
            _size(piece.bytes), piece.exact, tuple(piece.made), dies, tuple(piece.read), tuple(kept), tuple(factor)
        )  # fmt: skip


class _Back:
    """The memory that the backward pass makes, node by node."""

    def __init__(self, place: Callable[[int], int]) -> None:
        self._place = place
        self._pieces: list[list[int]] = []
        """Memory, bytes, the step in which it was made and the one after which it was given up."""
        self._alive: dict[int, int] = {}
        self._steps: list[int] = []
        """The operation by step."""
        self._passed: set[int] = set()
        """Memory that does not count, while it is held."""
        self._counting = True

    def see(self, made: list[Tensor], own: set[int]) -> None:
        node: Any = torch._C._current_autograd_node()  # pyright: ignore[reportPrivateUsage]
        number = node._sequence_nr() if node is not None else -1
        last = self._steps[-1] if self._steps else -1
        # The adding of gradients comes between nodes and has no number of its own.
        self._steps.append(self._place(number) if 0 <= number < 1 << 62 else last)
        for tensor in made:
            storage, memory = tensor.untyped_storage(), identity(tensor)
            if not self._counting or memory in own or memory in self._alive or memory in self._passed:
                continue
            self._alive[memory] = number = len(self._pieces)
            self._pieces.append([memory, storage.nbytes(), len(self._steps) - 1, -1])
            weakref.finalize(storage, self._gone, memory, number)

    def _gone(self, memory: int, number: int) -> None:
        self._pieces[number][3] = len(self._steps) - 1
        self._alive.pop(memory, None)

    def uncounted(self, make: Callable[[], Tensor]) -> Tensor:
        """A tensor whose memory, and the views of it, do not count."""
        self._counting = False
        tensor = make()
        self._counting = True
        memory = identity(tensor)
        self._passed.add(memory)
        weakref.finalize(tensor.untyped_storage(), self._passed.discard, memory)
        return tensor

    def most(self, operations: int, parameters: set[int]) -> tuple[Size, ...]:
        """By operation, the most that was there at once, but for the gradients of `parameters`."""
        change: list[list[int]] = [[0, 0] for _ in range(len(self._steps) + 1)]
        for memory, size, born, gone in self._pieces:
            if gone < 0 and memory in parameters:
                continue
            part = _size(size)
            end = gone + 1 if gone >= 0 else len(self._steps)
            for at, sign in ((born, 1), (end, -1)):
                change[at][0] += sign * part.fixed
                change[at][1] += sign * part.each
        most = [Size(0, 0)] * operations
        fixed = each = 0
        for place, (more, more_each) in zip(self._steps, change, strict=False):
            fixed, each = fixed + more, each + more_each
            if place >= 0 and fixed + each * BATCH > most[place].of(BATCH):
                most[place] = Size(fixed, each)
        return tuple(most)


def identity(tensor: Tensor) -> int:
    """Tells memory apart while it is held: that of views is the same."""
    return tensor.untyped_storage()._cdata  # pyright: ignore[reportPrivateUsage]


def _work(parameter: Tensor) -> int:
    """What the gradient of a depthwise convolution's weights takes: those of more than 3 x 3 are computed by oneDNN's
    kernels for groups, which fill each group up to blocks of 16 by 16 channels
    (https://uxlfoundation.github.io/oneDNN/dev_guide_understanding_memory_formats.html)."""
    depthwise = parameter.ndim == 4 and parameter.shape[1] == 1 and min(parameter.shape[2:]) > 3
    return 16 * 16 * parameter.nbytes if depthwise else 0


def _size(count: int) -> Size:
    return Size(0, count // BATCH) if count % BATCH == 0 else Size(count, 0)
