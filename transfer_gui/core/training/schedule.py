"""The learning rate over a run, as a pure function of the step: nothing to save, nothing to get wrong on resuming."""

import math

from ..job import Training

ONE_CYCLE_RISE = 0.3
ONE_CYCLE_START = 25.0
ONE_CYCLE_END = 1e4
"""One-cycle policy (Smith and Topin 2018) with the constants of torch's OneCycleLR, the rate being its maximum."""


def factor(training: Training, step: int, steps_per_epoch: int) -> float:
    """The multiple of the base rate that holds at `step` (counted from 0 over the whole run).

    constant: 1. cosine: (1 + cos(pi t)) / 2 from 1 to 0 (Loshchilov and Hutter 2017, without restarts), t running
    over the steps after the warm-up. step: `step_factor` to the number of full `step_epochs`. one-cycle: up from 1/25
    to 1 over the first 30 % of the steps and down to 1/250,000, both along a cosine. During a warm-up the factor rises
    in a straight line, and is multiplied with the schedule's.
    """
    total = training.epochs * steps_per_epoch
    warmup = round(training.warmup_epochs * steps_per_epoch)
    rise = min(1.0, (step + 1) / warmup) if warmup else 1.0
    if training.schedule == "cosine":
        after = max(0, step - warmup) / max(1, total - warmup)
        return rise * (1 + math.cos(math.pi * after)) / 2
    if training.schedule == "step":
        return rise * training.step_factor ** (step // steps_per_epoch // training.step_epochs)
    if training.schedule == "one-cycle":
        peak = ONE_CYCLE_RISE * total - 1
        start, end = 1 / ONE_CYCLE_START, 1 / ONE_CYCLE_START / ONE_CYCLE_END
        if step <= peak:
            return rise * _between(start, 1.0, step / peak)
        return rise * _between(1.0, end, (step - peak) / max(1e-9, total - 1 - peak))
    return rise


def _between(start: float, end: float, share: float) -> float:
    return end + (start - end) * (1 + math.cos(math.pi * share)) / 2
