"""A recorded pass replayed under a plan: what is held in memory, operation by operation. No torch here."""

from collections.abc import Iterable, Sequence
from itertools import accumulate

from ..models.blocks import Block
from ..models.tape import Held, Tape


class Replay:
    """The memory of a model's passes where some of its parameters learn.

    Only operations that a gradient reaches keep anything, and of these a product keeps a factor only where the other
    one learns (see `Held.factor`). All sizes are in bytes.
    """

    def __init__(
        self, tape: Tape, learning: frozenset[str], half: bool = False, blocks: Iterable[Block] = (),
        kernels: bool = False,
    ) -> None:  # fmt: skip
        """`learning` names parameters; in `half` precision what can be is computed in 2 bytes; `blocks` are computed
        anew in the backward pass; what a processor's `kernels` take is counted or not."""
        self._tape, self._half, self._kernels, self._count = tape, half, kernels, len(tape.backward)
        self._learns = [used.name in learning for used in tape.parameters]
        self._active = self._reached()
        self.first = self._active.index(True) if any(self._active) else self._count
        """The first operation that a gradient reaches."""
        self._blocks = self._ranges(blocks)
        self._inside = [-1] * self._count
        for number, (start, end) in enumerate(self._blocks):
            self._inside[start : end + 1] = [number] * (end + 1 - start)
        self._kept = [self._keeps(held) for held in tape.held]
        """For each piece of memory the operation whose backward step is the last to need it, or -1: of what is kept
        from the forward pass on, and of what is there again when its block is computed anew."""

    # ---- what is held

    def kept(self, batch: int, start: int = 0) -> int:
        """What a forward pass from operation `start` on leaves for the backward pass."""
        kept = sum(self._size(held, batch) for held, (last, _) in zip(self._tape.held, self._kept, strict=True)
                   if last >= 0 and held.born >= start)  # fmt: skip
        return kept + self._cast()

    @property
    def gradients(self) -> int:
        """Of all parameters that learn."""
        return sum(used.size for used, learns in zip(self._tape.parameters, self._learns, strict=True) if learns)

    def boundary(self) -> int:
        """Of one example: what the operations from `first` on read of those before, in single precision."""
        first = self.first
        return sum(held.size.each for held in self._tape.held if held.born < first <= max(held.read, default=-1))

    def forward(self, batch: int, start: int = 0, stop: int | None = None, keep: bool = False) -> int:
        """The most that the operations from `start` to before `stop` hold, but for the input.

        With `keep`, what the backward pass needs is held on to.
        """
        stop = self._count if stop is None else stop
        change = [0] * (self._count + 1)
        for held, (last, _) in zip(self._tape.held, self._kept, strict=True):
            if start <= held.born < stop:
                size = self._size(held, batch)
                change[held.born] += size
                change[max(held.born + 1, self._count if keep and last >= 0 else held.dies)] -= size
        most = max(accumulate(change[start:stop]), default=0)
        return most + (self._cast() if keep else self._largest_cast())

    def backward(self, batch: int, start: int = 0, whole: bool = False) -> int:
        """The most that the backward pass of what `forward` did from `start` on holds, gradients of parameters
        included. `whole`: all of these are there from its beginning, since it is not the first one of a step."""
        held = self._waiting(batch, start)
        again, gradients, most = self._again(batch), self._gradients(whole), 0
        for place in range(self.first, self._count):
            if self._active[place]:
                flowing = self._scaled(self._tape.backward[place].of(batch))
                most = max(most, held[place] + again[place] + flowing + gradients[place])
        for number, (_, end) in enumerate(self._blocks):
            flowing = self._scaled(self._tape.backward[end].of(batch))
            most = max(most, held[end] + self._anew(number, batch) + flowing + gradients[end])
        return most

    # ---- what a gradient reaches

    def _reached(self) -> list[bool]:
        reads: list[list[int]] = [[] for _ in range(self._count)]
        makes: list[list[int]] = [[] for _ in range(self._count)]
        for number, held in enumerate(self._tape.held):
            for place in held.read:
                reads[place].append(number)
            for place in held.made:
                makes[place].append(number)
        active = [False] * self._count
        for used, learns in zip(self._tape.parameters, self._learns, strict=True):
            for place in used.read if learns else ():
                active[place] = True
        reached: set[int] = set()
        for place in range(self._count):
            active[place] = active[place] or not reached.isdisjoint(reads[place])
            if active[place]:
                reached.update(makes[place])
        return active

    def _ranges(self, blocks: Iterable[Block]) -> list[tuple[int, int]]:
        """The operations of each block that a gradient reaches."""
        spans = {span.path: span for span in self._tape.spans}
        ends = [tuple(spans.get(path) for path in block.ends) for block in blocks]
        found = [(first.first, last.last) for first, last in ends if first is not None and last is not None]
        return [(first, last) for first, last in found if any(self._active[first : last + 1])]

    def _keeps(self, held: Held) -> tuple[int, int]:
        factors = dict(held.factor)
        needed = [p for p in held.kept if self._active[p] and (p not in factors or self._learns[factors[p]])]
        kept, again = [p for p in needed if self._inside[p] < 0], [p for p in needed if self._within(p, held)]
        for place in held.read:
            if self._inside[place] >= 0 and not self._within(place, held):
                kept.append(self._blocks[self._inside[place]][0])  # what goes into a block
        return min(kept, default=-1), min(again, default=-1)

    def _within(self, place: int, held: Held) -> bool:
        """Whether an operation is in the block that makes a piece of memory."""
        return self._inside[place] >= 0 and self._blocks[self._inside[place]][0] <= held.born

    # ---- along the backward pass

    def _waiting(self, batch: int, start: int) -> Sequence[int]:
        """By operation, what is still kept when its backward step is taken."""
        change = [0] * (self._count + 1)
        for held, (last, _) in zip(self._tape.held, self._kept, strict=True):
            if last >= 0 and held.born >= start:
                change[last] += self._size(held, batch)
        if self._half:
            for used, learns in zip(self._tape.parameters, self._learns, strict=True):
                if used.cast and used.read and (learns or self._active[used.read[0]]):
                    change[used.read[0]] += used.size // 2
        return list(accumulate(change))

    def _again(self, batch: int) -> Sequence[int]:
        """By operation, what its block holds beside, having been computed anew."""
        change = [0] * (self._count + 1)
        for held, (_, again) in zip(self._tape.held, self._kept, strict=True):
            if again >= 0:
                size = self._size(held, batch)
                change[again] += size
                change[self._blocks[self._inside[again]][1] + 1] -= size
        return list(accumulate(change))

    def _anew(self, number: int, batch: int) -> int:
        """The most that is held while a block is computed anew."""
        start, end = self._blocks[number]
        change = [0] * (end - start + 2)
        for held, (_, again) in zip(self._tape.held, self._kept, strict=True):
            if start <= held.born <= end:
                size = self._size(held, batch)
                change[held.born - start] += size
                change[(end + 1 if again >= 0 else min(max(held.dies, held.born + 1), end + 1)) - start] -= size
        return max(accumulate(change))

    def _gradients(self, whole: bool) -> Sequence[int]:
        """By operation, the gradients of parameters that are there after its backward step, and what it took beside."""
        change = [0] * (self._count + 1)
        own, work = [0] * self._count, [0] * self._count
        for used, learns in zip(self._tape.parameters, self._learns, strict=True):
            if learns and used.read:
                change[used.read[-1]] += used.size
                own[used.read[-1]] += used.size
                work[used.read[-1]] += used.work if self._kernels else 0
        if whole:
            return [sum(change) + size + more for size, more in zip(own, work, strict=True)]
        total, found = 0, [0] * self._count
        for place in range(self._count - 1, -1, -1):
            total += change[place]
            found[place] = total + work[place]
        return found

    # ---- sizes

    def _scaled(self, size: int) -> int:
        return size // 2 if self._half else size

    def _size(self, held: Held, batch: int) -> int:
        size = held.size.of(batch)
        return size if held.exact else self._scaled(size)

    def _cast(self) -> int:
        """The half-precision copies of weights that a forward pass keeps."""
        if not self._half:
            return 0
        return sum(used.size // 2 for used, learns in zip(self._tape.parameters, self._learns, strict=True)
                   if used.cast and used.read and (learns or self._active[used.read[0]]))  # fmt: skip

    def _largest_cast(self) -> int:
        return max((used.size // 2 for used in self._tape.parameters if used.cast), default=0) if self._half else 0
