"""How much memory a run takes at once, from the layer tree alone; quick enough for every click. No torch here."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..job import Job
from ..models.blocks import blocks
from ..models.layer import Layer
from ..models.tape import EMPTY, Tape
from ..plan import Plan
from .replay import Replay

PIECE = 16
"""Examples that what is frozen is run on at a time (`prefix.PIECE`)."""
BLENDED = 5
"""Times that the input is there while a batch is blended (`mixing`): both, both in their shares, and their sum."""
EACH = 8
"""Examples for each thread that are read at a time (`loader.EACH`)."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """Bytes by what they are for, and the most that is there at once. Not all of it is there at the same time, so that
    `total` is less than the sum.

    Beside it a device's kernels need room of their own to work in, and the program and PyTorch themselves take some.
    """

    weights: int
    """The model: parameters, running statistics."""
    start: int
    """A copy of what learns, as it was at the start: how far the run has come is measured by it."""
    gradients: int
    optimiser: int
    """Momentum."""
    input: int
    """Pictures, as numbers: the batch and those that are read with it; or what a fixed part made of them."""
    activations: int
    """What the forward pass keeps for the backward pass."""
    total: int
    """The peak."""
    trainable: int
    """Numbers that learn in the first epoch."""


def trained_parameters(root: Layer, plan: Plan, epoch: int = 0) -> int:
    """How many numbers learn in `epoch`."""
    return sum(own for layer, own in _own(root) if own and not plan.resolve(layer.path).frozen_in(epoch))


def estimate(root: Layer, job: Job, kind: str = "cpu") -> Estimate:
    """Memory of a run of `job` on a `kind` of device ('cpu', 'cuda', 'mps'), in bytes, in the epoch that takes most.

    The peak is that of: a training step (forward, backward, update), a look at the validation set, and running what is
    frozen once. On the CPU pictures and network are in the same memory; elsewhere only the device's is counted.
    """
    epochs = {0, *(rule.unfreeze_at for rule in job.plan.layers.values() if rule.unfreeze_at is not None)}
    found = [_in_epoch(root, job, kind, epoch) for epoch in epochs if epoch < job.training.epochs]
    return max(found, key=lambda need: need.total)


def _in_epoch(root: Layer, job: Job, kind: str, epoch: int) -> Estimate:
    plan, tape = job.plan, root.tape or EMPTY
    gradients, trainable = 4 * trained_parameters(root, plan, epoch), trained_parameters(root, plan)
    momentum = gradients if job.training.momentum else 0
    weights, start = 4 * root.parameters + tape.buffers, gradients + tape.statistics
    learns = frozenset(used.name for used in tape.parameters if not plan.resolve(used.name).frozen_in(epoch))
    half = job.device.precision != "fp32"
    kernels = kind == "cpu" and job.device.channels_last != "off"
    run = Replay(tape, learns, half, kernels=kernels)
    if job.device.checkpointing:
        # A chain in runs that is cut is computed layer by layer, once.
        cut = _Steps(job, tape, run, kind).cut_in_training
        anew = [block for block in blocks(root) if not (cut and block.children)]
        run = Replay(tape, learns, half, anew, kernels)
    steps = _Steps(job, tape, run, kind)
    update = steps.batch + gradients + _updating(job, tape, learns, kind)
    peak = max(steps.training(), steps.evaluation(), steps.filling(), update)
    return Estimate(
        weights=weights,
        start=start,
        gradients=gradients,
        optimiser=momentum,
        input=steps.ahead + steps.batch,
        activations=steps.kept(),
        total=weights + start + momentum + steps.ahead + peak,
        trainable=trainable,
    )


class _Steps:
    """What the steps of a run take beside the model and its momentum, in bytes."""

    def __init__(self, job: Job, tape: Tape, run: Replay, kind: str) -> None:
        training, data, self._run = job.training, job.data, run
        self._size, self.part = training.batch_size, -(-training.batch_size // training.accumulate)
        """Examples in a batch, and in the part of it that is computed at a time."""
        self._several = training.accumulate > 1 or training.whole_set
        self._host = kind == "cpu"
        self._mixed = training.mixup > 0
        kept = job.device.reuse and not self._mixed
        cut = run.first if kept and run.first < len(tape.backward) else 0
        self._evaluated = cut
        self._trained = cut if data.augmentation == "none" or data.views else 0
        """The first operation that is run in every epoch, in evaluation and in training."""
        self._picture = tape.input.of(1)
        self._copy = self._picture if job.device.channels_last != "off" or not self._host else 0
        self._stored = run.boundary() if cut else 0
        read = -(-EACH * job.device.workers // self._size) if self._host else 1
        self.ahead = max(0, read - 1) * self._size * self._picture
        """Batches that are read with the first one."""
        stored = self._stored if self._trained else 0
        others = self._picture if self._mixed else 0
        self.batch = self._size * (self._picture + others + stored) if self._host else 0
        """The batch as it came, in this machine's memory, and what it is blended with."""

    @property
    def cut_in_training(self) -> bool:
        """Whether what is frozen is run once in training, too."""
        return self._trained > 0

    def training(self) -> int:
        """Forward and backward."""
        read = self._picture if self._mixed else self._given(self._trained)
        forward = self._run.forward(self.part, self._trained, keep=True)
        if self._several:
            forward += self._run.gradients
        most = self.part * read + max(forward, self._run.backward(self.part, self._trained, self._several))
        return self.batch + (max(most, self.part * BLENDED * self._picture) if self._mixed else most)

    def kept(self) -> int:
        return self._run.kept(self.part, self._trained)

    def evaluation(self) -> int:
        given = self.batch + self.part * self._given(self._evaluated)
        return given + self._run.forward(self.part, self._evaluated)

    def filling(self) -> int:
        """Running what is frozen once, piece by piece."""
        if not self._evaluated:
            return 0
        waiting = self._size * (self._picture + 2 * self._stored) if self._host else 0
        return waiting + PIECE * self._copy + self._run.forward(PIECE, 0, self._evaluated)

    def _given(self, begin: int) -> int:
        """Of one example, what is copied for the network: to its device or into its layout."""
        return self._copy if not begin else 0 if self._host else self._stored


def _updating(job: Job, tape: Tape, learns: frozenset[str], kind: str) -> int:
    """What SGD makes on the way: torch adds weight decay and Nesterov's step to copies of the gradients, parameter by
    parameter, or, on a GPU, of all at once that have the same learning rate."""
    training, groups = job.training, dict[float, int]()
    for used in tape.parameters:
        if used.name in learns:
            rate = job.plan.resolve(used.name).multiplier if kind == "cuda" else len(groups)
            groups[rate] = groups.get(rate, 0) + used.size
    copies = bool(training.weight_decay) + (training.nesterov and kind != "cuda")
    return copies * max(groups.values(), default=0)


def _own(root: Layer) -> Iterator[tuple[Layer, int]]:
    """Every layer with the numbers that it holds itself, beside its children."""
    return ((layer, layer.parameters - sum(child.parameters for child in layer.children)) for layer in root.walk())
