"""SGD with the plan's learning rates, its state kept by parameter name."""

from collections.abc import Sequence

import torch
from torch import Tensor, nn

from ..job import Training
from ..plan import Plan


def build(model: nn.Module, plan: Plan, training: Training, names: Sequence[str]) -> torch.optim.SGD:
    """SGD over the parameters called `names`, one group for each multiplier of the plan, in the model's order.

    A group's rate is the base rate times its multiplier (kept in the group as `multiplier`).
    """
    parameters = dict(model.named_parameters())
    groups: dict[float, list[nn.Parameter]] = {}
    for name in names:
        groups.setdefault(plan.resolve(name).multiplier, []).append(parameters[name])
    return torch.optim.SGD(
        [{"params": group, "multiplier": multiplier} for multiplier, group in groups.items()],
        lr=training.learning_rate,
        momentum=training.momentum,
        nesterov=training.nesterov,
        weight_decay=training.weight_decay,
        fused=True if names and all(parameters[name].is_cuda for name in names) else None,  # one kernel for all
    )


def set_rate(optimiser: torch.optim.SGD, rate: float) -> None:
    """Set every group's rate to `rate` times its multiplier."""
    for group in optimiser.param_groups:
        group["lr"] = rate * group["multiplier"]


def momentum(optimiser: torch.optim.SGD, model: nn.Module) -> dict[str, Tensor]:
    """The momentum buffers by parameter name; parameters that took no step yet have none."""
    state = optimiser.state
    return {
        name: state[parameter]["momentum_buffer"]
        for name, parameter in model.named_parameters()
        if state.get(parameter, {}).get("momentum_buffer") is not None
    }


def restore_momentum(optimiser: torch.optim.SGD, model: nn.Module, buffers: dict[str, Tensor]) -> None:
    """Put momentum buffers back by name; those of parameters that the optimiser does not hold are left out."""
    held = {id(parameter) for group in optimiser.param_groups for parameter in group["params"]}
    for name, parameter in model.named_parameters():
        if name in buffers and id(parameter) in held:
            buffer = torch.empty_like(parameter, memory_format=torch.preserve_format)
            optimiser.state[parameter]["momentum_buffer"] = buffer.copy_(buffers[name])
