"""Grad-CAM: where in the picture a layer saw what speaks for a class.

Selvaraju et al. 2017, "Grad-CAM: Visual Explanations from Deep Networks via Gradient-based Localization",
arXiv:1610.02391.
"""

from typing import Any

import torch
from torch import Tensor, nn
from torchvision.models import VisionTransformer
from torchvision.ops import Permute

from ..errors import UserError
from ..models.head import head_of
from .activations import first_tensor, layer_at, outputs
from .grids import grid_of
from .twin import twin, without_numbers

_PASSES_ON = (nn.Dropout, nn.Identity, nn.MaxPool2d, nn.AvgPool2d, nn.AdaptiveAvgPool2d, nn.AdaptiveMaxPool2d, Permute)
"""Layers that only pass on, thin out or turn what the one before them found."""


def gradcam(model: nn.Module, layer: str, batch: Tensor, target: int, positive: bool = True) -> Tensor:
    """Grad-CAM of class `target` at `layer` for `batch` (n, 3, height, width): float32 (n, rows, columns).

    The sum over channels of the activations, each channel weighted by the mean over all places of the gradient of the
    class's logit (before softmax). With `positive` what speaks against the class is zero, as in the paper. For
    tokens, a vision transformer's, the places are the patches: the class token counts neither in the mean nor in the
    map. Where the network reads the class token alone after `layer`, the map is zero. Of a layer that is computed
    several times, the last counts.

    No gradient is left behind and `model` is not touched. Raises UserError where `layer` is not there, is not computed
    by itself, gives out no numbers with a place in the picture, or has no part in the answer.
    """
    own = twin(model)
    module = layer_at(own, layer)
    caught: list[Tensor] = []

    def catch(_: nn.Module, inputs: Any, output: Any) -> Any:
        """Let what comes after work on a copy: it may do so in place."""
        if (tensor := first_tensor(output)) is None:
            return output
        caught.append(tensor.detach().requires_grad_())
        passed = caught[-1].clone()
        return tuple(passed if each is tensor else each for each in output) if isinstance(output, tuple) else passed

    module.register_forward_hook(catch)
    with torch.enable_grad():
        logits = own(batch)
        if not caught:
            outputs(model, [layer], batch)  # raises what is wrong with it
        activation = caught[-1]
        grid = grid_of(model, module, tuple(activation.shape))
        if grid is None:
            raise UserError(f"{layer or 'The whole network'} gives out numbers without a place in the picture.", _CURE)
        gradient: Any = None
        if logits.requires_grad:
            (gradient,) = torch.autograd.grad(logits[:, target].sum(), activation, allow_unused=True)
    if gradient is None:
        raise UserError(f"{layer} has no part in the network's answer.", _CURE)
    values, slopes = grid.maps(activation.detach()), grid.maps(gradient)
    heat = (slopes.mean((2, 3), keepdim=True) * values).sum(1)
    return heat.relu() if positive else heat


def default_layer(model: nn.Module, side: int = 224, channels: int = 3) -> str:
    """The path of the last layer before the head whose output has more places than one: Grad-CAM tells most there.

    Found by running the network without numbers on pictures of `side` px. For a vision transformer it is the norm
    before the last attention, as after it the head reads the class token alone. Raises UserError where there is none.
    """
    if isinstance(model, VisionTransformer):
        blocks = [name for name, _ in model.encoder.layers.named_children()]
        return f"encoder.layers.{blocks[-1]}.ln_1"
    own, head = without_numbers(model), head_of(model)
    found: list[str] = []
    reached: list[str] = []

    def watch(path: str) -> Any:
        def note(module: nn.Module, inputs: Any, output: Any) -> None:
            if path == head:
                reached.append(path)
            if reached or isinstance(module, _PASSES_ON) or (tensor := first_tensor(output)) is None:
                return
            grid = grid_of(model, module, tuple(tensor.shape))
            if grid is not None and grid.rows * grid.columns > 1:
                found.append(path)

        return note

    for path, module in own.named_modules():
        module.register_forward_hook(watch(path))
    with torch.no_grad():
        own(torch.empty(1, channels, side, side, device="meta"))
    if not found:
        raise UserError("No layer of this network keeps a place in the picture.", "Use larger pictures.")
    return found[-1]


_CURE = "Choose a convolution or a block before the head, or the whole network."
