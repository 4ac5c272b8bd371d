"""The fixed part of a network, run once per example and kept: between epochs, between runs, and after a kill.

What lies before the first layer that can change gives the same numbers for the same picture in every epoch. They are
stored under the digest of all that decides them: the part's operations and the bits of its weights, the preprocessing,
the number format, the file's content, and how it was augmented. Nothing stored can therefore be stale.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import psutil
import torch
from torch import Tensor, nn

from ..cache.digests import digest, varied
from ..cache.records import Missing
from ..cache.shelf import Shelf
from ..data import domains
from ..data.loader import Batch, Loader
from ..data.prepared import READING
from ..inputs import moved, pair
from ..job import Job
from ..models import cut
from ..models.folding import fold
from ..recipes import Recipe
from .layout import layout
from .precision import autocast
from .threads import SMALL, every, threads

PIECE = 16
"""Examples that the fixed part is run on at a time, filled up where there are fewer: the same example then always gives
the same bits, whatever it is read together with."""
LOOKED = 10_000
"""Examples that are asked after at once."""
MEMORY = 0.25
"""Share of the free memory that what is kept may take; beyond, it is read from the disk."""

SAMPLE = 1000
"""Examples that are looked for at most where the share that is stored is wanted."""

Forward = Callable[[Any], Tensor]
"""From the stored tensors of a batch to its logits."""


class Kept:
    """The cut of one model under one plan, and what is stored of it."""

    def __init__(
        self, model: nn.Module, place: cut.Cut, job: Job, recipe: Recipe, device: torch.device, shelf: Shelf,
        examples: int,
    ) -> None:  # fmt: skip
        self.cut = place
        self._sides: dict[int, Side] = {}
        self.training: Forward = cut.rest(model, place)
        """From the stored tensors to the logits, in the modes that the model has now."""
        modes = [(module, module.training) for module in model.modules()]
        model.eval()
        self.evaluation: Forward = cut.rest(model, place)
        """The same in evaluation mode."""
        for module, mode in modes:
            module.training = mode
        self._run, self._device, self._precision = fold(cut.prefix(model, place)), device, job.device.precision
        self._all = every()
        self._layout = layout(job.device)
        self._recipe, self._domain = recipe, domains.find(job.data.domain)
        like = moved(pair(recipe), device, self._layout)
        self._last = [_is_channels_last(value) for value in self._through(like)]
        """Which values lie in memory with the channels last: dropout draws its masks in the order of memory."""
        self.threads = 1 if place.behind * job.training.batch_size < SMALL else self._all
        """That the rest is computed by."""
        self.values = tuple(
            (*value.shape[1:], value.shape[0]) if last else value.shape
            for value, last in zip(place.values, self._last, strict=True)
        )
        """Shapes of one example, as stored."""
        self.types = tuple(torch.float32 if v.dtype.is_floating_point else v.dtype for v in place.values)
        """Of what is stored: a mask (truth values) must not come back as numbers, which would be added to scores."""
        computed = f"folded/{READING}/{torch.__version__}/{self._precision}/{device.type}/{PIECE}/{self._last}"
        computed += "".join(f"/{kind}" for kind in self.types if kind != torch.float32)
        what = f"{cut.identity(model, place)}/{recipe!r}/{job.data.domain}/{computed}"
        name = digest(what.encode()).hex()
        arrays = [(s, str(kind).removeprefix("torch.")) for s, kind in zip(self.values, self.types, strict=True)]
        about = {"model": job.source.model, "values": [value.name for value in place.values]}
        self.records, self.digests = shelf.open("activations", name, arrays, about, examples)

    def side(self, loader: Loader) -> "Side | None":
        """What is stored of a loader's examples; None where each epoch has new ones."""
        if not loader.views:
            return None
        if id(loader) not in self._sides:
            self._sides[id(loader)] = Side(self, loader)
        return self._sides[id(loader)]

    @property
    def words(self) -> str:
        """What is spared, for the user."""
        size = self.cut.bytes / 1000
        return (
            f"{self.cut.share:.0%} of the network cannot change under this plan: it is run once per example, and its "
            f"output ({size:,.0f} KB each) is kept."
        )

    def compute(self, images: Tensor) -> tuple[Tensor, ...]:
        """The fixed part's output for prepared examples (n, ...), as it is stored: float32 or whole, on the CPU."""
        parts = [self._piece(images[start : start + PIECE]) for start in range(0, len(images), PIECE)]
        return tuple(torch.cat(value) for value in zip(*parts, strict=True))

    def _piece(self, images: Tensor) -> tuple[Tensor, ...]:
        missing = PIECE - len(images)
        full = torch.cat([images, images[-1:].expand(missing, *images.shape[1:])]) if missing else images
        inputs = self._domain.normalise(moved(full, self._device, self._layout), self._recipe)
        found = zip(self._through(inputs), self.types, strict=True)
        values = [value[: len(images)].to("cpu", kind) for value, kind in found]
        return tuple(
            (value.permute(0, 2, 3, 1) if last else value).contiguous()
            for value, last in zip(values, self._last, strict=True)
        )

    def _through(self, inputs: Tensor) -> tuple[Tensor, ...]:
        with torch.inference_mode(), autocast(self._precision, self._device), threads(self._all):
            return self._run(inputs)

    def room(self, count: int) -> tuple[Tensor, ...]:
        """Tensors for what is stored of so many examples."""
        return tuple(torch.empty((count, *s), dtype=kind) for s, kind in zip(self.values, self.types, strict=True))

    def given(self, batch: Batch, stored: Sequence[Tensor]) -> Batch:
        """The batch with stored tensors, as the rest of the network reads them."""
        values = (v.permute(0, 3, 1, 2) if last else v for v, last in zip(stored, self._last, strict=True))
        return replace(batch, stored=tuple(values))

    def close(self) -> None:
        """Let go of the files."""
        self.records.close()
        self.digests.close()


