"""The trainer: one loop over epochs and steps that yields what happens."""

import math
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import torch
from torch import Tensor, nn

from ..cache.shelf import Shelf
from ..data import prepared
from ..data.loader import Batch, Loader, stream
from ..data.mixing import mixed
from ..data.prepared import Prepared
from ..errors import UserError
from ..events import EpochDone, Event, Measured, Note, Paused, PlanApplied, Resumed, RunFinished, Scores, Snapshot
from ..job import Job
from ..plan import Plan
from ..random_state import seeded
from . import checkpointing, freezing, optimiser, prefix
from .control import Control
from .distributed import World
from .evaluation import evaluate
from .metrics import better
from .movement import Origin, Step, measure, watching
from .position import Position
from .report import Reporter, diverged
from .snapshot import snapshot
from .step import Stepper, batch_seed, class_weights
from .strategy import find

SAVE_SECONDS = 300.0
"""Within a long epoch, the last checkpoint is written this often."""
SAVE_SHARE = 0.1
"""Of the time at most is spent on writing checkpoints after short epochs: a kill loses ten times what writing takes."""


@dataclass
class Parts:
    """What a run works on."""

    job: Job
    model: nn.Module
    device: torch.device
    classes: int
    train: Loader
    val: Loader | None
    test: Loader | None
    label_counts: tuple[int, ...]
    """Training examples per class."""
    folder: str
    save: Callable[[Literal["best", "last"], Position, Scores | None, bool], Iterator[Event]]
    """Writes a checkpoint, the last one after a best one that was held; or holds a best one in memory for now."""
    release: Callable[[], Iterator[Event]]
    """Writes a best checkpoint that is held."""
    load_best: Callable[[], None]
    """Puts the best checkpoint's weights into the model."""
    origin: Origin | None = None
    """What the run started from; None in a process that measures nothing."""
    shelf: Shelf | None = None
    """Where the output of what is frozen is kept; None where nothing is to be."""


