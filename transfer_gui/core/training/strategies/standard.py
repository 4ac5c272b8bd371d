"""The plan as it stands: frozen layers wait until the epoch at which they are said to unfreeze."""

from ...job import Job
from ..strategy import Params, Phase, Strategy


def phases(job: Job) -> tuple[Phase, ...]:
    """One phase from each epoch at which a layer unfreezes to the next."""
    epochs = {rule.unfreeze_at for rule in job.plan.layers.values() if rule.unfreeze_at is not None}
    starts = sorted({0} | {epoch for epoch in epochs if 0 < epoch < job.training.epochs})
    ends = [*starts[1:], job.training.epochs]
    return tuple(Phase(start, end, job.plan) for start, end in zip(starts, ends, strict=True))


STRATEGY = Strategy("standard", "Standard: follow the plan", Params, phases)