class Side:
    """What is known of one loader's examples (see `loader.Known`), and their stored tensors."""

    def __init__(self, prefix: Kept, loader: Loader) -> None:
        self.prefix, self.loader = prefix, loader
        indices = loader.indices.array
        self._places = np.zeros(indices.max(initial=-1) + 1, np.int64)
        """Of an example of the loader its place in it."""
        self._places[indices] = np.arange(len(indices))
        self._digests: dict[int, bytes | None] = {}
        self._whole: dict[int, tuple[Tensor, ...]] = {}
        """All stored tensors of a view, in the loader's order, where they fit into memory."""
        self._complete: set[int] = set()

    def all(self, view: int) -> bool:
        """Whether everything of this view is stored."""
        if view not in self._complete and self._look(view):
            self._complete.add(view)
        return view in self._complete

    def missing(self) -> float:
        """About how many of the loader's examples are not stored in their first view, without reading any file."""
        every = self.loader.indices
        sample = every[:: -(-len(every) // SAMPLE)]
        found = self.prefix.digests.known([self.loader.path(index) for index in sample])
        keys = [varied(known, self.loader.way(0, i)) for i, known in zip(sample, found, strict=True) if known]
        stored = int(np.sum(self.prefix.records.has(keys)))
        return len(every) * (1 - stored / len(sample)) if sample else 0.0

    def has(self, view: int, index: int) -> bool:
        """Whether this example is stored. Called from several threads."""
        key = self._key(view, index)
        return key is not None and bool(self.prefix.records.has([key])[0])

    def ready(self, batch: Batch, view: int) -> Batch:
        """The batch with the stored tensors in place of its pictures; what is not stored yet is computed and stored."""
        if not batch.indices:
            return self.prefix.given(batch, self.prefix.room(0))
        if view in self._complete and (whole := self._in_memory(view)) is not None:
            places = torch.from_numpy(self._places[list(batch.indices)])
            with threads(self.prefix.threads):
                return self.prefix.given(batch, tuple(value.index_select(0, places) for value in whole))
        old = [i for i, index in enumerate(batch.indices) if index in batch.unread]
        new = [i for i, index in enumerate(batch.indices) if index not in batch.unread]
        stored = self.prefix.room(len(batch.indices))
        for places, found in (
            (old, self._fetch(view, [batch.indices[i] for i in old])),
            (new, self._compute(view, [batch.indices[i] for i in new], batch.images)),
        ):
            for value, part in zip(stored, found, strict=False):
                value[places] = part
        return self.prefix.given(batch, stored)

    # ---- inside

    def _key(self, view: int, index: int) -> bytes | None:
        if index not in self._digests:
            self._digests[index] = self.prefix.digests.of([self.loader.path(index)])[0]
        return self._named(view, index)

    def _named(self, view: int, index: int) -> bytes | None:
        content = self._digests.get(index)
        return None if content is None else varied(content, self.loader.way(view, index))

    def _look(self, view: int) -> bool:
        """Whether all is stored, asked without reading a file that was not read before.

        Where many examples at once are new, those behind them are not asked after.
        """
        whole, indices = True, self.loader.indices
        for start in range(0, len(indices), LOOKED):
            piece = indices[start : start + LOOKED]
            missing = [index for index in piece if index not in self._digests]
            found = self.prefix.digests.known([self.loader.path(index) for index in missing])
            self._digests.update((i, content) for i, content in zip(missing, found, strict=True) if content is not None)
            known = [key for index in piece if (key := self._named(view, index)) is not None]
            if not known:
                return False
            whole = whole and len(known) == len(piece) and bool(np.all(self.prefix.records.has(known)))
        return whole

    def _in_memory(self, view: int) -> tuple[Tensor, ...] | None:
        if view not in self._whole:
            size = self.prefix.cut.bytes * len(self.loader.indices)
            if size > MEMORY * psutil.virtual_memory().available:
                return None
            self._whole[view] = self._fetch(view, self.loader.indices)
        return self._whole[view]

    def _compute(self, view: int, indices: Sequence[int], images: Tensor) -> tuple[Tensor, ...]:
        if not indices:
            return ()
        values = self.prefix.compute(images)
        # A file that has changed since it was looked at is not stored: its digest may be that of the former content.
        known = [self._digests.get(index) for index in indices]
        now = self.prefix.digests.of([self.loader.path(index) for index in indices])
        good = [i for i, digest in enumerate(now) if digest is not None and digest == known[i]]
        keys = [self._named(view, indices[i]) for i in good]
        if good:
            self.prefix.records.put([key for key in keys if key is not None], [v[good].numpy() for v in values])
        return values

    def _fetch(self, view: int, indices: Sequence[int]) -> tuple[Tensor, ...]:
        if not indices:
            return ()
        keys = [self._key(view, index) or b"" for index in indices]
        try:
            found = self.prefix.records.get(keys)
        except Missing as error:  # broken on the disk: computed again
            for lost in set(error.keys):
                index = indices[keys.index(lost)]
                self._compute(view, [index], self.loader.example(view, index))
            found = self.prefix.records.get(keys)
        return tuple(torch.from_numpy(array) for array in found)


def _is_channels_last(value: Tensor) -> bool:
    return value.ndim == 4 and value.is_contiguous(memory_format=torch.channels_last) and not value.is_contiguous()


def find(model: nn.Module, job: Job, device: torch.device, loaders: Sequence[Loader], shelf: Shelf) -> Kept | None:
    """The deepest cut whose outputs for all examples of the loaders fit; None where there is none, or nothing to keep,
    or where examples are blended (`data.mixing`): the network is then given others in every epoch.

    `model` has the modes and the frozen parameters of the plan.
    """
    examples = sum(len(loader.indices) * loader.views for loader in loaders)
    if job.training.mixup:
        return None
    recipe = loaders[0].preprocessing
    like = pair(recipe, device)
    for place in cut.cuts(model, like) if examples else ():
        if place.bytes * examples <= shelf.limit:
            return Kept(model, place, job, recipe, device, shelf, examples)
    return None