class Trainer:
    """Carries out a job from a position on, to its end, to a stop, or until patience runs out."""

    def __init__(self, parts: Parts, control: Control, at: Position, world: World) -> None:
        self.parts, self.control, self.at, self.world, self.job = parts, control, at, world, parts.job
        self.steps_per_epoch = 1 if self.job.training.whole_set else parts.train.steps
        self.phases = find(self.job.training.strategy).phases(self.job)
        self.weights = class_weights(parts.label_counts, self.job.training.class_weights)
        self.reporter = Reporter(self.job, parts.device, self.steps_per_epoch)
        self.stepper: Stepper | None = None
        self.plan: Plan | None = None
        self.saved = time.monotonic()
        self.rested = 0.0
        """When checkpoints may be written again after an epoch."""
        self.unsaved: tuple[Scores | None] | None = None
        """The scores of an epoch after which nothing was written."""
        self.watched = False
        """Whether the last step is one that is measured."""
        self.last: Step | None = None
        self.kept: prefix.Kept | None = None
        """The part of the network that is fixed under the plan, as far as it is run only once per example."""
        self.prepared: Prepared | None = None
        """Pictures prepared only once, where no part of the network is fixed."""

    def events(self) -> Iterator[Event]:
        """Everything that happens, in order; the last one is RunFinished.

        Raises UserError (a loss that is no number, a dataset that is gone, a full disk) and what torch raises;
        the checkpoints written before are then untouched.
        """
        at, epochs, patience = self.at, self.job.training.epochs, self.job.training.patience
        reason: Literal["completed", "early", "stopped"] = "completed"
        while at.epoch < epochs:
            yield from self.train_epoch()
            if at.batch < self.steps_per_epoch:
                reason = "stopped"
                break
            val = yield from self.evaluate("val", self.parts.val)
            if val is None and self.parts.val is not None:
                reason = "stopped"
                break
            yield from self.end_epoch(val)
            if at.epoch < epochs and self.stopped():
                reason = "stopped"
                break
            if at.epoch < epochs and 0 < patience <= at.stale:
                reason = "early"
                break
        yield from self.save("last", None) if reason == "stopped" else self.settle()
        test = None
        if reason != "stopped" and self.parts.test is not None:
            self.parts.load_best()
            test = yield from self.evaluate("test", self.parts.test)
        seconds = at.run_seconds + at.seconds
        yield RunFinished(reason, self.parts.folder, at.epoch, at.best_epoch, at.best, test, seconds)

    def close(self) -> None:
        """Let go of the loaders' threads, and of what is held: a fault costs no best checkpoint."""
        with suppress(UserError):
            for _ in self.parts.release():
                pass
        for loader in (self.parts.train, self.parts.val, self.parts.test):
            if loader is not None:
                loader.close()
        for store in (self.kept, self.prepared):
            if store is not None:
                store.close()

    # ---- one epoch

    def train_epoch(self) -> Iterator[Event]:
        """The steps of this epoch that are still to come, up to a stop."""
        at = self.at
        phase = next(phase for phase in self.phases if phase.first <= at.epoch < phase.end)
        plan = at.plan or phase.plan
        if self.plan is not plan or any(rule.unfreeze_at == at.epoch for rule in plan.layers.values()):
            yield from self.apply(plan)
        freezing.set_modes(self.parts.model, plan, at.epoch)
        self.reporter.restart()
        started = time.monotonic() - at.seconds
        stopped = False
        while at.batch < self.steps_per_epoch and not stopped:
            cut = self.kept
            for batches in self.steps():
                yield from self.take_step(batches)
                at.seconds = time.monotonic() - started
                if self.reporter.due:
                    yield from self.report()
                if at.batch == self.steps_per_epoch:
                    yield from self.measure(at.epoch)
                if self.control.paused and self.watched:
                    yield from self.pause()
                    started = time.monotonic() - at.seconds
                yield from self.answer()
                if at.batch < self.steps_per_epoch and time.monotonic() - self.saved > SAVE_SECONDS:
                    yield from self.report()
                    yield from self.save("last", None)
                stopped = self.stopped()
                if stopped or self.kept is not cut:  # another plan: the rest of the epoch is cut elsewhere
                    break
        yield from self.report()

    def steps(self) -> Iterator[Iterator[Batch]]:
        """The batches of each step: one of them, or, where the whole set is one step, all."""
        at = self.at
        if at.batch >= self.steps_per_epoch:
            return
        train = self.parts.train
        side = self.kept.side(train) if self.kept is not None else None
        batches = self.reporter.timed(train.epoch(at.epoch, at.batch, side))
        if side is not None:
            batches = (side.ready(batch, train.view(at.epoch)) for batch in batches)
        if self.job.training.whole_set:
            yield batches
        else:
            for batch in batches:
                yield iter([batch])

    def take_step(self, batches: Iterator[Batch]) -> Iterator[Event]:
        """Gather the gradient of the batches and move the weights once."""
        at, stepper, training = self.at, self.stepper, self.job.training
        assert stepper is not None
        optimiser.set_rate(stepper.optimiser, self.reporter.rate(at.step))
        results: list[tuple[Tensor, Tensor, int]] = []
        number = 0
        for place, batch in enumerate(batches):
            for skipped in batch.failed:
                yield Note(f"{skipped.path}: {skipped.reason} Left out of this epoch.", "warning")
            if training.mixup:
                batch = mixed(batch, training.mixup, stream(training.seed, at.epoch, f"mixup/{at.batch}/{place}"))
            share = self.whole_weight() if training.whole_set else stepper.share(batch.labels)
            parts = list(checkpointing.parts(batch, training.accumulate, self.world.size))
            for last, part in enumerate(parts, 1 - len(parts)):
                if len(part.labels) or self.world.size > 1:
                    with seeded(batch_seed(training.seed, at.step, number)):
                        results.append((*stepper.accumulate(part, share, last < 0), len(part.labels)))
                number += 1
        # A pause asked for from here on waits for one more step, so that the one before a pause is always measured.
        self.watched = at.batch + 1 == self.steps_per_epoch or self.control.measure_wanted or self.control.paused
        self.last = None
        if results:
            self.update(stepper)
            loss = torch.stack([loss for loss, _, _ in results]).sum() if len(results) > 1 else results[0][0]
            correct = torch.stack([right for _, right, _ in results]).sum()
            seen = sum(n for _, _, n in results)
            self.reporter.add(*stepper.whole(loss, correct, seen))
        at.batch += 1
        at.step += 1
        if (fault := stepper.compiled_fault()) is not None:
            yield Note(fault, "warning")

    def update(self, stepper: Stepper) -> None:
        """Move the weights; only a step that is measured is watched, and pays for it."""
        if not self.watched or self.parts.origin is None:
            stepper.update()
            return
        with watching(self.parts.model, stepper.optimiser) as self.last:
            stepper.update()

    def whole_weight(self) -> float:
        """What the mean over the whole training set divides by: the examples, or the sum of their class weights."""
        counts = self.parts.label_counts
        weights = [1.0] * len(counts) if self.weights is None else self.weights.tolist()
        return float(sum(w * n for w, n in zip(weights, counts, strict=True)))

    def end_epoch(self, val: Scores | None) -> Iterator[Event]:
        at = self.at
        best = val is None or better(val, at.best)
        if best:
            at.best, at.best_epoch, at.stale = val, at.epoch, 0
        else:
            at.stale += 1
        seen = max(1, at.seen)
        rate = self.reporter.rate(at.step - 1)
        done = EpochDone(at.epoch, at.step, at.loss_sum / seen, at.correct / seen, val, rate, at.seconds, best)
        at.next_epoch()
        for store in (self.kept, self.prepared):
            if store is not None and (stopped := store.records.stopped_now()):
                yield Note(stopped, "warning")
        started = time.monotonic()
        wait = started < self.rested
        if best:
            yield from self.save("best", val, wait)
        if wait:
            self.unsaved = (val,)
        else:
            yield from self.save("last", val)
            self.rested = time.monotonic() + (time.monotonic() - started) * (1 / SAVE_SHARE - 1)
        yield done

    # ---- what interrupts the loop

    def apply(self, plan: Plan) -> Iterator[Event]:
        """Train by `plan` from the next step on; momentum is kept where a parameter goes on learning."""
        at, model, old = self.at, self.parts.model, self.stepper
        names = freezing.apply(model, plan, at.epoch)
        sgd = optimiser.build(model, plan, self.job.training, names)
        optimiser.restore_momentum(sgd, model, optimiser.momentum(old.optimiser, model) if old else at.momentum)
        if self.parts.origin is not None:
            self.parts.origin.keep(model, names)
        freezing.set_modes(model, plan, at.epoch)
        checkpointing.apply(model, self.job.device.checkpointing)
        self.keep()
        kept = self.kept if self.kept is not None and self.kept.side(self.parts.train) else None
        how = (kept.training, kept.threads) if kept is not None else (None, None)
        self.stepper = Stepper(self.job, model, sgd, self.weights, self.parts.device, self.world, *how)
        if scale := (old.scaler.state_dict() if old else at.scale):
            self.stepper.scaler.load_state_dict(scale)
        self.plan = plan
        yield PlanApplied(at.step, plan, sum(p.numel() for p in model.parameters() if p.requires_grad))
        if self.job.device.compile:
            yield Note("The network is compiled for this machine: the first steps take longer.")
        # Where each epoch draws its training pictures anew, validation alone is spared something: not worth a word.
        if kept is not None:
            yield Note(kept.words)
        elif self.kept is None and self.prepared is not None and self.parts.train.views:
            yield Note(self.prepared.words)
            if self.job.training.mixup:
                yield Note("Mixup blends examples anew in every epoch, so no output of frozen layers can be kept.")

    def keep(self) -> None:
        """Cut the network, in the modes that it has now, where nothing before can change."""
        if self.kept is not None:
            self.kept.close()
        self.kept, parts = None, self.parts
        if parts.shelf is not None and self.world.size == 1:
            loaders = [loader for loader in (parts.train, parts.val, parts.test) if loader is not None]
            self.kept = prefix.find(parts.model, self.job, parts.device, loaders, parts.shelf)
            self.prepare(loaders, parts.shelf)

    def prepare(self, loaders: Sequence[Loader], shelf: Shelf) -> None:
        """Where no part of the network is fixed, at least decode each picture once."""
        if self.kept is None and self.prepared is None:
            self.prepared = prepared.find(loaders, self.job.data.domain, shelf)
        for loader in loaders:
            loader.prepared = self.prepared if self.kept is None else None

    def pause(self) -> Iterator[Event]:
        """Wait until the run may go on; looks at the weights are still answered."""
        yield from self.report()
        yield from self.settle()
        yield Paused(self.at.step)
        while not self.control.wait(0.1):
            yield from self.answer()
        self.reporter.restart()
        if not self.control.stopped:
            yield Resumed(self.at.step)

    def answer(self) -> Iterator[Event]:
        """Do what was asked from outside: a look at some weights or at the whole network, another plan."""
        if (layer := self.control.take_snapshot()) is not None:
            yield Snapshot(self.at.step, snapshot(self.parts.model, layer))
        if self.watched and self.control.measure_wanted:
            yield from self.measure(None)
        if (plan := self.control.take_plan()) is not None:
            yield from self.report()
            self.at.plan = plan
            yield from self.apply(plan)

    def measure(self, epoch: int | None) -> Iterator[Event]:
        """How far the network has come, after the step that was taken last."""
        yield from self.report()  # what the device still has to do is then not counted as the measuring's time
        self.control.take_measure()
        if (origin := self.parts.origin) is not None:
            started = time.monotonic()
            tensors = measure(self.parts.model, origin, self.last)
            seconds = time.monotonic() - started + (self.last.seconds if self.last else 0.0)
            yield Measured(self.at.step, epoch, tensors, seconds)

    def stopped(self) -> bool:
        return self.world.any(self.control.stopped, self.parts.device)

    def report(self) -> Iterator[Event]:
        if (done := self.reporter.flush(self.at)) is not None:
            yield done

    def evaluate(self, side: Literal["val", "test"], loader: Loader | None) -> Generator[Event, None, Scores | None]:
        """Scores over a side of the split; None where there is none, or where the run was stopped meanwhile."""
        if loader is None:
            return None
        parts = self.parts
        scores = yield from evaluate(
            parts.model, loader, side, parts.classes, parts.device, self.job.device, self.world, self.stopped,
            self.kept, self.job.training.accumulate,
        )  # fmt: skip
        if scores is not None and scores.examples and not math.isfinite(scores.loss):
            raise diverged(self.job, self.at.step)
        return scores

    def settle(self) -> Iterator[Event]:
        """Write what was not written after the last epochs."""
        if self.unsaved is not None:
            yield from self.save("last", *self.unsaved)

    def save(self, kind: Literal["best", "last"], scores: Scores | None, wait: bool = False) -> Iterator[Event]:
        at, stepper = self.at, self.stepper
        assert stepper is not None
        at.momentum = optimiser.momentum(stepper.optimiser, self.parts.model)
        at.scale = stepper.scaler.state_dict()
        if self.world.first:
            yield from self.parts.save(kind, at, scores, wait)
        self.saved = time.monotonic()
        if kind == "last":
            self.unsaved = None
