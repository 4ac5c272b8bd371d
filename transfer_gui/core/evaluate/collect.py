"""Asks a network about examples whose classes are known, and writes down all that it says."""

import copy
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from ..data.dataset import Dataset, Example, Skipped
from ..data.domain import Unreadable
from ..data.packed import Examples, Whole, ints
from ..errors import UserError
from ..progress import Long, Progress
from ..runs import restore
from ..runs.looked import Looked, look_into
from ..runs.place import Place
from .classes import ClassMap, by_name, originals
from .results import Results

BATCH = 16
READERS = 2
"""Threads that read the next batch while the network is at work on this one."""


def collect(
    place: Place,
    dataset: Dataset,
    indices: Sequence[int],
    side: str,
    folders: Sequence[Path] = (),
    device: str = "cpu",
) -> Long[Results]:
    """What the network at `place` says of the examples `indices` of `dataset`, whose classes are found by name.

    `side` names them for titles; `folders` hold weights, `device` is torch's name of one. Progress counts examples.
    Raises UserError where the network cannot be opened, knows none of the classes, or gives numbers that are none.
    """
    yield Progress(0, len(indices), "Loading the network")
    looked = look_into(place, folders)
    mapping = _classes(place, looked, dataset)
    chosen = dataset.packed.take(np.asarray(indices, np.int64))
    outputs = np.array([-1 if output is None else output for output in mapping.outputs])[chosen.labels]
    known, outputs = chosen.take(np.flatnonzero(outputs >= 0)), outputs[outputs >= 0]
    # The network is shared between looks and stays where it is.
    model = looked.model if torch.device(device).type == "cpu" else copy.deepcopy(looked.model).to(device)
    paths: list[str] = []
    labels: list[int] = []
    found: list[Tensor] = [torch.empty((0, len(looked.classes)), dtype=torch.float64)]
    skipped: list[Skipped] = []
    done = 0
    batches = _read(looked, known, outputs)
    try:
        for batch in batches:
            done += len(batch)
            tensors: list[Tensor] = []
            for (example, output), tensor in batch:
                if isinstance(tensor, Unreadable):
                    skipped.append(Skipped(example.path, tensor.reason))
                    continue
                tensors.append(tensor)
                paths.append(example.path)
                labels.append(output)
            if tensors:
                with torch.inference_mode():
                    logits = model(torch.stack(tensors).to(device)).float().cpu()
                found.append(_checked(place, logits, paths[-len(tensors) :]).double().log_softmax(1))
            yield Progress(done, len(known), f"{done:,} of {len(known):,} examples")
    finally:
        batches.close()
    true, logs = np.array(labels, np.int64), torch.cat(found).numpy()
    return Results(
        looked.classes, tuple(paths), true, np.exp(logs).astype(np.float32), side,
        mapping.unknown, len(chosen) - len(known), tuple(skipped), -logs[np.arange(len(true)), true],
    )  # fmt: skip


def _classes(place: Place, looked: Looked, dataset: Dataset) -> ClassMap:
    """Raises UserError where the network knows none of the dataset's classes."""
    mapping = by_name(looked.classes, dataset.classes)
    if mapping.unknown and place.checkpoint is not None:  # they may have been renamed since
        mapping = by_name(looked.classes, dataset.classes, originals(restore.read(place.checkpoint)))
    if all(output is None for output in mapping.outputs):
        name = place.checkpoint.name if place.checkpoint is not None else place.title
        raise UserError(
            f"{name} knows none of the classes {', '.join(dataset.classes)}.",
            f"It was trained on {', '.join(looked.classes)}: choose a dataset with some of these.",
        )
    return mapping


Known = tuple[Example, int]
"""An example and its class, as an output of the network."""
Read = tuple[Known, "Tensor | Unreadable"]


def _read(looked: Looked, examples: Examples, outputs: Whole) -> Generator[list[Read], None, None]:
    """The examples in batches, each read while the batch before it is in use."""

    def read(example: Example) -> Tensor | Unreadable:
        try:
            return looked.read(Path(example.path))
        except Unreadable as error:
            return error

    pool = ThreadPoolExecutor(READERS, "reading")

    def ask(start: int) -> list[tuple[Known, Future[Tensor | Unreadable]]]:
        batch = slice(start, start + BATCH)
        known = zip(examples[batch], ints(outputs[batch]), strict=True)
        return [(one, pool.submit(read, one[0])) for one in known]

    try:
        ahead = ask(0)
        for start in range(BATCH, len(examples) + BATCH, BATCH):
            now, ahead = ahead, ask(start)
            yield [(one, future.result()) for one, future in now]
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _checked(place: Place, logits: Tensor, paths: Sequence[str]) -> Tensor:
    """The logits (n, k). Raises UserError for logits that are NaN or infinite, naming an example."""
    bad = (~logits.isfinite()).any(1).nonzero()
    if len(bad):
        raise UserError(
            f"{place.title} gives NaN or infinity for {paths[int(bad[0])]}.",
            "Its weights are broken or its training diverged: choose another checkpoint, or train with a lower "
            "learning rate.",
        )
    return logits
