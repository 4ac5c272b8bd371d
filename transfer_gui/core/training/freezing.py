"""Carries out a plan on a model: what learns, and what stands still to the bit."""

from torch import nn

from ..errors import UserError
from ..plan import Plan


def apply(model: nn.Module, plan: Plan, epoch: int) -> list[str]:
    """Let the parameters learn that the plan lets learn in `epoch`; the names of those.

    A frozen parameter also loses its gradient, so that no later step can move it by an old one.
    Raises UserError where nothing is left to learn.
    """
    trained = []
    for name, parameter in model.named_parameters():
        learns = not plan.resolve(name).frozen_in(epoch)
        parameter.requires_grad_(learns)
        if learns:
            trained.append(name)
        else:
            parameter.grad = None
    if not trained:
        raise UserError("The plan freezes every layer, so nothing can be learned.", "Unfreeze at least the head.")
    return trained


def set_modes(model: nn.Module, plan: Plan, epoch: int) -> None:
    """Training mode for what learns, evaluation mode for what is frozen.

    A module in which everything is frozen is put into evaluation mode as a whole: its batch norms keep the source's
    running statistics, its dropout and stochastic depth are off, so that a frozen layer is one fixed function.
    """
    model.train()
    stands: dict[str, bool] = {}
    tensors = [name for name, _ in model.named_parameters()] + [name for name, _ in model.named_buffers()]
    for name in tensors:
        frozen = plan.resolve(name).frozen_in(epoch)
        parts = name.split(".")[:-1]
        for end in range(len(parts) + 1):
            module = ".".join(parts[:end])
            stands[module] = stands.get(module, True) and frozen
    for name, module in model.named_modules():
        if stands.get(name, False):
            module.eval()
