"""From a job to a trainer that is ready to take its first step."""

import json
from collections.abc import Generator, Sequence
from pathlib import Path

import torch

from ..atomic import write_text
from ..cache import folder
from ..cache.shelf import Shelf
from ..data import edits, mixing, scan, split
from ..data.dataset import Dataset, Split, counted
from ..errors import UserError
from ..events import Event, Note, RunStarted
from ..frozen import replace
from ..job import Job
from ..progress import finish
from ..training.control import Control
from ..training.device import DeviceInfo, pick
from ..training.distributed import World
from ..training.layout import layout, settled
from ..training.movement import Origin
from ..training.position import Position
from ..training.trainer import Parts, Trainer
from .checkpoint import Identity, load_position, load_recipe
from .environment import environment
from .folder import RunFolder
from .network import network
from .saver import Saver
from .sides import sides as loaders_of


def prepare(
    job: Job,
    place: RunFolder,
    control: Control,
    resume: bool,
    folders: Sequence[Path],
    scanned: tuple[Dataset, Split] | None,
    here: World,
) -> Generator[Event, None, Trainer]:
    """Find the data, build the model, and restore where a resumed run stood. Raises UserError."""
    info = pick(f"cuda:{here.local_rank}" if here.size > 1 and torch.cuda.is_available() else job.device.name,
                job.device.precision)  # fmt: skip
    device = torch.device(info.name)
    dataset, sides = _data(job, place, resume, scanned, here)
    classes = tuple(job.data.renames.get(name, name) for name in dataset.classes)
    if len(set(classes)) < len(classes):
        raise UserError("Two classes have the same new name.", "Give each class a name of its own.")

    goes_on = resume and place.last.exists()
    built = network(job, len(classes), folders, None if goes_on else (dataset, sides))
    preprocessing = load_recipe(place.last) if goes_on else built.preprocessing
    mixing.check(job, preprocessing)
    if here.first:
        job = settled(job, built.model.to(device), device, preprocessing)
    job = replace(job, "device.channels_last", here.share(job.device.channels_last))
    model = built.model.to(device, memory_format=layout(job.device))  # pyright: ignore[reportCallIssue] - missing in the stubs

    identity = Identity(job.source.model, built.options, classes, preprocessing, job)
    at = Position()
    origin = Origin(model, whole=goes_on) if here.first else None
    if goes_on:
        at = load_position(place.last, model, classes)
        if origin is not None:
            origin.let_go(model)

    loaders = loaders_of(job, dataset, sides, preprocessing, here, gpu=device.type == "cuda")
    train = loaders.train
    if train is None:
        raise UserError("No examples are left to train on.", "Lower the validation and test shares, or add examples.")
    saver = Saver(place, identity, model)
    parts = Parts(
        job,
        model,
        device,
        len(classes),
        train,
        loaders.val,
        loaders.test,
        tuple(count for (count,) in counted(dataset, (sides.train,))),
        str(place.path),
        saver.save,
        saver.release,
        saver.load_best,
        origin,
        Shelf(folder.root(), folder.default_limit()) if job.device.reuse else None,
    )
    trainer = Trainer(parts, control, at, here)
    if here.first:
        _write_down(job, place, info, resume)
    yield _started(trainer, info, classes, sides, place)
    if resume and not goes_on:
        yield Note("The run had no complete checkpoint yet, so it starts from the beginning.", "warning")
    for text in built.warnings:
        yield Note(text, "warning")
    for text in (*_skips(dataset), *dataset.notes, *sides.notes, *built.notes):
        yield Note(text)
    return trainer


def _data(
    job: Job, place: RunFolder, resume: bool, scanned: tuple[Dataset, Split] | None, here: World
) -> tuple[Dataset, Split]:
    """The dataset and its split: the run's own when it is resumed, and one and the same for all processes."""
    if here.first and not (resume and place.split.exists()):
        dataset, sides = scanned or edits.divide(finish(scan.unedited(job.data)), job.data)
        split.write(place.split, dataset, sides)
        here.wait()
        return dataset, sides
    here.wait()
    return split.read(place.split)


def _write_down(job: Job, place: RunFolder, info: DeviceInfo, resume: bool) -> None:
    if not resume or job.to_toml() != place.job.read_text(encoding="utf-8"):
        write_text(place.job, job.to_toml())
    write_text(place.environment, json.dumps(environment(info.title), indent=1) + "\n")


def _started(
    trainer: Trainer, info: DeviceInfo, classes: tuple[str, ...], sides: Split, place: RunFolder
) -> RunStarted:
    plan = trainer.at.plan or trainer.job.plan
    parameters = list(trainer.parts.model.named_parameters())
    return RunStarted(
        folder=str(place.path),
        device=info.title,
        model=trainer.job.source.model,
        classes=classes,
        examples={"train": len(sides.train), "val": len(sides.val), "test": len(sides.test)},
        epochs=trainer.job.training.epochs,
        steps_per_epoch=trainer.steps_per_epoch,
        first_step=trainer.at.step,
        parameters=sum(p.numel() for _, p in parameters),
        trainable=sum(p.numel() for name, p in parameters if not plan.resolve(name).frozen_in(trainer.at.epoch)),
    )


def _skips(dataset: Dataset) -> list[str]:
    if not dataset.skipped:
        return []
    first = "; ".join(f"{skipped.path}: {skipped.reason}" for skipped in dataset.skipped[:5])
    more = f" and {len(dataset.skipped) - 5:,} more" if len(dataset.skipped) > 5 else ""
    return [f"{len(dataset.skipped):,} files are left out: {first}{more}"]
