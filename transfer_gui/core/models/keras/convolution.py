"""Convolutions of sequences and pictures: plain, depthwise, separable and transposed."""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from torch import Tensor, nn

from . import activations, padded
from .fields import Field, field, fitting, windows
from .part import Part, Unfit, Value, Weight, one, under
from .settings import Settings


def convolution(settings: Settings, values: list[Value], sides: int) -> Part:
    given = field(settings, one(values), sides)
    filters, groups = settings.integer("filters"), settings.integer("groups", 1)
    if given.channels % groups or filters % groups:
        raise Unfit(f"parts {given.channels} channels and {filters} filters into {groups} groups")
    kernel, strides, dilation, padding = _window(settings, sides)
    bias = settings.flag("use_bias", True)
    module = padded.convolution(given.channels, filters, kernel, strides, padding, dilation, groups, bias)
    out = given.value(filters, windows(given.sides, kernel, strides, padding, dilation))
    weights = Weight((*kernel, given.channels // groups, filters), _turned, sides=sides)
    return _part(settings, module, given, out, (weights, *_bias(bias, filters)))


def depthwise(settings: Settings, values: list[Value], sides: int) -> Part:
    given = field(settings, one(values), sides)
    multiplier = settings.integer("depth_multiplier", 1)
    filters = given.channels * multiplier
    kernel, strides, dilation, padding = _window(settings, sides)
    bias = settings.flag("use_bias", True)
    module = padded.convolution(given.channels, filters, kernel, strides, padding, dilation, given.channels, bias)
    out = given.value(filters, windows(given.sides, kernel, strides, padding, dilation))
    weights = Weight((*kernel, given.channels, multiplier), _depthwise)
    return _part(settings, module, given, out, (weights, *_bias(bias, filters)))


def separable(settings: Settings, values: list[Value], sides: int) -> Part:
    given = field(settings, one(values), sides)
    filters, multiplier = settings.integer("filters"), settings.integer("depth_multiplier", 1)
    between = given.channels * multiplier
    kernel, strides, dilation, padding = _window(settings, sides)
    bias, point = settings.flag("use_bias", True), (1,) * sides
    first = padded.convolution(given.channels, between, kernel, strides, padding, dilation, given.channels, False)
    second = padded.convolution(between, filters, point, point, "valid", point, 1, bias)
    module = nn.Sequential(OrderedDict(depthwise=first, pointwise=second))
    out = given.value(filters, windows(given.sides, kernel, strides, padding, dilation))
    weights = (
        *under("depthwise", (Weight((*kernel, given.channels, multiplier), _depthwise),)),
        *under("pointwise", (Weight((*point, between, filters), _turned), *_bias(bias, filters))),
    )
    return _part(settings, module, given, out, weights)


def transposed(settings: Settings, values: list[Value], sides: int) -> Part:
    """A transposed convolution gives (size - 1) stride + kernel numbers, of which Keras cuts off the edges."""
    given = field(settings, one(values), sides)
    filters = settings.integer("filters")
    kernel, strides, dilation, padding = _window(settings, sides, ("valid", "same"))
    further = settings.sizes("output_padding", sides, least=0) if settings.get("output_padding") is not None else None
    cuts = [
        _cut(d * (k - 1) + 1, s, padding, further[i] if further else None)
        for i, (k, s, d) in enumerate(zip(kernel, strides, dilation, strict=True))
    ]
    # torch cuts as much behind as in front, and may then add behind: what is still too long is trimmed.
    more = tuple(max(front - behind, 0) for front, behind in cuts)
    trim = tuple(max(behind - front, 0) for front, behind in cuts)
    if any(extra >= max(s, d) for extra, s, d in zip(more, strides, dilation, strict=True)):
        raise Unfit("adds more behind than its stride")
    bias = settings.flag("use_bias", True)
    front = tuple(front for front, _ in cuts)
    settled: dict[str, Any] = {
        "kernel_size": kernel,
        "stride": strides,
        "padding": front,
        "output_padding": more,
        "dilation": dilation,
    }
    plain, trimmed = (
        (nn.ConvTranspose1d, padded.TrimmedConvTranspose1d),
        (nn.ConvTranspose2d, padded.TrimmedConvTranspose2d),
    )[sides - 1]
    make: Callable[..., nn.Module] = partial(trimmed, trim=trim) if any(trim) else plain
    module = make(given.channels, filters, bias=bias, **settled)
    lengths = [
        None if side is None else (side - 1) * s + d * (k - 1) + 1 - sum(cut)
        for side, k, s, d, cut in zip(given.sides, kernel, strides, dilation, cuts, strict=True)
    ]
    weights = Weight((*kernel, filters, given.channels), _turned, sides=sides)
    return _part(settings, module, given, given.value(filters, fitting(lengths)), (weights, *_bias(bias, filters)))


def _cut(reach: int, stride: int, padding: str, further: int | None) -> tuple[int, int]:
    """How much is cut off in front and behind; less than nothing: added.

    'same' without `further` gives size x stride numbers, as the gradient of a 'same' convolution does; with it, and
    'valid' in any case, as the layer's `output_padding` says (https://keras.io/api/layers/convolution_layers).
    """
    if padding == "valid":
        return 0, -(max(stride - reach, 0) if further is None else further)
    if further is None:
        front = max(reach - stride, 0) // 2
        return front, reach - stride - front
    whole = reach - reach % 2 - further
    front = max(whole // 2, 0)
    return front, whole - front


def _window(
    settings: Settings, sides: int, paddings: tuple[str, ...] = ("valid", "same", "causal")
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], str]:
    """Kernel, strides, dilation and padding."""
    known = paddings if sides == 1 else paddings[:2]
    padding = settings.choice("padding", "valid", known)
    kernel, strides = settings.sizes("kernel_size", sides), settings.sizes("strides", sides, 1)
    return kernel, strides, settings.sizes("dilation_rate", sides, 1), padding


def _turned(kernel: Tensor) -> Mapping[str, Tensor]:
    """(*sides, in, out) as (out, in, *sides)."""
    return {"weight": kernel.movedim((-1, -2), (0, 1))}


def _depthwise(kernel: Tensor) -> Mapping[str, Tensor]:
    """(*sides, channels, multiplier) as (channels x multiplier, 1, *sides)."""
    return {"weight": kernel.movedim((-2, -1), (0, 1)).flatten(0, 1).unsqueeze(1)}


def _bias(there: bool, size: int) -> tuple[Weight, ...]:
    return (Weight((size,), lambda bias: {"bias": bias}),) if there else ()


def _part(settings: Settings, module: nn.Module, given: Field, out: Value, weights: tuple[Weight, ...]) -> Part:
    return Part(module, out, given.moved, weights, activation=activations.after(settings, out))


LAYERS: dict[str, Callable[[Settings, list[Value]], Part]] = {
    "Conv1D": partial(convolution, sides=1),
    "Conv1DTranspose": partial(transposed, sides=1),
    "Conv2D": partial(convolution, sides=2),
    "Conv2DTranspose": partial(transposed, sides=2),
    "DepthwiseConv1D": partial(depthwise, sides=1),
    "DepthwiseConv2D": partial(depthwise, sides=2),
    "SeparableConv1D": partial(separable, sides=1),
    "SeparableConv2D": partial(separable, sides=2),
}
