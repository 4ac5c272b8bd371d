"""Layers that bring numbers to a common size: by what was learned, by each example's own, or by fixed numbers."""

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch import Tensor, nn

from .part import Part, Unfit, Value, Weight, one
from .settings import Settings


class Normalization(nn.Module):
    """(x - mean) / deviation, of fixed numbers; the other way round where it is `inverted`."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, mean: Tensor, deviation: Tensor, inverted: bool) -> None:
        super().__init__()
        self.register_buffer("mean", mean)
        self.register_buffer("deviation", deviation)
        self.inverted = inverted

    def forward(self, input: Tensor) -> Tensor:
        return input * self.deviation + self.mean if self.inverted else (input - self.mean) / self.deviation

    def extra_repr(self) -> str:
        return f"{tuple(self.mean.shape)}, inverted={self.inverted}"


class Rescaling(nn.Module):
    """x scale + offset, of fixed numbers."""

    scale: Tensor
    offset: Tensor

    def __init__(self, scale: Tensor, offset: Tensor) -> None:
        super().__init__()
        self.register_buffer("scale", scale)
        self.register_buffer("offset", offset)

    def forward(self, input: Tensor) -> Tensor:
        return input * self.scale + self.offset

    def extra_repr(self) -> str:
        return f"{tuple(self.scale.shape)}"


def batch(settings: Settings, values: list[Value]) -> Part:
    """Keras's momentum is the share of the old statistics, torch's of the new."""
    value = one(values)
    axis = value.axis(settings.axis("axis", -1))
    if axis not in (1, value.rank - 1) or not 2 <= value.rank <= 5:
        raise Unfit(f"normalises along axis {axis} of {value.rank}")
    if settings.flag("renorm", False):
        raise Unfit("renormalises (renorm)")
    channels, scale, center = value.size(axis), settings.flag("scale", True), settings.flag("center", True)
    moved = axis == value.rank - 1
    kind = {2: nn.BatchNorm1d, 3: nn.BatchNorm1d, 4: nn.BatchNorm2d, 5: nn.BatchNorm3d}[value.rank]
    momentum, epsilon = settings.number("momentum", default=0.99), settings.number("epsilon", default=1e-3)
    module = kind(channels, epsilon, 1 - momentum, affine=scale or center)
    weights, constants = _affine((channels,), scale, center)
    statistics = (
        Weight((channels,), lambda mean: {"running_mean": mean}, trainable=False),
        Weight((channels,), lambda variance: {"running_var": variance}, trainable=False),
    )
    if scale and not center:  # torch has both or none
        constants["bias"] = torch.zeros(channels, device="cpu")
    constants["num_batches_tracked"] = torch.tensor(0, device="cpu")
    out = Value(value.shape, moved)
    return Part(module, out, moved, (*weights, *statistics), constants, keeps_mask=True)


def layer(settings: Settings, values: list[Value]) -> Part:
    value = one(values)
    axes = sorted(value.axis(axis) for axis in settings.axes("axis", -1))
    if not axes or axes != list(range(value.rank - len(axes), value.rank)) or 0 in axes:
        raise Unfit("normalises along axes that are not the last ones")
    if settings.flag("rms_scaling", False):
        raise Unfit("divides by the variance (rms_scaling)")
    shape = tuple(value.size(axis) for axis in axes)
    scale, center = settings.flag("scale", True), settings.flag("center", True)
    module = nn.LayerNorm(list(shape), settings.number("epsilon", default=1e-3), scale or center, center)
    weights, constants = _affine(shape, scale, center)
    return Part(module, Value(value.shape), False, weights, constants, keeps_mask=True)


def _affine(shape: tuple[int, ...], scale: bool, center: bool) -> tuple[tuple[Weight, ...], dict[str, Tensor]]:
    """Scale and shift. Where Keras has a shift alone, torch has a scale too, which is one."""
    weights: list[Weight] = []
    constants: dict[str, Tensor] = {}
    if scale:
        weights.append(Weight(shape, lambda gamma: {"weight": gamma}))
    elif center:
        constants["weight"] = torch.ones(shape, device="cpu")
    if center:
        weights.append(Weight(shape, lambda beta: {"bias": beta}))
    return tuple(weights), constants


def fixed(settings: Settings, values: list[Value]) -> Part:
    """Keras's Normalization: mean and variance along some axes, in the settings or learned before the training."""
    value = one(values)
    axes = sorted({value.axis(axis) for axis in (settings.axes("axis", -1) if settings.get("axis") != [] else ())})
    inverted = settings.flag("invert", False)
    sizes = tuple(value.size(axis) for axis in axes)
    shape = tuple(value.size(axis) if axis in axes else 1 for axis in range(value.rank))

    def laid(array: Tensor) -> Tensor:
        """As the input is, so that it is repeated along the other axes."""
        return _laid(array.expand(sizes).reshape(shape), value)

    def deviation(variance: Tensor) -> Tensor:
        return laid(variance).sqrt().clamp(min=1e-7)

    if settings.get("mean") is None:
        empty = _laid(torch.ones(shape), value)
        weights = (
            Weight(sizes, lambda mean: {"mean": laid(mean)}, trainable=False),
            Weight(sizes, lambda variance: {"deviation": deviation(variance)}, trainable=False),
            Weight((), lambda _: {}, trainable=False),  # of how many numbers they are
        )
        module = Normalization(torch.zeros_like(empty), empty, inverted)
        return Part(module, value, weights=weights, keeps_mask=True)
    try:
        constants = {"mean": laid(_array(settings, "mean")), "deviation": deviation(_array(settings, "variance"))}
    except RuntimeError:
        raise Unfit("has a mean or variance of another shape than its input") from None
    return Part(Normalization(**_here(constants), inverted=inverted), value, constants=constants, keeps_mask=True)


def rescaling(settings: Settings, values: list[Value]) -> Part:
    value = one(values)
    constants: dict[str, Tensor] = {}
    for name, default in (("scale", None), ("offset", 0.0)):
        array = _array(settings, name, default)
        if array.dim():
            if array.dim() > 1 or len(array) not in (1, value.size(-1)):
                raise Unfit(f"has a {name} of another shape than its input")
            array = _laid(array.reshape(*[1] * (value.rank - 1), -1), value)
        constants[name] = array
    return Part(Rescaling(**_here(constants)), value, constants=constants, keeps_mask=True)


def _laid(array: Tensor, value: Value) -> Tensor:
    """An array of Keras with as many axes as `value`, in torch's order."""
    return (array.movedim(-1, 1) if value.moved and value.rank > 2 else array).contiguous()


def _here(constants: Mapping[str, Tensor]) -> dict[str, Any]:
    """Copies where modules are made at present, which may be the meta device."""
    return {name: torch.zeros(array.shape).copy_(array) for name, array in constants.items()}


def _array(settings: Settings, name: str, default: float | None = None) -> Tensor:
    """Numbers in the settings, on the CPU. Raises Unfit where they are none."""
    found: Any = settings.get(name)
    found = default if found is None else found
    try:
        array = torch.tensor(found, dtype=torch.float32, device="cpu")
    except (TypeError, ValueError, RuntimeError, OverflowError):
        raise Unfit(f"has no numbers for {name}") from None
    if not bool(array.isfinite().all()):
        raise Unfit(f"has no numbers for {name}")
    return array


LAYERS: dict[str, Callable[[Settings, list[Value]], Part]] = {
    "BatchNormalization": batch,
    "BatchNormalizationV1": batch,
    "BatchNormalizationV2": batch,
    "LayerNormalization": layer,
    "Normalization": fixed,
    "Rescaling": rescaling,
}
